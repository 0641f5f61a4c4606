using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Evaluating;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Evaluating;

/// <summary>From the rules to the final result: what is counted, who sees and does what, and that nobody learns who scored what.</summary>
public class EvaluationTests
{
    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}")));

    static ScoreRulesForm Weights(params (ScoreKind Kind, int Weight)[] weights)
    {
        var left = weights.ToList();
        return new()
        {
            Do = "force",
            Name = "评分规则",
            Vetoes = "虚报数据",
            ExcellentFrom = "90",
            GoodFrom = "80",
            PassFrom = "60",
            LeastCoverage = "50",
            Rows = [.. EditScoreRules.Rows.Select(k => left.FindIndex(w => w.Kind == k) is >= 0 and var at && left[at] is var found && left.Remove(found) ? ((string?)k.ToString(), (string?)$"{found.Weight}") : (null, null))],
        };
    }

    static async Task<Guid> Rules(City city, Actor office, params (ScoreKind, int)[] weights)
    {
        var draft = await city.As(office, (EditScoreRules edit) => edit.Begin(default));
        Done(draft);
        Done(await city.As(office, (EditScoreRules edit) => edit.Run(draft.Value, Weights(weights), default)));
        return draft.Value;
    }

    static EvaluationForm About(Guid rules, params Actor[] units) => new()
    {
        Title = "2026年度评价",
        Term = "Yearly",
        Year = "2026",
        Rules = rules.ToString(),
        SelfDueOn = "2026-12-04",
        Questions = "一\n二\n三\n四\n五",
        ChildQuestions = "甲\n乙\n丙\n丁\n戊",
        Units = [.. units.Select(u => u.Unit.ToString())],
    };

    static Task<ProgrammeEvaluation> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<ProgrammeEvaluation>().AsNoTracking().SingleAsync(e => e.Id == id));
    static Task<EvaluationSheet> SheetOf(City city, Guid id, Actor unit) => city.Use((CityDb db) => db.Set<EvaluationSheet>().AsNoTracking().SingleAsync(s => s.EvaluationId == id && s.UnitId == unit.Unit));

    static async Task<Result<Guid>> Step(City city, Actor by, Guid id, EvaluationStepKind step, string? day = null, int? version = null) =>
        await city.As(by, async (MoveEvaluation move) => await move.Run(id, new() { Do = step.ToString(), Version = version ?? (await Of(city, id)).Version, Day = day, Text = step == EvaluationStepKind.Withdraw ? "误建" : null }, default));

    static async Task<Result<Guid>> Act(City city, Actor by, Guid id, Actor unit, EvaluationStepKind step, Action<SheetStepForm>? fill = null, int? version = null)
    {
        var sheet = await SheetOf(city, id, unit);
        var form = new SheetStepForm { Do = step.ToString(), Version = version ?? sheet.Version, Text = "说明理由" };
        fill?.Invoke(form);
        return await city.As(by, (MoveSheet move) => move.Run(id, sheet.Id, form, default));
    }

    /// <summary>A plan with two tasks that were due this year, one of them done, and an evaluation at its self-assessment.</summary>
    static async Task<(SmallPlan Plan, Guid Id)> Started(City city, params (ScoreKind, int)[] weights)
    {
        var plan = await SmallPlan.In(city);
        return (plan, await Started(city, plan, weights));
    }

    internal static async Task<Guid> Started(City city, SmallPlan plan, params (ScoreKind, int)[] weights)
    {
        var (done, _) = await plan.Add(city, 2, "建成儿童议事会", state: TaskState.Completed, due: new(2026, 6, 30), progress: 100);
        await plan.Add(city, 3, "改造校门口", state: TaskState.InProgress, due: new(2026, 9, 30));
        await city.Use(async (CityDb db) =>
        {
            db.Add(new TaskNote { Id = Guid.CreateVersion7(), TaskId = done, Kind = NoteKind.Submitted, At = new(2026, 6, 20, 0, 0, 0, DateTimeKind.Utc) });
            db.Add(new TaskNote { Id = Guid.CreateVersion7(), TaskId = done, Kind = NoteKind.Accepted, At = new(2026, 7, 20, 0, 0, 0, DateTimeKind.Utc) }); // the office took a month
            await db.SaveChangesAsync();
        });
        var rules = await Rules(city, plan.Office, weights.Length == 0 ? [(ScoreKind.TasksDone, 50), (ScoreKind.TasksOnTime, 30), (ScoreKind.ReturnsOnTime, 10), (ScoreKind.SelfAssessed, 10)] : weights);
        var opened = await city.As(plan.Office, (OpenEvaluation open) => open.Run(About(rules, plan.Lead, plan.Cooperating), default));
        Done(opened);
        Assert.Null(await city.As(plan.Lead, (ReadEvaluations read) => read.One(opened.Value, 1, default))); // nothing before it starts
        Done(await Step(city, plan.Office, opened.Value, EvaluationStepKind.Start));
        return opened.Value;
    }

    static void Claim(SheetStepForm form) => form.Claims = new Dictionary<int, (string?, string?)> { [3] = ("80", null), [0] = (null, "议事会每月一次") };

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_the_office_gives_a_unit_learns_with_the_result_and_not_before(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id) = await Started(city);
        async Task<SheetView> Seen(Actor by) => (await city.As(by, async (ReadEvaluations read) => await read.Sheet(id, (await SheetOf(city, id, plan.Lead)).Id, default)))!;
        Done(await Act(city, plan.Lead, id, plan.Lead, EvaluationStepKind.HandIn, Claim));
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Review));
        Done(await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Set, f => (f.Item, f.Share) = ("3", "60")));
        var given = (await Seen(plan.Office)).Lines.Single(l => l.Line.Kind == ScoreKind.SelfAssessed).Line;
        Assert.NotNull(given.Got);
        var before = (await Seen(plan.Lead)).Lines.Single(l => l.Line.Kind == ScoreKind.SelfAssessed).Line;
        Assert.Equal((null, null, null), (before.Got, before.Of, before.Why));
        Assert.DoesNotContain((await Seen(plan.Lead)).Steps, s => s.Kind == EvaluationStepKind.Set);
        Assert.All(await city.As(plan.Lead, async (ReadEvaluations read) => await read.All(id, default).ToListAsync()), row => Assert.False(row.Item3.Line.Kind == ScoreKind.SelfAssessed && row.Item3.Line.Got is not null));
        Assert.NotNull((await Seen(plan.Lead)).Lines.Single(l => l.Line.Kind == ScoreKind.TasksDone).Line.Got); // what the record says it reads at once
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Panel));
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Announce));
        Assert.Equal(given.Got, (await Seen(plan.Lead)).Lines.Single(l => l.Line.Kind == ScoreKind.SelfAssessed).Line.Got);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_evaluation_goes_its_whole_way_and_every_point_is_explained(string engine)
    {
        await using var city = await City.On(engine);
        var ((plan, id), clock) = (await Started(city), (StoppedClock)city.Time);
        async Task<SheetView> Seen(Actor by, Actor unit) => (await city.As(by, async (ReadEvaluations read) => await read.Sheet(id, (await SheetOf(city, id, unit)).Id, default)))!;

        // The unit reads what it stands at, with what it rests on, before it says a word.
        var before = await Seen(plan.Lead, plan.Lead);
        Assert.Equal((1m, 2m), (before.Lines[0].Line.Got, before.Lines[0].Line.Of) is ({ } got, { } of) ? (got, of) : default);
        Assert.Equal(["/tasks/"], before.Lines[0].Line.BasisList.Select(b => b.Link![..7]).Distinct());
        Assert.Equal((2m, 3m), (before.Lines[1].Line.Got, before.Lines[1].Line.Of) is ({ } g, { } o) ? (g, o) : default); // one done in time, one not due yet, one late
        Assert.True(before.Lines[2].Line.Of is null && before.Lines[2].Points.Points is null); // no returns were asked: outside the denominator

        Done(await Act(city, plan.Lead, id, plan.Lead, EvaluationStepKind.HandIn, Claim));
        Assert.False((await Act(city, plan.Lead, id, plan.Lead, EvaluationStepKind.HandIn, Claim)).Ok); // once
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Review));
        Assert.Equal(80, (await Seen(plan.Office, plan.Lead)).Lines[3].Line.Got);
        Done(await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Set, f => (f.Item, f.Share) = ("3", "60")));
        Assert.False((await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Set, f => (f.Item, f.Share) = ("0", "100"))).Ok); // what the record says nobody types over
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Announce));
        // (50·½ + 30·⅔ + 10·0.6) ÷ 90
        Assert.Equal((56.67m, 90m, UnitGrade.Fail), await SheetOf(city, id, plan.Lead) is var s ? (s.Score!.Value, s.Coverage!.Value, s.Grade!.Value) : default);

        Assert.False((await Step(city, plan.Office, id, EvaluationStepKind.TakeObjections, "2026-11-23")).Ok); // one working day is none
        Done(await Step(city, plan.Office, id, EvaluationStepKind.TakeObjections, "2026-11-27"));
        Done(await Act(city, plan.Lead, id, plan.Lead, EvaluationStepKind.Object, f => f.Item = "0"));
        Assert.False((await Act(city, plan.Lead, id, plan.Lead, EvaluationStepKind.Object, f => f.Item = "0")).Ok); // a point once
        clock.Move(TimeSpan.FromDays(8));
        Assert.Contains((await Step(city, plan.Office, id, EvaluationStepKind.Finish)).Problems, p => p.Code == "programme.evaluation-open-objections");
        Assert.False((await Act(city, plan.Lead, id, plan.Lead, EvaluationStepKind.Object, f => f.Item = "1")).Ok); // the days are over
        Assert.False((await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Uphold, f => (f.Item, f.Share) = ("0", "40"))).Ok); // whoever objects does not come out worse
        Done(await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Uphold, f => (f.Item, f.Share) = ("0", "100")));
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Finish));

        var result = await Seen(plan.Lead, plan.Lead);
        Assert.Equal((84.44m, UnitGrade.Good, ObjectionState.Upheld, 1m), (result.Sheet.Score!.Value, result.Sheet.Grade!.Value, result.Lines[0].Line.Objection, result.Lines[0].Line.GotBefore!.Value));
        var chain = (await city.As(plan.Office, (ReadEvaluations read) => read.One(id, 1, default)))!.Steps.Select(x => x.Kind);
        Assert.Equal(EvaluationState.Final, EvaluationCourse.Replay(chain));
        Assert.Equal([EvaluationStepKind.HandIn, EvaluationStepKind.Set, EvaluationStepKind.Object, EvaluationStepKind.Uphold], result.Steps.Select(x => x.Kind));
        Assert.Contains(await city.As(plan.Lead, (NoticeBoard board) => board.Own.Select(n => n.Code).ToListAsync()), c => c == "programme.notice-evaluation-uphold");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_sees_its_own_sheet_and_the_numbers_of_the_others_never_their_names(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id) = await Started(city);
        var other = (await SheetOf(city, id, plan.Cooperating)).Id;
        foreach (var actor in new[] { plan.Lead, plan.County, plan.Outsider, await city.Actor(RoleCode.School, "某小学"), await city.Actor(RoleCode.Evaluator, "某评估公司") })
        {
            Assert.Null(await city.As(actor, (ReadEvaluations read) => read.Sheet(id, other, default)));
            Assert.Equal(actor == plan.Lead, await city.As(actor, (ReadEvaluations read) => read.One(id, 1, default)) is not null);
            foreach (var step in Enum.GetValues<EvaluationStepKind>()) Assert.False((await Step(city, actor, id, step)).Ok);
            foreach (var step in Enum.GetValues<EvaluationStepKind>()) Assert.False((await Act(city, actor, id, plan.Cooperating, step, f => (f.Item, f.Share, f.Veto) = ("0", "100", "虚报数据"))).Ok);
        }
        Assert.Null((await city.As(plan.Lead, (ReadEvaluations read) => read.One(id, 1, default)))!.Grades); // nothing before it is announced
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Review));
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Announce));
        var view = (await city.As(plan.Lead, (ReadEvaluations read) => read.One(id, 1, default)))!;
        Assert.Equal((1, 2, 0), (view.Rows.Count, view.Grades!.Sum(g => g.Units), view.Named.Count));
        Assert.Equal([plan.Lead.UnitName], (await city.As(plan.Lead, async (ReadEvaluations read) => await read.All(id, default).ToListAsync())).Select(r => r.Sheet.UnitName).Distinct());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_an_unannounced_inspection_found_counts_only_when_it_is_revealed(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var now = city.Time.GetUtcNow().UtcDateTime;
        await city.Use(async (CityDb db) =>
        {
            foreach (var (kind, reveal) in new[] { (InspectionKind.Field, (DateTime?)null), (InspectionKind.Unannounced, now.AddDays(3)) })
            {
                var (inspection, order) = (Guid.CreateVersion7(), Guid.CreateVersion7());
                db.Add(new Inspection { Id = inspection, Kind = kind, Title = "检查", State = InspectionState.Issued, FromDay = new(2026, 9, 1), ToDay = new(2026, 9, 1), IssuedOn = new(2026, 9, 3), RevealAt = reveal });
                db.Add(new SupervisionOrder { Id = order, Source = OrderSource.Inspection, Title = "整改", UnitId = plan.Lead.Unit, State = OrderState.Notified, NotifiedOn = new(2026, 9, 3), DueOn = new(2026, 9, 20) });
                db.Add(new InspectionFinding { Id = Guid.CreateVersion7(), InspectionId = inspection, UnitId = plan.Lead.Unit, Severity = FindingSeverity.Serious, Text = "问题", DueOn = new(2026, 9, 20), OrderId = order });
            }
            await db.SaveChangesAsync();
        });
        async Task<decimal> Found() => (await city.As(plan.Office, (MeasureUnits measure) => measure.Run(new(2026, 1, 1), new(2026, 12, 31), [new(plan.Lead.Unit, plan.Lead.RegionCode)], default)))[(plan.Lead.Unit, ScoreKind.FindingsClosed)].Of;
        Assert.Equal(1, await Found());
        ((StoppedClock)city.Time).Move(TimeSpan.FromDays(4));
        Assert.Equal(2, await Found());
    }

    static PanelLinksForm Asked(int version, EvaluationSheet sheet, int number = 3, string seat = "Child") => new() { Version = version, Seat = seat, Number = $"{number}", Until = "2026-11-30", Sheets = [sheet.Id.ToString()] };

    static string SecretOf(FreshLink link) => link.Path["/panel/".Length..];

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_panel_scores_once_by_link_and_only_three_together_are_heard(string engine)
    {
        await using var city = await City.On(engine);
        var ((plan, id), clock) = (await Started(city, (ScoreKind.TasksDone, 50), (ScoreKind.PanelScore, 50)), (StoppedClock)city.Time);
        var sheet = await SheetOf(city, id, plan.Lead);
        async Task<Result<IReadOnlyList<FreshLink>>> Give(Actor by, int number = 3) => await city.As(by, async (KeepPanel keep) => await keep.Give(id, Asked((await Of(city, id)).Version, sheet, number), default));
        Assert.False((await Give(plan.Office)).Ok); // not at its time
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Review));
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Panel));
        Assert.False((await Give(plan.Lead)).Ok);
        var given = await Give(plan.Office, 5);
        Done(given);
        var links = given.Value!;
        Task<Result<int>> Answer(FreshLink link, string mark) => city.Use((ScorePanel panel) => panel.Run(SecretOf(link), new() { Mark = (_, _) => mark }, default));
        Task<PanelView?> Open(FreshLink link) => city.Use((ScorePanel panel) => panel.Read(SecretOf(link), default));

        // The link shows the units it was given for, by name, in children's words, and no figure to a child.
        var shown = (await Open(links[0]))!;
        Assert.Equal((true, "甲", plan.Lead.UnitName, 0), (shown.Open, shown.Questions[0], Assert.Single(shown.Units).Name, shown.Units[0].Lines.Count));
        Assert.False((await Answer(links[0], "")).Ok);
        Assert.False((await Answer(links[0], "9")).Ok);
        Assert.Null(await city.Use((ScorePanel panel) => panel.Read("nothing", default)));
        var twice = await Task.WhenAll(Answer(links[0], "5"), Answer(links[0], "1"));
        Assert.Equal(1, twice.Count(t => t.Ok)); // whoever presses twice has scored once
        Assert.True((await Open(links[0])) is { Open: false, Used: true, Units.Count: 0 });
        Done(await Answer(links[1], "5"));
        Done(await Answer(links[2], "3"));
        Done(await city.As(plan.Office, async (KeepPanel keep) => await keep.End(id, new() { Ends = (await city.Use((CityDb db) => db.Set<PanelLink>().SingleAsync(l => l.Serial == 4))).Id.ToString() }, default)));
        Assert.False((await Answer(links[3], "5")).Ok); // taken back
        clock.Move(TimeSpan.FromDays(11));
        Assert.False((await Answer(links[4], "5")).Ok); // past its day

        // Neither the votes nor the record know who scored what; no secret is kept.
        await city.Use(async (CityDb db) =>
        {
            Assert.Equal(3, await db.Set<PanelVote>().CountAsync());
            Assert.False(await db.Set<AuditEntry>().AnyAsync(e => e.Entity == "programme_panel_vote"));
            foreach (var link in links) Assert.False(await db.Set<AuditEntry>().AnyAsync(e => e.Changes.Contains(SecretOf(link))));
        });
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Announce));
        var first = twice[0].Ok ? 100m : 0m;
        var line = await city.Use((CityDb db) => db.Set<ScoreLine>().AsNoTracking().SingleAsync(l => l.SheetId == sheet.Id && l.Kind == ScoreKind.PanelScore));
        Assert.Equal(decimal.Round((first + 100 + 50) / 3, 2), line.Got);
        var quiet = (await SheetOf(city, id, plan.Cooperating)).Id;
        Assert.Null((await city.Use((CityDb db) => db.Set<ScoreLine>().AsNoTracking().SingleAsync(l => l.SheetId == quiet && l.Kind == ScoreKind.PanelScore))).Got); // nobody was asked about it
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Rules_in_force_never_change_and_an_evaluation_keeps_its_version(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id) = await Started(city);
        var rules = (await Of(city, id)).RulesId;
        Assert.False((await city.As(plan.Office, (EditScoreRules edit) => edit.Run(rules, Weights((ScoreKind.Manual, 100)), default))).Ok);
        Assert.False((await city.As(plan.Lead, (EditScoreRules edit) => edit.Next(rules, default))).Ok);
        var next = await city.As(plan.Office, (EditScoreRules edit) => edit.Next(rules, default));
        Assert.Contains((await city.As(plan.Office, (EditScoreRules edit) => edit.Run(next.Value, Weights((ScoreKind.Manual, 99)), default))).Problems, p => p.Code == "programme.evaluation-weights");
        Assert.Empty(await city.As(plan.Lead, (EvaluationData data) => data.Rules.Where(r => r.Id == next.Value).ToListAsync())); // a draft is the office's

        // What the new weights would do to each unit, before anybody is bound by them; nothing of it is saved.
        var audited = await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync());
        var tried = await city.As(plan.Office, (TryRules attempt) => attempt.Run(Weights((ScoreKind.TasksDone, 100)), default));
        Done(tried);
        var lead = tried.Value!.Units.Single(u => u.Unit == plan.Lead.UnitName);
        Assert.Equal((50m, audited), (lead.Then.Score!.Value, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync())));
        Assert.NotEqual(lead.Now!.Score, lead.Then.Score);

        Done(await city.As(plan.Office, (EditScoreRules edit) => edit.Run(next.Value, Weights((ScoreKind.Manual, 100)), default)));
        Assert.Equal((ScoreRulesState.Replaced, 2), await city.Use(async (CityDb db) => ((await db.Set<ScoreRules>().SingleAsync(r => r.Id == rules)).State, (await db.Set<ScoreRules>().SingleAsync(r => r.Id == next.Value)).Number)));
        Assert.Equal(rules, (await city.As(plan.Lead, (ReadEvaluations read) => read.One(id, 1, default)))!.Rules.Id);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_act_on_what_they_saw_do_not_both_succeed(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id) = await Started(city);
        var seen = (await Of(city, id)).Version;
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Count));
        Assert.Contains(TaskDesk.Changed, (await Step(city, plan.Office, id, EvaluationStepKind.Review, version: seen)).Problems);
        Done(await Step(city, plan.Office, id, EvaluationStepKind.Review));
        var sheet = (await SheetOf(city, id, plan.Lead)).Version;
        Done(await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Veto, f => f.Veto = "虚报数据"));
        Assert.Contains(TaskDesk.Changed, (await Act(city, plan.Office, id, plan.Lead, EvaluationStepKind.Set, f => (f.Item, f.Share) = ("3", "10"), version: sheet)).Problems);
        Assert.False((await Act(city, plan.Office, id, plan.Cooperating, EvaluationStepKind.Veto, f => f.Veto = "别的事项")).Ok); // only what the rules name
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_pages_of_everybody_open_and_the_childs_sheet_is_sent(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (plan, id) = await Started(running.City, (ScoreKind.TasksDone, 50), (ScoreKind.PanelScore, 40), (ScoreKind.SelfAssessed, 10));
        var sheet = await SheetOf(running.City, id, plan.Lead);
        using var office = running.Entered(plan.Office);
        using var unit = running.Entered(plan.Lead);
        async Task Open(HttpClient who, params string[] pages)
        {
            foreach (var page in pages) Assert.Equal((page, HttpStatusCode.OK), (page, (await who.GetAsync(new Uri(page, UriKind.Relative))).StatusCode));
        }
        await Open(office, "/evaluations", "/evaluations/new", "/evaluations/rules", $"/evaluations/rules/{(await Of(running.City, id)).RulesId}", $"/evaluations/{id}", $"/evaluations/{id}/panel", $"/evaluations/{id}/units/{sheet.Id}", $"/evaluations/{id}/points.xlsx", $"/evaluations/{id}/report.docx");
        await Open(unit, "/evaluations", "/evaluations/rules", $"/evaluations/{id}", $"/evaluations/{id}/units/{sheet.Id}", $"/evaluations/{id}/points.csv", $"/evaluations/{id}/units/{sheet.Id}/report.docx", "/desk");
        Assert.Equal(HttpStatusCode.NotFound, (await unit.GetAsync(new Uri($"/evaluations/{id}/units/{(await SheetOf(running.City, id, plan.Cooperating)).Id}", UriKind.Relative))).StatusCode);

        Done(await Step(running.City, plan.Office, id, EvaluationStepKind.Review));
        Done(await Step(running.City, plan.Office, id, EvaluationStepKind.Panel));
        var given = await running.City.As(plan.Office, async (KeepPanel keep) => await keep.Give(id, Asked((await Of(running.City, id)).Version, sheet), default));
        var path = given.Value![0].Path;
        using var child = running.Visitor();
        var page = WebUtility.HtmlDecode(await child.GetStringAsync(new Uri(path, UriKind.Relative)));
        Assert.Contains("甲", page, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Office.UnitName, page, StringComparison.Ordinal);
        using var sent = await RunningCity.Post(child, path, path, new() { ["_handler"] = "panel", ["Form.Sent"] = "1", ["Q0-0"] = "5", ["Q0-1"] = "3", ["Q7-0"] = "1" });
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        Assert.Contains("谢谢", WebUtility.HtmlDecode(await child.GetStringAsync(new Uri(path, UriKind.Relative))), StringComparison.Ordinal);
        Assert.Equal(["5,3,,,"], await running.City.Use((CityDb db) => db.Set<PanelVote>().Select(v => v.Answers).ToListAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await child.GetAsync(new Uri("/panel/nothing", UriKind.Relative))).StatusCode);
    }
}
