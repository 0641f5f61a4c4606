using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;

namespace OneMetre.Web.Demo;

/// <summary>
/// What departments follow within the year: three half-years that are over, made of the invented years around them. The two halves of what happens in a year add up to it; what stands at the end of a year moves there steadily.
/// </summary>
static class DemoHalfYears
{
    const int Halves = 3, DaysToReport = 45;

    static readonly string[] Flows = ["births.live", "deaths.injury"], Sexes = ["sex:f", "sex:m"], Total = [""];

    public static IReadOnlyList<SeededLine> Lines { get; } =
    [
        new("births.live", "sex", "一、生命健康"), new("deaths.injury"), new("disabled.rehab-need"), new("disabled.rehab-served"),
        new("nursery.seats", "", "二、托育与阅读"), new("nursery.enrolled"), new("libraries.child-zone"),
        new("nursing-rooms.required", "", "三、友好空间"), new("nursing-rooms.present"), new("designated.parks"), new("designated.schools"), new("designated.communities"),
    ];

    /// <summary>The newest halves that have been reported by a day, oldest first: 2025H1, 2025H2 and 2026H1 in the autumn of 2026.</summary>
    public static IReadOnlyList<Period> Of(DateOnly today)
    {
        var halves = new List<Period>();
        for (var half = Period.Of(PeriodKind.Half, today.AddDays(-DaysToReport)).Previous; halves.Count < Halves; half = half.Previous) halves.Insert(0, half);
        return halves;
    }

    public static IEnumerable<SeededValue> Values(int seed, IReadOnlyList<Period> halves, IEnumerable<SeededValue> years)
    {
        var known = years.ToDictionary(v => (v.Element, v.Region, v.Period.Year, v.Split), v => v.Number);
        foreach (var county in DemoRegions.Counties)
            foreach (var half in halves)
            {
                // One part of the way for all: what was a part of something at both ends is one in between.
                var way = (decimal)(480 + new DemoDice(seed, $"half {county.Code} {half.Year}").Below(40)) / 1000;
                foreach (var line in Lines)
                {
                    var parts = (line.SplitBy == "sex" ? Sexes : Total).Select(split => (Split: split, Number: At(line.Element, county.Code, half, split, way))).ToList();
                    foreach (var part in parts) yield return new(line.Element, county.Code, half, part.Split, part.Number);
                    if (parts.Count > 1) yield return new(line.Element, county.Code, half, "", parts.Sum(p => p.Number));
                }
            }

        decimal At(string element, string region, Period half, string split, decimal way)
        {
            var year = known[(element, region, half.Year, split)];
            if (Flows.Contains(element)) return decimal.Floor(year * way) is var first && half.Ordinal == 1 ? first : year - first;
            return half.Ordinal == 2 || !known.TryGetValue((element, region, half.Year - 1, split), out var before) ? year : decimal.Floor(before + (year - before) * way);
        }
    }
}
