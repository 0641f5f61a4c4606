using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OneMetre.Platform.Documents.Xlsx;

namespace OneMetre.Tests.Indicators.Exchanging;

/// <summary>A sheet in the hands of somebody who fills it in with a spreadsheet program: finds a cell by its element and part, and changes it as the program would.</summary>
static class SheetBook
{
    public static byte[] With(byte[] file, params (string Element, string Column, object? Value)[] changes) => Change(file, rows =>
    {
        foreach (var (element, column, value) in changes)
        {
            var name = PlaceOf(file, element, column);
            var cell = rows.Descendants<Cell>().Single(c => c.CellReference == name);
            cell.RemoveAllChildren();
            cell.DataType = value is string and not ['f', ':', ..] ? CellValues.String : null;
            if (value is not null) cell.CellValue = new(value is string formed && formed.StartsWith("f:", StringComparison.Ordinal) ? formed[2..] : FormattableString.Invariant($"{value}"));
            if (value is string formula && formula.StartsWith("f:", StringComparison.Ordinal)) cell.InsertAt(new CellFormula("1+1"), 0);
        }
    });

    public static byte[] Change(byte[] file, Action<SheetData> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var book = SpreadsheetDocument.Open(stream, true))
        {
            var page = book.WorkbookPart!.WorksheetParts.Single().Worksheet;
            change(page.GetFirstChild<SheetData>()!);
            page.Save();
        }
        return stream.ToArray();
    }

    /// <summary>The same sheet under another key.</summary>
    public static byte[] Named(byte[] file, string key) => Change(file, rows =>
    {
        var cell = rows.Descendants<Cell>().Single(c => c.CellReference == "A1");
        cell.RemoveAllChildren();
        (cell.DataType, cell.CellValue) = (CellValues.String, new(key));
    });

    /// <summary>F12, by the keys that the sheet carries unseen.</summary>
    public static string PlaceOf(byte[] file, string element, string column)
    {
        var cells = WorkbookReader.Read(file).Value![0].Cells;
        var head = cells.Single(c => c.Column == 1 && c.Text == "onemetre-columns").Row;
        return BookCell.NameOf(cells.Single(c => c.Column == 1 && c.Text == element).Row, cells.Single(c => c.Row == head && c.Text == column).Column);
    }

    public static string? TextAt(byte[] file, string place) => WorkbookReader.Read(file).Value![0].Cells.Where(c => c.Name == place).Select(c => c.Text).FirstOrDefault();
}
