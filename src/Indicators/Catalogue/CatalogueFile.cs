using System.Globalization;
using CsvHelper;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Catalogue;

/// <summary>
/// What comes with the product: 57 indicators from the guidance of one province, the data elements behind them, a formula for each, and the checks that figures must pass. Rows whose note says
/// "needs-confirmation" have a formula that no published source confirms yet: a city's statistics officer decides on them.
/// </summary>
static class CatalogueFile
{
    static readonly CsvReaderOptions Options = new() { Separator = ',' };

    public static IReadOnlyList<Indicator> Indicators() => Rows("indicators.csv", row => new Indicator
    {
        Number = int.Parse(row.GetString("no"), CultureInfo.InvariantCulture),
        Id = row.GetString("id"),
        Name = row.GetString("zh"),
        NameEn = row.GetString("en"),
        MeasureUnit = row.GetString("unit"),
        Direction = row.GetString("direction"),
        TargetKind = row.GetString("target_kind"),
        Numerator = OrNull(row.GetString("numerator_zh")),
        Denominator = OrNull(row.GetString("denominator_zh")),
        Factor = OrNull(row.GetString("factor")) is { } factor ? int.Parse(factor, CultureInfo.InvariantCulture) : null,
        Definition = row.GetString("definition_zh"),
        DefinitionEn = row.GetString("definition_en"),
        Frequency = row.GetString("frequency"),
        Departments = row.GetString("departments"),
        Split = row.GetString("split"),
    });

    public static IReadOnlyList<DataElement> Elements() => Rows("elements.csv", row => new DataElement
    {
        Id = row.GetString("id"),
        Name = row.GetString("zh"),
        NameEn = row.GetString("en"),
        MeasureUnit = row.GetString("unit"),
        Kind = Enum.Parse<ElementKind>(row.GetString("kind"), ignoreCase: true),
        Combine = Enum.Parse<Combining>(row.GetString("combine"), ignoreCase: true),
        Departments = row.GetString("department"),
        Splits = row.GetString("splits"),
        Sensitive = row.GetString("sensitive") == "yes",
        Source = OrNull(row.GetString("source")),
        Note = OrNull(row.GetString("note")),
    });

    /// <summary>Without an id: the one that the table gives them.</summary>
    public static IReadOnlyList<Formula> Formulas() => Rows("formulas.csv", row => new Formula
    {
        IndicatorId = row.GetString("indicator"),
        Number = int.Parse(row.GetString("version"), CultureInfo.InvariantCulture),
        FromYear = int.Parse(row.GetString("from_year"), CultureInfo.InvariantCulture),
        Numerator = row.GetString("numerator"),
        Denominator = OrNull(row.GetString("denominator")),
        Factor = int.Parse(row.GetString("factor"), CultureInfo.InvariantCulture),
        Digits = int.Parse(row.GetString("digits"), CultureInfo.InvariantCulture),
        Note = OrNull(row.GetString("note")),
    });

    static List<T> Rows<T>(string name, Func<CsvReader, T> read)
    {
        var rows = new List<T>();
        using var reader = CsvReader.Create(typeof(CatalogueFile).Assembly.GetManifestResourceStream("Catalogue/" + name)!, Options);
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
