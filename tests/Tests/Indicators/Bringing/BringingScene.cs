using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OneMetre.Indicators.Bringing;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Indicators.Bringing;

/// <summary>The officer's hands: files of earlier figures, handed in and decided about.</summary>
static class BringingScene
{
    public const string Head = "element,region,period,split,value,reason";

    public static byte[] Csv(params string[] rows) => Encoding.UTF8.GetBytes(string.Join("\r\n", [Head, .. rows]));

    /// <summary>A workbook as a person types it: every cell a text, but for numbers, days and formulas (f:).</summary>
    public static byte[] Book(params object?[][] rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, DocumentFormat.OpenXml.SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var part = book.AddNewPart<WorksheetPart>();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new(new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()), new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
            part.Worksheet = new(new SheetData(rows.Select(row => new Row(row.Select(cell => cell switch
            {
                null => new Cell(),
                DateOnly day => new() { StyleIndex = 1, CellValue = new(FormattableString.Invariant($"{day.ToDateTime(default).ToOADate()}")) },
                string text when text.StartsWith("f:", StringComparison.Ordinal) => new() { CellFormula = new(text[2..]) },
                string text => new Cell { DataType = CellValues.InlineString, InlineString = new(new Text(text)) },
                _ => new() { CellValue = new(FormattableString.Invariant($"{cell}")) },
            })))));
            book.Workbook = new(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = "1" }));
        }
        return stream.ToArray();
    }

    public static Task<Result<Guid>> Hand(this FiguresScene scene, byte[] file, Actor? by = null, string name = "旧数.csv") => scene.City.As(by ?? scene.Bureau, (LookAtFile look) => look.Run(name, file, default));

    public static async Task<(BroughtFile File, BroughtReport Report)> Seen(this FiguresScene scene, Guid id, Actor? by = null) => (await scene.City.As(by ?? scene.Bureau, (ReadBrought read) => read.One(id, default)))!.Value;

    /// <summary>Decides about the file as it stands now.</summary>
    public static async Task<Result<Guid>> Bring(this FiguresScene scene, Guid id, string mode = "rows", bool overwrite = false, int? version = null)
    {
        var form = new BringForm { Mode = mode, Overwrite = overwrite, Version = version ?? (await scene.Seen(id)).File.Version };
        return await scene.City.As(scene.Bureau, (BringIn bring) => bring.Run(id, form, default));
    }

    /// <summary>Handed in and brought in, every row of it.</summary>
    public static async Task<Guid> BringAll(this FiguresScene scene, params string[] rows)
    {
        var handed = await scene.Hand(Csv(rows));
        Assert.True(handed.Ok, string.Join(", ", handed.Problems.Select(p => p.Code)));
        var done = await scene.Bring(handed.Value, "all", overwrite: true);
        Assert.True(done.Ok, string.Join(", ", done.Problems.Select(p => p.Code).Concat((await scene.Seen(handed.Value)).Report.Findings.Select(f => $"{f.Row} {f.Code}"))));
        return handed.Value;
    }
}
