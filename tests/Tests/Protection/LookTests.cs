using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Protection.Looking;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Protection;

/// <summary>Whoever sees a mask may ask for a clear look: for a purpose, decided by somebody else, for half an hour; in danger at once, and judged afterwards.</summary>
public class LookTests
{
    sealed class Scene(City city, StoppedClock clock, Guid child, Actor asker, Actor leader, Actor county) : IAsyncDisposable
    {
        public City City => city;
        public StoppedClock Clock => clock;
        public Guid Child => child;
        public Actor Asker => asker;
        public Actor Leader => leader;
        public Actor County => county;

        public Task<Result<Disclosure>> Ask(string? act = null, Actor? by = null, string purpose = "CheckBenefit", string reason = "核对生活补贴发放") =>
            city.As(by ?? asker, (AskForLook ask) => ask.Run(child, "演* · 2016-**-**", Children.Village, new() { Purpose = purpose, Reason = reason, Do = act }, default));

        public Task<Result<Disclosure>> Decide(Actor by, Guid id, string answer) => city.As(by, (Disclosures d) => d.Decide(id, answer, default));

        public async Task<string> NameSeenBy(Actor actor) => (await city.As(actor, (ReadChild read) => read.Run(child, "read", default)))?.Name ?? "";

        public ValueTask DisposeAsync() => city.DisposeAsync();
    }

    static async Task<Scene> On(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        var city = await Children.Small(engine, clock);
        var child = await city.Child(await city.Director());
        var asker = await city.Actor(RoleCode.CivilAffairs, "市民政局", regionCode: Children.CityCode);
        var leader = await city.Actor(RoleCode.UnitLeader, "市民政局", regionCode: Children.CityCode, unit: asker.Unit);
        return new(city, clock, child, asker, leader, await city.Actor(RoleCode.CivilAffairs, "清河区民政局", regionCode: Children.County));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_granted_look_shows_one_record_for_half_an_hour_to_one_person(string engine)
    {
        await using var scene = await On(engine);
        Assert.Equal("演*", await scene.NameSeenBy(scene.Asker));
        var asked = await scene.Ask();
        Assert.True(asked.Ok);
        Assert.Equal("演*", await scene.NameSeenBy(scene.Asker));
        Assert.True((await scene.Decide(scene.Leader, asked.Value!.Id, "grant")).Ok);
        Assert.Equal("演示甲乙", await scene.NameSeenBy(scene.Asker));
        var colleague = await scene.City.Actor(RoleCode.CivilAffairs, "市民政局二科", regionCode: Children.CityCode, unit: scene.Asker.Unit);
        Assert.Equal("演*", await scene.NameSeenBy(colleague));
        Assert.Equal("", await scene.NameSeenBy(scene.Leader));
        var list = await scene.City.As(scene.Asker, (ReadChildren read) => read.Run(new(null, false, null, 1), default));
        Assert.Equal(("演示甲乙", true), (list.Lines[0].Name, list.Lines[0].Clear));

        scene.Clock.Move(Disclosure.Lasts);
        Assert.Equal("演*", await scene.NameSeenBy(scene.Asker));
        var kept = await scene.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.PersonId == scene.Asker.Person && e.Kind == AuditKind.Read).ToListAsync());
        Assert.Equal(2, kept.Count); // the page and the list, both clear; what was masked is no look
        Assert.All(kept, e => Assert.Contains(scene.Child.ToString(), e.Key + e.Changes, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_decides_on_their_own_wish_nor_on_one_that_is_none_of_theirs_nor_twice(string engine)
    {
        await using var scene = await On(engine);
        var id = (await scene.Ask()).Value!.Id;
        var strangers = new[] { scene.Asker, await scene.City.Actor(RoleCode.UnitLeader, "市教育局"), await scene.City.Actor(RoleCode.CivilAffairs, "临水县民政局", regionCode: Children.OtherCounty), await scene.City.Actor(RoleCode.Office, "市妇儿工委办"), await scene.City.Actor(RoleCode.SecurityAdmin, "市大数据局") };
        foreach (var stranger in strangers)
        {
            Assert.Equal("platform.disclosure-not-yours", (await scene.Decide(stranger, id, "grant")).Problems[0].Code);
            if (stranger != scene.Asker) Assert.Empty((await scene.City.As(stranger, (Disclosures d) => d.List(1, default))).Lines);
        }
        Assert.False((await scene.Decide(scene.County, id, "right")).Ok); // nothing to judge: no glass was broken
        Assert.True((await scene.Decide(scene.County, id, "refuse")).Ok);
        Assert.Equal("platform.disclosure-decided", (await scene.Decide(scene.Leader, id, "grant")).Problems[0].Code);
        Assert.Equal("演*", await scene.NameSeenBy(scene.Asker));
        // Refused, one may ask again; asked twice, it is one wish.
        var again = (await scene.Ask()).Value!.Id;
        Assert.NotEqual(id, again);
        Assert.Equal(again, (await scene.Ask()).Value!.Id);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_breaks_the_glass_on_a_wish_that_waits_is_judged_by_what_was_said_last(string engine)
    {
        await using var scene = await On(engine);
        var asked = (await scene.Ask()).Value!.Id;
        var broken = (await scene.Ask("now", purpose: "DangerNow", reason: "儿童走失，需联系监护人")).Value!;
        Assert.Equal((asked, LookPurpose.DangerNow), (broken.Id, broken.Purpose));
        var (lines, _) = await scene.City.As(scene.County, (Disclosures d) => d.List(1, default));
        Assert.Equal("儿童走失，需联系监护人", Assert.Single(lines).Reason);
        var told = await scene.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Kind == AuditKind.Permission && e.Key == scene.Child.ToString()).OrderBy(e => e.Seq).Select(e => e.Changes).ToListAsync());
        Assert.Equal("DangerNow", Disclosures.PurposeIn(told[^1]));
        Assert.NotEqual("DangerNow", Disclosures.PurposeIn(told[0]));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_opens_very_many_files_on_a_day_is_told_of_once(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        await using var city = await Children.Small(engine, clock);
        var keeper = await city.Director();
        var leader = await city.Actor(RoleCode.UnitLeader, keeper.UnitName, unit: keeper.Unit);
        var auditor = await city.Actor(RoleCode.AuditAdmin, "市档案局");
        await city.Use(async (CityDb db) => { db.Add(new Setting { Key = "platform.reads", Value = """{"Records":2}""" }); await db.SaveChangesAsync(); });
        var files = new List<Guid>();
        for (var i = 0; i < 3; i++) files.Add(await city.Child(keeper));
        Task<int> Watch() => city.Use((ReadWatch watch) => watch.Run(default));
        async Task Open(Guid file) => Assert.NotNull(await city.As(keeper, (ReadChild read) => read.Run(file, "read", default)));

        foreach (var file in new[] { files[0], files[1], files[0], files[1] }) await Open(file);
        Assert.Equal(0, await Watch()); // two files, however often
        await Open(files[2]);
        Assert.Equal((1, 0), (await Watch(), await Watch()));
        foreach (var told in new[] { leader, auditor }) Assert.Equal("platform.notice-reads", (await city.As(told, (NoticeBoard n) => n.Own.SingleAsync())).Code);
        Assert.Empty(await city.As(keeper, (NoticeBoard n) => n.Own.ToListAsync()));

        clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(0, await Watch());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_city_decides_otherwise_who_sees_what(string engine)
    {
        await using var city = await Children.Small(engine);
        await city.Use(async (CityDb db) =>
        {
            db.Add(new Setting { Key = "sights", Value = """{"Changed":{"protection.child School Village":"None","protection.child CivilAffairs City":"Counts"}}""" });
            await db.SaveChangesAsync();
        });
        Assert.Equal((Sight.None, Sight.Counts, Sight.Clear), await city.Use((Sights sights) => Task.FromResult(
            (sights.Of(Child.Kind, RoleCode.School, RegionLevel.Village), sights.Of(Child.Kind, RoleCode.CivilAffairs, RegionLevel.City), sights.Of(Child.Kind, RoleCode.CivilAffairs, RegionLevel.County)))));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_broken_glass_shows_at_once_is_told_and_waits_for_judgement(string engine)
    {
        await using var scene = await On(engine);
        var broken = await scene.Ask("now", purpose: "DangerNow", reason: "儿童走失，需联系监护人");
        Assert.True(broken.Ok);
        Assert.Equal("演示甲乙", await scene.NameSeenBy(scene.Asker));
        foreach (var decider in new[] { scene.Leader, scene.County })
        {
            Assert.Equal(1, await scene.City.As(decider, (Disclosures d) => d.Waiting(default)));
            Assert.Equal("platform.notice-glass-broken", (await scene.City.As(decider, (NoticeBoard n) => n.Own.SingleAsync())).Code);
        }
        Assert.True((await scene.Decide(scene.County, broken.Value!.Id, "wrong")).Ok);
        Assert.Equal(0, await scene.City.As(scene.Leader, (Disclosures d) => d.Waiting(default)));
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Kind == AuditKind.Permission && e.Action == "broken" && e.Key == scene.Child.ToString())));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Without_a_purpose_a_reason_or_a_row_to_see_there_is_no_look(string engine)
    {
        await using var scene = await On(engine);
        Assert.Equal(["platform.disclosure-no-purpose", "platform.disclosure-no-reason"], (await scene.Ask(purpose: "Curiosity", reason: " ")).Problems.Select(p => p.Code));
        foreach (var (role, region) in new[] { (RoleCode.Office, Children.CityCode), (RoleCode.School, Children.CityCode), (RoleCode.ChildDirector, Children.NextVillage), (RoleCode.AuditAdmin, Children.CityCode), (RoleCode.Hospital, Children.CityCode) })
            Assert.False((await scene.Ask("now", await scene.City.Actor(role, $"{role}", regionCode: region))).Ok);
        Assert.Equal(0, await scene.City.Use((CityDb db) => db.Set<Disclosure>().CountAsync()));
    }
}
