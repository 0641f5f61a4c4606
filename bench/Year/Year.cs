using System.Collections.Concurrent;
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
        var (years, watch) = (new ConcurrentDictionary<int, YearPlayed>(), Stopwatch.StartNew());
        // Each city is a world of its own: as many are played at once as there are processors.
        await Parallel.ForEachAsync(only is { } one ? [one] : Enumerable.Range(1, seeds), async (seed, _) =>
        {
            var played = years[seed] = await Play(seed, YearSize.Whole);
            foreach (var what in played.Broken) await Console.Error.WriteLineAsync($"seed {seed}: {what}");
            if (years.Count % 10 == 0) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{years.Count} years, {watch.Elapsed.TotalSeconds:0} s"));
        });
        foreach (var (seed, played) in years.OrderBy(y => y.Key))
            foreach (var what in played.Broken) figures.Tell($"seed {seed}: {what}");
        var (all, burdens) = (years.Values, years.OrderBy(y => y.Key).SelectMany(y => y.Value.Burdens.Values).ToList());
        figures.Tell(string.Create(CultureInfo.InvariantCulture, $"{years.Count} years: {all.Sum(p => p.Returns)} returns, {all.Sum(p => p.HandedIn)} handed in, {all.Sum(p => p.Orders)} orders, {all.Sum(p => p.Inspections)} inspections, {all.Sum(p => p.Refused)} steps refused, {watch.Elapsed.TotalSeconds:0} s"));
        figures.Add("year-broken", all.Sum(p => p.Broken.Count), "invariants", "<=", 0);
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
