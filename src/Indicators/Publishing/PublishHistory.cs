using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Publishing;

/// <summary>A period with figures that were brought in and that the public does not see; Hidden of them would stay hidden, and Unprotected above nought means that the period cannot be published.</summary>
sealed record UnshownPeriod(Period Period, int Figures, int Hidden, int Unprotected);

/// <summary>What would be published of a period, element by element. Later: indicators that these figures go into, but whose formula begins in a later year (FromYear). Seal names exactly these figures.</summary>
sealed record UnshownView(UnshownPeriod Period, IReadOnlyList<UnshownElement> Elements, IReadOnlyList<(Indicator Indicator, int FromYear)> Later, string Seal);

/// <summary>Figures of an element in that many regions.</summary>
sealed record UnshownElement(DataElement Element, int Figures, int Regions);

/// <summary>
/// The office or the statistics bureau shows to everybody what was brought in, a period at a time: as a submission is published (Reporting/AcceptFigures), with its lines in the outbox and its small counts hidden, or not at all.
/// </summary>
sealed class PublishHistory(IndicatorsData data, PublishFigures publish, AuditLog audit)
{
    public const int PageSize = 10;

    /// <summary>The newest first. Each is weighed against all that was published before, so a page is short.</summary>
    public async Task<(IReadOnlyList<UnshownPeriod> Periods, int Total)> List(int page, CancellationToken ct)
    {
        var all = (await data.Unshown.GroupBy(v => v.Period).Select(g => new { g.Key, Figures = g.Count() }).ToListAsync(ct)).OrderByDescending(p => p.Key).ToList();
        var periods = new List<UnshownPeriod>();
        foreach (var period in all.Skip((page - 1) * PageSize).Take(PageSize)) periods.Add(await Weighed(period.Key, period.Figures, ct));
        return (periods, all.Count);
    }

    /// <summary>Null where nothing of the period waits.</summary>
    public async Task<UnshownView?> One(Period period, CancellationToken ct)
    {
        var counts = await data.Unshown.Where(v => v.Period == period).GroupBy(v => v.ElementId).Select(g => new { g.Key, Figures = g.Count(), Regions = g.Select(v => v.RegionCode).Distinct().Count() }).ToListAsync(ct);
        if (counts.Count == 0) return null;
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, StringComparer.Ordinal, ct);
        return new(await Weighed(period, counts.Sum(c => c.Figures), ct), [.. counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new UnshownElement(elements[c.Key], c.Figures, c.Regions))], await Later(period, counts.Select(c => c.Key).ToHashSet(StringComparer.Ordinal), ct), await Seal(period, ct));
    }

    async Task<IReadOnlyList<(Indicator Indicator, int FromYear)>> Later(Period period, HashSet<string> elements, CancellationToken ct)
    {
        var later = (await data.Formulas.AsNoTracking().ToListAsync(ct)).GroupBy(f => f.IndicatorId)
            .Select(g => (g.Key, First: g.MinBy(f => f.FromYear)!, Used: FormulaBook.InUse([.. g]).Any(f => FormulaBook.Of(f) is { } formula && formula.Names.Any(n => elements.Contains(n.Element)))))
            .Where(i => i.Used && i.First.FromYear > period.Year).ToDictionary(i => i.Key, i => i.First.FromYear, StringComparer.Ordinal);
        return [.. (await data.Indicators.AsNoTracking().Where(i => i.RetiredOn == null).OrderBy(i => i.Number).ThenBy(i => i.Id).ToListAsync(ct)).Where(i => later.ContainsKey(i.Id)).Select(i => (i, later[i.Id]))];
    }

    /// <summary>How many figures are public now that were not, and how many of them stay hidden. Refused when other figures wait by now than were seen.</summary>
    public async Task<Result<(int Figures, int Hidden)>> Run(Period period, string? seal, CancellationToken ct)
    {
        if (!data.Oversees) return MoveSubmission.NotYours;
        return await data.Attempt<(int, int)>(async () =>
        {
            await data.HoldOutbox(ct);
            if (await Seal(period, ct) != seal) return MoveSubmission.Changed;
            var shown = await data.Show(data.Unshown.Where(v => v.Period == period), ct);
            if (shown.Count == 0) return MoveSubmission.Changed;
            if (await publish.Run(period, ct) is { Ok: false } refused) return new Result<(int, int)>(default, refused.Problems);
            var hidden = (await data.PublicCells.AsNoTracking().Where(c => c.Period == period).Select(c => new { c.Key, c.Edition, c.Shown }).ToListAsync(ct)).GroupBy(c => c.Key).Where(g => !g.MaxBy(c => c.Edition)!.Shown).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
            var outcome = (Figures: shown.Count, Hidden: shown.Count(s => hidden.Contains(PublicKey.Of(s.Element, s.Region, s.Split))));
            await audit.Note(AuditKind.Write, "indicators_value", period.ToString(), "published", new { outcome.Figures, outcome.Hidden }, ct: ct);
            return outcome;
        }, ct);
    }

    async Task<UnshownPeriod> Weighed(Period period, int figures, CancellationToken ct)
    {
        var (hidden, unprotected) = await publish.Preview(period, data.Unshown, ct);
        return new(period, figures, hidden, unprotected);
    }

    /// <summary>Another one as soon as a figure was added, replaced or published.</summary>
    async Task<string> Seal(Period period, CancellationToken ct)
    {
        var waiting = data.Unshown.Where(v => v.Period == period);
        if (await waiting.MaxAsync(v => (DateTime?)v.At, ct) is not { } newest) return "";
        var figures = await waiting.CountAsync(ct);
        return string.Create(CultureInfo.InvariantCulture, $"{figures}-{newest.Ticks}");
    }
}
