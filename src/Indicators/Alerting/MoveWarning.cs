using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>A step as asked for by its button: the version that the person saw, what they say, and for a plan the day.</summary>
sealed class WarningForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Text { get; set; }
    public string? Day { get; set; }
}

/// <summary>
/// Takes a warning one step on. The unit that reports the figure takes note of it, explains it or plans what to do; the office and the statistics bureau clear it; the office alone hands it over to
/// supervision (督办). Where nobody reports the figure, office and bureau answer themselves.
/// </summary>
sealed class MoveWarning(IndicatorsData data, CurrentUser user, NoticeBoard notices, TimeProvider time)
{
    public static readonly Problem NoSuchWarning = new("indicators.no-such-warning");

    public Task<Result<Guid>> Run(Guid id, WarningForm form, CancellationToken ct) => data.Attempt(() => Step(id, form, ct), ct);

    async Task<Result<Guid>> Step(Guid id, WarningForm form, CancellationToken ct)
    {
        if (!Named.Is<WarningState>(form.Do, out var to)) return Reporting.MoveSubmission.NotYours;
        var warning = await data.Warnings.SingleOrDefaultAsync(w => w.Id == id, ct);
        if (warning is null) return NoSuchWarning;
        if (warning.Version != form.Version) return Reporting.MoveSubmission.Changed;
        if (!May(warning).Contains(to)) return Reporting.MoveSubmission.NotYours;

        var problems = new List<Problem>();
        var text = string.IsNullOrWhiteSpace(form.Text) ? null : form.Text.Trim();
        if (text is null && to != WarningState.Acknowledged) problems.Add(new("indicators.say-why", nameof(form.Text)));
        if (text?.Length > WarningStep.LongestText) problems.Add(new("indicators.reason-too-long", nameof(form.Text), WarningStep.LongestText));
        DateOnly? due = null;
        if (to == WarningState.ActionPlanned)
        {
            if (!Typed.Day(form.Day, out due)) problems.Add(new("indicators.not-a-day", nameof(form.Day)));
            else if (due is null) problems.Add(new("indicators.plan-day", nameof(form.Day)));
            else if (due < time.Today()) problems.Add(new("indicators.day-gone", nameof(form.Day)));
        }
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        (warning.State, warning.Settled) = (to, to == WarningState.Cleared);
        warning.Version++;
        data.Add(new WarningStep { Id = data.NewId(), WarningId = id, State = to, PersonId = user.PersonId, PersonName = user.Name, UnitName = user.UnitName, At = time.GetUtcNow().UtcDateTime, Text = text, Due = due });
        await Tell(warning, to, ct);
        return await data.SaveUnlessChanged(ct) ? id : Reporting.MoveSubmission.Changed;
    }

    /// <summary>The steps that the user may take now.</summary>
    public IReadOnlyList<WarningState> May(EarlyWarning warning) => [.. WarningSteps.From(warning.State).Where(to => to switch
    {
        WarningState.Cleared => data.Oversees,
        WarningState.Escalated => user.IsOffice,
        _ => Answers(warning),
    })];

    /// <summary>Whoever the door shows a warning to has a part in its figures, or is set over them.</summary>
    bool Answers(EarlyWarning warning) => user.InProgramme && (!data.Oversees || warning.OwnerUnitId is null || warning.OwnerUnitId == user.UnitId);

    async Task Tell(EarlyWarning warning, WarningState to, CancellationToken ct)
    {
        var name = await data.Indicators.Where(i => i.Id == warning.IndicatorId).Select(i => i.Name).SingleOrDefaultAsync(ct) ?? "";
        var region = await data.Regions.Where(r => r.Code == warning.RegionCode).OrderByDescending(r => r.ValidFrom).Select(r => r.Name).FirstOrDefaultAsync(ct) ?? warning.RegionCode;
        string[] args = [name, region, warning.Period.ToString(), user.UnitName];
        var (code, link) = ($"indicators.notice-warning-{to.ToString().ToLowerInvariant()}", $"/warnings/{warning.Id}");
        if (to is WarningState.Explained or WarningState.ActionPlanned) await notices.TellRoles([RoleCode.Office, RoleCode.StatOfficer], code, link, args, ct);
        else if (to is WarningState.Cleared or WarningState.Escalated && warning.OwnerUnitId is { } owner) await notices.TellUnits([owner], code, link, args, ct);
    }
}
