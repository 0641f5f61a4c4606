using System.Globalization;

namespace OneMetre.Platform.Documents.Xlsx;

/// <summary>One row under the titles of a table in a workbook; cells by the code of their column. Number counts from 1, as the workbook does.</summary>
public sealed class TitledRow(int number, IReadOnlyDictionary<string, int> columns, IReadOnlyDictionary<int, string> cells)
{
    /// <summary>Without spaces around it; empty where nothing stands, or there is no such column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var at) ? cells.GetValueOrDefault(at, "") : "";

    /// <summary>F12; the row alone where there is no such column.</summary>
    public string Place(string column) => columns.TryGetValue(column, out var at) ? BookCell.NameOf(number, at) : number.ToString(CultureInfo.InvariantCulture);

    public bool Empty => columns.Values.All(at => cells.GetValueOrDefault(at, "").Length == 0);
}

/// <summary>Finds the table of a workbook by its titles.</summary>
public static class TitledRows
{
    /// <param name="titles">Words that may stand over a column, with the code of the column. The page that has the title of <paramref name="first"/> is the one.</param>
    /// <returns>The rows that hold something, in the order of the page; null where no page has that title.</returns>
    public static IReadOnlyList<TitledRow>? Of(IReadOnlyList<BookPage> pages, IEnumerable<(string Title, string Column)> titles, string first)
    {
        var known = titles.DistinctBy(t => t.Title, StringComparer.OrdinalIgnoreCase).ToDictionary(t => t.Title, t => t.Column, StringComparer.OrdinalIgnoreCase);
        string? Column(BookCell cell) => known.GetValueOrDefault(cell.Text.Trim());
        if (pages.FirstOrDefault(p => p.Cells.Any(c => Column(c) == first)) is not { } page) return null;
        var rows = page.Cells.GroupBy(c => c.Row).OrderBy(r => r.Key).SkipWhile(r => r.All(c => Column(c) != first)).ToList();
        var columns = rows[0].Where(c => Column(c) is not null).DistinctBy(Column).ToDictionary(c => Column(c)!, c => c.Column, StringComparer.Ordinal);
        return [.. rows.Skip(1).Select(r => new TitledRow(r.Key, columns, r.DistinctBy(c => c.Column).ToDictionary(c => c.Column, c => c.Text.Trim()))).Where(r => !r.Empty)];
    }
}
