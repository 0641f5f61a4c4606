using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Enacting;

/// <summary>Tells the unit of each policy that its last day comes near: once for a last day, however often this runs. A policy without a unit is told to the office.</summary>
sealed class ChasePolicies(RegistersData registers, NoticeBoard notices, TimeProvider time)
{
    /// <summary>Returns how many policies were told of. Who changes one at the same moment is not held up: it is told of the next day.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var (today, told) = (time.Today(), 0);
        var soon = today.AddDays(PolicyCourse.TellBefore);
        var near = await registers.PoliciesOfTheCity.AsNoTracking().Where(p => p.State == PolicyState.InForce && p.ExpiresOn >= today && p.ExpiresOn <= soon && (p.ToldOf == null || p.ToldOf != p.ExpiresOn)).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
        foreach (var id in near)
        {
            if (await registers.PoliciesOfTheCity.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } policy || !PolicyCourse.Tells(policy.State, policy.ExpiresOn, policy.ToldOf, today)) continue;
            policy.ToldOf = policy.ExpiresOn;
            policy.Version++;
            string[] args = [policy.Name, policy.ExpiresOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
            if (policy.UnitId is { } unit) await notices.TellUnits([unit], "programme.notice-policy-expires", $"/policies/{id}", args, ct);
            else await notices.TellOffice("programme.notice-policy-expires", $"/policies/{id}", args, ct);
            if (await registers.SaveUnlessTaken(ct)) told++;
        }
        return told;
    }
}

/// <summary>Looks at the policies when the site starts and at each midnight of China.</summary>
sealed class PolicyClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<PolicyClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<ChasePolicies>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
