using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>Reminds units of the look that is due 6, 12 or 24 months after a decision: once when it comes near, once when it is late, and then the office too. Each reminder is a step, so that it happens once.</summary>
sealed class ChaseImpacts(ImpactData impacts, NoticeBoard notices, TimeProvider time)
{
    const int MostTries = 5;

    /// <summary>Returns how many reminders were given.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var (today, done) = (time.Today(), 0);
        var soon = today.AddDays(ReadImpacts.SoonDays);
        var due = await impacts.ImpactsOfTheCity.AsNoTracking().Where(a => (a.State == ImpactState.Published || a.State == ImpactState.Monitoring) && a.NextDue != null && a.NextDue <= soon).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(ct);
        foreach (var id in due)
            for (var tries = 0; tries < MostTries; tries++)
                if (await Take(id, today, ct) is { } taken)
                {
                    done += taken;
                    break;
                }
        return done;
    }

    /// <summary>Null when somebody moved it meanwhile.</summary>
    async Task<int?> Take(Guid id, DateOnly today, CancellationToken ct)
    {
        var impact = await impacts.ImpactsOfTheCity.SingleAsync(a => a.Id == id, ct);
        if (impact.NextDue is not { } day) return 0;
        List<DateOnly> reminded = [.. (await impacts.StepsOfTheCity.Where(s => s.ImpactId == id && s.Kind == ImpactStepKind.Remind && s.Day == day).Select(s => s.At).ToListAsync(ct)).Select(ChinaTime.DayOf)];
        if (!Owed(day, today, reminded)) return 0;
        impact.Version++;
        impacts.Add(new ImpactStep { Id = impacts.NewId(), ImpactId = id, Number = impact.Version, Kind = ImpactStepKind.Remind, At = time.GetUtcNow().UtcDateTime, Day = day });
        string[] args = [impact.Title, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        await notices.TellUnits([impact.UnitId], "programme.notice-impact-remind", $"/impact/{id}", args, ct);
        if (day < today) await notices.TellOffice("programme.notice-impact-remind", $"/impact/{id}", args, ct);
        return await impacts.SaveUnlessTaken(ct) ? 1 : null;
    }

    /// <summary>Whether a reminder is owed: one within a fortnight of the day, one once the day is past; where the first comes late already, it is the only one. Pure.</summary>
    public static bool Owed(DateOnly due, DateOnly today, IReadOnlyCollection<DateOnly> reminded) => due < today ? !reminded.Any(d => d > due) : due <= today.AddDays(ReadImpacts.SoonDays) && reminded.Count == 0;
}

/// <summary>Looks at the assessments when the site starts and at each midnight of China.</summary>
sealed class ImpactClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<ImpactClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<ChaseImpacts>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
