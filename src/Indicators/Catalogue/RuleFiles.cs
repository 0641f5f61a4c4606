using System.Globalization;
using CsvHelper;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Catalogue;

/// <summary>A data element that comes with the product. Kind: count, amount, yesno, standard or range; Combine: how the figures of regions make one, sum, lowest or none.</summary>
sealed record ElementRow(string Id, string Name, string NameEn, string MeasureUnit, string Kind, string Combine, string Departments, IReadOnlyList<string> Splits, bool Sensitive, string Source, string Note);

/// <summary>How an indicator is worked out from data elements, from a year on: numerator ÷ denominator × factor; without a denominator the numerator is the figure.</summary>
sealed record FormulaRow(string Indicator, int Version, int FromYear, string Numerator, string? Denominator, int Factor, int Digits, int? BaseYear, string Note)
{
    /// <summary>A gross rate counts people of any age above the line, so it may exceed 100.</summary>
    public bool Gross => Note == "gross";
}

/// <summary>A check that comes with the product; figures clash where its expression is false.</summary>
sealed record CheckRow(string Id, Severity Severity, string Expression, string Message, string MessageEn, string Note);

/// <summary>What the product ships beside the catalogue: the figures that are asked for, the formulas made of them, and the checks they must pass.</summary>
static class RuleFiles
{
    static readonly CsvReaderOptions Options = new() { Separator = ',' };

    public static IReadOnlyList<ElementRow> Elements() => Read("Catalogue/elements.csv", r => new ElementRow(
        r.GetString("id"), r.GetString("zh"), r.GetString("en"), r.GetString("unit"), r.GetString("kind"), r.GetString("combine"), r.GetString("department"),
        r.GetString("splits").Split(';', StringSplitOptions.RemoveEmptyEntries), r.GetString("sensitive") == "yes", r.GetString("source"), r.GetString("note")));

    public static IReadOnlyList<FormulaRow> Formulas() => Read("Catalogue/formulas.csv", r => new FormulaRow(
        r.GetString("indicator"), Number(r.GetString("version")), Number(r.GetString("from_year")), r.GetString("numerator"), OrNull(r.GetString("denominator")),
        Number(r.GetString("factor")), Number(r.GetString("digits")), OrNull(r.GetString("base_year")) is { } year ? Number(year) : null, r.GetString("note")));

    public static IReadOnlyList<CheckRow> Checks() => Read("Rules/checks.csv", r => new CheckRow(
        r.GetString("id"), r.GetString("severity") == "error" ? Severity.Error : Severity.Warning, r.GetString("expression"), r.GetString("zh"), r.GetString("en"), r.GetString("note")));

    static List<T> Read<T>(string file, Func<CsvReader, T> row)
    {
        var rows = new List<T>();
        using var reader = CsvReader.Create(typeof(RuleFiles).Assembly.GetManifestResourceStream(file)!, Options);
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
