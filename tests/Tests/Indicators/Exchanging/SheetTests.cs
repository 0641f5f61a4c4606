using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Indicators.Exchanging;

/// <summary>A form goes out as a workbook and comes back filled in: what was changed is taken, nothing else is touched, and what cannot be taken is named with its cell.</summary>
public class SheetTests
{
    static async Task<byte[]> Taken(FiguresScene scene, Guid? sheet = null, Actor? by = null)
    {
        var view = (await scene.City.As(by ?? scene.EastClerk, (ReadSubmission read) => read.Run(sheet ?? scene.EastSheet, default)))!;
        using var file = new MemoryStream();
        await scene.City.Use((Texts texts) =>
        {
            SheetFile.Write(file, view, texts);
            return Task.CompletedTask;
        });
        return file.ToArray();
    }

    static Task<Result<SheetRead>> Hand(FiguresScene scene, byte[] file, bool all = false, Guid? sheet = null, Actor? by = null) =>
        scene.City.As(by ?? scene.EastClerk, (ReadSheet read) => read.Run(sheet ?? scene.EastSheet, file, all, default));

    static Task<Dictionary<string, string>> Cells(FiguresScene scene, Guid? sheet = null) => scene.City.Use((CityDb db) => db.Set<SubmissionCell>().AsNoTracking().Where(c => c.SubmissionId == (sheet ?? scene.EastSheet))
        .ToDictionaryAsync(c => $"{c.ElementId}|{c.Split}", c => CellText.Of(c.State, c.Number) + (c.Reason is null ? "" : $" ({c.Reason})")));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_sheet_comes_back_with_two_cells_changed_and_the_rest_as_it_was(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, FiguresScene.Good());
        var file = await Taken(scene);
        var untouched = await Hand(scene, file);
        Assert.Equal((7, 0, 7, 0), (untouched.Value!.Cells, untouched.Value.Kept, untouched.Value.Same, untouched.Value.Findings.Count));

        var before = await Cells(scene);
        var read = await Hand(scene, SheetBook.With(file, ("deaths.infant", "value|", 6), ("sight.myopic", "value|", "480"), ("sight.myopic", "reason", "筛查面扩大")));
        Assert.Equal((7, 2, 5, 0), (read.Value!.Cells, read.Value.Kept, read.Value.Same, read.Value.Findings.Count));
        (before["deaths.infant|"], before["sight.myopic|"]) = ("6", "480 (筛查面扩大)");
        Assert.Equal(before, await Cells(scene));

        // An emptied cell is missing again, and … means that there is no such thing.
        read = await Hand(scene, SheetBook.With(await Taken(scene), ("deaths.infant", "value|", null), ("deaths.neonatal", "value|", "…"), ("sight.screened", "value|", "f:1200")));
        Assert.Empty(read.Value!.Findings);
        (before["deaths.infant|"], before["deaths.neonatal|"], before["sight.screened|"]) = ("", "…", "1200");
        Assert.Equal(before, await Cells(scene));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_wrong_cell_is_named_with_its_row_and_column_and_the_others_are_kept_or_wait_as_one_chooses(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var file = await Taken(scene);
        var filled = SheetBook.With(file, ("births.live", "value|sex:f", 1000), ("births.live", "value|sex:m", "约一千"), ("deaths.infant", "value|", "4.5"), ("deaths.infant", "value|sex:f", 2));
        var wrong = new[] { ("births.live", "sex:m", "约一千", "indicators.not-a-figure"), ("deaths.infant", "", "4.5", "indicators.not-whole"), ("deaths.infant", "sex:f", "2", "indicators.no-such-cell") };
        var places = new[] { SheetBook.PlaceOf(file, "births.live", "value|sex:m"), SheetBook.PlaceOf(file, "deaths.infant", "value|"), SheetBook.PlaceOf(file, "deaths.infant", "value|sex:f") };

        var none = await Hand(scene, filled, all: true);
        Assert.Equal((0, 3), (none.Value!.Kept, none.Value.Findings.Count));
        Assert.All((await Cells(scene)).Values, text => Assert.Equal("", text));

        var some = await Hand(scene, filled);
        Assert.Equal(1, some.Value!.Kept);
        Assert.Equal(wrong.Order(), some.Value.Findings.Select(f => (f.Element, f.Split, f.Typed, f.Problem.Code)).Order());
        Assert.Equal(places.Order(), some.Value.Findings.Select(f => f.Place).Order());
        Assert.Equal("1000", (await Cells(scene))["births.live|sex:f"]);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_somebody_changed_since_the_sheet_was_taken_is_not_overwritten(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, FiguresScene.Good());
        var file = await Taken(scene);
        await scene.Save(scene.EastSheet, [FiguresScene.Cell("deaths.infant", 7), FiguresScene.Cell("sight.myopic", 510)]);
        var read = await Hand(scene, SheetBook.With(file, ("deaths.infant", "value|", 9)));
        var finding = Assert.Single(read.Value!.Findings);
        Assert.Equal((SheetBook.PlaceOf(file, "deaths.infant", "value|"), "9", "indicators.changed-since-taken"), (finding.Place, finding.Typed, finding.Problem.Code));
        // The other cell was not typed in: the newer figure stays without a word.
        Assert.Equal(("7", "510"), ((await Cells(scene))["deaths.infant|"], (await Cells(scene))["sight.myopic|"]));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_sheet_is_matched_by_what_its_rows_and_columns_are_and_not_by_where_they_stand(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var file = SheetBook.With(await Taken(scene), ("deaths.infant", "value|", 5), ("sight.myopic", "value|", 480));
        var sorted = SheetBook.Change(file, rows =>
        {
            // Turned upside down, and with a row of one's own.
            var all = rows.Elements<Row>().Reverse().ToList();
            foreach (var (row, n) in all.Select((r, n) => (r, (uint)n + 1)))
            {
                row.Remove();
                row.RowIndex = n;
                foreach (var cell in row.Elements<Cell>()) cell.CellReference = new string([.. cell.CellReference!.Value!.Where(char.IsLetter)]) + n;
                rows.Append(row);
            }
            rows.Append(new Row(new Cell { CellReference = "F99", CellValue = new("12") }) { RowIndex = 99 });
        });
        var read = await Hand(scene, sorted);
        Assert.Equal(2, read.Value!.Kept);
        Assert.Equal(("F99", "12", "indicators.row-without-key"), (Assert.Single(read.Value.Findings).Place, read.Value.Findings[0].Typed, read.Value.Findings[0].Problem.Code));
        Assert.Equal(("5", "480"), ((await Cells(scene))["deaths.infant|"], (await Cells(scene))["sight.myopic|"]));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_sheet_of_another_submission_another_unit_or_figures_already_reported_is_refused_whole(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var west = SheetBook.With(await Taken(scene, scene.WestSheet, scene.WestClerk), ("deaths.infant", "value|", 5));
        Assert.Equal("indicators.file-other-sheet", (await Hand(scene, west)).Problems[0].Code);
        Assert.Equal(SaveCells.NoSuchSubmission, (await Hand(scene, west, sheet: scene.WestSheet)).Problems[0]);
        Assert.Equal(SaveCells.NoSuchSubmission, (await Hand(scene, west, sheet: scene.WestSheet, by: scene.Office)).Problems[0]);
        Assert.All((await Cells(scene, scene.WestSheet)).Values, text => Assert.Equal("", text));

        var file = SheetBook.With(await Taken(scene), ("deaths.infant", "value|", 5));
        var key = SheetBook.TextAt(file, "A1")!;
        var forged = SheetBook.Named(file, key.Replace("|2026|", "|2025|", StringComparison.Ordinal));
        Assert.Equal("indicators.file-other-sheet", (await Hand(scene, forged)).Problems[0].Code);

        await scene.Save(scene.EastSheet, FiguresScene.Good());
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk)).Ok);
        Assert.Equal(SaveCells.NotOpen, (await Hand(scene, file)).Problems[0]);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_table_in_GB18030_is_read_and_its_wrong_rows_are_named(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var text = "element,split,value,reason\r\nbirths.live,,\"2,000\",户籍口径\r\nbirths.live,sex:f,九百,\r\ndeaths.infant,,5,\r\nnothing.here,,5,\r\ndeaths.infant,,6,\r\n";
        foreach (var encoding in new[] { CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!, Encoding.UTF8 })
        {
            var read = await Hand(scene, encoding.GetBytes(text));
            Assert.Equal([("C3", "indicators.not-a-figure"), ("C5", "indicators.no-such-cell"), ("C6", "indicators.row-twice")], read.Value!.Findings.Select(f => (f.Place, f.Problem.Code)).Order());
            Assert.Equal("九百", read.Value.Findings.Single(f => f.Place == "C3").Typed);
        }
        var cells = await Cells(scene);
        Assert.Equal(("2000 (户籍口径)", "5", ""), (cells["births.live|"], cells["deaths.infant|"], cells["births.live|sex:f"]));
        Assert.Equal("indicators.file-no-columns", (await Hand(scene, "a,b\r\n1,2"u8.ToArray())).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Bombs_macros_old_files_and_damaged_ones_are_refused_and_nothing_fails(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var file = SheetBook.With(await Taken(scene), ("deaths.infant", "value|", 5));
        Assert.Equal("platform.document-is-a-zip-bomb", (await Hand(scene, Packed(file, "xl/media/a.xml", new byte[60 * 1024 * 1024]))).Problems[0].Code);
        Assert.Equal("platform.workbook-has-macros", (await Hand(scene, Packed(file, "xl/vbaProject.bin", [1]))).Problems[0].Code);
        Assert.Equal("indicators.file-old-excel", (await Hand(scene, [0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3])).Problems[0].Code);
        Assert.Equal("indicators.file-empty", (await Hand(scene, [])).Problems[0].Code);
        Assert.Equal("indicators.file-unknown", (await Hand(scene, [0, 1, 2, 0xFF])).Problems[0].Code);

        var mutator = new Mutator(20260707);
        byte[] table = [.. "element,split,value,reason\r\nbirths.live,,\"2,000\",口径\r\ndeaths.infant,,5,\r\n"u8];
        var (taken, refused) = (0, 0);
        for (var i = 0; i < 120; i++)
        {
            var read = await Hand(scene, i % 3 == 0 ? mutator.Mutate(table) : i % 3 == 1 ? mutator.Mutate(file) : Inside(file, mutator), all: true);
            if (read.Ok) taken++;
            else refused++;
        }
        Assert.True(taken > 5 && refused > 5, $"{taken} taken, {refused} refused");
    }

    [Fact]
    public async Task The_sheet_is_a_valid_workbook_with_the_marks_of_the_form_and_not_one_formula()
    {
        System.Globalization.CultureInfo.CurrentUICulture = new("zh-CN");
        await using var scene = await FiguresScene.On("Sqlite");
        await scene.Save(scene.EastSheet, [FiguresScene.Cell("births.live", 2000, reason: "=HYPERLINK(\"http://example.org\")")]);
        var file = await Taken(scene);
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), false);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(book).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var page = book.WorkbookPart!.WorksheetParts.Single().Worksheet;
        Assert.Empty(page.Descendants<CellFormula>());
        var all = string.Join('\n', page.Descendants<Cell>().Select(c => c.InnerText));
        foreach (var mark in new[] { "示妇儿监1表", "市妇儿工委办", "市统计局", "示统函〔2025〕37号", "2027年12月31日", "儿童健康年报表", "东区", "东区报表办", "一、生命健康", "活产数", "女", "合计", "=HYPERLINK(\"http://example.org\")" }) Assert.Contains(mark, all, StringComparison.Ordinal);
        Assert.True(page.Descendants<Column>().First().Hidden!.Value);
        Assert.True(page.Descendants<Row>().Single(r => r.InnerText.StartsWith("onemetre-columns", StringComparison.Ordinal)).Hidden!.Value);
    }

    static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Architecture.Repository.Root, "tests/Tests/Samples/Exchange", name));

    [Fact]
    public void A_workbook_that_LibreOffice_saved_is_read_as_its_reader_sees_it() => Assert.Equal(
        [(CellKind.Text, "value"), (CellKind.Number, "1234.5"), (CellKind.Number, "0.1"), (CellKind.Percent, "95%"), (CellKind.Day, "2026-07-01"), (CellKind.Number, "1235.5"), (CellKind.Error, "#DIV/0!"), (CellKind.Text, "约一千"), (CellKind.YesNo, "TRUE")],
        WorkbookReader.Read(Sample("libreoffice-kinds.xlsx")).Value![0].Cells.Where(c => c.Column == 2).Select(c => (c.Kind, c.Text)));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_sheet_of_ours_that_LibreOffice_saved_anew_is_read_back(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        // The sample was taken from another city: its key is made that of this one, as if it had been taken here.
        var ours = SheetBook.TextAt(await Taken(scene), "A1")!;
        var saved = SheetBook.Named(Sample("libreoffice-sheet.xlsx"), ours);
        var read = await Hand(scene, SheetBook.With(saved, ("deaths.infant", "value|", 5), ("births.live", "value|sex:f", "f:900")));
        Assert.True(read.Ok, read.Problems.Count > 0 ? read.Problems[0].Code : "");
        // It says 2000 births as it did when it was taken, and somebody has emptied them since: not typed in, not touched.
        Assert.Empty(read.Value!.Findings);
        var cells = await Cells(scene);
        Assert.Equal(("", "900", "5"), (cells["births.live|"], cells["births.live|sex:f"], cells["deaths.infant|"]));
    }

    static byte[] Packed(byte[] file, string name, byte[] content)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        using (var entry = zip.CreateEntry(name).Open())
            entry.Write(content);
        return stream.ToArray();
    }

    /// <summary>The same package with damage inside its parts, where compression cannot hide it.</summary>
    static byte[] Inside(byte[] file, Mutator mutator)
    {
        using var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(file)))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in from.Entries)
            {
                using var part = new MemoryStream();
                using (var content = entry.Open()) content.CopyTo(part);
                using var written = to.CreateEntry(entry.FullName).Open();
                written.Write(entry.FullName.Contains("sheet", StringComparison.Ordinal) ? mutator.Mutate(part.ToArray()) : part.ToArray());
            }
        return stream.ToArray();
    }
}
