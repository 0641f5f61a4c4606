using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Importing;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// Figures through HTTP, with rights: a city of 12 counties and 240 townships, every element of the catalogue in each township for eleven years and two years of months, 64 connections, the shipped
/// addresses. The secretariat sees all of it; a department's contact sees the nine counties that have published. What charts draw and the dashboard are kept three quarters of a second for their reader, as in any city; "each" asks under so many addresses that hardly any answer is kept.
/// </summary>
#pragma warning disable RS0030 // The bench fills tables past the doors.
static class FiguresOverHttp
{
    const string Top = "990100000000";
    const int Counties = 12, Townships = 20;

    public static Task Run(Figures figures) => BothEngines.Run(figures, "figures", (engine, place) => OnEngine(figures, engine, place));

    static async Task OnEngine(Figures figures, string engine, CityPlace place)
    {
        await using var site = Site.Build(place, "http://127.0.0.1:0");
        Pages.MapPlain(site);
        List<string> ids;
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await Prepare.Run(scope.ServiceProvider, default);
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            ids = await Fill(db, figures, engine);
            await Pages.Officer(scope.ServiceProvider, db);
            await Pages.Officer(scope.ServiceProvider, db, RoleCode.DeptContact, "bench.contact", "市卫生健康委");
        }
        await site.StartAsync();
        var address = new Uri(site.Urls.First());
        await Quiet();

        // What this machine does with nothing but bytes to write, in the same minute: an absolute limit is read beside it.
        var peer = await Load.Median(new(address, Pages.PlainAddress));
        figures.Tell($"{engine}: hand-written page of 50 rows {peer.RequestsPerSecond:0} requests/s, p99 {peer.P99Milliseconds:0.0} ms");
        static IEnumerable<string> Each(IEnumerable<string> addresses) => Enumerable.Range(0, 60).SelectMany(n => addresses.Select(a => $"{a}&n={n}"));
        string Cell(string id) => $"/api/figures?item={id}";
        string Land(string id) => $"/api/figures?item={id}&rows=region&cols=period&region={Top}&region=below:{Top}";
        foreach (var (who, name) in new[] { ("office", "bench"), ("contact", "bench.contact") })
        {
            var cookie = await Pages.SignIn(address, name);
            foreach (var (what, turns) in new (string, string[])[]
            {
                ("series", [.. ids.Select(Cell)]), ("counties", [.. ids.Select(Land)]),
                ("series each", [.. Each(ids.Select(Cell))]), ("counties each", [.. Each(ids.Select(Land))]), ("all", ["/api/figures"]), ("dashboard", ["/indicators"]), ("pages", [.. ids.Select(id => $"/indicators/{id}")]),
            })
            {
                var load = await Load.Median(new(address, turns[0]), cookie, turns: turns);
                figures.Tell($"{engine} {who} {what}: {load.RequestsPerSecond:0} requests/s");
                if (what is "all" or "pages" or "series each" or "counties each") figures.Tell($"{engine} {who} {what}: p99 {load.P99Milliseconds:0.0} ms");
                else figures.Add($"figures-{engine}-{who}-{what}-p99", load.P99Milliseconds, "ms", "<", 25);
            }
        }
        await site.StopAsync();
    }

    /// <summary>A city just begun looks over all its figures for warnings; what is measured is the day after.</summary>
    static async Task Quiet()
    {
        using var self = Process.GetCurrentProcess();
        for (var (quiet, before) = (0, TimeSpan.Zero); quiet < 3;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            self.Refresh();
            quiet = self.TotalProcessorTime - before < TimeSpan.FromSeconds(0.1) ? quiet + 1 : 0;
            before = self.TotalProcessorTime;
        }
    }

    static async Task<List<string>> Fill(CityDb db, Figures figures, string engine)
    {
        Region Region(string code, RegionLevel level, string? parent) => new() { Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Code = code, Name = code, Level = level, ParentCode = parent, ValidFrom = new(1990, 1, 1) };
        var counties = Enumerable.Range(1, Counties).Select(c => $"9901{c:00}000000").ToList();
        var towns = counties.SelectMany(c => Enumerable.Range(1, Townships).Select(t => $"{c[..6]}{t:000}000")).ToList();
        if (!await db.Set<Region>().AnyAsync(r => r.Code == Top)) db.Add(Region(Top, RegionLevel.City, null));
        db.AddRange(counties.Select(c => Region(c, RegionLevel.County, Top)));
        db.AddRange(towns.Select(t => Region(t, RegionLevel.Township, t[..6] + "000000")));
        await db.SaveChangesAsync();

        var elements = await db.Set<DataElement>().OrderBy(e => e.Id).Select(e => e.Id).ToListAsync();
        var periods = Enumerable.Range(2016, 11).Select(y => new Period(PeriodKind.Year, y, 1)).Concat(Enumerable.Range(0, 24).Select(m => new Period(PeriodKind.Month, 2025 + m / 12, 1 + m % 12))).Select(p => p.ToString()).Order(StringComparer.Ordinal).ToList();
        await db.Database.OpenConnectionAsync();
        await Import.Raw(db, from element in elements from period in periods from town in towns select new ImportedFigure(element, period, town, "", CellState.Known, 1 + (element.Length * 37 + town[8] * 101 + period[^1] * 13) % 997));
        await db.Set<DataValue>().Where(v => v.RegionCode.StartsWith("99010")).ExecuteUpdateAsync(s => s.SetProperty(v => v.Published, true));
        db.Add(new ValueChange { ElementId = elements[0], Period = new(PeriodKind.Year, 2016, 1) });
        await db.SaveChangesAsync();
        figures.Tell($"{engine}: {elements.Count * periods.Count * towns.Count} figures of {towns.Count} townships");
        return await db.Set<Indicator>().OrderBy(i => i.Number).Select(i => i.Id).ToListAsync();
    }
}
