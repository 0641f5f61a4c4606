using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Enacting;

/// <summary>What an address asks of the register of policies.</summary>
sealed record PolicyFilter(PolicyStanding? Standing = null, Guid? Unit = null, string? Words = null)
{
    const int LongestWords = 60;

    public static PolicyFilter From(IQueryCollection query) => new(Named.Of<PolicyStanding>(query["standing"], anyCase: true), Here.Id(query["unit"]), query["q"].ToString().Trim() is { Length: > 0 } words ? words[..Math.Min(words.Length, LongestWords)] : null);
}

sealed record PolicyLine(PublicPolicy Policy, string Unit, PolicyStanding Standing, Light Light);
sealed record PoliciesView(IReadOnlyList<PolicyLine> Lines, int Total, IReadOnlyList<(Guid Id, string Name)> Units, int Expiring, IReadOnlyList<(Guid Id, string Title)> NotTaken);
sealed record PolicyView(PolicyLine Line, (Guid Id, string Name)? Task, string? PlanTitle, (Guid Id, string Name)? Successor, IReadOnlyList<(Guid Id, string Name)> Others, bool Keeps);

/// <summary>Reads the register of policies.</summary>
sealed class ReadPolicies(RegistersData registers, ProgrammeData programme, ReadProjects projects, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int MostOthers = 500;

    public async Task<PoliciesView> Run(PolicyFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var units = await registers.Units.AsNoTracking().Where(u => registers.Policies.Any(p => p.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).ToListAsync(ct);
        return new(await Lined(found, ct), await shown.CountAsync(ct), [.. units.Select(u => (u.Id, u.ShortName))], await Of(new(PolicyStanding.Expiring)).CountAsync(ct), user.IsOffice ? await projects.NotTaken(MeasureKind.Policy, ct) : []);
    }

    public async IAsyncEnumerable<PolicyLine> All(PolicyFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lined(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    public async Task<PolicyView?> One(Guid id, CancellationToken ct)
    {
        if (await registers.Policies.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } policy) return null;
        var task = await programme.VisibleTasks.AsNoTracking().Where(t => t.Id == policy.TaskId).Select(t => new { t.Id, t.Label, t.Title }).SingleOrDefaultAsync(ct);
        var plan = await programme.Plans.AsNoTracking().Where(p => p.Id == policy.PlanId).Select(p => p.Title).SingleOrDefaultAsync(ct);
        var keeps = registers.Keeps(policy);
        var others = keeps ? await Others(id, ct) : [];
        var successor = await registers.Policies.AsNoTracking().Where(p => p.Id == policy.ReplacedBy).Select(p => new { p.Id, p.Name }).SingleOrDefaultAsync(ct);
        return new((await Lined([policy], ct))[0], task is null ? null : (task.Id, $"{task.Label} {task.Title}"), plan, successor is null ? null : (successor.Id, successor.Name), others, keeps);
    }

    /// <summary>The policies that may have replaced one.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> Others(Guid? than, CancellationToken ct) =>
        [.. (await registers.Policies.AsNoTracking().Where(p => p.Id != than).OrderBy(p => p.Name).ThenBy(p => p.Id).Take(MostOthers).Select(p => new { p.Id, p.Name }).ToListAsync(ct)).Select(p => (p.Id, p.Name))];

    /// <summary>As <see cref="PolicyCourse.On"/>, in terms that the database understands.</summary>
    IQueryable<PublicPolicy> Of(PolicyFilter filter)
    {
        var (shown, today) = (registers.Policies.AsNoTracking(), time.Today());
        var soon = today.AddDays(PolicyCourse.TellBefore);
        if (filter.Unit is { } unit) shown = shown.Where(p => p.UnitId == unit);
        if (filter.Words is { } words) shown = shown.Where(p => p.Name.Contains(words) || p.Content.Contains(words) || (p.Number != null && p.Number.Contains(words)));
        return filter.Standing switch
        {
            null => shown,
            PolicyStanding.Drafting => shown.Where(p => p.State == PolicyState.Drafting),
            PolicyStanding.Repealed => shown.Where(p => p.State == PolicyState.Repealed),
            PolicyStanding.Replaced => shown.Where(p => p.State == PolicyState.Replaced),
            PolicyStanding.Expired => shown.Where(p => p.State == PolicyState.InForce && p.ExpiresOn < today),
            PolicyStanding.Coming => shown.Where(p => p.State == PolicyState.InForce && (p.ExpiresOn == null || p.ExpiresOn >= today) && p.From > today),
            PolicyStanding.Expiring => shown.Where(p => p.State == PolicyState.InForce && p.ExpiresOn >= today && p.ExpiresOn <= soon && (p.From == null || p.From <= today)),
            _ => shown.Where(p => p.State == PolicyState.InForce && (p.ExpiresOn == null || p.ExpiresOn > soon) && (p.From == null || p.From <= today)),
        };
    }

    static IQueryable<PublicPolicy> Sorted(IQueryable<PublicPolicy> some) => some.OrderBy(p => p.Dropped).ThenBy(p => p.PlanId == null).ThenByDescending(p => p.PlanId).ThenBy(p => p.PlanNumber).ThenBy(p => p.Id);

    async Task<IReadOnlyList<PolicyLine>> Lined(List<PublicPolicy> found, CancellationToken ct)
    {
        var units = found.Select(p => p.UnitId).OfType<Guid>().Distinct().ToList();
        var names = await registers.Units.AsNoTracking().Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var today = time.Today();
        return [.. found.Select(p =>
        {
            var standing = PolicyCourse.On(p.State, p.From, p.ExpiresOn, today);
            return new PolicyLine(p, p.UnitId is { } unit ? names.GetValueOrDefault(unit, "—") : "—", standing, LightOf(standing));
        })];
    }

    static Light LightOf(PolicyStanding standing) => standing switch
    {
        PolicyStanding.InForce => Light.Green,
        PolicyStanding.Expiring => Light.Yellow,
        PolicyStanding.Expired => Light.Orange,
        _ => Light.Grey,
    };

    public static string Word(PolicyStanding standing) => $"programme.policy-{standing.ToString().ToLowerInvariant()}";
}
