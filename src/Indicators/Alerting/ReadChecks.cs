using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>A figure far from the others: of a county among the counties of its period, or of a period in its own series.</summary>
sealed record FarOut(Indicator Indicator, Region Region, Period Period, decimal Value, decimal Score, bool Among, int Digits);

/// <summary>How many contradictions stand open in a period.</summary>
sealed record ClashCount(Period Period, int Count);

sealed record ChecksView(Job? Last, int Checks, IReadOnlyList<ClashCount> Clashes, IReadOnlyList<FarOut> FarOut, int FarOutInAll);

/// <summary>What the checks over all history came to, and the figures that lie far out; asks for a new run.</summary>
sealed class ReadChecks(IndicatorsData data, ReadFigures figures, JobDesk jobs)
{
    const int Most = 50;

    public async Task<ChecksView> Run(CancellationToken ct)
    {
        var last = await jobs.Visible.AsNoTracking().Where(j => j.Kind == CheckHistory.Kind).OrderByDescending(j => j.QueuedAt).FirstOrDefaultAsync(ct);
        var clashes = await data.Warnings.Where(w => w.Code == EarlyWarning.OfChecks && w.State != WarningState.Cleared).GroupBy(w => w.Period).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var far = Far(await figures.Own(ct));
        return new(last, await data.Checks.CountAsync(c => !c.Disabled, ct), [.. clashes.OrderByDescending(c => c.Key).Select(c => new ClashCount(c.Key, c.Count))], [.. far.Take(Most)], far.Count);
    }

    /// <summary>Puts a run into the queue unless one is waiting or running.</summary>
    public async Task<Result<Guid>> Ask(CancellationToken ct)
    {
        if (!data.Oversees) return Reporting.MoveSubmission.NotYours;
        if (await jobs.Visible.AsNoTracking().Where(j => j.Kind == CheckHistory.Kind && (j.State == JobState.Queued || j.State == JobState.Running)).FirstOrDefaultAsync(ct) is { } busy) return busy.Id;
        var job = jobs.Ask(CheckHistory.Kind, "");
        await data.Save(ct);
        return job.Id;
    }

    /// <summary>A series that hardly moves has outliers by the hair; what lies nearer to the middle than this share of it is nobody's time worth.</summary>
    const decimal Near = 0.1m;

    /// <summary>The newest first, and then the farthest: a person looks again, nothing is corrected by itself.</summary>
    static List<FarOut> Far(FigureView view)
    {
        var found = new List<FarOut>();
        var years = view.Years;
        foreach (var known in view.Indicators.Where(i => i.Indicator.Direction != "boolean"))
        {
            var series = view.Counties.Prepend(view.Top).ToDictionary(r => r, r => years.Select(y => view.Of(known, r.Code, y) is { Whole: true } f ? f.Value : null).ToList());
            for (var y = 0; y < years.Count; y++)
            {
                var same = view.Counties.Select(c => series[c][y]).ToList();
                foreach (var far in Outliers.Among(same).Where(far => IsFar(same, far.Index))) Add(known, view.Counties[far.Index], y, far, true);
            }
            foreach (var region in series.Keys)
                foreach (var far in Outliers.InSeries(series[region]).Where(far => IsFar(series[region], far.Index))) Add(known, region, far.Index, far, false);

            void Add(KnownIndicator of, Region region, int year, Outlier far, bool among) =>
                found.Add(new(of.Indicator, region, years[year], series[region][year]!.Value, far.Score, among, FormulaBook.For(of.Versions, years[year])?.Digits ?? 2));
        }
        static bool IsFar(List<decimal?> all, int index) => Outliers.Median([.. all.OfType<decimal>()]) is var middle && Math.Abs(all[index]!.Value - middle) > Near * Math.Abs(middle);

        return [.. found.OrderByDescending(f => f.Period).ThenByDescending(f => Math.Abs(f.Score)).ThenBy(f => f.Indicator.Number)];
    }
}
