using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Funding;

/// <summary>
/// Keeps a project's row: its facts, its stage, its money, its milestones. The office keeps all, a unit its own. Whatever is saved counts up the project's version: of two who write on the same, the second
/// sees first what the other wrote.
/// </summary>
sealed class KeepProject(RegistersData registers, ProgrammeData programme, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NotYours = new("programme.register-not-yours");

    // China lies between these; a place outside has its figures exchanged, or is none.
    static readonly (decimal Least, decimal Most) Latitudes = (3, 54), Longitudes = (73, 136);

    /// <summary>The office adds a project that no plan has printed.</summary>
    public async Task<Result<Guid>> Open(ProjectForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NotYours;
        var project = new KeyProject { Id = registers.NewId() };
        if (await Fill(project, form, ct) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        registers.Add(project);
        return await registers.SaveUnlessTaken(ct) ? project.Id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Facts(Guid id, ProjectForm form, CancellationToken ct)
    {
        var own = await Own(id, form.Version, ct);
        if (own.Value is not { } project) return new Result<Guid>(default, own.Problems);
        if (await Fill(project, form, ct) is not { Count: > 0 } problems) return await Saved(project, ct);
        registers.Forget();
        return new Result<Guid>(default, problems);
    }

    public async Task<Result<Guid>> Stage(Guid id, StageForm form, CancellationToken ct)
    {
        var own = await Own(id, form.Version, ct);
        if (own.Value is not { } project) return new Result<Guid>(default, own.Problems);
        var read = new Lines();
        var stage = read.Named<ProjectStage>(form.Stage, nameof(form.Stage));
        var day = read.Day(form.Day, nameof(form.Day), needed: true);
        var said = read.Text(form.Said, nameof(form.Said), ProjectStep.LongestText);
        if (stage == project.Stage) read.Problems.Add(new("programme.project-same-stage", nameof(form.Stage)));
        else if (stage is { } to && !ProjectCourse.May(project.Stage, to, said is not null)) read.Problems.Add(new("programme.project-say-why", nameof(form.Said)));
        if (day is { } reached && !ProjectCourse.DayFits(project.StageOn, reached, time.Today())) read.Problems.Add(new("programme.project-day-order", nameof(form.Day)));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        (project.Stage, project.StageOn) = (stage!.Value, day);
        registers.Add(new ProjectStep { Id = registers.NewId(), ProjectId = id, Number = project.Version + 1, Stage = stage.Value, Day = day!.Value, Text = said, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
        return await Saved(project, ct);
    }

    public async Task<Result<Guid>> Fund(Guid id, FundForm form, CancellationToken ct)
    {
        var own = await Own(id, form.Version, ct);
        if (own.Value is not { } project) return new Result<Guid>(default, own.Problems);
        var read = new Lines();
        var year = read.Whole(form.Year, nameof(form.Year), FundSums.FirstYear, FundSums.LastYear);
        var source = read.Named<FundSource>(form.Source, nameof(form.Source));
        var (planned, paid) = (read.Yuan(form.Planned, nameof(form.Planned)), read.Yuan(form.Paid, nameof(form.Paid)));
        var reason = read.Line(form.Reason, nameof(form.Reason), ProjectFund.LongestReason);
        if (read.Problems.Count == 0 && reason is null && FundSums.NeedsReason(planned, paid)) read.Problems.Add(new("programme.fund-reason", nameof(form.Reason)));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        var fund = await registers.Funds.SingleOrDefaultAsync(f => f.ProjectId == id && f.Year == year && f.Source == source, ct);
        if (planned is null && paid is null)
        {
            if (fund is null) return new Problem("programme.fund-nothing", nameof(form.Planned));
            registers.Remove(fund);
            return await Saved(project, ct);
        }
        if (fund is null) registers.Add(fund = new() { Id = registers.NewId(), ProjectId = id, Year = year!.Value, Source = source!.Value });
        (fund.Planned, fund.Paid, fund.Reason) = (planned, paid, reason);
        return await Saved(project, ct);
    }

    public async Task<Result<Guid>> Milestone(Guid id, MilestoneForm form, CancellationToken ct)
    {
        var own = await Own(id, form.Version, ct);
        if (own.Value is not { } project) return new Result<Guid>(default, own.Problems);
        ProjectMilestone? milestone = null;
        if (form.Milestone is { Length: > 0 })
        {
            var which = Here.Id(form.Milestone);
            milestone = await registers.Milestones.SingleOrDefaultAsync(m => m.Id == which && m.ProjectId == id, ct);
            if (milestone is null) return new Problem("programme.register-choose", nameof(form.Milestone));
            if (form.Remove == "1")
            {
                registers.Remove(milestone);
                return await Saved(project, ct);
            }
        }
        else if (await registers.Milestones.CountAsync(m => m.ProjectId == id, ct) >= ProjectMilestone.Most) return new Problem("programme.project-too-many-milestones", nameof(form.Title), ProjectMilestone.Most);
        var read = new Lines();
        // An empty field of a milestone that stands leaves what stands.
        var title = read.Line(form.Title, nameof(form.Title), ProjectMilestone.LongestTitle, needed: milestone is null);
        var (due, done) = (read.Day(form.Due, nameof(form.Due), needed: milestone is null), read.Day(form.Done, nameof(form.Done)));
        if (done > time.Today()) read.Problems.Add(new("programme.project-day-order", nameof(form.Done)));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        if (milestone is null) registers.Add(milestone = new() { Id = registers.NewId(), ProjectId = id });
        (milestone.Title, milestone.Due, milestone.DoneOn) = (title ?? milestone.Title, due ?? milestone.Due, done ?? milestone.DoneOn);
        return await Saved(project, ct);
    }

    async Task<Result<KeyProject>> Own(Guid id, int version, CancellationToken ct) =>
        await registers.OwnProjects.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } project ? NotYours : project.Version != version ? TaskDesk.Changed : project;

    async Task<Result<Guid>> Saved(KeyProject project, CancellationToken ct)
    {
        project.Version++;
        return await registers.SaveUnlessTaken(ct) ? project.Id : TaskDesk.Changed;
    }

    async Task<List<Problem>> Fill(KeyProject project, ProjectForm form, CancellationToken ct)
    {
        var read = new Lines();
        if (user.IsOffice)
        {
            if (project.PlanId is null) (project.Name, project.Content) = (read.Line(form.Name, nameof(form.Name), RegisterRow.LongestName, needed: true) ?? "", read.Text(form.Content, nameof(form.Content), RegisterRow.LongestContent) ?? "");
            project.UnitId = await UnitOf(registers, form.Unit, nameof(form.Unit), time.Today(), read, ct);
            project.DomainId = Here.Id(form.Domain) is { } domain && await programme.Domains.AnyAsync(d => d.Id == domain, ct) ? domain : null;
            if (project.DomainId is null && form.Domain is { Length: > 0 }) read.Problems.Add(new("programme.register-choose", nameof(form.Domain)));
        }
        project.TaskId = await TaskOf(programme, project.TaskId, form.Task, nameof(form.Task), read, ct);
        project.Land = read.Line(form.Land, nameof(form.Land), KeyProject.LongestFact);
        project.Permit = read.Line(form.Permit, nameof(form.Permit), KeyProject.LongestFact);
        project.Address = read.Line(form.Address, nameof(form.Address), KeyProject.LongestFact);
        (project.Latitude, project.Longitude) = (Degrees(form.Latitude, nameof(form.Latitude), Latitudes, read), Degrees(form.Longitude, nameof(form.Longitude), Longitudes, read));
        if (read.Problems.Count == 0 && project.Latitude is null != project.Longitude is null) read.Problems.Add(new("programme.project-half-a-place", nameof(form.Latitude)));
        return read.Problems;
    }

    static decimal? Degrees(string? text, string field, (decimal Least, decimal Most) bounds, Lines read)
    {
        if (Typed.Figure(text, out var degrees) && (degrees is null || (degrees >= bounds.Least && degrees <= bounds.Most))) return degrees;
        read.Problems.Add(new("programme.project-no-degrees", field, bounds.Least, bounds.Most));
        return null;
    }

    public static async Task<Guid?> UnitOf(RegistersData registers, string? text, string field, DateOnly today, Lines read, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (Here.Id(text) is { } unit && await registers.Units.AnyAsync(u => u.Id == unit && (u.ValidTo == null || u.ValidTo > today), ct)) return unit;
        read.Problems.Add(new("programme.order-no-unit", field));
        return null;
    }

    /// <summary>A task that the user sees; one that was chosen by somebody who sees more stays chosen.</summary>
    public static async Task<Guid?> TaskOf(ProgrammeData programme, Guid? kept, string? text, string field, Lines read, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (Here.Id(text) is { } task && (task == kept || await programme.VisibleTasks.AnyAsync(t => t.Id == task, ct))) return task;
        read.Problems.Add(new("programme.register-choose", field));
        return kept;
    }
}
