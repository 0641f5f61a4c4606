using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Model;
using OneMetre.Programme.Training;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Training;

/// <summary>A training from its draft to the records of those who were there; whose people one puts down; whom one can call in a unit.</summary>
public sealed class TrainingTests
{
    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field} {string.Join('/', p.Args)}")));
    static string Why(Result<Guid> step) => step.Problems.Single().Code;

    static TrainingForm Form(string day = "2026-11-24") => new() { Kind = "CityMeeting", Title = "联络员业务培训", Day = day, Clock = "9:00", Hours = "3.5", Place = "市委党校", For = ["DeptContact", "CountyOffice", "UnitLeader"], SignUpBy = "2026-11-20" };

    static Task<TrainingSession> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<TrainingSession>().AsNoTracking().SingleAsync(s => s.Id == id));
    static Task<List<TrainingEntry>> Entries(City city, Guid id) => city.Use((CityDb db) => db.Set<TrainingEntry>().AsNoTracking().Where(e => e.SessionId == id).OrderBy(e => e.Id).ToListAsync());
    static Task<Guid> Holding(City city, Actor of) => city.Use((CityDb db) => db.Set<PostHolding>().Where(h => h.PersonId == of.Person).Select(h => h.Id).SingleAsync());

    static async Task<Result<Guid>> Run(City city, Actor by, Guid id, string what, Action<TrainingForm>? change = null)
    {
        var form = Form();
        change?.Invoke(form);
        (form.Do, form.Version) = (what, (await Of(city, id)).Version);
        return await city.As(by, (KeepTraining keep) => keep.Run(id, form, default));
    }

    internal static async Task<Guid> Announced(City city, Actor by, Action<TrainingForm>? change = null)
    {
        var id = await Drafted(city, by, change);
        Done(await Run(city, by, id, "announce", change));
        return id;
    }

    internal static async Task<Guid> Drafted(City city, Actor by, Action<TrainingForm>? change = null)
    {
        var form = Form();
        change?.Invoke(form);
        var made = await city.As(by, (KeepTraining keep) => keep.Draft(form, default));
        Done(made);
        return made.Value;
    }

    static async Task<Result<Guid>> Sign(City city, Actor by, Guid id, params Actor[] people)
    {
        var holdings = new List<Guid>();
        foreach (var p in people) holdings.Add(await Holding(city, p));
        return await city.As(by, (SignUp sign) => sign.Run(id, holdings, holds: false, null, default));
    }

    static async Task<Result<Guid>> Add(City city, Actor by, Guid id, string? why, params Actor[] people)
    {
        var holdings = new List<Guid>();
        foreach (var p in people) holdings.Add(await Holding(city, p));
        return await city.As(by, (SignUp sign) => sign.Run(id, holdings, holds: true, why, default));
    }

    static async Task<Result<Guid>> Attend(City city, Actor by, Guid id, string act, params (Actor Who, TrainingPresence Came)[] came)
    {
        var entries = await Entries(city, id);
        var said = came.ToDictionary(c => entries.Single(e => e.PersonId == c.Who.Person).Id, c => (TrainingPresence?)c.Came);
        return await city.As(by, async (RecordTraining record) => await record.Attend(id, (await Of(city, id)).Version, said, act, default));
    }

    static async Task<Result<Guid>> Correct(City city, Actor by, Guid id, Actor who, TrainingPresence came, string? why) =>
        await city.As(by, async (RecordTraining record) => await record.Correct(id, new() { Version = (await Of(city, id)).Version, Entry = (await Entries(city, id)).Single(e => e.PersonId == who.Person).Id.ToString(), Came = came.ToString(), Reason = why }, default));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_typed_is_asked_for_beside_its_field(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        Assert.Equal(["Kind", "Title", "Place", "Day", "SignUpBy", "Hours", "For"], (await city.As(plan.Office, (KeepTraining keep) => keep.Draft(new(), default))).Problems.Select(p => p.Field));
        async Task<string> Refused(Action<TrainingForm> change)
        {
            var form = Form();
            change(form);
            var problem = (await city.As(plan.Office, (KeepTraining keep) => keep.Draft(form, default))).Problems.Single();
            return $"{problem.Code} {problem.Field}";
        }
        Assert.Equal("programme.training-hours-wrong Hours", await Refused(f => f.Hours = "2.3"));
        Assert.Equal("programme.training-hours-wrong Hours", await Refused(f => f.Hours = "0"));
        Assert.Equal("programme.training-by-late SignUpBy", await Refused(f => f.SignUpBy = "2026-11-25"));
        Assert.Equal("programme.meeting-clock Clock", await Refused(f => f.Clock = "九点"));
        Assert.Equal("programme.training-for-whom For", await Refused(f => f.For = ["AuditAdmin", "3"])); // administrators carry no programme
        Assert.Equal("programme.inspection-far Day", await Refused(f => f.Day = "2029-01-01"));
        Assert.Equal("programme.settings-not-a-number Capacity", await Refused(f => f.Capacity = "0"));
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<TrainingSession>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task It_stands_in_the_calendar_of_those_who_go_and_on_the_desk_of_those_who_have_named_nobody(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var id = await Announced(city, plan.Office);
        async Task<string> Seen(params Actor[] all)
        {
            var seen = new List<string>();
            foreach (var by in all)
            {
                var days = (await city.As(by, (ReadCalendar read) => read.Between(new(2026, 11, 1), new(2026, 12, 1), default))).Where(e => e.Kind == CalendarKind.Training).ToList();
                Assert.All(days, e => Assert.Equal(($"/training/{id}", "09:00", new DateOnly(2026, 11, 24)), (e.Address, e.Label, e.On)));
                seen.Add($"{days.Count}{(await city.As(by, (ReadTraining read) => read.ForDesk(5, default))).Count}");
            }
            return string.Join(' ', seen);
        }
        Assert.Equal("10 01 01", await Seen(plan.Office, plan.Lead, plan.County)); // held by the office; the others have to name somebody
        Done(await Sign(city, plan.Lead, id, plan.Lead));
        Assert.Equal("10 10 01", await Seen(plan.Office, plan.Lead, plan.County));
        Done(await Run(city, plan.Office, id, "off", f => f.Reason = "会场另有安排"));
        Assert.Equal("00 00 00", await Seen(plan.Office, plan.Lead, plan.County));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_names_its_own_people_and_nobody_elses(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var leader = await city.Actor(RoleCode.UnitLeader, plan.Lead.UnitName, "分管领导", unit: plan.Lead.Unit);
        var stats = await city.Actor(RoleCode.StatOfficer, plan.Lead.UnitName, "统计员", unit: plan.Lead.Unit);
        var draft = (await city.As(plan.Office, (KeepTraining keep) => keep.Draft(Form(), default))).Value;
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Sign(city, plan.Lead, draft, plan.Lead)).Problems.Single());
        Assert.Equal(TrainingDesk.NotNow, (await Add(city, plan.Office, draft, null, plan.Lead)).Problems.Single());
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Run(city, plan.Lead, draft, "announce")).Problems.Single());
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Run(city, plan.County, draft, "announce")).Problems.Single());
        Done(await Run(city, plan.Office, draft, "announce"));
        Assert.Equal("programme.training-not-now", Why(await Run(city, plan.Office, draft, "announce")));

        Done(await Sign(city, plan.Lead, draft, plan.Lead, leader));
        Done(await Sign(city, leader, draft, leader)); // stands there already
        Assert.Equal("programme.training-not-theirs", Why(await Sign(city, plan.Lead, draft, plan.Cooperating)));
        Assert.Equal("programme.training-not-theirs", Why(await Sign(city, plan.Lead, draft, stats))); // not for them
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Sign(city, stats, draft, stats)).Problems.Single()); // names nobody
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Add(city, plan.Lead, draft, null, plan.Cooperating)).Problems.Single()); // does not hold it
        Assert.Equal("programme.training-nobody-chosen", Why(await Sign(city, plan.Lead, draft)));
        Done(await Sign(city, plan.Cooperating, draft, plan.Cooperating));
        Assert.Equal(3, (await Of(city, draft)).SignedUp);

        var theirs = (await Entries(city, draft)).Single(e => e.UnitId == plan.Cooperating.Unit);
        Assert.Equal([TaskDesk.Changed], (await city.As(plan.Lead, (SignUp sign) => sign.Withdraw(draft, theirs.Id, default))).Problems);
        Done(await city.As(plan.Cooperating, (SignUp sign) => sign.Withdraw(draft, theirs.Id, default)));
        Assert.Equal(2, (await Of(city, draft)).SignedUp);
        Assert.Equal(2, (await city.As(plan.Lead, (ReadTraining read) => read.One(draft, default)))!.Entries.Count);
        Assert.Empty((await city.As(plan.Cooperating, (ReadTraining read) => read.One(draft, default)))!.Entries);

        // A county trains its county: nobody else sees it, and nobody of elsewhere is put down.
        var county = await Announced(city, plan.County, f => f.Kind = "County");
        foreach (var other in new[] { plan.Lead, plan.OtherCounty }) Assert.Null(await city.As(other, (ReadTraining read) => read.One(county, default)));
        Assert.NotNull(await city.As(plan.Office, (ReadTraining read) => read.One(county, default)));
        Assert.Equal("programme.training-not-theirs", Why(await Add(city, plan.County, county, null, plan.OtherCounty)));
        Assert.Equal("programme.training-not-theirs", Why(await Add(city, plan.Office, county, null, plan.Lead)));
        var director = await city.Actor(RoleCode.ChildDirector, "柳塘社区", "儿童主任", "990102001001");
        Assert.Null(await city.As(director, (ReadTraining read) => read.One(county, default))); // not for them
        Done(await Run(city, plan.County, county, "save", f => (f.Kind, f.For) = ("County", ["ChildDirector"])));
        Done(await Add(city, plan.County, county, null, director));
        Assert.Equal(director.Person, (await city.As(director, (ReadTraining read) => read.One(county, default)))!.Entries.Single().Entry.PersonId);
        Assert.Equal(1, (await city.As(director, (ReadTraining read) => read.Mine(1, default))).Total);

        // A draft that comes to nothing is taken away again.
        var idle = (await city.As(plan.County, (KeepTraining keep) => keep.Draft(Form(), default))).Value;
        Assert.Null(await city.As(plan.OtherCounty, (ReadTraining read) => read.One(idle, default)));
        Assert.Equal("programme.training-not-now", Why(await Run(city, plan.County, county, "remove")));
        Done(await Run(city, plan.County, idle, "remove"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_who_take_the_last_seat_at_once_one_is_told_that_it_is_gone(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var id = await Announced(city, plan.Office, f => f.Capacity = "2");
        Done(await Sign(city, plan.Outsider, id, plan.Outsider));
        var both = await Task.WhenAll(new[] { plan.Lead, plan.Cooperating }.Select(by => Sign(city, by, id, by)));
        Assert.Single(both, b => b.Ok);
        var refused = both.Single(b => !b.Ok).Problems.Single();
        Assert.Equal(("programme.training-full", 0, 1), (refused.Code, (int)refused.Args[0], (int)refused.Args[1]));
        Assert.Equal((2, 2), ((await Of(city, id)).SignedUp, (await Entries(city, id)).Count));
        Assert.Equal("programme.training-below", Why(await Run(city, plan.Office, id, "save", f => f.Capacity = "1")));

        // With room for all, nobody who signs up hinders another, nor the holder who writes.
        var roomy = await Announced(city, plan.Office);
        var four = await Task.WhenAll(new[] { plan.Lead, plan.Cooperating, plan.County, plan.Outsider }.Select(by => Sign(city, by, roomy, by)));
        Assert.All(four, Done);
        Assert.Equal(4, (await Of(city, roomy)).SignedUp);
        var seen = Form();
        (seen.Do, seen.Version) = ("save", (await Of(city, roomy)).Version);
        Done(await city.As(plan.Cooperating, async (SignUp sign) => await sign.Withdraw(roomy, (await Entries(city, roomy)).Single(e => e.UnitId == plan.Cooperating.Unit).Id, default)));
        Done(await city.As(plan.Office, (KeepTraining keep) => keep.Run(roomy, seen, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Who_is_put_down_is_told_once_and_again_when_it_is_moved_or_called_off(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        var leader = await city.Actor(RoleCode.UnitLeader, plan.Lead.UnitName, "分管领导", unit: plan.Lead.Unit);
        var id = await Announced(city, plan.Office);
        Done(await Sign(city, plan.Lead, id, plan.Lead, leader));
        Task<List<string>> Told(Actor who) => city.As(who, (NoticeBoard board) => board.Own.OrderBy(n => n.At).Select(n => n.Code).ToListAsync());
        Assert.Equal(["programme.notice-training-named"], await Told(leader));
        Assert.Empty(await Told(plan.Lead)); // did it
        Done(await Run(city, plan.Office, id, "save", f => f.About = "增加一节"));
        Assert.Single(await Told(leader));
        clock.Move(TimeSpan.FromMinutes(1));
        Done(await Run(city, plan.Office, id, "save", f => f.Place = "市政府会议室"));
        Assert.Equal(["programme.notice-training-moved"], await Told(plan.Lead));
        Assert.Equal("programme.order-say", Why(await Run(city, plan.Office, id, "off")));
        clock.Move(TimeSpan.FromMinutes(1));
        Done(await Run(city, plan.Office, id, "off", f => f.Reason = "台风"));
        Assert.Equal(["programme.notice-training-moved", "programme.notice-training-off"], await Told(plan.Lead));
        Assert.Equal(3, (await Told(leader)).Count);
        Assert.Empty(await Told(plan.Cooperating));
        Assert.Equal("programme.training-not-now", Why(await Sign(city, plan.Cooperating, id, plan.Cooperating)));
        Assert.Equal("programme.training-not-now", Why(await Run(city, plan.Office, id, "save")));
        Assert.Equal([TrainingStepKind.Announce, TrainingStepKind.Move, TrainingStepKind.CallOff], await city.As(plan.Office, (TrainingData data) => data.Steps.Where(s => s.SessionId == id).OrderBy(s => s.At).Select(s => s.Kind).ToListAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Attendance_is_written_from_the_day_on_and_then_only_corrected_with_a_reason(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        var id = await Announced(city, plan.Office);
        foreach (var by in new[] { plan.Lead, plan.Cooperating, plan.County }) Done(await Sign(city, by, id, by));
        Assert.Equal("programme.training-not-now", Why(await Attend(city, plan.Office, id, "save")));
        clock.Move(TimeSpan.FromDays(1));
        Assert.Equal("programme.training-closed", Why(await Sign(city, plan.Outsider, id, plan.Outsider)));
        var lead = (await Entries(city, id)).Single(e => e.UnitId == plan.Lead.Unit);
        Assert.Equal("programme.training-closed", Why(await city.As(plan.Lead, (SignUp sign) => sign.Withdraw(id, lead.Id, default))));

        clock.Move(TimeSpan.FromDays(3));
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Attend(city, plan.Lead, id, "hold")).Problems.Single());
        Done(await Add(city, plan.Office, id, null, plan.Outsider)); // came unannounced
        Assert.Equal((true, TrainingPresence.Present), (await Entries(city, id)).Where(e => e.UnitId == plan.Outsider.Unit).Select(e => (e.Unannounced, e.Came!.Value)).Single());
        Assert.Equal(3, (await Of(city, id)).SignedUp);
        Done(await Attend(city, plan.Office, id, "save", (plan.Lead, TrainingPresence.Excused)));
        var missing = (await Attend(city, plan.Office, id, "hold")).Problems.Single();
        Assert.Equal(("programme.training-came-missing", 2), (missing.Code, (int)missing.Args[0]));
        Done(await Attend(city, plan.Office, id, "rest", (plan.Cooperating, TrainingPresence.Absent)));
        Done(await Attend(city, plan.Office, id, "hold"));
        Assert.Equal(TrainingState.Held, (await Of(city, id)).State);
        Assert.Equal("programme.training-not-now", Why(await Attend(city, plan.Office, id, "save", (plan.Lead, TrainingPresence.Present))));
        Assert.Equal("programme.training-not-now", Why(await Run(city, plan.Office, id, "off", f => f.Reason = "算了")));

        Assert.Equal("programme.order-say", Why(await Correct(city, plan.Office, id, plan.Lead, TrainingPresence.Present, " ")));
        Assert.Equal("programme.training-came-same", Why(await Correct(city, plan.Office, id, plan.Lead, TrainingPresence.Excused, "签到表")));
        Assert.Equal(TrainingDesk.NoSuchTraining, (await Correct(city, plan.Lead, id, plan.Lead, TrainingPresence.Present, "我来了")).Problems.Single());
        Done(await Correct(city, plan.Office, id, plan.Lead, TrainingPresence.Present, "核对签到表"));
        var step = await city.As(plan.Office, (TrainingData data) => data.Steps.SingleAsync(s => s.SessionId == id && s.Kind == TrainingStepKind.Correct));
        Assert.Equal(($"市教育局 {plan.Lead.Name}：核对签到表", TrainingPresence.Excused, TrainingPresence.Present), (step.Text, step.Was, step.Now));
        Assert.Empty(await city.As(plan.Lead, (TrainingData data) => data.Steps.ToListAsync())); // the record names people
        Assert.Equal("programme.order-say", Why(await Add(city, plan.Office, id, null, plan.OtherCounty)));
        Done(await Add(city, plan.Office, id, "漏登", plan.OtherCounty));

        // A record of one's own, and what the year came to.
        var mine = await city.As(plan.Lead, (ReadTraining read) => read.Mine(1, default));
        Assert.Equal((1, 3.5m), (mine.Total, mine.Hours));
        Assert.Equal(0m, (await city.As(plan.Cooperating, (ReadTraining read) => read.Mine(1, default))).Hours);
        var year = (await city.As(plan.Office, (ReadTraining read) => read.Year(2026, default)))!.Value;
        Assert.Equal((1, 4, 14m, 5, 3), (year.Sessions, year.Persons, year.Hours, year.Contacts, year.Trained));
        Assert.Null(await city.As(plan.Lead, (ReadTraining read) => read.Year(2026, default)));
        Assert.Equal(new UnitYear("市教育局", new(1, 1, 3.5m, 1, 1)), Assert.Single(await city.As(plan.Lead, (ReadTraining read) => read.Units(2026, default))));
        Assert.Equal(6, (await city.As(plan.Office, (ReadTraining read) => read.Units(2026, default))).Count);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Feedback_is_given_once_by_who_was_there_and_shown_without_names_from_five_on(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        var id = await Announced(city, plan.Office, f => f.For = ["DeptContact", "CountyOffice"]);
        Actor[] there = [plan.Lead, plan.Cooperating, plan.County, plan.OtherCounty, plan.Outsider];
        foreach (var by in there) Done(await Sign(city, by, id, by));
        clock.Move(TimeSpan.FromDays(5));
        Task<Result<Guid>> Say(Actor by, string score, string? line = null) => city.As(by, (RecordTraining record) => record.Say(id, new() { Score = score, Line = line }, default));
        Assert.Equal("programme.training-not-now", Why(await Say(plan.Lead, "5")));
        Done(await Attend(city, plan.Office, id, "rest"));
        Done(await Attend(city, plan.Office, id, "hold"));
        Assert.Equal("programme.training-not-now", Why(await Say(plan.Office, "5"))); // was not there
        Assert.Equal("programme.settings-not-a-number", Why(await Say(plan.Lead, "6")));
        foreach (var (by, n) in there.Select((a, n) => (a, n)))
        {
            Assert.Null((await city.As(plan.Office, (ReadTraining read) => read.One(id, default)))!.Feedback);
            Done(await Say(by, n == 0 ? "3" : "5", $"意见{9 - n}"));
        }
        Assert.Equal("programme.training-said", Why(await Say(plan.Lead, "1")));
        var said = (await city.As(plan.Office, (ReadTraining read) => read.One(id, default)))!.Feedback!;
        Assert.Equal([0, 0, 1, 0, 4], said.Scores);
        Assert.Equal(["意见5", "意见6", "意见7", "意见8", "意见9"], said.Lines);
        Assert.Null((await city.As(plan.Lead, (ReadTraining read) => read.One(id, default)))!.Feedback);
        // Nothing tells whose: neither the record nor the moment in the id.
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(a => a.Entity == "programme_training_feedback" || a.Changes.Contains("意见"))));
        var ids = await city.Use((CityDb db) => db.Set<TrainingFeedback>().Select(f => f.Id).ToListAsync());
        Assert.Single(ids.Select(i => i.ToString()[..13]).Distinct());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_directory_says_who_can_be_called_and_the_gaps_of_ones_own_unit(string engine)
    {
        var count = new CountCommands();
        var clock = new StoppedClock(City.Noon);
        await using var city = await City.On(engine, clock, count.Listen);
        var plan = await SmallPlan.In(city);
        var id = await Announced(city, plan.Office, f => (f.Day, f.SignUpBy) = ("2026-11-20", "2026-11-20"));
        foreach (var by in new[] { plan.Lead, plan.Cooperating }) Done(await Sign(city, by, id, by));
        Done(await Attend(city, plan.Office, id, "hold", (plan.Lead, TrainingPresence.Present), (plan.Cooperating, TrainingPresence.Absent)));
        // Somebody new in the lead's unit, who was trained in another before.
        await city.Use(async (CityDb db) =>
        {
            var post = new Post { Id = Guid.CreateVersion7(), UnitId = plan.Lead.Unit, Role = RoleCode.UnitLeader, RegionCode = "990100000000", Title = "分管负责人" };
            db.Add(post);
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = post.Id, PersonId = plan.Lead.Person, From = new(2026, 11, 21) });
            await db.SaveChangesAsync();
        });
        clock.Move(TimeSpan.FromDays(2));
        Task<ContactsView> Read(Actor by, ContactFilter? filter = null) => city.As(by, (ReadContacts read) => read.Run(filter ?? new(), 1, default));

        var all = await Read(plan.Office);
        Assert.Equal(5, all.Total); // the four of the plan and the office; the outsider has no part
        Assert.DoesNotContain(all.Lines, l => l.Id == plan.Outsider.Unit);
        var lead = all.Lines.Single(l => l.Id == plan.Lead.Unit).Contacts;
        Assert.Equal([(RoleCode.DeptContact, (DateOnly?)new DateOnly(2026, 11, 20)), (RoleCode.UnitLeader, null)], lead.Select(c => (c.Role, c.TrainedOn)));
        Assert.Equal((0, 5), (all.Empty, all.Untrained));
        Assert.Equal(5, (await Read(plan.Office, new(Untrained: true))).Total);
        Assert.Equal([plan.Cooperating.Unit], (await Read(plan.Office, new("沈亦禾"))).Lines.Select(l => l.Id));
        Assert.Equal([plan.County.Unit], (await Read(plan.Office, new("栖山"))).Lines.Select(l => l.Id));
        Assert.Equal(1, (await Read(plan.Office, new(Unit: plan.Lead.Unit))).Total);

        var own = await Read(plan.Lead);
        Assert.Equal(5, own.Total);
        Assert.All(own.Lines.SelectMany(l => l.Contacts), c => Assert.Equal(c.Unit == plan.Lead.Unit, c.Known));
        Assert.All(own.Lines.SelectMany(l => l.Contacts).Where(c => !c.Known), c => Assert.Null(c.TrainedOn));
        Assert.Equal(1, own.Untrained);
        Assert.Equal([plan.Lead.Unit], (await Read(plan.Lead, new(Untrained: true))).Lines.Select(l => l.Id));
        var director = await city.Actor(RoleCode.ChildDirector, "柳塘社区", "儿童主任", "990102001001");
        Assert.Equal(0, (await Read(director)).Total);

        // Whoever is left without anybody stands first; and more units ask no more of the database.
        count.Start();
        await Read(plan.Office);
        var few = count.Commands;
        await city.Use(async (CityDb db) =>
        {
            await db.Set<PostHolding>().Where(h => h.PersonId == plan.OtherCounty.Person).ExecuteUpdateAsync(s => s.SetProperty(h => h.Until, new DateOnly(2026, 11, 22)));
        });
        for (var n = 0; n < 6; n++) await plan.Add(city, 10 + n, $"任务{n}", lead: await city.Actor(RoleCode.DeptContact, $"市第{n}局"));
        count.Start();
        var more = await Read(plan.Office);
        Assert.Equal(few, count.Commands);
        Assert.Equal((plan.OtherCounty.Unit, 0, 1, 11), (more.Lines[0].Id, more.Lines[0].Contacts.Count, more.Empty, more.Total));
        Assert.Equal([plan.OtherCounty.Unit], (await Read(plan.Lead, new(Empty: true))).Lines.Select(l => l.Id));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Pages_and_files_open_for_whom_they_are(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (city, plan) = (running.City, await SmallPlan.In(running.City));
        var draft = (await city.As(plan.Office, (KeepTraining keep) => keep.Draft(Form(), default))).Value;
        var id = await Announced(city, plan.Office, f => (f.Day, f.SignUpBy) = ("2026-11-20", "2026-11-20"));
        Done(await Sign(city, plan.Cooperating, id, plan.Cooperating));
        static Uri To(string address) => new(address, UriKind.Relative);
        using var lead = running.Entered(plan.Lead);
        foreach (var address in new[] { "/training", "/training/mine", $"/training/{id}", "/contacts", "/contacts.xlsx", "/contacts.csv?gap=none", "/training.xlsx", "/training.csv?year=2026", "/training/units.xlsx", "/training/units.csv?year=2026", $"/training/{id}/people.xlsx" })
            Assert.Equal((address, HttpStatusCode.OK), (address, (await lead.GetAsync(To(address))).StatusCode));
        foreach (var address in new[] { $"/training/{draft}", $"/training/{draft}/people.xlsx", $"/training/{id}/files/{id}", $"/training/{Guid.CreateVersion7()}" }) Assert.Equal((address, HttpStatusCode.NotFound), (address, (await lead.GetAsync(To(address))).StatusCode));
        Assert.NotEqual(HttpStatusCode.OK, (await lead.GetAsync(To("/training/new"))).StatusCode);
        Assert.DoesNotContain(plan.Cooperating.Name, await lead.GetStringAsync(To($"/training/{id}")), StringComparison.Ordinal);
        foreach (var (by, names) in new[] { (plan.Lead, 0), (plan.Cooperating, 1), (plan.Office, 1) })
        {
            using var reader = running.Entered(by);
            var page = Assert.Single(WorkbookReader.Read(await reader.GetByteArrayAsync(To($"/training/{id}/people.xlsx"))).Value!);
            Assert.Equal((by.Name, names), (by.Name, page.Cells.Count(c => c.Text == plan.Cooperating.Name)));
        }
        var director = await city.Actor(RoleCode.ChildDirector, "柳塘社区", "儿童主任", "990102001001");
        using var worker = running.Entered(director);
        Assert.Equal(HttpStatusCode.OK, (await worker.GetAsync(To("/training/mine"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await worker.GetAsync(To($"/training/{id}"))).StatusCode); // not for them
        foreach (var address in new[] { "/contacts", "/contacts.xlsx" }) Assert.NotEqual(HttpStatusCode.OK, (await worker.GetAsync(To(address))).StatusCode);

        // A refused form keeps what was typed; signing up by hand reaches the list.
        using var office = running.Entered(plan.Office);
        var posted = await RunningCity.Post(office, $"/training/{draft}", $"/training/{draft}", new() { ["_handler"] = "training", ["Form.Version"] = "99", ["Form.Title"] = "别人刚改过", ["Form.Kind"] = "Online", ["For"] = "School", ["Form.Do"] = "save" });
        Assert.Contains("别人刚改过", WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var attend = await RunningCity.Post(office, $"/training/{id}", $"/training/{id}", new() { ["_handler"] = "attend", ["Seen"] = $"{(await Of(city, id)).Version}", ["Do"] = "hold" });
        Assert.Contains("没有登记到训情况", WebUtility.HtmlDecode(await attend.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var signed = await RunningCity.Post(lead, $"/training/{id}", $"/training/{id}", new() { ["_handler"] = "sign", ["People"] = (await Holding(city, plan.Lead)).ToString() });
        Assert.Equal(HttpStatusCode.Found, signed.StatusCode);
        Assert.Equal(2, (await Of(city, id)).SignedUp);
        Assert.Contains("没有符合条件的内容", await office.GetStringAsync(To("/training?state=held")), StringComparison.Ordinal);
    }
}
