using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;

namespace OneMetre.Web.Demo;

/// <summary>
/// Doses due and given in every township of two counties, by vaccine, in three years. In the one every township reaches what the plan promises (95 %); in the other two do not in the last year, and the lowest decides.
/// </summary>
static class DemoVaccination
{
    const int Years = 3;

    static readonly string[] Counties = ["lanhe", "yunling"];

    /// <summary>Doses that the schedule has for one child.</summary>
    static readonly (string Vaccine, int Doses)[] Schedule = [("bcg", 1), ("hepb", 3), ("polio", 4), ("dtp", 4), ("mmr", 2), ("je", 2), ("men", 4), ("hepa", 1)];

    public static IEnumerable<SeededValue> Values(int seed, int lastYear)
    {
        var land = DemoRegions.Generate(seed, 1);
        foreach (var county in DemoRegions.Counties.Where(c => Counties.Contains(c.Key)))
        {
            var towns = land.Where(r => r.Parent == county.Code && r.ValidTo is null).ToList();
            var dice = new DemoDice(seed, "vaccination " + county.Code);
            foreach (var (town, n) in towns.Select((t, n) => (t, n)))
            {
                var children = dice.Between(120, 260);
                var last = new Dictionary<string, int>();
                for (var year = lastYear - Years + 1; year <= lastYear; year++)
                {
                    var period = new Period(PeriodKind.Year, year, 1);
                    var (due, given) = (0, 0);
                    foreach (var (vaccine, doses) in Schedule)
                    {
                        var asked = (children - 6 * (year - lastYear) + dice.Below(5)) * doses; // fewer every year, and never the same number twice
                        var behind = county.Key == "yunling" && ((n == towns.Count - 2 && vaccine == "je") || (n == towns.Count - 5 && vaccine == "mmr"));
                        var done = asked - asked * (behind ? 68 + dice.Below(12) : 6 + dice.Below(34)) / 1000;
                        if (last.GetValueOrDefault(vaccine) == done) done--;
                        last[vaccine] = done;
                        (due, given) = (due + asked, given + done);
                        yield return new("vaccine.due", town.Code, period, "vaccine:" + vaccine, asked);
                        yield return new("vaccine.given", town.Code, period, "vaccine:" + vaccine, done);
                    }
                    yield return new("vaccine.due", town.Code, period, "", due);
                    yield return new("vaccine.given", town.Code, period, "", given);
                }
            }
        }
    }
}
