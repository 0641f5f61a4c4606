using System.Globalization;
using CsvHelper;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Catalogue;

/// <summary>
/// The 57 indicators that come with the product, from the guidance of one province. Rows whose note says "needs-confirmation" have a formula
/// that no published source confirms yet: a city's statistics officer decides on them.
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
        Domain = row.GetString("domain"),
    });

    public static IReadOnlyList<(string Chinese, string English)> Units() => Rows("units.csv", row => (row.GetString("zh"), row.GetString("en")));

    static List<T> Rows<T>(string name, Func<CsvReader, T> read)
    {
        var rows = new List<T>();
        using var reader = CsvReader.Create(typeof(CatalogueFile).Assembly.GetManifestResourceStream("Catalogue/" + name)!, Options);
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
