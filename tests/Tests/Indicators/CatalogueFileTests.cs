using OneMetre.Indicators.Catalogue;

namespace OneMetre.Tests.Indicators;

public class CatalogueFileTests
{
    static readonly string[] Directions = ["up", "down", "boolean", "rising", "falling", "range", "decrease-by"];

    [Fact]
    public void It_has_57_indicators_each_with_an_id_and_names_of_its_own()
    {
        var catalogue = CatalogueFile.Indicators();

        Assert.Equal(Enumerable.Range(1, 57), catalogue.Select(indicator => indicator.Number));
        Assert.Equal(57, catalogue.Select(indicator => indicator.Id).Distinct().Count());
        Assert.Equal(57, catalogue.Select(indicator => indicator.Name).Distinct().Count());
        Assert.Equal(57, catalogue.Select(indicator => indicator.NameEn).Distinct().Count());
    }

    [Fact]
    public void Every_indicator_says_what_it_measures_who_reports_it_and_which_way_is_better() => Assert.All(CatalogueFile.Indicators(), indicator =>
    {
        Assert.Matches("^[A-Z][A-Za-z0-9]{3,39}$", indicator.Id);
        Assert.All([indicator.MeasureUnit, indicator.TargetKind, indicator.Definition, indicator.DefinitionEn, indicator.Frequency, indicator.Departments], text => Assert.NotEmpty(text));
        Assert.Contains(indicator.Direction, Directions);
    });

    [Fact]
    public void A_rate_names_what_is_divided_by_what() => Assert.All(CatalogueFile.Indicators().Where(indicator => indicator.MeasureUnit is "%" or "‰"), indicator =>
    {
        Assert.NotNull(indicator.Numerator);
        Assert.NotNull(indicator.Denominator);
        Assert.Equal(indicator.MeasureUnit == "%" ? 100 : 1000, indicator.Factor);
    });

    [Fact]
    public void A_share_of_a_thousand_is_multiplied_by_a_thousand() =>
        Assert.Equal(1000, CatalogueFile.Indicators().Single(indicator => indicator.Id == "NurserySeatsPer1000").Factor);
}
