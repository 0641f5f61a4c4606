using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Funding;

/// <summary>What an address asks of the register of projects.</summary>
sealed record ProjectFilter(ProjectStage? Stage = null, Guid? Unit = null, FundSource? Source = null, string? Words = null, Guid? Plan = null)
{
    const int LongestWords = 60;

    public static ProjectFilter From(IQueryCollection query) => new(Named.Of<ProjectStage>(query["stage"], anyCase: true), Here.Id(query["unit"]), Named.Of<FundSource>(query["source"], anyCase: true),
        query["q"].ToString().Trim() is { Length: > 0 } words ? words[..Math.Min(words.Length, LongestWords)] : null, Here.Id(query["plan"]));
}

/// <summary>A project in a list: its unit's name, its money, and the next milestone that is not done.</summary>
sealed record ProjectLine(KeyProject Project, string Unit, FundSum Sum, ProjectMilestone? Next, Light Light);

/// <summary>Whole is the sum over all that the filter finds, Total how many those are.</summary>
sealed record ProjectsView(IReadOnlyList<ProjectLine> Lines, int Total, FundSum Whole, IReadOnlyList<(Guid Id, string Name)> Units, IReadOnlyList<(Guid Id, string Title)> NotTaken);

sealed record ProjectView(ProjectLine Line, string? Domain, (Guid Id, string Name)? Task, string? PlanTitle, IReadOnlyList<ProjectFund> Funds, IReadOnlyList<ProjectMilestone> Milestones, IReadOnlyList<ProjectStep> Steps, bool Keeps);

/// <summary>The money of the city's projects by one grouping after the other; Projects is how many there are in all.</summary>
sealed record FundsView(FundSum Whole, int Projects, IReadOnlyList<int> Years, IReadOnlyList<(FundSource Key, FundSum Sum)> BySource, IReadOnlyList<(int Key, FundSum Sum)> ByYear, IReadOnlyList<(string Key, FundSum Sum)> ByUnit, IReadOnlyList<(string Key, FundSum Sum)> ByDomain);

/// <summary>Reads the register of projects.</summary>
sealed class ReadProjects(RegistersData registers, ProgrammeData programme, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30, Soon = 30;

    public async Task<ProjectsView> Run(ProjectFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var whole = FundSums.Whole(await Figures(shown, filter.Source, null, ct));
        var units = await registers.Units.AsNoTracking().Where(u => registers.Projects.Any(p => p.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).ToListAsync(ct);
        var open = user.IsOffice ? await NotTaken(MeasureKind.KeyProject, ct) : [];
        return new(await Lined(found, ct), await shown.CountAsync(ct), whole, [.. units.Select(u => (u.Id, u.ShortName))], open);
    }

    /// <summary>Plans whose attachments print rows of this kind, of which none stands in the register: they were applied before there was one.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Title)>> NotTaken(MeasureKind kind, CancellationToken ct) =>
        [.. (await programme.Plans.AsNoTracking().Where(p => programme.Measures.Any(m => m.PlanId == p.Id && m.Kind == kind) && !registers.Projects.Any(r => r.PlanId == p.Id) && !registers.Policies.Any(r => r.PlanId == p.Id))
            .OrderBy(p => p.Title).Select(p => new { p.Id, p.Title }).ToListAsync(ct)).Select(p => (p.Id, p.Title))];

    public async IAsyncEnumerable<ProjectLine> All(ProjectFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lined(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    public async Task<ProjectView?> One(Guid id, CancellationToken ct)
    {
        if (await registers.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } project) return null;
        var line = (await Lined([project], ct))[0];
        var domain = await programme.Domains.AsNoTracking().Where(d => d.Id == project.DomainId).Select(d => d.Name).SingleOrDefaultAsync(ct);
        var task = await programme.VisibleTasks.AsNoTracking().Where(t => t.Id == project.TaskId).Select(t => new { t.Id, t.Label, t.Title }).SingleOrDefaultAsync(ct);
        var plan = await programme.Plans.AsNoTracking().Where(p => p.Id == project.PlanId).Select(p => p.Title).SingleOrDefaultAsync(ct);
        return new(line, domain, task is null ? null : (task.Id, $"{task.Label} {task.Title}"), plan,
            await registers.Funds.AsNoTracking().Where(f => f.ProjectId == id).OrderBy(f => f.Year).ThenBy(f => f.Source).ToListAsync(ct),
            await registers.Milestones.AsNoTracking().Where(m => m.ProjectId == id).OrderBy(m => m.Due).ThenBy(m => m.Id).ToListAsync(ct),
            await registers.Steps.AsNoTracking().Where(s => s.ProjectId == id).OrderBy(s => s.Number).ToListAsync(ct), registers.Keeps(project));
    }

    /// <summary>How many projects the user's unit keeps, for the page of its return.</summary>
    public Task<int> Kept(Guid unit, CancellationToken ct) => registers.Projects.CountAsync(p => p.UnitId == unit && !p.Dropped, ct);

    public async Task<FundsView> Sums(int? year, CancellationToken ct)
    {
        var all = registers.Projects.AsNoTracking();
        var everything = await Figures(all, null, null, ct);
        var figures = year is null ? everything : [.. everything.Where(f => f.Year == year)];
        var units = await registers.Units.AsNoTracking().Where(u => registers.Projects.Any(p => p.UnitId == u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var domains = await programme.Domains.AsNoTracking().Where(d => registers.Projects.Any(p => p.DomainId == d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        return new(FundSums.Whole(figures), await all.CountAsync(ct), [.. everything.Select(f => f.Year).Distinct().Order()],
            [.. FundSums.By(figures, f => f.Source).OrderBy(s => s.Key)], [.. FundSums.By(figures, f => f.Year).OrderBy(s => s.Key)],
            [.. FundSums.By(figures, f => f.Unit is { } u ? units.GetValueOrDefault(u, "—") : "—").OrderByDescending(s => s.Sum.Planned)],
            [.. FundSums.By(figures, f => f.Domain is { } d ? domains.GetValueOrDefault(d, "—") : "—").OrderByDescending(s => s.Sum.Planned)]);
    }

    /// <summary>Every line of money, for a file, in the order of the register.</summary>
    public async IAsyncEnumerable<(ProjectLine Line, ProjectFund Fund)> Funds(ProjectFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            var ids = some.Select(p => p.Id).ToList();
            var funds = (await registers.Funds.AsNoTracking().Where(f => ids.Contains(f.ProjectId) && (filter.Source == null || f.Source == filter.Source)).OrderBy(f => f.Year).ThenBy(f => f.Source).ToListAsync(ct)).ToLookup(f => f.ProjectId);
            foreach (var line in await Lined(some, ct))
                foreach (var fund in funds[line.Project.Id]) yield return (line, fund);
            if (some.Count < 500) yield break;
        }
    }

    IQueryable<KeyProject> Of(ProjectFilter filter)
    {
        var shown = registers.Projects.AsNoTracking();
        if (filter.Stage is { } stage) shown = shown.Where(p => p.Stage == stage);
        if (filter.Unit is { } unit) shown = shown.Where(p => p.UnitId == unit);
        if (filter.Plan is { } plan) shown = shown.Where(p => p.PlanId == plan);
        if (filter.Source is { } source) shown = shown.Where(p => registers.Funds.Any(f => f.ProjectId == p.Id && f.Source == source));
        if (filter.Words is { } words) shown = shown.Where(p => p.Name.Contains(words) || p.Content.Contains(words));
        return shown;
    }

    async Task<List<FundFigure>> Figures(IQueryable<KeyProject> some, FundSource? source, int? year, CancellationToken ct) =>
        await some.Join(registers.Funds, p => p.Id, f => f.ProjectId, (p, f) => new { p.Id, p.UnitId, p.DomainId, f.Year, f.Source, f.Planned, f.Paid })
            .Where(f => (source == null || f.Source == source) && (year == null || f.Year == year)).Select(f => new FundFigure(f.Id, f.UnitId, f.DomainId, f.Year, f.Source, f.Planned, f.Paid)).ToListAsync(ct);

    /// <summary>In the order of the plan, its newest first; those that somebody added after them.</summary>
    static IQueryable<KeyProject> Sorted(IQueryable<KeyProject> some) => some.OrderBy(p => p.Dropped).ThenBy(p => p.PlanId == null).ThenByDescending(p => p.PlanId).ThenBy(p => p.PlanNumber).ThenBy(p => p.Id);

    async Task<IReadOnlyList<ProjectLine>> Lined(List<KeyProject> found, CancellationToken ct)
    {
        var ids = found.Select(p => p.Id).ToList();
        var units = found.Select(p => p.UnitId).OfType<Guid>().Distinct().ToList();
        var names = await registers.Units.AsNoTracking().Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var funds = (await Figures(registers.Projects.Where(p => ids.Contains(p.Id)), null, null, ct)).ToLookup(f => f.Project);
        var open = (await registers.Milestones.AsNoTracking().Where(m => ids.Contains(m.ProjectId) && m.DoneOn == null).ToListAsync(ct)).ToLookup(m => m.ProjectId);
        var today = time.Today();
        return [.. found.Select(p =>
        {
            var next = open[p.Id].OrderBy(m => m.Due).ThenBy(m => m.Id).FirstOrDefault();
            return new ProjectLine(p, p.UnitId is { } unit ? names.GetValueOrDefault(unit, "—") : "—", FundSums.Whole(funds[p.Id]), next, LightOf(p, next?.Due, today));
        })];
    }

    /// <summary>Green when it is done or on its way, yellow when the next milestone is due within a month, orange when that is past; grey before its beginning and when stopped.</summary>
    public static Light LightOf(KeyProject project, DateOnly? next, DateOnly today) => project.Stage switch
    {
        ProjectStage.Completed or ProjectStage.InUse => Light.Green,
        ProjectStage.Stopped => Light.Grey,
        _ when next < today => Light.Orange,
        _ when next is { } due && due.DayNumber - today.DayNumber <= Soon => Light.Yellow,
        ProjectStage.Reserved => Light.Grey,
        _ => Light.Green,
    };
}
