using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>From the plan of an inspection to its closing: who may know what and when, who may inspect whom, and that nobody writes over anybody.</summary>
public partial class InspectionTests
{
    static readonly string[] AtOnce = ["Yes", "No", "Partly"];
    const string Secret = "夜查托育点";

    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field} {string.Join('/', p.Args)}")));
    static Task<Inspection> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<Inspection>().AsNoTracking().SingleAsync(i => i.Id == id));

    static InspectionForm Plan(InspectionKind kind, string title = "秋季托育服务检查", Guid? list = null) => new()
    {
        Kind = kind.ToString(),
        Title = title,
        Place = "书院路",
        FromDay = "2026-11-23",
        ToDay = "2026-11-24",
        Checklist = list?.ToString(),
        RevealDay = kind == InspectionKind.Unannounced ? "2026-11-23" : null,
        RevealTime = "09:00",
    };

    static async Task<Result<Guid>> Team(City city, Actor by, Guid id, TeamForm form)
    {
        form.Version = (await Of(city, id)).Version;
        return await city.As(by, (ChangeTeam change) => change.Run(id, form, default));
    }

    static async Task<Result<Guid>> Step(City city, Actor by, Guid id, InspectionStepKind step, string? text = null, int? version = null) =>
        await city.As(by, async (MoveInspection move) => await move.Run(id, new() { Do = step.ToString(), Version = version ?? (await Of(city, id)).Version, Word = text }, default));

    static async Task<Guid> List(City city, Actor office)
    {
        Done(await city.As(office, (EditChecklist edit) => edit.Begin(default)));
        return await city.Use((CityDb db) => db.Set<Checklist>().Where(c => c.Kind == ChecklistKind.ChildrensHome).Select(c => c.Id).SingleAsync());
    }

    /// <summary>The lead unit is inspected by somebody of the unit that has no part, and by the office.</summary>
    static async Task<(SmallPlan Plan, Guid Id, Guid List)> Planned(City city, InspectionKind kind, string title = "秋季托育服务检查")
    {
        var plan = await SmallPlan.In(city);
        var list = await List(city, plan.Office);
        var made = await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, Plan(kind, title, list), default));
        Done(made);
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-unit", Unit = plan.Lead.Unit.ToString() }));
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-task", Task = plan.Task.ToString() }));
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-post", Member = plan.Outsider.Post.ToString() }));
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-post", Member = plan.Office.Post.ToString() }));
        Done(await Step(city, plan.Office, made.Value, InspectionStepKind.Plan));
        return (plan, made.Value, list);
    }

    static FindingForm Finding(Actor unit, FindingSeverity severity = FindingSeverity.Ordinary) => new() { Unit = unit.Unit.ToString(), Severity = severity.ToString(), Text = "护栏松动", Demand = "更换护栏", Due = severity == FindingSeverity.Advice ? null : "2026-12-11" };

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_inspection_goes_its_whole_way_and_what_it_found_is_put_right_as_an_order(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        var clock = (StoppedClock)city.Time;
        Assert.False((await Step(city, plan.Outsider, id, InspectionStepKind.Issue)).Ok);
        Done(await Step(city, plan.Outsider, id, InspectionStepKind.Start)); // the team begins; the office issues
        var items = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).Select(i => i.Id).ToListAsync());
        Done(await city.As(plan.Outsider, (FillSheet fill) => fill.Run(id, [.. items.Select((i, n) => new SheetInput(i, n == 0 ? "No" : "Yes", null, 0))], default)));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead, FindingSeverity.Serious), default)));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead, FindingSeverity.Advice), default)));
        Assert.Empty((await city.As(plan.Lead, (ReadInspections read) => read.One(id, default)))!.Findings); // not the unit's before it is issued
        Done(await Step(city, plan.Office, id, InspectionStepKind.Issue));

        var view = (await city.As(plan.Lead, (ReadInspections read) => read.One(id, default)))!;
        Assert.Equal(2, view.Findings.Count);
        var order = view.Findings.Single(f => f.Order is not null).Order!;
        Assert.Equal((OrderSource.Inspection, OrderState.Notified, new DateOnly(2026, 12, 11), plan.Lead.Unit), (order.Source, order.State, order.DueOn!.Value, order.UnitId));
        Assert.Equal($"/inspections/{id}#findings", (await city.As(plan.Lead, (ReadOrders read) => read.One(order.Id, default)))!.Source);

        async Task<Result<Guid>> Order(Actor by, OrderStepKind step, string? day = null)
        {
            clock.Move(TimeSpan.FromMinutes(5));
            var version = await city.Use((CityDb db) => db.Set<SupervisionOrder>().Where(o => o.Id == order.Id).Select(o => o.Version).SingleAsync());
            return await city.As(by, (MoveOrder move) => move.Run(order.Id, new() { Do = step.ToString(), Version = version, Text = "已办", Day = day }, default));
        }

        Task<Result<Guid>> Recheck(Actor by, string passed) => city.As(by, (NoteFinding note) => note.Check(id, new() { Finding = order.SourceId.ToString(), Passed = passed, Says = "现场看过" }, default));

        Assert.False((await Step(city, plan.Office, id, InspectionStepKind.Close)).Ok);
        Assert.Equal("programme.check-not-now", (await Recheck(plan.Outsider, "yes")).Problems[0].Code);
        Done(await Order(plan.Lead, OrderStepKind.Acknowledge));
        Done(await Order(plan.Lead, OrderStepKind.Reply));
        Assert.Equal("programme.order-recheck-first", (await Order(plan.Office, OrderStepKind.Verify)).Problems[0].Code);
        Assert.False((await Recheck(plan.Lead, "yes")).Ok); // nobody checks themselves
        Done(await Recheck(plan.Outsider, "no"));
        Assert.Equal("programme.order-recheck-first", (await Order(plan.Office, OrderStepKind.Verify)).Problems[0].Code);
        Done(await Order(plan.Office, OrderStepKind.SendBack, "2026-12-18"));
        Done(await Order(plan.Lead, OrderStepKind.Reply));
        Done(await Recheck(plan.Outsider, "yes"));
        Done(await Order(plan.Office, OrderStepKind.Verify));
        Done(await Order(plan.Office, OrderStepKind.Close));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Close));

        var chain = await city.Use((CityDb db) => db.Set<InspectionStep>().AsNoTracking().Where(s => s.InspectionId == id).OrderBy(s => s.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(0, chain.Count), chain.Select(s => s.Number));
        Assert.Equal(InspectionState.Closed, InspectionCourse.Replay(chain.Select(s => s.Kind)));
        Assert.Contains(await city.As(plan.Lead, (NoticeBoard board) => board.Own.Select(n => n.Code).ToListAsync()), c => c == "programme.notice-inspection-closed");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_but_office_team_and_the_inspected_unit_knows_of_one_and_the_unit_only_once_it_is_planned(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        Assert.Equal([plan.Office, plan.Lead, plan.Outsider], await Seers(city, plan, id));
        var draft = await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, Plan(InspectionKind.Desk, list: list), default));
        Done(await Team(city, plan.Office, draft.Value, new() { Do = "add-unit", Unit = plan.Lead.Unit.ToString() }));
        Assert.Equal([plan.Office], await Seers(city, plan, draft.Value));
        // Whoever inspects is of the team by the post for which they were named; another post of theirs is not.
        var second = await city.Actor(RoleCode.DeptContact, "市体育局", "何仲言");
        Assert.Null(await city.As(second with { Person = plan.Outsider.Person }, (ReadInspections read) => read.One(id, default)));
    }

    static async Task<List<Actor>> Seers(City city, SmallPlan plan, Guid id)
    {
        var seers = new List<Actor>();
        foreach (var actor in plan.Everyone)
            if (await city.As(actor, (ReadInspections read) => read.One(id, default)) is not null) seers.Add(actor);
        return seers;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_unannounced_one_shows_the_unit_nothing_by_any_way_before_its_time(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var city = running.City;
        var (plan, id, _) = await Planned(city, InspectionKind.Unannounced, Secret);
        var clock = (StoppedClock)city.Time;
        var audit = await city.Actor(RoleCode.AuditAdmin, "市教育局", unit: plan.Lead.Unit);
        Done(await Step(city, plan.Outsider, id, InspectionStepKind.Start)); // on the way, and still hidden
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)));
        var finding = await city.Use((CityDb db) => db.Set<InspectionFinding>().Select(f => f.Id).SingleAsync());
        await Shown(city, plan, id, finding, "photo.png");
        var photo = await city.Use((CityDb db) => db.Set<InspectionPhoto>().Select(p => p.Id).SingleAsync());
        Assert.False((await Step(city, plan.Office, id, InspectionStepKind.Issue)).Ok); // so no order exists either
        Assert.Equal([plan.Office, plan.Outsider], await Seers(city, plan, id));

        string[] addresses =
        [
            "/inspections", "/inspections?ended=1", "/inspections?kind=unannounced", $"/inspections?unit={plan.Lead.Unit}", "/inspections?mine=1", "/inspections.csv?ended=1", "/calendar?month=2026-11", "/desk", "/notices", "/board?q=" + Uri.EscapeDataString(Secret),
            "/supervision?ended=1", "/supervision.csv?ended=1", $"/supervision?about={finding}", $"/tasks/{plan.Task}", "/units", "/returns", "/", "/audit", "/audit?table=programme_inspection", "/audit.csv", $"/audit?key={id}",
        ];
        string[] guessed = [$"/inspections/{id}", $"/inspections/{id}/sheet", $"/inspections/{id}/sheet.json", $"/inspections/{id}/photos/{photo}"];
        using var unit = running.Entered(plan.Lead);
        using var county = running.Entered(plan.County);
        using var reader = running.Entered(audit);
        using var visitor = running.Visitor();
        using var office = running.Entered(plan.Office);
        var (feed, officeFeed) = (await city.As(plan.Lead, (FeedLinks links) => links.Make(default)), await city.As(plan.Office, (FeedLinks links) => links.Make(default)));

        async Task<List<string>> Tells(HttpClient browser, string address)
        {
            using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
            var body = await answer.Content.ReadAsStringAsync();
            return [.. new[] { Secret, id.ToString(), finding.ToString(), "护栏松动", "programme_inspection_" }.Where(w => !Uri.UnescapeDataString(address).Contains(w, StringComparison.OrdinalIgnoreCase) && body.Contains(w, StringComparison.OrdinalIgnoreCase)).Select(w => $"{address}: {w}")];
        }

        foreach (var browser in new[] { unit, county, reader, visitor })
        {
            foreach (var address in addresses.Append(feed)) Assert.Empty(await Tells(browser, address));
            foreach (var address in guessed)
            {
                using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
                Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
                // An id that exists answers as one that does not.
                using var none = await browser.GetAsync(new Uri(Guids().Replace(address, Guid.CreateVersion7().ToString()), UriKind.Relative));
                Assert.Equal(none.StatusCode, answer.StatusCode);
            }
        }
        Assert.Empty(await city.As(audit, (AuditLog log) => log.Entries.Where(e => e.Kind == AuditKind.Write && e.Entity.StartsWith("programme_inspection")).ToListAsync()));
        // The unit's counts are those of a city without inspections; its steps, answers and words are refused as for what is not there.
        Assert.Equal((0, 0), ((await city.As(plan.Lead, (ReadInspections read) => read.Waits(default))).Number, (await city.As(plan.Lead, (ReadInspections read) => read.Run(new(Ended: true), 1, default))).Total));
        Assert.Equal(PlanInspection.NoSuchInspection, (await Step(city, plan.Lead, id, InspectionStepKind.Start)).Problems[0]);
        Assert.Equal(PlanInspection.NoSuchInspection, (await city.As(plan.Lead, (FillSheet fill) => fill.Run(id, [], default))).Problems[0]);
        Assert.Equal(PlanInspection.NoSuchInspection, (await city.As(plan.Lead, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default))).Problems[0]);
        Assert.Empty(await city.As(plan.Lead, (NoticeBoard board) => board.Own.ToListAsync()));
        // A post of the team may pass to somebody else: the line that it was sent says nothing.
        Assert.All(await city.As(plan.Outsider, (NoticeBoard board) => board.Own.Where(n => n.Link.StartsWith("/inspections")).ToListAsync()), n => Assert.DoesNotContain(Secret, n.Args, StringComparison.Ordinal));
        Assert.NotEmpty(await Tells(office, "/calendar?month=2026-11"));
        Assert.Contains(Secret, (await office.GetStringAsync(new Uri(officeFeed, UriKind.Relative))).Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        clock.Move(new DateTimeOffset(2026, 11, 23, 1, 0, 1, TimeSpan.Zero) - clock.GetUtcNow()); // nine in the morning
        Assert.Equal([plan.Office, plan.Lead, plan.Outsider], await Seers(city, plan, id));
        using var unitLater = running.Entered(plan.Lead);
        using var readerLater = running.Entered(audit);
        Assert.NotEmpty(await Tells(unitLater, "/inspections"));
        Assert.NotEmpty(await Tells(unitLater, "/calendar?month=2026-11"));
        Assert.NotEmpty(await Tells(readerLater, "/audit?table=programme_inspection"));
        Assert.Empty(await city.Use(async (AuditCheck check) => await check.Run(default).ToListAsync()));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Guids();

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_that_is_called_off_before_its_time_is_never_known_and_the_time_is_moved_earlier_only(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Unannounced, Secret);
        async Task<Result<Guid>> Reveal(string day, string at)
        {
            var form = Plan(InspectionKind.Unannounced, Secret, list);
            (form.RevealDay, form.RevealTime, form.Version) = (day, at, (await Of(city, id)).Version);
            return await city.As(plan.Office, (PlanInspection planning) => planning.Run(id, form, default));
        }
        Assert.Equal("programme.inspection-reveal-earlier", (await Reveal("2026-11-23", "09:01")).Problems[0].Code);
        Assert.Equal("programme.inspection-reveal-past", (await Reveal("2026-11-20", "09:00")).Problems[0].Code);
        Done(await Reveal("2026-11-23", "08:00"));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Cancel, "改期"));
        ((StoppedClock)city.Time).Move(TimeSpan.FromDays(30));
        Assert.Equal([plan.Office, plan.Outsider], await Seers(city, plan, id));
        Assert.Empty(await city.As(plan.Lead, (NoticeBoard board) => board.Own.ToListAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_inspects_their_own_unit_nor_one_above_or_below_by_any_post_they_hold(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        var below = await city.Actor(RoleCode.DeptContact, "栖山区教育局", "苏禾", "990102000000");
        var elsewhere = await city.Actor(RoleCode.DeptContact, "市体育局", "韩越");
        await city.Use(async (CityDb db) =>
        {
            var post = new Post { Id = Guid.CreateVersion7(), UnitId = plan.Lead.Unit, Role = RoleCode.UnitLeader, RegionCode = "990100000000", Title = "兼职" };
            db.Add(post);
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = post.Id, PersonId = elsewhere.Person, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        foreach (var (who, code) in new[] { (plan.Lead, "programme.inspection-kin-sameunit"), (below, "programme.inspection-kin-sameline"), (elsewhere, "programme.inspection-kin-sameunit") })
            Assert.Equal(code, (await Team(city, plan.Office, id, new() { Do = "add-post", Member = who.Post.ToString() })).Problems[0].Code);
        Assert.Equal("programme.inspection-kin-sameunit", (await Team(city, plan.Office, id, new() { Do = "add-outside", Name = "某专家", Organisation = "市教育局教研室" })).Problems[0].Code);
        Done(await Team(city, plan.Office, id, new() { Do = "add-outside", Name = "某专家", Organisation = "示范大学" }));
        // Nor does a unit join whose people are of the team already.
        Assert.Equal("programme.inspection-kin-sameunit", (await Team(city, plan.Office, id, new() { Do = "add-unit", Unit = plan.Outsider.Unit.ToString() })).Problems[0].Code);
        foreach (var actor in new[] { plan.Outsider, plan.Lead }) Assert.False((await Team(city, actor, id, new() { Do = "add-unit", Unit = plan.County.Unit.ToString() })).Ok);
        foreach (var forged in new[] { "add-post", "drop-member", "lead", "add-unit", "add-task", "zzz" }) Assert.False((await Team(city, plan.Office, id, new() { Do = forged, Member = "x", Unit = Guid.Empty.ToString(), Task = "1" })).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_answer_differently_are_both_kept_until_one_is_chosen_and_the_same_person_never_writes_over_another_device(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        var item = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).Select(i => i.Id).FirstAsync());
        Task<Result<SheetKept>> Say(Actor by, string answer, int version, string? note = null) => city.As(by, (FillSheet fill) => fill.Run(id, [new(item, answer, note, version)], default));
        async Task<ItemResult> Now() => (await city.As(plan.Office, (ReadInspections read) => read.One(id, default)))!.Results.Single(r => r.Item.Id == item);

        Assert.Equal(1, (await Say(plan.Outsider, "No", 0, "关着门")).Value!.Now[item]);
        Assert.Equal(1, (await Say(plan.Outsider, "No", 0, "关着门")).Value!.Now[item]); // sent twice: the answer to the first got lost
        var clash = (await Say(plan.Outsider, "Yes", 0)).Value!;
        Assert.Equal(("No", "关着门", 1), (clash.Clashes.Single().Answer, clash.Clashes.Single().Note, clash.Clashes.Single().Version));
        Assert.Equal(1, (await Say(plan.Office, "Yes", 0)).Value!.Now[item]);
        Assert.Equal((ItemStand.Clash, 2), (await Now() is var both ? both.Stand : default, (await Now()).Given.Count));
        Assert.Equal("programme.inspection-clashes", (await Step(city, plan.Office, id, InspectionStepKind.Issue)).Problems[0].Code);

        var no = (await Now()).Given.Single(a => a.Answer == ItemAnswer.No);
        Assert.Contains(TaskDesk.Changed, (await city.As(plan.Office, (FillSheet fill) => fill.Choose(id, no.Id, no.Version + 1, default))).Problems);
        Done(await city.As(plan.Office, (FillSheet fill) => fill.Choose(id, no.Id, no.Version, default)));
        Assert.Equal((ItemStand.Answered, ItemAnswer.No, 2), (await Now() is var chosen ? (chosen.Stand, chosen.Answer!.Answer, chosen.Given.Count) : default));
        Done(await Say(plan.Office, "Partly", 1)); // another word than before: the choice is open again
        Assert.Equal(ItemStand.Clash, (await Now()).Stand);

        foreach (var forged in new[] { "Maybe", "0", "", "no" }) Assert.False((await Say(plan.Outsider, forged, 1)).Ok);
        Assert.False((await Say(plan.Outsider, "No", 2, new string('长', 301))).Ok);
        Assert.False((await Say(plan.Lead, "No", 0)).Ok);
        // Two devices at the same moment: one is written, the other hears of it.
        var other = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list && i.Id != item).Select(i => i.Id).FirstAsync());
        var at = await Task.WhenAll(AtOnce.Select(a => city.As(plan.Outsider, (FillSheet fill) => fill.Run(id, [new(other, a, null, 0)], default))));
        Assert.Single(at, a => a is { Ok: true, Value.Clashes.Count: 0 });
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<SheetAnswer>().CountAsync(a => a.ItemId == other)));
    }

    static async Task Shown(City city, SmallPlan plan, Guid id, Guid finding, string name, string ground = "NobodySeen", string? areas = null, string? consent = null) =>
        Done(await Show(city, plan, id, finding, name, ground, areas, consent));

    static Task<Result<Guid>> Show(City city, SmallPlan plan, Guid id, Guid finding, string name, string? ground, string? areas = null, string? consent = null)
    {
        var content = Chequered();
        return city.As(plan.Outsider, (NoteFinding note) => note.Show(id, new() { Finding = finding.ToString(), Ground = ground, Areas = areas, Consent = consent, Photo = new FormFile(new MemoryStream(content), 0, content.Length, "Photo", name) }, default));
    }

    /// <summary>A picture of 64 by 64 squares of one pixel, black and white: every detail is as small as can be.</summary>
    static byte[] Chequered()
    {
        using var file = new MemoryStream();
        void Chunk(string kind, byte[] data)
        {
            byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. data];
            file.Write(BitConverter.GetBytes(BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(data.Length) : data.Length));
            file.Write(body);
            var crc = 0xFFFFFFFFu;
            foreach (var b in body)
            {
                crc ^= b;
                for (var i = 0; i < 8; i++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
            file.Write(BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(~crc)));
        }
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", [0, 0, 0, 64, 0, 0, 0, 64, 8, 0, 0, 0, 0]);
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            for (var y = 0; y < 64; y++)
            {
                zlib.WriteByte(0);
                for (var x = 0; x < 64; x++) zlib.WriteByte((byte)((x + y) % 2 * 255));
            }
        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return file.ToArray();
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_photograph_is_kept_for_a_reason_and_blurred_where_it_was_marked_and_the_original_is_nowhere(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)));
        var finding = await city.Use((CityDb db) => db.Set<InspectionFinding>().Select(f => f.Id).SingleAsync());
        async Task<string> Refused(string? ground, string? areas = null, string? consent = null) => (await Show(city, plan, id, finding, "a.png", ground, areas, consent)).Problems[0].Code;
        Assert.Equal("programme.photo-which-ground", await Refused(null));
        Assert.Equal("programme.photo-which-ground", await Refused("7"));
        Assert.Equal("programme.photo-no-area", await Refused("Blurred"));
        Assert.Equal("programme.photo-areas", await Refused("Blurred", "1,2,3"));
        Assert.Equal("programme.order-say", await Refused("Consent"));
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<StoredFile>().CountAsync()));

        await Shown(city, plan, id, finding, "../滑梯.png", "Blurred", "250,250,500,500");
        var photo = await city.Use((CityDb db) => db.Set<InspectionPhoto>().AsNoTracking().SingleAsync());
        Assert.Equal(("滑梯.png", PhotoGround.Blurred), (photo.FileName, photo.Ground));
        var stored = await city.Use((CityDb db) => db.Set<StoredFile>().Select(f => f.Sha256).ToListAsync());
        Assert.Equal([photo.FileSha256], stored);
        var kept = await city.Use((FileStore files) => files.Read(photo.FileSha256, default));
        var pixels = await Grey(kept);
        // Outside the area black and white alternate; inside nothing of that is left.
        Assert.All(Enumerable.Range(0, 10), x => Assert.True(Math.Abs(pixels[2, x] - pixels[2, x + 1]) > 200));
        for (var y = 20; y < 44; y++)
            for (var x = 20; x < 43; x++) Assert.True(Math.Abs(pixels[y, x] - pixels[y, x + 1]) < 40, $"{x},{y}");
        // The unit sees it with the finding, not before.
        Assert.Equal(0, await city.As(plan.Lead, (InspectionsData data) => data.Photos.CountAsync()));
    }

    static readonly char[] Between = [',', '\t', ' '];

    /// <summary>The grey values of a picture, by the program that also draws: rows, columns.</summary>
    static async Task<int[,]> Grey(byte[] picture)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-grey-");
        try
        {
            var (from, to) = (Path.Combine(folder.FullName, "p.png"), Path.Combine(folder.FullName, "p.csv"));
            await File.WriteAllBytesAsync(from, picture);
            using (var run = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("vips", ["extract_band", from, to, "0"]))!) await run.WaitForExitAsync();
            var lines = (await File.ReadAllLinesAsync(to)).Where(l => l.Length > 0).Select(l => l.Split(Between, StringSplitOptions.TrimEntries).Select(n => (int)double.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToArray();
            var grey = new int[lines.Length, lines[0].Length];
            for (var y = 0; y < lines.Length; y++)
                for (var x = 0; x < lines[y].Length; x++) grey[y, x] = lines[y][x];
            return grey;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_forged_or_seen_late_is_refused_and_two_at_once_do_not_both_succeed(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        async Task<string?> Made(Action<InspectionForm> change)
        {
            var form = Plan(InspectionKind.Field, list: list);
            change(form);
            return (await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, form, default))).Problems is [var first, ..] ? first.Code : null;
        }
        Assert.Equal("programme.inspection-which-kind", await Made(f => f.Kind = "2"));
        Assert.Equal("programme.inspection-past", await Made(f => f.FromDay = "2026-11-19"));
        Assert.Equal("programme.inspection-far", await Made(f => (f.FromDay, f.ToDay) = ("9999-12-31", "9999-12-31")));
        Assert.Equal("programme.inspection-span", await Made(f => f.ToDay = "9999-12-31"));
        Assert.Equal("programme.inspection-which-checklist", await Made(f => f.Checklist = Guid.CreateVersion7().ToString()));
        Assert.Equal("programme.text-too-long", await Made(f => f.Title = new string('长', 121)));
        Assert.Equal("programme.inspection-reveal-late", await Made(f => (f.Kind, f.RevealDay) = ("Unannounced", "9999-12-31")));
        Assert.False((await city.As(plan.Outsider, (PlanInspection planning) => planning.Run(null, Plan(InspectionKind.Field), default))).Ok);

        var seen = (await Of(city, id)).Version;
        var both = await Task.WhenAll(Step(city, plan.Office, id, InspectionStepKind.Start, version: seen), Step(city, plan.Office, id, InspectionStepKind.Cancel, "x", version: seen));
        Assert.Single(both, b => b.Ok);
        Assert.Equal(3, await city.Use((CityDb db) => db.Set<InspectionStep>().CountAsync(s => s.InspectionId == id)));
        foreach (var step in Enum.GetValues<InspectionStepKind>()) Assert.False((await Step(city, plan.Lead, id, step, "x")).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_a_checklist_one_version_is_in_force_and_what_was_in_force_never_changes(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var list = await List(city, plan.Office);
        Assert.Equal("programme.checklists-there", (await city.As(plan.Office, (EditChecklist edit) => edit.Begin(default))).Problems[0].Code);
        Task<Result<Guid>> Run(Guid id, string act, string items = "3|必|门开着|门开着吗？", int version = 0, Actor? by = null) => city.As(by ?? plan.Office, (EditChecklist edit) => edit.Run(id, new() { Do = act, Name = "儿童之家检查表", Items = items, Version = version }, default));
        Assert.Equal("programme.checklist-fixed", (await Run(list, "save")).Problems[0].Code);
        var next = (await Run(list, "next")).Value;
        Assert.Equal(next, (await Run(list, "next")).Value); // one draft at a time
        Assert.False(await city.As(plan.Lead, (InspectionsData data) => data.Checklists.AnyAsync(c => c.Id == next)));
        Assert.False((await Run(next, "force", by: plan.Lead)).Ok);
        Assert.Equal("programme.checklist-empty", (await Run(next, "force", "")).Problems[0].Code);
        Done(await Run(next, "force"));
        Assert.Contains(TaskDesk.Changed, (await Run(next, "save")).Problems);
        var states = await city.Use((CityDb db) => db.Set<Checklist>().Where(c => c.Kind == ChecklistKind.ChildrensHome).OrderBy(c => c.Number).Select(c => c.State).ToListAsync());
        Assert.Equal([ChecklistState.Replaced, ChecklistState.InForce], states);
        Assert.Equal(StartingChecklists.All.Single(l => l.Kind == ChecklistKind.ChildrensHome).Items.Count, await city.Use((CityDb db) => db.Set<ChecklistItem>().CountAsync(i => i.ChecklistId == list)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_phone_sends_what_it_kept_with_a_fresh_token_and_without_one_nothing_is_taken(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var city = running.City;
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        using var phone = await running.SignedIn(plan.Outsider);
        var sheet = await phone.GetFromJsonAsync<JsonElement>(new Uri($"/inspections/{id}/sheet.json", UriKind.Relative));
        var item = sheet.GetProperty("items")[0].GetProperty("id").GetString();
        async Task<HttpResponseMessage> Send(string? token, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/inspections/{id}/answers", UriKind.Relative)) { Content = JsonContent.Create(body) };
            if (token is not null) request.Headers.Add("RequestVerificationToken", token);
            return await phone.SendAsync(request);
        }
        var answers = new[] { new { item, answer = "Yes", note = "", version = 0 } };
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(null, answers)).StatusCode);
        var token = sheet.GetProperty("token").GetString();
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(token, new { item })).StatusCode);
        using var kept = await Send(token, answers);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal(1, (await kept.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("now").GetProperty(item!).GetInt32());
        using var again = await Send(token, new[] { new { item, answer = "No", note = "", version = 0 } });
        Assert.Equal("Yes", (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("clashes")[0].GetProperty("answer").GetString());

        var page = await phone.GetStringAsync(new Uri($"/inspections/{id}/sheet", UriKind.Relative));
        Assert.Contains("data-sheet", page, StringComparison.Ordinal);
        Assert.Contains("/js/inspection.js", page, StringComparison.Ordinal);
        Assert.Contains("秋季托育服务检查", await phone.GetStringAsync(new Uri($"/inspections/{id}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_long_list_asks_no_more_of_the_database_than_a_short_one(string engine)
    {
        var count = new CountCommands();
        await using var city = await City.On(engine, more: count.Listen);
        var (plan, _, list) = await Planned(city, InspectionKind.Field);
        async Task<int> Asked()
        {
            count.Start();
            await city.As(plan.Office, (ReadInspections read) => read.Run(new(), 1, default));
            return count.Commands;
        }
        var few = await Asked();
        for (var i = 0; i < 12; i++)
        {
            var made = await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, Plan(InspectionKind.Desk, list: list), default));
            Done(await Team(city, plan.Office, made.Value, new() { Do = "add-unit", Unit = plan.Lead.Unit.ToString() }));
        }
        Assert.Equal(few, await Asked());
    }
}
