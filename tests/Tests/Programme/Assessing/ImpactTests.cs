using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Assessing;

/// <summary>From the eight questions to the public register: who may do what, the gate of the final, and nothing in public before its time.</summary>
public class ImpactTests
{
    static NewImpactForm About(params string[] answers) => new() { Title = "上学路改造", About = "改造四所学校周边道路。", Kind = "Project", Answers = [.. Enumerable.Range(0, 8).Select(i => ((string?)(i < answers.Length ? answers[i] : "No"), (string?)"沿线有学校"))] };

    static async Task<Guid> Opened(City city, Actor by, params string[] answers)
    {
        var opened = await city.As(by, (OpenImpact open) => open.Run(About(answers), default));
        Done(opened);
        return opened.Value;
    }

    static async Task<Result<Guid>> Step(City city, Actor by, Guid id, ImpactStepKind step, Action<ImpactForm>? fill = null, int? version = null)
    {
        var form = new ImpactForm { Do = step.ToString(), Version = version ?? (await Of(city, id)).Version, Text = "说明理由" };
        fill?.Invoke(form);
        return await city.As(by, (MoveImpact move) => move.Run(id, form, default));
    }

    static async Task Steps(City city, Actor by, Guid id, params ImpactStepKind[] steps)
    {
        foreach (var step in steps) Done(await Step(city, by, id, step));
    }

    static Task<ImpactAssessment> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<ImpactAssessment>().AsNoTracking().SingleAsync(a => a.Id == id));
    static void Done(Result<Guid> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}")));

    static void Hearing(ImpactForm f) => (f.HeardOn, f.Method, f.Number, f.AgeFrom, f.AgeTo, f.Said, f.Invited, f.Missing) = ("2026-11-10", "Talk", "12", "8", "12", "路口车太快。", "公开招募", "低年级");
    static void Judged(ImpactForm f) => (f.Option, f.Group, f.Right, f.Effect, f.Likelihood, f.Duration, f.Grade, f.Why) = ("0", "Age6To12", "Protection", "-2", "2", "3", "C", "绕行更远");
    static void Words(ImpactForm f) => (f.PublicSummary, f.ChildrenSaid, f.WhatChanged, f.ChildVersion) = ("摘要文字", "孩子综合意见", "加了红绿灯", "路口有红绿灯了。");

    /// <summary>A light assessment at its draft, judged and with nobody heard.</summary>
    internal static async Task<Guid> Drafted(City city, Actor by, params string[] answers)
    {
        var id = await Opened(city, by, answers.Length == 0 ? ["Yes"] : answers);
        await Steps(city, by, id, ImpactStepKind.Begin, ImpactStepKind.Gather, ImpactStepKind.Assess);
        Done(await Step(city, by, id, ImpactStepKind.Rate, Judged));
        await Steps(city, by, id, ImpactStepKind.Draft);
        return id;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_full_assessment_goes_its_whole_way_is_public_at_its_time_alone_and_is_looked_at_three_times(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, clock) = (await SmallPlan.In(city), (StoppedClock)city.Time);
        var id = await Drafted(city, plan.Lead, "High");
        Assert.Equal(ImpactDepth.Full, (await Of(city, id)).Depth);
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Finish)).Ok); // not from the draft
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Hear, Hearing));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Hear, f => { Hearing(f); (f.Number, f.AgeFrom, f.AgeTo) = ("4", "9", "9"); }));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Consult));
        Done(await Step(city, plan.Outsider, id, ImpactStepKind.Comment, f => f.Comment = "注意留守儿童"));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.AskExpert));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Opine, f => (f.ExpertName, f.Opinion) = ("某大学教授", "结论可信")));
        Assert.Equal(["programme.impact-gate-answers"], (await Step(city, plan.Lead, id, ImpactStepKind.Finish)).Problems.Select(p => p.Code));
        foreach (var comment in await city.Use((CityDb db) => db.Set<ImpactComment>().Select(c => c.Id).ToListAsync())) Done(await Step(city, plan.Lead, id, ImpactStepKind.Answer, f => (f.Item, f.Reply) = (comment.ToString(), "采纳")));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Finish));
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Decide, f => f.Decision = "1")).Ok);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Decide, f => (f.Decision, f.Reason) = ("Partly", "管线所限")));
        Assert.Equal("programme.impact-words-missing", (await Step(city, plan.Office, id, ImpactStepKind.Publish)).Problems[0].Code);
        Assert.Equal("programme.impact-personal", (await Step(city, plan.Lead, id, ImpactStepKind.Write, f => { Words(f); f.ChildVersion = "找王老师 13800138000"; })).Problems[0].Code);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Write, Words));
        Assert.Null(await city.Use((IPublicImpacts open) => open.Read(id, default)));
        Assert.Equal(0, (await city.Use((IPublicImpacts open) => open.Find(1, 30, default))).Total);
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Publish)).Ok); // the office's to do
        Done(await Step(city, plan.Office, id, ImpactStepKind.Publish));
        var read = (await city.Use((IPublicImpacts open) => open.Read(id, default)))!;
        Assert.Equal((ImpactDecision.Partly, "路口有红绿灯了。", 12, new DateOnly(2027, 5, 20)), (read.Impact.Decision, read.ChildVersion, read.Hearings.Max(h => h.Number), read.NextDue!.Value));
        Assert.Equal((null, null, null), read.Hearings.Single(h => h.Number is null) is var few ? (few.Number, few.AgeFrom, few.AgeTo) : default); // who knows the place would know the child

        foreach (var days in new[] { 181, 365, 731 })
        {
            Assert.False((await Step(city, plan.Office, id, ImpactStepKind.Close)).Ok);
            clock.Move(City.Noon.AddDays(days + 2) - clock.GetUtcNow());
            Assert.Equal(1, await city.Use((ChaseImpacts chase) => chase.Run(default))); // late already: once is all
            Assert.Equal(0, await city.Use((ChaseImpacts chase) => chase.Run(default)));
            Done(await Step(city, plan.Lead, id, ImpactStepKind.Monitor, f => f.Found = "车速慢了"));
        }
        Done(await Step(city, plan.Office, id, ImpactStepKind.Close));
        Assert.Equal([6, 12, 24], (await city.Use((IPublicImpacts open) => open.Read(id, default)))!.Monitoring.Select(m => m.Months));
        Assert.True(await city.As(plan.Lead, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "programme.notice-impact-remind")) >= 3);
        var chain = await city.Use((CityDb db) => db.Set<ImpactStep>().Where(s => s.ImpactId == id).OrderBy(s => s.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(0, chain.Count), chain.Select(s => s.Number));
        Assert.Equal(ImpactState.Closed, ImpactCourse.Replay(chain.Select(s => (s.Kind, ImpactDepth.Full))));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nothing_passes_the_gate_without_children_heard_or_a_reason_that_the_leader_signed(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var leader = await city.Actor(RoleCode.UnitLeader, "市教育局", "顾局", unit: plan.Lead.Unit);
        var other = await city.Actor(RoleCode.UnitLeader, "市民政局", "卫局", unit: plan.Outsider.Unit);
        var id = await Drafted(city, plan.Lead);
        var heard = new[] { "programme.impact-gate-heard" };
        Assert.Equal(heard, (await Step(city, plan.Lead, id, ImpactStepKind.Finish)).Problems.Select(p => p.Code));

        // Heard by somebody, and taken away again by somebody else who looked at the same page: whoever saw the old page is told so.
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Hear, Hearing));
        var (hearing, seen) = (await city.Use((CityDb db) => db.Set<ImpactHearing>().Select(h => h.Id).SingleAsync()), (await Of(city, id)).Version);
        Done(await Step(city, plan.Office, id, ImpactStepKind.DropHearing, f => f.Item = hearing.ToString()));
        Assert.Contains(TaskDesk.Changed, (await Step(city, plan.Lead, id, ImpactStepKind.Finish, version: seen)).Problems);
        Assert.Equal(heard, (await Step(city, plan.Lead, id, ImpactStepKind.Finish)).Problems.Select(p => p.Code));

        // Both at the same moment: never a final with nobody heard.
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Hear, Hearing));
        (hearing, seen) = (await city.Use((CityDb db) => db.Set<ImpactHearing>().Select(h => h.Id).SingleAsync()), (await Of(city, id)).Version);
        var both = await Task.WhenAll(Step(city, plan.Lead, id, ImpactStepKind.Finish, version: seen), Step(city, plan.Office, id, ImpactStepKind.DropHearing, f => f.Item = hearing.ToString(), seen));
        Assert.Single(both, b => b.Ok);
        if (both[0].Ok) Done(await Step(city, plan.Lead, id, ImpactStepKind.Reopen));
        if (both[0].Ok) await Steps(city, plan.Lead, id, ImpactStepKind.Assess, ImpactStepKind.Draft);
        if (both[0].Ok) Done(await Step(city, plan.Lead, id, ImpactStepKind.DropHearing, f => f.Item = hearing.ToString()));

        foreach (var not in new[] { plan.Lead, plan.Outsider, other }) Assert.False((await Step(city, not, id, ImpactStepKind.SignUnheard, f => f.Unheard = "紧急")).Ok);
        Assert.Equal("programme.order-say", (await Step(city, leader, id, ImpactStepKind.SignUnheard, f => f.Unheard = " ")).Problems[0].Code);
        Done(await Step(city, leader, id, ImpactStepKind.SignUnheard, f => f.Unheard = "防汛紧急"));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Finish));
        // What was signed was signed for what stood then.
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Reopen));
        await Steps(city, plan.Lead, id, ImpactStepKind.Assess, ImpactStepKind.Draft);
        Assert.Equal(heard, (await Step(city, plan.Lead, id, ImpactStepKind.Finish)).Problems.Select(p => p.Code));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_screening_is_lowered_and_none_is_signed_by_somebody_else_than_who_screened(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var colleague = await city.Actor(RoleCode.UnitLeader, "市教育局", "方可", unit: plan.Lead.Unit);
        var id = await Opened(city, plan.Lead, "Yes");
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Lower)).Ok);
        Assert.False((await Step(city, await city.Actor(RoleCode.DeptContact, "市教育局", "齐越", unit: plan.Lead.Unit), id, ImpactStepKind.Lower)).Ok); // a colleague answers for nothing
        Assert.Equal("programme.order-say", (await Step(city, colleague, id, ImpactStepKind.Lower, f => f.Text = " ")).Problems[0].Code);
        Done(await Step(city, colleague, id, ImpactStepKind.Lower));
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.SignNone)).Ok);
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Begin)).Ok);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Raise));
        Assert.Equal(ImpactDepth.Light, (await Of(city, id)).Depth);

        var none = await Opened(city, plan.Lead);
        Assert.False((await Step(city, plan.Lead, none, ImpactStepKind.SignNone)).Ok);
        Done(await Step(city, plan.Office, none, ImpactStepKind.SignNone));
        Assert.Equal(ImpactState.Closed, (await Of(city, none)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_sees_its_own_and_what_is_open_for_comment_and_the_chain_of_its_own_alone(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var id = await Drafted(city, plan.Lead, "High");
        async Task<bool?> Own(Actor actor) => (await city.As(actor, (ReadImpacts read) => read.One(id, default)))?.Own;
        Assert.Equal((true, true, (bool?)null), (await Own(plan.Lead), await Own(plan.Office), await Own(plan.Outsider)));
        Assert.Contains(MoveImpact.None, (await Step(city, plan.Outsider, id, ImpactStepKind.Hear, Hearing)).Problems);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Consult));
        var view = (await city.As(plan.Outsider, (ReadImpacts read) => read.One(id, default)))!;
        Assert.False(view.Own);
        Assert.Empty(view.Steps);
        Assert.Equal([ImpactStepKind.Comment], view.May);
        Assert.False((await Step(city, plan.Outsider, id, ImpactStepKind.Hear, Hearing)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_forged_or_typed_badly_is_refused_beside_its_field(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var refused = await city.As(plan.Lead, (OpenImpact open) => open.Run(new() { Kind = "7", Answers = [("9", null), ("Yes", " ")] }, default));
        Assert.Equal(["Title", "About", "Kind", "A0", "S1", "A2", "A3", "A4", "A5", "A6", "A7"], refused.Problems.Select(p => p.Field));
        var id = await Drafted(city, plan.Lead);
        foreach (var forged in new[] { "31", "Final", "", "Register", "Screen", "Remind", "finish" }) Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Hear, f => f.Do = forged)).Ok);
        Assert.Equal(["HeardOn", "Method", "Number", "AgeTo", "Said"], (await Step(city, plan.Lead, id, ImpactStepKind.Hear, f => { Hearing(f); (f.HeardOn, f.Method, f.Number, f.AgeFrom, f.AgeTo, f.Said) = ("2027-01-01", "0", "0", "12", "8", "电话13800138000"); })).Problems.Select(p => p.Field));
        Assert.Equal(["Group", "Right", "Option", "Effect", "Owner"], (await Step(city, plan.Lead, id, ImpactStepKind.Rate, f => { Judged(f); (f.Group, f.Right, f.Option, f.Effect, f.Mitigation) = ("1", "x", "9", "4", "补坡道"); })).Problems.Select(p => p.Field));
        Assert.Equal(["Indicator"], (await Step(city, plan.Lead, id, ImpactStepKind.AddEvidence, f => (f.Indicator, f.Year) = ("no-such", "2025"))).Problems.Select(p => p.Field));
        // The same cell judged again is one judgement.
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Rate, f => { Judged(f); f.Effect = "1"; }));
        Assert.Equal(1, (await city.Use((CityDb db) => db.Set<ImpactRow>().SingleAsync())).Effect);
    }

    static async Task<Guid> Published(City city, SmallPlan plan, params string[] answers)
    {
        var id = await Drafted(city, plan.Lead, answers);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Hear, Hearing));
        await Steps(city, plan.Lead, id, ImpactStepKind.Finish);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Decide, f => (f.Decision, f.Reason) = ("Accepted", "照办")));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Write, Words));
        Done(await Step(city, plan.Office, id, ImpactStepKind.Publish));
        return id;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_public_and_wrong_is_taken_back_by_the_office_corrected_and_looked_at_where_it_stood(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, clock) = (await SmallPlan.In(city), (StoppedClock)city.Time);
        var id = await Published(city, plan);
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Unpublish)).Ok);
        Assert.Equal("programme.order-say", (await Step(city, plan.Office, id, ImpactStepKind.Unpublish, f => f.Text = " ")).Problems[0].Code);
        Done(await Step(city, plan.Office, id, ImpactStepKind.Unpublish));
        Assert.Null(await city.Use((IPublicImpacts open) => open.Read(id, default)));
        Assert.Equal("programme.impact-personal", (await Step(city, plan.Lead, id, ImpactStepKind.Write, f => { Words(f); f.Title = "13800138000家门口改造"; })).Problems[0].Code);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Write, f => { Words(f); f.Title = "上学路改造（更正）"; }));
        Done(await Step(city, plan.Office, id, ImpactStepKind.Publish));
        Assert.Equal(("上学路改造（更正）", new DateOnly(2027, 11, 20)), (await city.Use((IPublicImpacts open) => open.Read(id, default))) is var read ? (read!.Impact.Title, read.NextDue!.Value) : default);

        // After its last look it is closed; taken back then, it is closed again without another look.
        clock.Move(TimeSpan.FromDays(366));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Monitor, f => f.Found = "车速慢了"));
        Done(await Step(city, plan.Office, id, ImpactStepKind.Close));
        await Steps(city, plan.Office, id, ImpactStepKind.Unpublish, ImpactStepKind.Publish);
        Assert.Single((await city.Use((IPublicImpacts open) => open.Read(id, default)))!.Monitoring);
        await Steps(city, plan.Office, id, ImpactStepKind.Close);
        var chain = await city.Use((CityDb db) => db.Set<ImpactStep>().Where(s => s.ImpactId == id).OrderBy(s => s.Number).ToListAsync());
        Assert.Equal(ImpactState.Closed, ImpactCourse.Replay(chain.Select(s => (s.Kind, ImpactDepth.Light))));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_comes_out_lighter_by_withdrawing_alone_nor_by_opening_again_after_the_expert(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, clock) = (await SmallPlan.In(city), (StoppedClock)city.Time);
        var leader = await city.Actor(RoleCode.UnitLeader, "市教育局", "顾局", unit: plan.Lead.Unit);
        var id = await Drafted(city, plan.Lead, "High");
        Assert.False((await Step(city, plan.Lead, id, ImpactStepKind.Withdraw)).Ok);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Hear, Hearing));
        await Steps(city, plan.Lead, id, ImpactStepKind.Consult);
        // One unit's many words keep nobody else's out, nor the expert's.
        for (var n = 0; n < MoveImpact.MostOfAUnit; n++) Done(await Step(city, plan.Outsider, id, ImpactStepKind.Comment, f => f.Comment = $"意见{n}"));
        Assert.Equal("programme.impact-full", (await Step(city, plan.Outsider, id, ImpactStepKind.Comment, f => f.Comment = "再来")).Problems[0].Code);
        Done(await Step(city, plan.Cooperating, id, ImpactStepKind.Comment, f => f.Comment = "另一家"));
        await Steps(city, plan.Lead, id, ImpactStepKind.AskExpert);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Opine, f => (f.ExpertName, f.Opinion) = ("某大学教授", "结论可信")));
        foreach (var comment in await city.Use((CityDb db) => db.Set<ImpactComment>().Select(c => c.Id).ToListAsync())) Done(await Step(city, plan.Lead, id, ImpactStepKind.Answer, f => (f.Item, f.Reply) = (comment.ToString(), "采纳")));
        clock.Move(TimeSpan.FromMinutes(5));
        await Steps(city, plan.Lead, id, ImpactStepKind.Reopen, ImpactStepKind.Assess, ImpactStepKind.Draft, ImpactStepKind.Consult, ImpactStepKind.AskExpert);
        Assert.Equal(["programme.impact-gate-expert"], (await Step(city, plan.Lead, id, ImpactStepKind.Finish)).Problems.Select(p => p.Code)); // who opined saw something else
        Done(await Step(city, leader, id, ImpactStepKind.Withdraw));
        Assert.Equal(1, await city.As(plan.Office, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "programme.notice-impact-withdraw")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Other_units_read_of_what_is_published_neither_who_signed_nor_the_screening_nor_the_papers(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var id = await Drafted(city, plan.Lead);
        var paper = "%PDF-1.4 1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>"u8.ToArray();
        await city.Use(async (CityDb db) =>
        {
            db.Add(new ImpactEvidence { Id = Guid.CreateVersion7(), ImpactId = id, Kind = ImpactEvidenceKind.Paper, Title = "听证记录", FileSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(paper)), FileName = "a.pdf", FileSize = paper.Length, AddedOn = new(2026, 11, 20) });
            await db.SaveChangesAsync();
        });
        Done(await Step(city, plan.Office, id, ImpactStepKind.SignUnheard, f => f.Unheard = "防汛紧急"));
        await Steps(city, plan.Lead, id, ImpactStepKind.Finish);
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Decide, f => (f.Decision, f.Reason) = ("Accepted", "照办")));
        Done(await Step(city, plan.Lead, id, ImpactStepKind.Write, Words));
        Done(await Step(city, plan.Office, id, ImpactStepKind.Publish));
        var (own, other) = (await city.As(plan.Lead, (ReadImpacts read) => read.One(id, default)), await city.As(plan.Outsider, (ReadImpacts read) => read.One(id, default)));
        Assert.Equal((8, 1, true), (own!.Answers.Count, own.Evidence.Count, own.Impact.UnheardBy is not null));
        Assert.Equal((0, 0, null, "防汛紧急"), (other!.Answers.Count, other.Evidence.Count, other.Impact.UnheardBy, other.Impact.UnheardReason));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Answers_belong_to_the_questions_that_were_shown_and_no_assessment_waits_for_its_signature_unseen(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var leader = await city.Actor(RoleCode.UnitLeader, "市教育局", "顾局", unit: plan.Lead.Unit);
        var form = About();
        form.Wording = new ImpactRules().Mark;
        Done(await city.As(plan.Office, (SetImpactRules set) => set.Run(new() { Questions = string.Join('\n', Enumerable.Range(1, 8).Select(n => $"本市的问题{n}？")) }, default)));
        Assert.Equal([OpenImpact.Reworded], (await city.As(plan.Lead, (OpenImpact open) => open.Run(form, default))).Problems);
        await Opened(city, plan.Lead);
        foreach (var signs in new[] { plan.Office, leader })
        {
            Assert.Equal(1, (await city.As(signs, (ReadImpacts read) => read.Waits(default))).Number);
            Assert.Equal(1, await city.As(signs, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "programme.notice-impact-none")));
        }
        Assert.Equal(0, (await city.As(plan.Lead, (ReadImpacts read) => read.Waits(default))).Number);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_pages_lead_from_the_questions_to_the_report_and_the_public_reads_only_what_is_published(string engine)
    {
        await using var site = await RunningCity.On(engine);
        var plan = await SmallPlan.In(site.City);
        using var browser = site.Entered(plan.Lead);
        using var anybody = site.Visitor();
        async Task<HttpStatusCode> Get(HttpClient by, string page) => (await by.GetAsync(new Uri(page, UriKind.Relative))).StatusCode;

        var id = await Drafted(site.City, plan.Lead);
        foreach (var page in new[] { "/impact", "/impact/new", $"/impact/new?task={plan.Task}", $"/impact/{id}", $"/impact/{id}/report.docx", "/impact.csv", "/impact.xlsx" }) Assert.True(await Get(browser, page) == HttpStatusCode.OK, page);
        Assert.Equal(HttpStatusCode.Forbidden, await Get(browser, "/impact/rules"));
        using (var outsider = site.Entered(plan.Outsider))
            foreach (var page in new[] { $"/impact/{id}", $"/impact/{id}/report.docx" }) Assert.Equal(HttpStatusCode.NotFound, await Get(outsider, page));
        Assert.Equal(HttpStatusCode.NotFound, await Get(anybody, $"/impacts/{id}"));
        Assert.DoesNotContain("上学路改造", await anybody.GetStringAsync(new Uri("/impacts", UriKind.Relative)), StringComparison.Ordinal);

        Done(await Step(site.City, plan.Lead, id, ImpactStepKind.Hear, Hearing));
        await Steps(site.City, plan.Lead, id, ImpactStepKind.Finish);
        Done(await Step(site.City, plan.Lead, id, ImpactStepKind.Decide, f => (f.Decision, f.Reason) = ("Accepted", "照办")));
        Done(await Step(site.City, plan.Lead, id, ImpactStepKind.Write, Words));
        Assert.Equal(HttpStatusCode.NotFound, await Get(anybody, $"/impacts/{id}"));
        Done(await Step(site.City, plan.Office, id, ImpactStepKind.Publish));
        var shown = WebUtility.HtmlDecode(await anybody.GetStringAsync(new Uri($"/impacts/{id}", UriKind.Relative)));
        Assert.Contains("路口有红绿灯了。", shown, StringComparison.Ordinal);
        foreach (var inside in new[] { "路口车太快", "公开招募", "罗清越" }) Assert.DoesNotContain(inside, shown, StringComparison.Ordinal);
    }
}
