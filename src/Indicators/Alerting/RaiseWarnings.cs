using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>What one look at the figures changed.</summary>
sealed record Raised(int New, int Cleared);

/// <summary>
/// Looks at the figures of the whole city and raises, keeps or clears its warnings. One that a person has cleared stays cleared while its figures stay; one whose cause is gone is cleared by the system;
/// one that is under supervision is left to whoever supervises. A look that began before figures last moved clears nothing: what it did not see may have been raised meanwhile by one that did.
/// </summary>
sealed class RaiseWarnings(IndicatorsData data, ReadFigures figures, IEnumerable<IRegisterDates> registers, CitySettings settings, NoticeBoard notices, TimeProvider time)
{
    /// <summary>Sheets that were asked for longer ago are history.</summary>
    const int SheetDays = 800;

    public async Task<Raised> Run(CancellationToken ct)
    {
        var chosen = await settings.Get(ReadFigures.SettingsKey, new WarningSettings(), ct);
        var scan = await Scan(chosen, ct);
        var old = await data.WarningsOfTheCity.Where(w => w.Code == EarlyWarning.OfChecks && w.State != WarningState.Cleared).Select(w => w.Period).Distinct().ToListAsync(ct);
        return await Settle(scan, scan.Run(old), _ => true, w => Why(w, chosen, scan), ct);
    }

    /// <summary>Runs the checks over one period of the past.</summary>
    public Task<Raised> Settle(CityScan scan, Period period, CancellationToken ct) =>
        Settle(scan, [.. scan.Clashes(period)], w => w.Code == EarlyWarning.OfChecks && w.Period == period, _ => "indicators.warning-cause-gone", ct);

    public async Task<CityScan> Scan(WarningSettings chosen, CancellationToken ct)
    {
        var today = time.Today();
        var since = today.AddDays(-SheetDays);
        var stamp = await Stamp(ct);
        var view = await figures.OfTheCity(ct);
        var lines = (await data.LinesOfTheCity.AsNoTracking().Select(l => new { l.FormId, l.ElementId }).ToListAsync(ct)).GroupBy(l => l.FormId).ToDictionary(g => g.Key, g => (IReadOnlyCollection<string>)g.Select(l => l.ElementId).ToHashSet(StringComparer.Ordinal));
        var sheets = await (from submission in data.SubmissionsOfTheCity.AsNoTracking()
                            join round in data.RoundsOfTheCity on submission.RoundId equals round.Id
                            where round.DueOn >= since
                            orderby submission.Id
                            select new { submission.Id, submission.UnitId, submission.RegionCode, submission.State, submission.DueOn, round.Period, round.OpenOn, round.GraceDays, round.FormId }).ToListAsync(ct);
        var kept = new List<RegisterKept>();
        foreach (var register in registers) kept.AddRange(await register.OfTheCity(ct));
        var duties = await data.DutiesOfTheCity.AsNoTracking().OrderBy(d => d.Id).ToListAsync(ct);
        return new(view, await data.Checks.AsNoTracking().Where(c => !c.Disabled).OrderBy(c => c.Id).ToListAsync(ct),
            [.. sheets.Select(s => new AskedSheet(s.Id, s.UnitId, s.RegionCode, s.Period, s.State, s.OpenOn, s.DueOn.AddDays(s.GraceDays), lines.GetValueOrDefault(s.FormId) ?? []))],
            [.. duties.Select(d => new ElementDuty(d.UnitId, d.SupervisorId, d.RegionCode, lines.GetValueOrDefault(d.FormId) ?? []))], chosen, today, kept)
        { Stamp = stamp };
    }

    async Task<(long Change, Guid Step)> Stamp(CancellationToken ct) => (await data.LastChange(ct), await data.LastStep(ct));

    static string Why(EarlyWarning warning, WarningSettings chosen, CityScan scan) =>
        chosen.Off.Contains(warning.Rule) ? "indicators.warning-rule-off"
        : scan.Newest.TryGetValue(warning.IndicatorId, out var newest) && warning.Period.CompareTo(newest) < 0 ? "indicators.warning-overtaken" : "indicators.warning-cause-gone";

    async Task<Raised> Settle(CityScan scan, IReadOnlyList<Cause> causes, Func<EarlyWarning, bool> concerned, Func<EarlyWarning, string> why, CancellationToken ct) => (await data.Attempt<Raised>(async () =>
    {
        await data.HoldWarnings(ct);
        var overtaken = scan.Stamp != await Stamp(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var periods = causes.Select(c => c.Key.Period).Distinct().ToList();
        var known = await data.WarningsOfTheCity.Where(w => w.State != WarningState.Cleared || periods.Contains(w.Period)).ToDictionaryAsync(w => new WarningKey(w.Rule, w.IndicatorId, w.RegionCode, w.Period), ct);
        var (raised, cleared) = (new List<EarlyWarning>(), 0);
        foreach (var cause in causes)
            if (Met(cause, known.GetValueOrDefault(cause.Key), now) is { } fresh) raised.Add(fresh);

        var standing = causes.Select(c => c.Key).ToHashSet();
        foreach (var (_, warning) in known.Where(k => !overtaken && !standing.Contains(k.Key) && concerned(k.Value) && k.Value.State is not (WarningState.Cleared or WarningState.Escalated)))
        {
            (warning.State, warning.Version, cleared) = (WarningState.Cleared, warning.Version + 1, cleared + 1);
            Note(warning, now, why(warning));
        }
        foreach (var own in raised.Where(w => w.OwnerUnitId is not null).GroupBy(w => w.OwnerUnitId!.Value))
            await notices.TellUnits([own.Key], "indicators.notice-warned", "/warnings", [own.Count().ToString(CultureInfo.InvariantCulture)], ct);
        await data.Save(ct);
        return new Raised(raised.Count, cleared);
    }, ct)).Value!;

    /// <summary>Brings the warning of a cause up to today; returns it when it is new or raised again.</summary>
    EarlyWarning? Met(Cause cause, EarlyWarning? known, DateTime now)
    {
        var args = WarningArgs.Write(cause.Args);
        if (known is null)
        {
            var fresh = new EarlyWarning { Id = data.NewId(), Rule = cause.Key.Rule, IndicatorId = cause.Key.Indicator, RegionCode = cause.Key.Region, Period = cause.Key.Period, RaisedAt = now };
            Look(fresh, cause, args, now);
            data.Add(fresh);
            data.AddRange(cause.Elements.Distinct().Select(e => new WarningElement { WarningId = fresh.Id, ElementId = e }));
            Note(fresh, now, null);
            return fresh;
        }
        if (known.State == WarningState.Cleared)
        {
            if (known.Settled && WarningArgs.Basis(known.Rule, known.Args) == WarningArgs.Basis(known.Rule, args)) return null;
            (known.State, known.RaisedAt, known.Settled, known.Version) = (WarningState.Raised, now, false, known.Version + 1);
            Look(known, cause, args, now);
            Note(known, now, "indicators.warning-again");
            return known;
        }
        var graver = cause.Light > known.Light;
        Look(known, cause, args, now);
        if (graver) Note(known, now, "indicators.warning-graver");
        return null;
    }

    static void Look(EarlyWarning warning, Cause cause, string args, DateTime now) =>
        (warning.Light, warning.Code, warning.Args, warning.OwnerUnitId, warning.SubmissionId, warning.LastSeenAt) = (cause.Light, cause.Code, args, cause.Owner, cause.Submission, now);

    void Note(EarlyWarning warning, DateTime now, string? code) => data.Add(new WarningStep { Id = data.NewId(), WarningId = warning.Id, State = warning.State, At = now, Code = code });
}
