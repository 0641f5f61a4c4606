using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Programme;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reviewing;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Reviewing;

public class ApplyTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_checked_draft_becomes_a_plan_with_tasks_units_targets_and_notices(string engine)
    {
        await using var city = await City.On(engine);
        var (office, units) = await Drafts.People(city);
        var plan = await Drafts.Applied(city, office, Drafts.First);

        var tasks = await Drafts.Tasks(city, office, plan);
        Assert.Equal(["行动1", "行动2", "行动3"], tasks.Select(t => t.Label));
        Assert.All(tasks, t => Assert.Equal((TaskState.Assigned, new DateOnly(2025, 1, 1)), (t.State, t.StartsOn)));
        Assert.Equal([new DateOnly(2026, 12, 31), new DateOnly(2027, 12, 31), new DateOnly(2027, 12, 31)], tasks.Select(t => t.Due!.Value));
        Assert.All(tasks, t => Assert.NotNull(t.FirstBlock));
        await city.As(office, async (ProgrammeData data) =>
        {
            Assert.Equal(2, await data.Domains.CountAsync(d => d.PlanId == plan));
            var lead = await data.TaskUnits.SingleAsync(u => u.TaskId == tasks[0].Id && u.Primary);
            Assert.Equal(units[0].Unit, lead.UnitId);
            Assert.True(await data.Targets.AnyAsync(x => x.TaskId == tasks[0].Id && x.Value == 4.6m && x.Block != null));
            Assert.Equal(3, await data.Notes.CountAsync(n => n.Kind == NoteKind.Assigned));
        });
        Assert.Equal("programme.notice-plan-applied", (await city.As(units[1], (NoticeBoard board) => board.Own.SingleAsync())).Code);
        Assert.Equal(2, await city.As(units[0], (ProgrammeData data) => data.VisibleTasks.CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_draft_with_an_error_is_refused_and_nothing_of_it_stays(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Checked(city, office, Drafts.First);
        await city.As(office, async (EditEntry edit) =>
        {
            var entry = (await Drafts.Sheet(city, office, import)).Tasks.First();
            var broken = entry.Task with { Units = [.. entry.Units, new DraftUnit("谁也不认识的局", UnitRole.Cooperating, null, false)], Targets = [.. entry.Targets.Select(t => t with { Comparator = null })] };
            Assert.True((await edit.Run(import, entry.Id, entry.Version, broken, true, default)).Ok);
        });

        var result = await city.As(office, (ApplyPlan apply) => apply.Run(import, default));
        Assert.Contains(result.Problems, p => p.Code == "programme.apply-unmatched");
        Assert.Contains(result.Problems, p => p.Code == "programme.apply-target-comparator");
        Assert.Equal(ImportState.Reviewing, (await Drafts.Sheet(city, office, import)).Import.State);
        Assert.Equal(0, await city.As(office, (ProgrammeData data) => data.Plans.CountAsync()));
    }

    [Fact]
    public async Task What_nobody_has_checked_is_not_put_into_force()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Upload(city, office, Drafts.First);
        await Drafts.Read(city, office, import);
        var result = await city.As(office, (ApplyPlan apply) => apply.Run(import, default));
        Assert.Contains(result.Problems, p => p.Code == "programme.apply-unchecked");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Pressed_twice_it_happens_once(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Checked(city, office, Drafts.First);
        var pressed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => city.As(office, (ApplyPlan apply) => apply.Run(import, default)))));
        Assert.All(pressed, p => Assert.True(p.Ok));
        Assert.Equal(pressed[0].Value!.Plan, pressed[1].Value!.Plan);
        Assert.Single(pressed, p => p.Value!.Already);
        Assert.Equal(3, (await Drafts.Tasks(city, office, pressed[0].Value!.Plan)).Count);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Broken_off_anywhere_it_leaves_nothing(string engine)
    {
        var clock = new FailingClock();
        await using var city = await City.On(engine, clock);
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Checked(city, office, Drafts.First);
        foreach (var after in new[] { 1, 3, 12, 30 })
        {
            clock.FailAfter = after;
            await Assert.ThrowsAsync<InvalidOperationException>(() => city.As(office, (ApplyPlan apply) => apply.Run(import, default)));
            clock.FailAfter = null;
            Assert.Equal(ImportState.Reviewing, (await Drafts.Sheet(city, office, import)).Import.State);
            await city.Use(async (CityDb db) => Assert.Equal((0, 0, 0), (await db.Set<Plan>().CountAsync(), await db.Set<ProgrammeTask>().CountAsync(), await db.Set<Notice>().CountAsync())));
        }
        Assert.True((await city.As(office, (ApplyPlan apply) => apply.Run(import, default))).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_revision_keeps_what_units_have_reported(string engine)
    {
        await using var city = await City.On(engine);
        var (office, units) = await Drafts.People(city);
        var plan = await Drafts.Applied(city, office, Drafts.First);
        var before = await Drafts.Tasks(city, office, plan);
        await city.As(office, async (ProgrammeData data) =>
        {
            foreach (var task in await data.VisibleTasks.ToListAsync()) (task.Progress, task.State) = (40, TaskState.InProgress);
            foreach (var part in await data.TaskUnits.ToListAsync()) part.ConfirmedAt = city.Time.GetUtcNow().UtcDateTime;
            data.Add(new Evidence { Id = data.NewId(), TaskId = before[2].Id, FileName = "照片.jpg", FileSha256 = new string('a', 64), AddedAt = city.Time.GetUtcNow().UtcDateTime });
            await data.Save(default);
        });

        Assert.Equal(plan, await Drafts.Applied(city, office, Drafts.Second, plan));
        var after = await Drafts.Tasks(city, office, plan);
        Assert.Equal(4, after.Count);
        var nursery = after.Single(t => t.Id == before[0].Id);
        Assert.Equal((40, TaskState.InProgress), (nursery.Progress, nursery.State));
        Assert.Contains("4.8", nursery.Text, StringComparison.Ordinal);
        Assert.Equal(2, after.Single(t => t.Id == before[1].Id).DroppedInVersion);
        Assert.Equal(("行动2", (int?)40), after.Where(t => t.Id == before[2].Id).Select(t => (t.Label, t.Progress)).Single());
        Assert.Null(after.Single(t => t.Label == "行动3" && t.DroppedInVersion == null).Progress);
        await city.As(office, async (ProgrammeData data) =>
        {
            Assert.Equal(2, (await data.Plans.SingleAsync()).VersionNumber);
            Assert.Equal(1, await data.EvidenceFiles.CountAsync(e => e.TaskId == before[2].Id));
            var parts = await data.TaskUnits.Where(u => u.TaskId == before[2].Id).ToListAsync();
            Assert.NotNull(parts.Single(p => p.UnitId == units[3].Unit).ConfirmedAt);
            Assert.Null(parts.Single(p => p.UnitId == units[2].Unit).ConfirmedAt); // new in this task
            Assert.True(await data.Targets.AnyAsync(x => x.TaskId == before[0].Id && x.Value == 4.8m));
        });
    }

    [Fact]
    public void A_task_without_any_unit_stops_the_plan_until_somebody_confirms_that_it_has_none()
    {
        var task = new DraftTask("1", null, null, null, null, "题", "正文。", [], [], [], null, [], 1);
        Assert.Contains(Check(EntryState.Open), o => o is { Problem.Code: "programme.apply-no-lead", Severity: OneMetre.Platform.Results.Severity.Error });
        Assert.Contains(Check(EntryState.Confirmed), o => o is { Problem.Code: "programme.apply-no-lead", Severity: OneMetre.Platform.Results.Severity.Warning });

        IReadOnlyList<Obstacle> Check(EntryState state) => ApplyCheck.Of(new()
        {
            Import = new(),
            Header = new("方案", null, null, null, null, null, null, null, null, null, null, [], []),
            Findings = [],
            Matches = new Dictionary<string, ReviewMatch>(),
            Entries = [new(Guid.Empty, EntryKind.Task, 1, task, 1, state, null, null, 0)],
        });
    }

    /// <summary>Stands for a process that dies: every write asks the clock, so it can be made to fail at any of them.</summary>
    sealed class FailingClock : TimeProvider
    {
        int asked;
        int? failAfter;
        public int? FailAfter { get => failAfter; set => (failAfter, asked) = (value, 0); }
        public override DateTimeOffset GetUtcNow() => failAfter is { } limit && asked++ >= limit ? throw new InvalidOperationException("The process is gone.") : City.Noon;
    }
}
