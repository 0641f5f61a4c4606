using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Collecting;

/// <summary>Reminds every unit of a round whose figures have not left it.</summary>
sealed class RemindUnits(IndicatorsData data, NoticeBoard notices)
{
    /// <summary>The number of units that were reminded.</summary>
    public async Task<Result<int>> Run(Guid round, CancellationToken ct)
    {
        if (await data.Rounds.SingleOrDefaultAsync(r => r.Id == round, ct) is not { } of || !await data.OwnForms.AnyAsync(f => f.Id == of.FormId, ct)) return new Problem("indicators.no-such-round");
        var form = await data.Forms.SingleAsync(f => f.Id == of.FormId, ct);
        var late = await data.Expected.Where(s => s.RoundId == round && (s.State == SubmissionState.Draft || s.State == SubmissionState.Returned || s.State == SubmissionState.Submitted || s.State == SubmissionState.Reviewed)).Select(s => s.UnitId).Distinct().ToListAsync(ct);
        await notices.TellUnits(late, "indicators.notice-remind", "/reports", [form.Title, of.Period.ToString(), of.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)], ct);
        await data.Save(ct);
        return late.Count;
    }
}
