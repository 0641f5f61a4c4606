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

    public static IReadOnlyList<Indicator> Read()
    {
        var indicators = new List<Indicator>();
        using var reader = CsvReader.Create(typeof(CatalogueFile).Assembly.GetManifestResourceStream("Catalogue/indicators.csv")!, Options);
        while (reader.Read())
        {
            indicators.Add(new()
            {
                Number = int.Parse(reader.GetString("no"), CultureInfo.InvariantCulture),
                Id = reader.GetString("id"),
                Name = reader.GetString("zh"),
                NameEn = reader.GetString("en"),
                MeasureUnit = reader.GetString("unit"),
                Direction = reader.GetString("direction"),
                TargetKind = reader.GetString("target_kind"),
                Numerator = OrNull(reader.GetString("numerator_zh")),
                Denominator = OrNull(reader.GetString("denominator_zh")),
                Factor = OrNull(reader.GetString("factor")) is { } factor ? int.Parse(factor, CultureInfo.InvariantCulture) : null,
                Definition = reader.GetString("definition_zh"),
                DefinitionEn = reader.GetString("definition_en"),
                Frequency = reader.GetString("frequency"),
                Departments = reader.GetString("departments"),
                Split = reader.GetString("split"),
            });
        }
        return indicators;
    }

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
