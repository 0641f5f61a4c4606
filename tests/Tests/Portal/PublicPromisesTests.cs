using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Portal;

public class PublicPromisesTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_promises_that_are_public_and_still_in_the_plan_are_listed(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await PromisedPlan.In(city);

        var found = await city.Use((IPublicPromises p) => p.Find(new(plan.Plan), default));
        Assert.Equal([plan.Seats, plan.Late], found.Items.Select(i => i.Id));
        Assert.Equal(2, found.Total);

        var standing = await city.Use((IPublicPromises p) => p.Standing(plan.Plan, default));
        Assert.Equal((2, 1, 1, 0), (standing.Counts.All, standing.Counts.Green, standing.Counts.Orange, standing.Counts.Red));
        Assert.Equal("公共服务友好", Assert.Single(standing.Domains).Name);
        foreach (var id in new[] { plan.Hidden, plan.Dropped }) Assert.Null(await city.Use((IPublicPromises p) => p.Read(id, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_office_sees_on_the_portal_what_everybody_sees(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await PromisedPlan.In(city);
        var office = await city.Actor(RoleCode.Office, "市妇儿工委办");
        Assert.Equal(2, (await city.As(office, (IPublicPromises p) => p.Find(new(plan.Plan), default))).Total);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_plan_that_is_not_public_is_not_there(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await PromisedPlan.In(city, open: false);
        Assert.Empty(await city.Use((IPublicPromises p) => p.Plans(default)));
        Assert.Equal(0, (await city.Use((IPublicPromises p) => p.Find(new(plan.Plan), default))).Total);
        Assert.Null(await city.Use((IPublicPromises p) => p.Read(plan.Seats, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_promise_tells_what_was_accepted_and_names_no_person(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await PromisedPlan.In(city);
        var read = (await city.Use((IPublicPromises p) => p.Read(plan.Seats, default)))!;

        Assert.Equal("小宝宝有安心的地方去", read.Promise.Title);
        Assert.Equal((3.6m, 4.8m), (read.Promise.Figure!.Current, read.Promise.Figure.Target));
        Assert.Equal("（一）每千人口托位数达到4.8个。", Assert.Single(read.Clause));
        Assert.Equal([PublicNewsKind.SentBack, PublicNewsKind.Accepted, PublicNewsKind.Progress], read.News.Select(n => n.Kind));
        Assert.Equal([PromisedPlan.AcceptedText], read.News.Select(n => n.Text).OfType<string>());
        Assert.Equal(["验收报告.pdf"], read.Evidence.Select(e => e.FileName));

        var everything = System.Text.RegularExpressions.Regex.Unescape(System.Text.Json.JsonSerializer.Serialize(read));
        Assert.Contains(PromisedPlan.AcceptedText, everything, StringComparison.Ordinal);
        foreach (var secret in new[] { PromisedPlan.Person, PromisedPlan.Remark, PromisedPlan.Unaccepted, PromisedPlan.Reason }) Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_step_that_a_unit_sets_is_told_once_the_office_has_accepted_the_work_after_it(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await PromisedPlan.In(city);
        var office = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var (unit, member, group) = (plan.Unit, Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = City.Noon.UtcDateTime;
        async Task Step(string title, Guid by, DateTime at, NoteKind kind = NoteKind.Milestone) => await city.Use(async (CityDb db) =>
        {
            if (kind == NoteKind.Milestone) db.Add(new Milestone { Id = Guid.CreateVersion7(), TaskId = plan.Seats, Title = title, Due = new(2026, 12, 1) });
            db.Add(new TaskNote { Id = Guid.CreateVersion7(), TaskId = plan.Seats, Kind = kind, At = at, UnitId = by, UnitName = "单位", PersonName = PromisedPlan.Person, Text = title });
            await db.SaveChangesAsync();
        });
        async Task<string> Told() => string.Join(' ', (await city.Use((IPublicPromises p) => p.Read(plan.Seats, default)))!.Milestones.Select(m => m.Title).Order(StringComparer.Ordinal));

        await city.Use(async (CityDb db) =>
        {
            db.Add(new Unit { Id = member, Name = "栖山区人民政府", ShortName = "栖山区", RegionCode = "990102000000", ValidFrom = new(2020, 1, 1) });
            db.Add(new UnitGroup { Id = group, Name = "各县（市、区）人民政府", RegionCode = "990100000000" });
            db.Add(new UnitGroupMember { Id = Guid.CreateVersion7(), GroupId = group, UnitId = member, From = new(2020, 1, 1) });
            db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = plan.Seats, GroupId = group, Role = UnitRole.Lead, PrintedName = "各县（市、区）人民政府", SortOrder = 2 });
            await db.SaveChangesAsync();
        });
        await Step("accepted-before", unit, now.AddDays(-25)); // The work was accepted twenty days ago.
        await Step("of-the-office", office.Unit, now.AddDays(-3));
        await Step("of-the-unit", unit, now.AddDays(-2));
        await Step("of-a-member", member, now.AddDays(-2));
        Assert.Equal("accepted-before of-the-office", await Told());

        await Step("同意", office.Unit, now.AddDays(-1), NoteKind.Accepted);
        Assert.Equal("accepted-before of-a-member of-the-office of-the-unit", await Told());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Search_finds_plain_words_and_words_of_the_document(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await PromisedPlan.In(city);
        Assert.Equal(plan.Seats, Assert.Single((await city.Use((IPublicPromises p) => p.Find(new(plan.Plan, "安心"), default))).Items).Id);
        Assert.Equal(plan.Late, Assert.Single((await city.Use((IPublicPromises p) => p.Find(new(plan.Plan, "上学路 改造"), default))).Items).Id);
        Assert.Equal(plan.Late, Assert.Single((await city.Use((IPublicPromises p) => p.Find(new(plan.Plan, null, plan.Domain, Light.Orange), default))).Items).Id);
        Assert.Empty((await city.Use((IPublicPromises p) => p.Find(new(plan.Plan, "100%_"), default))).Items);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_plan_of_this_year_leads(string engine)
    {
        await using var city = await City.On(engine);
        var earlier = await PromisedPlan.In(city, startYear: 2022, endYear: 2024, title: "早先的方案");
        var coming = await PromisedPlan.In(city, startYear: 2028, endYear: 2030, title: "将来的方案");
        var current = await PromisedPlan.In(city);
        Assert.Equal([current.Plan, coming.Plan, earlier.Plan], (await city.Use((IPublicPromises p) => p.Plans(default))).Select(p => p.Id));
    }
}
