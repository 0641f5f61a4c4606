using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;
using OneMetre.Programme.Returning;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Returning;

/// <summary>The small plan with its task under way, a leader beside the lead unit's contact, and a quarterly cycle: open on the first of October, due on the tenth with two days of grace.</summary>
sealed class ReturnScene(City city, StoppedClock clock) : IAsyncDisposable
{
    public City City => city;
    public StoppedClock Clock => clock;
    public SmallPlan Plan { get; private set; } = null!;
    public Actor LeadLeader { get; private set; } = null!;
    public Actor PartnerLeader { get; private set; } = null!;
    public Guid Cycle { get; private set; }
    public Guid Round { get; private set; }

    public static DateTimeOffset FirstOfOctober { get; } = new(2026, 10, 1, 2, 0, 0, TimeSpan.Zero);

    public static async Task<ReturnScene> On(string engine)
    {
        var clock = new StoppedClock(FirstOfOctober);
        return await In(await City.On(engine, clock), clock);
    }

    public static async Task<ReturnScene> In(City city, StoppedClock clock)
    {
        var scene = new ReturnScene(city, clock) { Plan = await SmallPlan.In(city) };
        scene.LeadLeader = await city.Actor(RoleCode.UnitLeader, "市教育局", "方分管", unit: scene.Plan.Lead.Unit);
        scene.PartnerLeader = await city.Actor(RoleCode.UnitLeader, "市卫生健康委", "许分管", unit: scene.Plan.Cooperating.Unit);
        await scene.Plan.Set(city, TaskState.InProgress, 40);
        scene.Cycle = (await scene.Set()).Value;
        scene.Round = await city.Use((CityDb db) => db.Set<ReturnRound>().Select(r => r.Id).SingleAsync());
        return scene;
    }

    public static CycleForm Quarterly(Action<CycleForm>? change = null)
    {
        var form = new CycleForm { Name = "季度报送", Kind = nameof(PeriodKind.Quarter), OpensAfter = "1", DueAfter = "10", GraceDays = "2", EscalatesAfter = "3", From = "2026-07-01" };
        change?.Invoke(form);
        return form;
    }

    public Task<Result<Guid>> Set(CycleForm? form = null) => city.As(Plan.Office, (SetCycles set) => set.Run(form ?? Quarterly(), default));

    public Task<PeriodReturn> Of(Actor actor, Guid? round = null) =>
        city.Use((CityDb db) => db.Set<PeriodReturn>().SingleAsync(r => r.UnitId == actor.Unit && r.RoundId == (round ?? Round)));

    public Task<List<ReturnLine>> Lines(Guid sheet) => city.Use((CityDb db) => db.Set<ReturnLine>().Where(l => l.ReturnId == sheet).OrderBy(l => l.SortOrder).ToListAsync());
    public Task<List<ReturnStep>> Steps(Guid sheet) => city.Use((CityDb db) => db.Set<ReturnStep>().Where(l => l.ReturnId == sheet).OrderBy(l => l.At).ToListAsync());

    /// <summary>Answers every line "on plan".</summary>
    public async Task OnPlan(Actor actor)
    {
        var sheet = (await Of(actor)).Id;
        Assert.True((await city.As(actor, (SaveLines save) => save.Run(sheet, [], true, default))).Ok);
    }

    /// <summary>Answers one line as somebody who looked at it now.</summary>
    public async Task<Result<SavedLines>> Say(Actor actor, Action<LineInput> change, int line = 0)
    {
        var sheet = (await Of(actor)).Id;
        var input = SaveLines.Shown((await Lines(sheet))[line]);
        input.Was = input.Mark();
        change(input);
        return await city.As(actor, (SaveLines save) => save.Run(sheet, [input], false, default));
    }

    public async Task<Result<Guid>> Move(Actor of, ReturnMove move, Actor by, Action<MoveForm>? change = null)
    {
        var sheet = await Of(of);
        var form = new MoveForm { Do = move.ToString(), Version = sheet.Version };
        change?.Invoke(form);
        return await city.As(by, (MoveReturn act) => act.Run(sheet.Id, form, default));
    }

    /// <summary>Every unit has answered its part on plan.</summary>
    public async Task EverybodyOnPlan()
    {
        foreach (var actor in new[] { Plan.Cooperating, Plan.County, Plan.OtherCounty, Plan.Lead }) await OnPlan(actor);
    }

    public Task<List<Notice>> Notices(Actor actor) => city.Use((CityDb db) => db.Set<Notice>().Where(n => n.PostId == actor.Post).OrderBy(n => n.At).ToListAsync());

    public async Task Tick()
    {
        await city.Use((OpenRounds open) => open.Run(default));
        await city.Use((EscalateReturns escalate) => escalate.Run(default));
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();
}
