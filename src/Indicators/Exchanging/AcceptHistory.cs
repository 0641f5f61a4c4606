using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Exchanging;

/// <summary>A figure that has found its place: element, region, period and part are known here. At counts the figures that came with it, Row is that of the file: one row of a wide table holds many.</summary>
sealed record PlacedFigure(int At, int Row, string Element, string Region, Period Period, string Split, string? Value, string? Reason, string? Was);

/// <summary>
/// What became of some figures of history. Written counts Replaced too. Republished are the periods in which a public figure was replaced. Marks say of each figure where it belongs and what was found there, the same whether
/// it was overwritten or left alone.
/// </summary>
sealed record HistoryTaken(int Written, int Replaced, int Same, IReadOnlyList<(int At, Problem Problem)> Conflicts, IReadOnlyList<Period> Republished, IReadOnlyList<string> Marks);

/// <summary>
/// The statistics officer brings in what was counted before this system was: figures of periods that are over and that no unit was asked to report here. They count as confirmed and are not published.
/// What stands already is left alone unless the officer says otherwise; what a unit reported is never touched.
/// </summary>
sealed class AcceptHistory(IndicatorsData data, TimeProvider time)
{
    /// <summary>The one reason that goes away when the officer says that what stands may be replaced.</summary>
    public const string Exists = "indicators.row-exists";

    public async Task<HistoryTaken> Run(IReadOnlyList<PlacedFigure> figures, IReadOnlyDictionary<string, DataElement> elements, ImportChoice choice, CancellationToken ct)
    {
        var (conflicts, marks) = (new List<(int, Problem)>(), new List<string>());
        var allowed = figures.Where(f => Refused(f, elements[f.Element]) is not { } problem || Conflict(f, problem)).ToList();
        if (allowed.Count == 0) return new(0, 0, 0, conflicts, [], marks);
        // A look that replaces nothing has nothing to hide anew, so it need not write to know: nobody waits for a look at a long file.
        var writes = !choice.Dry || choice.Overwrite;
        // Before anything is read of what stands: who publishes or brings in the same figures meanwhile waits, or has been waited for.
        if (writes) await data.HoldOutbox(ct);

        var periods = allowed.Select(f => f.Period).Distinct().ToList();
        var regions = allowed.Select(f => f.Region).Distinct().ToList();
        var ids = allowed.Select(f => f.Element).Distinct().ToList();
        var known = await data.ValuesOfTheCity.AsNoTracking().Where(v => periods.Contains(v.Period) && regions.Contains(v.RegionCode) && ids.Contains(v.ElementId)).ToDictionaryAsync(v => (v.ElementId, v.RegionCode, v.Period, v.Split), ct);
        var reported = (await (from submission in data.SubmissionsOfTheCity
                               join round in data.Rounds on submission.RoundId equals round.Id
                               join line in data.Lines on round.FormId equals line.FormId
                               where periods.Contains(round.Period) && regions.Contains(submission.RegionCode) && ids.Contains(line.ElementId)
                               select new { line.ElementId, submission.RegionCode, round.Period }).ToListAsync(ct)).Select(r => (r.ElementId, r.RegionCode, r.Period)).ToHashSet();

        var (now, same, replaced, values) = (time.GetUtcNow().UtcDateTime, 0, 0, new List<DataValue>());
        foreach (var figure in allowed)
        {
            var before = known.GetValueOrDefault((figure.Element, figure.Region, figure.Period, figure.Split));
            if (before?.SubmissionId is not null || reported.Contains((figure.Element, figure.Region, figure.Period)))
            {
                Conflict(figure, new("indicators.row-reported"));
                continue;
            }
            var read = CellText.Read(figure.Value, elements[figure.Element].Kind, null);
            var reason = string.IsNullOrWhiteSpace(figure.Reason) ? null : figure.Reason.Trim();
            if (!read.Ok) Conflict(figure, read.Problems[0]);
            else if (read.Value.State == CellState.Missing) Conflict(figure, new("indicators.row-no-value"));
            else if (reason?.Length > SubmissionCell.LongestReason) Conflict(figure, new("indicators.reason-too-long", null, SubmissionCell.LongestReason));
            else if (before is not null && (before.State, before.Number, before.Reason) == (read.Value.State, read.Value.Number, reason))
            {
                same++;
                Mark(figure, "same");
            }
            else if (before is not null && !choice.Overwrite) Conflict(figure, new(Exists, null, CellText.Of(before.State, before.Number)), There(before));
            else
            {
                if (before is not null) replaced++;
                Mark(figure, before is null ? "new" : There(before));
                values.Add(new()
                {
                    ElementId = figure.Element,
                    Period = figure.Period,
                    RegionCode = figure.Region,
                    Split = figure.Split,
                    State = read.Value.State,
                    Number = read.Value.Number,
                    Status = before is null ? ValueStatus.Final : ValueStatus.Revised,
                    Published = before?.Published == true,
                    Reason = reason,
                    At = now,
                });
            }
        }
        if (writes && values.Count > 0) await data.BringIn(values, ct);
        return new(values.Count, replaced, same, conflicts, [.. values.Where(v => v.Published).Select(v => v.Period).Distinct()], marks);

        bool Conflict(PlacedFigure figure, Problem problem, string? mark = null)
        {
            conflicts.Add((figure.At, problem));
            Mark(figure, mark ?? problem.Code);
            return false;
        }

        void Mark(PlacedFigure figure, string found) => marks.Add(string.Create(CultureInfo.InvariantCulture, $"{figure.Row} {figure.Element} {figure.Region} {figure.Period} {figure.Split} {found}"));
    }

    static string There(DataValue before) => $"there {CellText.Of(before.State, before.Number)} {before.Reason}";

    Problem? Refused(PlacedFigure figure, DataElement element) =>
        !data.MayBringIn(figure.Region) ? new("indicators.row-no-submission")
        : figure.Period.End >= ChinaTime.Today(time) ? new("indicators.row-not-over", null, figure.Period)
        : element.Kind == ElementKind.Range ? Splits.Of("end").Contains(figure.Split) ? null : new("indicators.row-no-split", null, figure.Split)
        : Splits.Fits(figure.Split, element.Splits) ? null : new("indicators.row-no-split", null, figure.Split);
}
