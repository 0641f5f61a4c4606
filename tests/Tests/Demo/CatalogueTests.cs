using System.Globalization;
using CsvHelper;

namespace OneMetre.Tests.Demo;

public class CatalogueTests
{
    static readonly string[] Directions = ["up", "down", "boolean", "rising", "falling", "range", "decrease-by"];

    static IReadOnlyList<IDictionary<string, object>> Rows(params string[] path)
    {
        using var reader = new StreamReader(Path.Combine([Repository.Root, .. path]));
        using var csv = new CsvReader(reader, CultureInfo.InvariantCulture);
        return [.. csv.GetRecords<dynamic>().Cast<IDictionary<string, object>>()];
    }

    [Fact]
    public void The_catalogue_has_57_indicators_with_ids_names_and_definitions_of_their_own()
    {
        var rows = Rows("src", "Indicators", "Catalogue", "indicators.csv");

        Assert.Equal(Enumerable.Range(1, 57).Select(number => $"{number}"), rows.Select(row => row["no"]));
        foreach (var column in (string[])["id", "zh", "en"]) Assert.Equal(57, rows.Select(row => row[column]).Distinct().Count());
        Assert.All(rows, row => Assert.All((string[])["id", "zh", "en", "unit", "target", "definition_zh", "definition_en", "departments"], column => Assert.NotEqual("", row[column])));
        Assert.All(rows, row => Assert.Contains((string)row["direction"], Directions));
    }

    [Fact]
    public void A_rate_names_what_is_divided_by_what() => Assert.All(
        Rows("src", "Indicators", "Catalogue", "indicators.csv").Where(row => (string)row["unit"] is "%" or "‰"),
        row => Assert.All((string[])["numerator_zh", "denominator_zh", "factor"], column => Assert.NotEqual("", row[column])));

    [Fact]
    public void The_glossary_has_one_row_for_every_term_and_identifier()
    {
        var rows = Rows("docs", "glossary.csv");

        Assert.Equal(rows.Count, rows.Select(row => row["identifier"]).Distinct().Count());
        Assert.Equal(rows.Count, rows.Select(row => row["zh"]).Distinct().Count());
        Assert.All(rows, row => Assert.All((string[])["zh", "en", "identifier", "module"], column => Assert.NotEqual("", row[column])));
    }
}
