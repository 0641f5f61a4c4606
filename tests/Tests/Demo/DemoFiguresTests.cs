using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Demo;

public class DemoFiguresTests
{
    static readonly string[] Births = ["", "sex:f", "sex:m"];
    static readonly DateOnly Today = new(2026, 11, 22);
    static readonly IReadOnlyList<SeededValue> Values = DemoFigures.Values(1, Today);
    static readonly Dictionary<(string Element, string Region, string Period, string Split), decimal> Known = Values.ToDictionary(v => (v.Element, v.Region, v.Period.ToString(), v.Split), v => v.Number);

    static IEnumerable<DemoRegion> Towns(string key) => DemoRegions.Generate(1, 1).Where(r => r.ValidTo is null && r.Parent == DemoRegions.Counties.Single(c => c.Key == key).Code);

    [Theory, InlineData("2026-11-22", "2025H1,2025H2,2026H1"), InlineData("2026-08-20", "2025H1,2025H2,2026H1"), InlineData("2026-07-20", "2024H2,2025H1,2025H2"), InlineData("2026-01-10", "2024H1,2024H2,2025H1")]
    public void Three_halves_are_over_and_reported(string day, string halves) =>
        Assert.Equal(halves, string.Join(',', DemoHalfYears.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void What_happens_in_two_halves_makes_the_year_and_what_stands_at_its_end_is_the_year_s() => Assert.All(DemoRegions.Counties, county =>
    {
        foreach (var split in Births) Assert.Equal(Known[("births.live", county.Code, "2025", split)], Known[("births.live", county.Code, "2025H1", split)] + Known[("births.live", county.Code, "2025H2", split)]);
        Assert.InRange(Known[("births.live", county.Code, "2026H1", "")] / Known[("births.live", county.Code, "2026", "")], 0.45m, 0.55m);
        foreach (var line in DemoHalfYears.Lines.Where(l => l.Element is not ("births.live" or "deaths.injury")))
        {
            Assert.Equal(Known[(line.Element, county.Code, "2025", "")], Known[(line.Element, county.Code, "2025H2", "")]);
            decimal[] ends = [Known[(line.Element, county.Code, "2024", "")], Known[(line.Element, county.Code, "2025", "")]];
            Assert.InRange(Known[(line.Element, county.Code, "2025H1", "")], ends.Min(), ends.Max());
        }
        foreach (var half in DemoHalfYears.Of(Today)) Assert.True(Known[("nursing-rooms.present", county.Code, half.ToString(), "")] <= Known[("nursing-rooms.required", county.Code, half.ToString(), "")]);
    });

    [Fact]
    public void Every_township_of_two_counties_has_its_doses_and_one_county_misses_what_the_plan_promises()
    {
        foreach (var (key, misses) in new[] { ("lanhe", false), ("yunling", true) })
        {
            var rates = Towns(key).SelectMany(t => Values.Where(v => v.Element == "vaccine.given" && v.Region == t.Code && v.Period.Year == 2025 && v.Split.Length > 0).Select(v => v.Number / Known[("vaccine.due", t.Code, "2025", v.Split)])).ToList();
            Assert.Equal(8 * Towns(key).Count(), rates.Count);
            Assert.Equal(misses ? 2 : 0, rates.Count(r => r < 0.95m));
            Assert.All(rates, r => Assert.InRange(r, 0.9m, 1m));
        }
        Assert.All(Values.Where(v => v.Element.StartsWith("vaccine.", StringComparison.Ordinal) && v.Split.Length == 0), v => Assert.Equal(v.Number, Values.Where(o => (o.Element, o.Region, o.Period) == (v.Element, v.Region, v.Period) && o.Split.Length > 0).Sum(o => o.Number)));
        Assert.All(Values.Where(v => v.Element.StartsWith("vaccine.", StringComparison.Ordinal) && v.Period.Year > 2023), v => Assert.NotEqual(Known[(v.Element, v.Region, $"{v.Period.Year - 1}", v.Split)], v.Number)); // nobody copied
    }

    [Fact]
    public void No_form_asks_for_what_another_of_its_rhythm_asks() => Assert.All(DemoFigures.Forms(Today).GroupBy(f => f.Frequency), rhythm =>
        Assert.Equal(rhythm.SelectMany(f => f.Lines).DistinctBy(l => l.Element).Count(), rhythm.Sum(f => f.Lines.Count)));
}
