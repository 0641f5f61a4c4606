using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Time;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

/// <summary>At which birthday a group ends by itself: 16 for children left behind (国发〔2016〕13号) and migrant children, 18 for all others.</summary>
static class GroupAges
{
    public static int EndsAt(ChildGroup group) => group is ChildGroup.LeftBehind or ChildGroup.Migrant ? 16 : 18;

    /// <summary>The first day on which somebody born on the given day no longer belongs to the group. Whoever was born on 29 February is a year older on 1 March.</summary>
    public static DateOnly LastsUntil(ChildGroup group, DateOnly born)
    {
        var birthday = born.AddYears(EndsAt(group));
        return birthday.Day == born.Day ? birthday : birthday.AddDays(1);
    }
}

/// <summary>Ends the groups that a child has grown out of; returns how many there were.</summary>
sealed class EndGroups(ProtectionData data, Eyes eyes, TimeProvider time)
{
    const int Batch = 500;

    public async Task<int> Run(CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        var (youngest, older) = (today.Year - 16, today.Year - 18);
        var ended = 0;
        for (Guid? last = null; ;)
        {
            // The birthday lies sealed; the year of birth says who may be old enough.
            var some = await data.LabelsOfTheCity.Where(l => l.Until == null && (last == null || l.Id > last))
                .Join(data.ChildrenOfTheCity.Where(c => c.ClosedOn == null), l => l.ChildId, c => c.Id, (l, c) => new { Label = l, Child = c })
                .Where(x => x.Child.BirthYear <= older || (x.Child.BirthYear <= youngest && (x.Label.Group == ChildGroup.LeftBehind || x.Label.Group == ChildGroup.Migrant)))
                .OrderBy(x => x.Label.Id).Take(Batch).ToListAsync(ct);
            foreach (var (label, child) in some.Select(x => (x.Label, x.Child)))
            {
                if (!DateOnly.TryParseExact(eyes.Show(child.Id, child.BirthDay, true), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)) continue;
                if (GroupAges.LastsUntil(label.Group, born) is var until && until > today) continue;
                label.Until = until < label.From ? label.From : until;
                ended++;
            }
            if (!await data.SaveUnlessChanged(ct)) return ended; // somebody corrected one of them: tomorrow is another day
            if (some.Count < Batch) return ended;
            last = some[^1].Label.Id;
        }
    }
}

/// <summary>Looks each midnight of China, and when the site starts.</summary>
sealed class GroupClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<GroupClock> log) : Recurring(scopes, time, log)
{
    protected override async Task Run(IServiceProvider services, CancellationToken ct) => await services.GetRequiredService<EndGroups>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
