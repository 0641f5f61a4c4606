using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Supervising;

/// <summary>From a late task to a closed order: who may do what, what is seen by whom, and that nothing happens twice.</summary>
public class SupervisionTests
{
    static readonly DateOnly Today = new(2026, 11, 20);

    internal static OrderForm About(SmallPlan plan, Guid? unit = null) => new() { Task = plan.Task.ToString(), Unit = (unit ?? plan.Lead.Unit).ToString(), Title = "学位建设滞后", Demand = "倒排工期，报送整改清单。", Basis = "《示范市儿童友好城市建设实施方案》行动1", Days = "15" };

    internal static Task<Result<Guid>> Open(City city, Actor by, OrderForm form) => city.As(by, (OpenOrder open) => open.Run(form, default));

    static async Task<Result<Guid>> Step(City city, Actor by, Guid id, OrderStepKind step, string? text = null, string? day = null, int? version = null) =>
        await city.As(by, async (MoveOrder move) => await move.Run(id, new() { Do = step.ToString(), Version = version ?? (await Of(city, id)).Version, Text = text, Day = day }, default));

    static Task<SupervisionOrder> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<SupervisionOrder>().AsNoTracking().SingleAsync(o => o.Id == id));
    static Task<List<OrderStepKind>> Chain(City city, Guid id) => city.Use((CityDb db) => db.Set<OrderStep>().AsNoTracking().Where(s => s.OrderId == id).OrderBy(s => s.Number).Select(s => s.Kind).ToListAsync());

    static void Done(Result<Guid> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}")));

    static async Task<(SmallPlan Plan, Guid Order, StoppedClock Clock)> Ordered(City city)
    {
        var plan = await SmallPlan.In(city);
        var opened = await Open(city, plan.Office, About(plan));
        Done(opened);
        return (plan, opened.Value, (StoppedClock)city.Time);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_order_goes_its_whole_way_and_its_chain_proves_it(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, clock) = await Ordered(city);
        void Later(int days = 1) => clock.Move(TimeSpan.FromDays(days));

        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        var order = await Of(city, id);
        Assert.Equal(("妇儿工委督〔2026〕1号", new DateOnly(2026, 11, 24), new DateOnly(2026, 12, 11)), (order.Number, order.AcknowledgeBy!.Value, order.DueOn!.Value));
        Later();
        Done(await Step(city, plan.Lead, id, OrderStepKind.Acknowledge));
        Later();
        Done(await Step(city, plan.Lead, id, OrderStepKind.Plan, "两所学校月底开工"));
        Done(await Step(city, plan.Lead, id, OrderStepKind.AskTime, "雨季影响", "2026-12-31"));
        Later();
        Done(await Step(city, plan.Office, id, OrderStepKind.GrantTime));
        Assert.Equal((new DateOnly(2026, 12, 31), new DateOnly(2026, 12, 11), 1), (await Of(city, id)) is var granted ? (granted.DueOn!.Value, granted.FirstDueOn!.Value, granted.Extensions) : default);
        Assert.False((await Step(city, plan.Lead, id, OrderStepKind.AskTime, "再延", "2027-01-31")).Ok); // once is what the city allows
        Later();
        Done(await Step(city, plan.Lead, id, OrderStepKind.Reply, "已开工，附照片"));
        Later();
        Done(await Step(city, plan.Office, id, OrderStepKind.SendBack, "只开工一所", "2027-01-08"));
        Later();
        Done(await Step(city, plan.Lead, id, OrderStepKind.Reply, "两所都已开工"));
        Later();
        Done(await Step(city, plan.Office, id, OrderStepKind.Verify, "现场核查属实"));
        Later();
        Done(await Step(city, plan.Office, id, OrderStepKind.Close));

        var chain = await Chain(city, id);
        Assert.Equal(11, chain.Count);
        Assert.Equal((await Of(city, id)).State, OrderCourse.Replay(chain));
        Assert.Empty(await city.As(plan.Office, (ReadOrders read) => read.ForMe(10, default)));
        Assert.Contains(await city.As(plan.Lead, (NoticeBoard board) => board.Own.Select(n => n.Code).ToListAsync()), c => c == "programme.notice-order-close");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_sees_its_own_orders_once_they_are_sent_out_and_nobody_elses(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Ordered(city);
        async Task<bool> Sees(Actor actor) => await city.As(actor, async (ReadOrders read) => await read.One(id, default) is not null && (await read.Run(new(), 1, default)).Total == 1);
        var county = await city.Actor(RoleCode.CivilAffairs, "县民政局", "路人", "990102000000");
        var teacher = await city.Actor(RoleCode.School, "某小学");

        Assert.Equal([plan.Office], await Seers());
        Assert.Empty(await city.As(plan.Lead, (NoticeBoard board) => board.Own.ToListAsync()));
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        Assert.Equal([plan.Office, plan.Lead], await Seers());
        Assert.Equal(1, (await city.As(plan.Lead, (ReadOrders read) => read.Waits(default))).Number);

        async Task<List<Actor>> Seers()
        {
            var seers = new List<Actor>();
            foreach (var actor in new[] { plan.Office, plan.Lead, plan.Cooperating, plan.County, plan.OtherCounty, plan.Outsider, county, teacher })
                if (await Sees(actor)) seers.Add(actor);
            return seers;
        }
    }

    /// <summary>Whose each step is, written here once more: the unit that was ordered answers for itself, all else is the office's, and criticism is a second person's of the office.</summary>
    static readonly HashSet<OrderStepKind> Answering = [OrderStepKind.Acknowledge, OrderStepKind.Plan, OrderStepKind.Reply, OrderStepKind.AskTime];

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_takes_a_step_that_is_not_theirs_in_any_state(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, clock) = await Ordered(city);
        // One order, walked through all its states; in each of them everybody tries every step that is not theirs.
        (Actor, OrderStepKind, string?)[] way =
        [
            (plan.Office, OrderStepKind.Notify, null), (plan.Lead, OrderStepKind.Acknowledge, null), (plan.Lead, OrderStepKind.Plan, null), (plan.Lead, OrderStepKind.AskTime, "2026-12-30"),
            (plan.Office, OrderStepKind.ProposeCriticism, null), (plan.Lead, OrderStepKind.Reply, null), (plan.Office, OrderStepKind.Verify, null), (plan.Office, OrderStepKind.Close, null),
        ];
        var seen = new HashSet<OrderState>();
        foreach (var (by, next, day) in way.Append((plan.Office, OrderStepKind.Open, null)))
        {
            var before = await Of(city, id);
            seen.Add(before.State);
            foreach (var step in Enum.GetValues<OrderStepKind>())
            {
                Assert.False((await Step(city, plan.Outsider, id, step, "x", "2026-12-30")).Ok, $"outsider {before.State} {step}");
                Assert.False((await Step(city, Answering.Contains(step) ? plan.Office : plan.Lead, id, step, "x", "2026-12-30")).Ok, $"{before.State} {step}");
            }
            Assert.Equal((before.State, before.Version), (await Of(city, id) is var after ? after.State : default, after.Version));
            if (next == OrderStepKind.Open) break;
            clock.Move(TimeSpan.FromMinutes(5));
            Done(await Step(city, by, id, next, "x", day));
        }
        Assert.Equal(Enum.GetValues<OrderState>().Except([OrderState.Withdrawn]).Order(), seen.Order());
        Assert.False((await Open(city, plan.Lead, About(plan))).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Criticism_is_approved_by_somebody_else_than_who_proposed_it(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, clock) = await Ordered(city);
        var second = await city.Actor(RoleCode.Office, "市妇儿工委办", "许之远", unit: plan.Office.Unit);
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        Done(await Step(city, plan.Office, id, OrderStepKind.ProposeCriticism, "多次催办未果"));
        Assert.False((await Step(city, plan.Office, id, OrderStepKind.Criticise)).Ok);
        Assert.Equal(Criticism.Proposed, (await Of(city, id)).Criticism);
        // Until it is decided the unit reads nothing of it, not even that there is a proposal.
        async Task<List<OrderStepKind>> Read(Actor actor) => [.. (await city.As(actor, (ReadOrders read) => read.One(id, default)))!.Steps.Select(s => s.Kind)];
        Assert.Contains(OrderStepKind.ProposeCriticism, await Read(plan.Office));
        Assert.Equal([OrderStepKind.Open, OrderStepKind.Notify], await Read(plan.Lead));
        clock.Move(TimeSpan.FromMinutes(1));
        Done(await Step(city, second, id, OrderStepKind.Criticise));
        Assert.Equal(Criticism.Approved, (await Of(city, id)).Criticism);
        var told = (await city.As(plan.Lead, (ReadOrders read) => read.One(id, default)))!.Steps[^1];
        Assert.Equal((OrderStepKind.Criticise, "多次催办未果"), (told.Kind, told.Text));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_act_on_what_they_saw_do_not_both_succeed(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Ordered(city);
        var seen = (await Of(city, id)).Version;
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify, version: seen));
        Assert.Contains(TaskDesk.Changed, (await Step(city, plan.Office, id, OrderStepKind.Withdraw, "误立", version: seen)).Problems);
        Assert.Equal(OrderState.Notified, (await Of(city, id)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Orders_that_go_out_at_the_same_moment_get_numbers_of_their_own(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var ids = new List<Guid>();
        foreach (var unit in new[] { plan.Lead, plan.Cooperating, plan.County, plan.Outsider }) ids.Add((await Open(city, plan.Office, About(plan, unit.Unit))).Value);
        for (var turn = 0; turn < 8; turn++) // whoever was second is told so, and sends it out again
            await Task.WhenAll(ids.Select(async id => { if ((await Of(city, id)).Number is null) await Step(city, plan.Office, id, OrderStepKind.Notify); }));
        var serials = await city.Use((CityDb db) => db.Set<SupervisionOrder>().OrderBy(o => o.Serial).Select(o => o.Serial).ToListAsync());
        Assert.Equal([1, 2, 3, 4], serials);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_clock_reminds_once_and_raises_by_rule(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, clock) = await Ordered(city);
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        for (var day = 0; day < 60; day++)
        {
            clock.Move(TimeSpan.FromDays(1));
            await city.Use((ChaseOrders chase) => chase.Run(default));
            await city.Use((ChaseOrders chase) => chase.Run(default));
        }
        Assert.Equal([OrderStepKind.Open, OrderStepKind.Notify, OrderStepKind.Remind, OrderStepKind.Remind, OrderStepKind.Escalate, OrderStepKind.Escalate], await Chain(city, id));
        Assert.Equal((2, Light.Red), (await city.As(plan.Office, (ReadOrders read) => read.One(id, default))) is { } view ? (view.Line.Order.Level, view.Line.Light) : default);
        Assert.Equal(2, await city.As(plan.Lead, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "programme.notice-order-escalate")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_matter_has_one_open_order_for_one_unit(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Ordered(city);
        Assert.Contains((await Open(city, plan.Office, About(plan))).Problems, p => p.Code == "programme.order-standing");
        Assert.Equal(id, (await city.As(plan.Office, (OpenOrder open) => open.Draft(plan.Task, null, default)))!.Standing);
        Done(await Open(city, plan.Office, About(plan, plan.Cooperating.Unit)));
        Done(await Step(city, plan.Office, id, OrderStepKind.Withdraw, "重复立项"));
        Done(await Open(city, plan.Office, About(plan)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_typed_badly_is_refused_beside_its_field(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var refused = await Open(city, plan.Office, new() { Title = " ", Unit = Guid.NewGuid().ToString(), Days = "0", Basis = new string('依', 301) });
        Assert.Equal(["Title", "Demand", "Basis", "Unit", "Days"], refused.Problems.Select(p => p.Field));
        Assert.Contains((await Open(city, plan.Office, About(plan) is var form ? new() { Task = "no", Title = form.Title, Demand = form.Demand, Basis = form.Basis, Days = "3", Unit = form.Unit } : form)).Problems, p => p.Code == "programme.order-no-source");

        var id = (await Open(city, plan.Office, About(plan))).Value;
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        Assert.Equal(["Text", "Day"], (await Step(city, plan.Lead, id, OrderStepKind.AskTime, " ", Today.ToString("yyyy-MM-dd", null))).Problems.Select(p => p.Field));
        Assert.Equal(["Day"], (await Step(city, plan.Lead, id, OrderStepKind.AskTime, "雨季", "明天")).Problems.Select(p => p.Field));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_office_of_one_says_who_above_it_has_approved(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Ordered(city);
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        Done(await Step(city, plan.Office, id, OrderStepKind.ProposeCriticism, "多次催办未果"));
        Assert.Equal("programme.order-who-approved", (await Step(city, plan.Office, id, OrderStepKind.Criticise)).Problems[0].Code);
        Done(await Step(city, plan.Office, id, OrderStepKind.Criticise, "分管副市长11月20日批准"));
        Assert.Equal("多次催办未果\n分管副市长11月20日批准", (await city.As(plan.Lead, (ReadOrders read) => read.One(id, default)))!.Steps[^1].Text);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Time_is_asked_for_before_the_due_day_is_over_and_what_is_granted_is_more_and_a_working_day(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, clock) = await Ordered(city);
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify)); // due on 11 December
        Assert.Equal("programme.order-day-off", (await Step(city, plan.Lead, id, OrderStepKind.AskTime, "雨季", "2026-12-19")).Problems[0].Code);
        Done(await Step(city, plan.Lead, id, OrderStepKind.AskTime, "雨季", "2026-12-18"));
        Assert.Equal("programme.order-later-day", (await Step(city, plan.Office, id, OrderStepKind.GrantTime, day: "2026-12-10")).Problems[0].Code);
        clock.Move(TimeSpan.FromDays(30)); // 20 December: what was asked for is past
        Assert.Equal("programme.order-later-day", (await Step(city, plan.Office, id, OrderStepKind.GrantTime)).Problems[0].Code);
        Done(await Step(city, plan.Office, id, OrderStepKind.RefuseTime, "不再延"));
        Assert.False((await Step(city, plan.Lead, id, OrderStepKind.AskTime, "再请", "2026-12-31")).Ok);
        Assert.Equal(new DateOnly(2026, 12, 11), (await Of(city, id)).DueOn);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_paper_is_kept_with_its_step_or_refused_aloud(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Ordered(city);
        async Task<Result<Guid>> With(Actor by, OrderStepKind step, string? day = null)
        {
            using var content = new MemoryStream("%PDF-1.4\n%%EOF"u8.ToArray());
            var version = (await Of(city, id)).Version;
            var paper = new FormFile(content, 0, content.Length, "File", "台账.pdf");
            return await city.As(by, (MoveOrder move) => move.Run(id, new() { Do = step.ToString(), Version = version, Text = "附材料", Day = day, File = paper }, default));
        }
        Assert.Equal("programme.order-no-paper-here", (await With(plan.Office, OrderStepKind.Notify)).Problems[0].Code);
        Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        Done(await With(plan.Lead, OrderStepKind.AskTime, "2026-12-18"));
        Assert.Equal(["台账.pdf"], (await city.As(plan.Office, (ReadOrders read) => read.One(id, default)))!.Steps.Where(s => s.FileSha256 is not null).Select(s => s.FileName));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_open_the_same_matter_at_once_open_it_once(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Open(city, plan.Office, About(plan))));
        Assert.Single(opened, o => o.Ok);
        Assert.All(opened.Where(o => !o.Ok), o => Assert.Equal("programme.order-standing", o.Problems[0].Code));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<SupervisionOrder>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_way_to_the_source_is_shown_to_whoever_may_go_it(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var (inIt, notInIt) = ((await Open(city, plan.Office, About(plan))).Value, (await Open(city, plan.Office, About(plan, plan.Outsider.Unit))).Value);
        foreach (var id in new[] { inIt, notInIt }) Done(await Step(city, plan.Office, id, OrderStepKind.Notify));
        Assert.Equal($"/tasks/{plan.Task}", (await city.As(plan.Lead, (ReadOrders read) => read.One(inIt, default)))!.Source);
        Assert.Null((await city.As(plan.Outsider, (ReadOrders read) => read.One(notInIt, default)))!.Source);
    }
}
