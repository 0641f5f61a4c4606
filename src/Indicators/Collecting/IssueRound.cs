using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Collecting;

/// <summary>A round as typed: which period, from when, until when, and how many days of grace.</summary>
sealed class RoundInput
{
    public string? Period { get; set; }
    public string? OpenOn { get; set; }
    public string? DueOn { get; set; }
    public string? GraceDays { get; set; }
}

/// <summary>
/// Asks for a form for one period: every duty becomes a submission with all its cells empty. A form whose approval has run out, or runs out before the round is due, is not issued
/// (domain reference §3.1: an expired project is void).
/// </summary>
sealed class IssueRound(IndicatorsData data, NoticeBoard notices, TimeProvider time)
{
    public const int LongestGrace = 90;

    public Task<Result<Guid>> Run(Guid form, RoundInput input, CancellationToken ct) => data.Attempt(() => Issue(form, input, ct), ct);

    async Task<Result<Guid>> Issue(Guid id, RoundInput input, CancellationToken ct)
    {
        var form = await data.OwnForms.SingleOrDefaultAsync(f => f.Id == id, ct);
        if (form is null) return new Problem("indicators.no-such-form");
        var problems = new List<Problem>();
        if (!Period.TryParse(input.Period?.Trim(), out var period) || period.Kind != form.Frequency) problems.Add(new("indicators.not-a-period", nameof(input.Period)));
        else if (await data.Rounds.AnyAsync(r => r.FormId == id && r.Period == period, ct)) problems.Add(new("indicators.round-exists", nameof(input.Period), period));
        var open = Day(input.OpenOn, nameof(input.OpenOn), problems);
        var due = Day(input.DueOn, nameof(input.DueOn), problems);
        if (problems.Count == 0 && due < open) problems.Add(new("indicators.due-before-open", nameof(input.DueOn)));
        var grace = 0;
        if (!string.IsNullOrWhiteSpace(input.GraceDays) && (!int.TryParse(input.GraceDays.Trim(), out grace) || grace is < 0 or > LongestGrace)) problems.Add(new("indicators.grace", nameof(input.GraceDays), LongestGrace));
        if (form.ExpiredOn(time.Today())) problems.Add(new("indicators.form-expired", null, form.Number, form.ValidUntil));
        else if (due is { } end && form.ExpiredOn(end)) problems.Add(new("indicators.form-expires", nameof(input.DueOn), form.ValidUntil));

        var duties = await data.Duties.AsNoTracking().Where(d => d.FormId == id).ToListAsync(ct);
        var lines = await data.Lines.AsNoTracking().Where(l => l.FormId == id).OrderBy(l => l.SortOrder).ToListAsync(ct);
        if (duties.Count == 0) problems.Add(new("indicators.nobody-reports"));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var round = new ReportRound { Id = data.NewId(), FormId = id, Period = period, OpenOn = open!.Value, DueOn = due!.Value, GraceDays = grace };
        data.Add(round);
        foreach (var duty in duties)
        {
            var submission = new Submission { Id = data.NewId(), RoundId = round.Id, UnitId = duty.UnitId, RegionCode = duty.RegionCode, SupervisorId = duty.SupervisorId, DueOn = round.DueOn };
            data.Add(submission);
            data.AddRange(from line in lines from split in SplitsOf(line) select new SubmissionCell { Id = data.NewId(), SubmissionId = submission.Id, ElementId = line.ElementId, Split = split });
        }
        await data.Save(ct);
        await notices.TellUnits([.. duties.Select(d => d.UnitId).Distinct()], "indicators.notice-issued", "/reports", [form.Title, period.ToString(), round.DueOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)], ct);
        await data.Save(ct);
        return round.Id;
    }

    /// <summary>The cells of a line: the total, and each part of the dimension by which it is asked; the two ends of a range have no total.</summary>
    public static IEnumerable<string> SplitsOf(FormLine line) => Splits.AddUp(line.SplitBy) || line.SplitBy.Length == 0 ? [Splits.Total, .. Splits.Of(line.SplitBy)] : Splits.Of(line.SplitBy);

    static DateOnly? Day(string? typed, string field, List<Problem> problems)
    {
        if (!Typed.Day(typed, out var day)) problems.Add(new("indicators.not-a-day", field));
        else if (day is null) problems.Add(new("indicators.required", field));
        return day;
    }
}
