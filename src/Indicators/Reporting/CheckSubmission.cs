using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>What a rule says about one cell. Blocks: the submission cannot be handed in like this.</summary>
sealed record FigureFinding(string Element, string Split, bool Blocks, Problem Problem);

/// <summary>Runs every rule over a submission as it stands in the database.</summary>
sealed class CheckSubmission(IndicatorsData data)
{
    public async Task<IReadOnlyList<FigureFinding>> Run(Submission submission, ReportRound round, CancellationToken ct)
    {
        var cells = await data.Cells.AsNoTracking().Where(c => c.SubmissionId == submission.Id).ToListAsync(ct);
        var lines = await data.Lines.AsNoTracking().Where(l => l.FormId == round.FormId).OrderBy(l => l.SortOrder).ToListAsync(ct);
        var ids = lines.Select(l => l.ElementId).ToList();
        var elements = await data.Elements.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var checks = await data.Checks.AsNoTracking().Where(c => !c.Disabled).OrderBy(c => c.Id).ToListAsync(ct);

        var proven = lines.Exists(l => l.EvidenceRequired) ? (await data.Evidence.Where(e => e.SubmissionId == submission.Id).Select(e => e.ElementId).Distinct().ToListAsync(ct)).ToHashSet(StringComparer.Ordinal) : [];

        var (previous, lastYear) = (round.Period.Previous, round.Period.YearBefore);
        var values = await data.ValuesBeside(submission.Id).AsNoTracking().Where(v => v.Period == previous || v.Period == lastYear).ToListAsync(ct);
        var before = values.Where(v => v.Period == previous).Select(v => new CellFigure(v.ElementId, v.Split, v.State, v.Number, v.Reason)).ToList();
        CellFigure[] figures = [.. cells.Select(c => new CellFigure(c.ElementId, c.Split, c.State, c.Number, c.Reason))];

        var now = figures.ToDictionary(f => (f.Element, f.Split));
        var then = before.ToDictionary(f => (f.Element, f.Split));
        var yearAgo = values.Where(v => v.Period == lastYear).ToDictionary(v => (v.ElementId, v.Split), v => new CellFigure(v.ElementId, v.Split, v.State, v.Number, v.Reason));
        var children = await Children(submission, ct);
        return FigureRules.Run(lines, elements, figures, before, checks, name => name.Look switch
        {
            Look.Now => Of(now, name),
            Look.Prev => Of(then, name),
            Look.LastYear => Of(yearAgo, name),
            Look.Children => children.TryGetValue((name.Element, name.Split), out var sum) ? new Reading(sum) : Reading.Missing,
            _ => Reading.Missing,
        }, proven);

        static Reading Of(Dictionary<(string, string), CellFigure> known, Name name) => known.GetValueOrDefault((name.Element, name.Split)) switch
        {
            { State: CellState.Known, Number: { } number } => number,
            { State: CellState.NotApplicable } => Reading.None,
            _ => Reading.Missing,
        };
    }

    /// <summary>
    /// What the regions right below have reported, added up; known only where each of them on the same round has handed a figure on, for half a sum would accuse the whole.
    /// </summary>
    async Task<Dictionary<(string, string), decimal?>> Children(Submission submission, CancellationToken ct)
    {
        var prefix = RegionCode.Prefix(submission.RegionCode);
        var below = await data.SubmissionsOfTheCity.AsNoTracking().Where(s => s.RoundId == submission.RoundId && s.RegionCode != submission.RegionCode && s.RegionCode.StartsWith(prefix)).Select(s => new { s.Id, s.RegionCode, s.State }).ToListAsync(ct);
        if (below.Count == 0) return [];
        var level = below.Min(b => RegionCode.Level(b.RegionCode));
        var ids = below.Where(b => RegionCode.Level(b.RegionCode) == level).Select(b => b.Id).ToList();
        if (below.Exists(b => ids.Contains(b.Id) && b.State is not (SubmissionState.Signed or SubmissionState.Checked or SubmissionState.Locked or SubmissionState.Published))) return [];
        var places = below.ToDictionary(b => b.Id, b => b.RegionCode);
        var period = await data.RoundsOfTheCity.Where(r => r.Id == submission.RoundId).Select(r => r.Period).SingleAsync(ct);
        var overlaps = new Measuring.OverlapBook(await data.Overlaps.AsNoTracking().ToListAsync(ct), await data.Regions.AsNoTracking().Where(r => r.Level <= RegionLevel.Township).ToListAsync(ct));
        return (await data.CellsOfTheCity.AsNoTracking().Where(c => ids.Contains(c.SubmissionId)).Select(c => new { c.SubmissionId, c.ElementId, c.Split, c.State, c.Number }).ToListAsync(ct))
            .GroupBy(c => (c.ElementId, c.Split)).ToDictionary(g => g.Key, g =>
            {
                if (g.Any(c => c.State == CellState.Missing)) return null;
                var parts = g.GroupBy(c => places[c.SubmissionId], StringComparer.Ordinal).ToDictionary(p => p.Key, p => p.Sum(c => c.Number) ?? 0, StringComparer.Ordinal);
                return (decimal?)(parts.Values.Sum() - Rules.Aggregation.Twice(parts, overlaps.Between(new(g.Key.ElementId, g.Key.Split), g.Key.Split, period, [.. parts.Keys])));
            });
    }
}
