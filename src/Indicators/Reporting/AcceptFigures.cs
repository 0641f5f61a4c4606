using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>Makes the cells of a locked submission the city's figures, and puts each one that changed into the outbox, in the transaction of the lock.</summary>
sealed class AcceptFigures(IndicatorsData data, Publishing.PublishFigures publish)
{
    /// <summary>Figures that were public stay so, marked as revised; of their new editions small ones are hidden anew.</summary>
    public async Task<Result<int>> Run(Submission submission, ReportRound round, IReadOnlyList<SubmissionCell> cells, DateTime now, CancellationToken ct)
    {
        await data.HoldOutbox(ct);
        var elements = cells.Select(c => c.ElementId).Distinct().ToList();
        var known = await data.ValuesOfTheCity.Where(v => v.Period == round.Period && v.RegionCode == submission.RegionCode && elements.Contains(v.ElementId)).ToDictionaryAsync(v => (v.ElementId, v.Split), ct);
        foreach (var cell in cells)
        {
            if (!known.TryGetValue((cell.ElementId, cell.Split), out var value))
                data.Add(value = new() { ElementId = cell.ElementId, Period = round.Period, RegionCode = submission.RegionCode, Split = cell.Split, Status = ValueStatus.Final });
            else if ((value.State, value.Number) != (cell.State, cell.Number)) value.Status = ValueStatus.Revised;
            else if (value.Reason == cell.Reason && value.SubmissionId == submission.Id) continue;
            (value.State, value.Number, value.Reason, value.SubmissionId, value.At) = (cell.State, cell.Number, cell.Reason, submission.Id, now);
            data.Add(Change(value));
        }
        if (!known.Values.Any(v => v.Published)) return 0;
        await data.Save(ct);
        return await publish.Run(round.Period, ct);
    }

    /// <summary>Shows a submission's figures to everybody; refused when no way is found to keep its small ones from being worked out.</summary>
    public async Task<Result<int>> Publish(Submission submission, ReportRound round, CancellationToken ct)
    {
        await data.Show(data.ValuesOfTheCity.Where(v => v.SubmissionId == submission.Id), ct);
        return await publish.Run(round.Period, ct);
    }

    static ValueChange Change(DataValue value) => new() { ElementId = value.ElementId, Period = value.Period, RegionCode = value.RegionCode, Split = value.Split };
}
