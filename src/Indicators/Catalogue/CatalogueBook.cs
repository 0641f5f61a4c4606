using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Catalogue;

/// <summary>The three sheets of the catalogue as a workbook.</summary>
enum CataloguePart { Indicators, Elements, Formulas }

/// <summary>
/// The catalogue as a workbook, out: indicators, data elements and formulas, a row each. Columns are known by their titles in either language, so they may be moved; what is chosen from a list is written as the code that the catalogue
/// keeps (up, sum, sex). A title is the code of its text.
/// </summary>
sealed class CatalogueBook(IndicatorsData data, Texts texts)
{
    public static readonly IReadOnlyDictionary<CataloguePart, string[]> Columns = new Dictionary<CataloguePart, string[]>
    {
        [CataloguePart.Indicators] = ["id", "name-zh", "name-en", "unit", "direction", "target-kind", "domain", "department", "often", "split", "definition-zh", "definition-en", "numerator-words", "denominator-words"],
        [CataloguePart.Elements] = ["id", "name-zh", "name-en", "unit", "element-kind", "element-combine", "department", "element-splits", "element-sensitive", "element-note"],
        [CataloguePart.Formulas] = ["id", "version-number", "formula-from", "formula-top", "formula-bottom", "formula-factor", "formula-digits", "formula-base", "formula-gross", "formula-note", "formula-note-en", "version-reason"],
    };

    static readonly Dictionary<string, double> Wide = new() { ["name-zh"] = 32, ["name-en"] = 36, ["definition-zh"] = 60, ["definition-en"] = 60, ["formula-top"] = 44, ["formula-bottom"] = 36, ["element-note"] = 40, ["version-reason"] = 30, ["id"] = 26 };

    public async Task Write(Stream file, CancellationToken ct)
    {
        var indicators = await data.Indicators.AsNoTracking().Where(i => i.RetiredOn == null).OrderBy(i => i.Number).ToListAsync(ct);
        var elements = (await data.Elements.AsNoTracking().Where(e => e.RetiredOn == null).ToListAsync(ct)).OrderBy(e => e.Id, StringComparer.Ordinal).ToList();
        var numbers = indicators.ToDictionary(i => i.Id, i => i.Number, StringComparer.Ordinal);
        var formulas = (await data.Formulas.AsNoTracking().ToListAsync(ct)).Where(f => numbers.ContainsKey(f.IndicatorId)).OrderBy(f => numbers[f.IndicatorId]).ThenBy(f => f.Number).ToList();
        await Sheet.Write(file, [Page(CataloguePart.Indicators, indicators.Select(Row)), Page(CataloguePart.Elements, elements.Select(Row)), Page(CataloguePart.Formulas, formulas.Select(Row))], ct);
    }

    SheetPage Page(CataloguePart part, IEnumerable<string[]> rows) =>
        new(texts[PageTitle(part)], [.. Columns[part].Select(c => (texts[Title(c)], Wide.GetValueOrDefault(c, 14)))], Cells(rows));

    static async IAsyncEnumerable<object?[]> Cells(IEnumerable<string[]> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return [.. row.Select(c => c.Length == 0 ? (object?)null : c)];
    }

    public static string PageTitle(CataloguePart part) => $"indicators.catalogue-{part.ToString().ToLowerInvariant()}";
    public static string Title(string column) => $"indicators.{column}";

    public static string[] Row(Indicator i) =>
        [i.Id, i.Name, i.NameEn, i.MeasureUnit, i.Direction, i.TargetKind, i.Domain, i.Departments, i.Frequency, i.Split, i.Definition, i.DefinitionEn, i.Numerator ?? "", i.Denominator ?? ""];

    public static string[] Row(DataElement e) => [e.Id, e.Name, e.NameEn, e.MeasureUnit, e.Kind.ToString(), e.Combine.ToString(), e.Departments, e.Splits, YesNo(e.Sensitive), e.Note ?? ""];

    public static string[] Row(FormulaVersion f) =>
        [f.IndicatorId, Text(f.Number), Text(f.FromYear), f.Numerator, f.Denominator ?? "", Text(f.Factor), Text(f.Digits), f.BaseYear is { } year ? Text(year) : "", YesNo(f.Gross), f.Note ?? "", f.NoteEn ?? "", f.Reason ?? ""];

    public static string YesNo(bool yes) => yes ? "TRUE" : "FALSE";
    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One row of a sheet of the catalogue: the cells by their column, as text.</summary>
sealed class CatalogueRow(CataloguePart part, string page, int number, IReadOnlyDictionary<string, (string Text, int Column)> cells)
{
    public CataloguePart Part => part;
    public string Page => page;
    public int Number => number;
    public string this[string column] => cells.TryGetValue(column, out var cell) ? cell.Text : "";
    public bool Has(string column) => cells.ContainsKey(column);

    /// <summary>F12; the row alone for a column that the sheet does not have.</summary>
    public string Place(string column) => cells.TryGetValue(column, out var cell) ? BookCell.NameOf(number, cell.Column) : number.ToString(CultureInfo.InvariantCulture);
}
