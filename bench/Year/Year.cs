using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>Plays the programme year of a whole city with many seeds and tells what it asks of a unit. The peer is the practice of today: 1,377 submissions a year (domain reference §9).</summary>
static class Year
{
    const int Today = 1377;

    public static async Task Run(Figures figures, int seeds, int? only)
    {
        var (broken, burdens, watch) = (0, new List<Burden>(), Stopwatch.StartNew());
        foreach (var seed in only is { } one ? [one] : Enumerable.Range(1, seeds))
        {
            var played = await Play(seed, YearSize.Whole);
            foreach (var what in played.Broken) figures.Tell($"seed {seed}: {what}");
            broken += played.Broken.Count;
            burdens.AddRange(played.Burdens.Values);
            if (only is not null || seed == 1) figures.Tell(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {played.Returns} returns, {played.HandedIn} handed in, {played.Orders} orders, {played.Inspections} inspections, {played.Refused} steps refused, {watch.Elapsed.TotalSeconds:0} s"));
        }
        figures.Add("year-broken", broken, "invariants", "<=", 0);
        var submissions = burdens.Select(b => (double)b.Submissions).Order().ToList();
        var hours = burdens.Select(b => b.Hours).Order().ToList();
        figures.Tell(string.Create(CultureInfo.InvariantCulture, $"a unit and year: submissions median {submissions[submissions.Count / 2]:0}, fields {burdens.Average(b => b.Fields):0}, clicks {burdens.Average(b => b.Clicks):0}, letters {burdens.Average(b => b.Letters):0}, hours median {hours[hours.Count / 2]:0.0}; {Today} submissions in the practice of today, statistical forms among them, which are not played here"));
        figures.Add("year-submissions-most", submissions[^1], "a unit and year", "<=", 120);
        figures.Add("year-hours-most", hours[^1], "h a unit and year", "<=", 6);
    }

    static async Task<YearPlayed> Play(int seed, YearSize size)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-year-").FullName;
        try
        {
            var clock = new YearClock(new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
            var collection = new ServiceCollection().AddLogging();
            Site.AddServices(collection, CityPlace.Embedded(folder), clock);
            await using var services = collection.BuildServiceProvider();
            await using (var scope = services.CreateAsyncScope()) await Prepare.Run(scope.ServiceProvider, default);
            return await new ProgrammeYear(services.GetRequiredService<IServiceScopeFactory>(), clock, seed, size).Play();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
