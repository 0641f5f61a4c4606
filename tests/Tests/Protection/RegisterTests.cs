using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Protection.Consenting;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Protection;

/// <summary>The register of children: who may write, what is refused and why, and that nothing of two people's work is lost.</summary>
public class RegisterTests
{
    static readonly DateOnly Today = new(2026, 11, 20);

    static IReadOnlyList<Problem> Problems(Action<ChildForm> change)
    {
        var form = Children.Form();
        change(form);
        return ChildRules.Read(form, "990102001001", Today).Problems;
    }

    static void Refused(string code, string field, Action<ChildForm> change) => Assert.Contains(Problems(change), p => p.Code == code && p.Field == field);

    [Fact]
    public void What_is_wrong_is_said_beside_its_field()
    {
        Assert.Empty(Problems(_ => { }));
        Refused("protection.no-name", "Name", f => f.Name = "  ");
        Refused("protection.no-name", "Name", f => f.Name = new('长', 61));
        Refused("protection.no-name", "Name", f => f.Name = "演\u0000示");
        Refused("protection.bad-number", "IdNumber", f => (f.IdKind, f.IdNumber) = ("ResidentId", "990102201803070021"));
        Refused("protection.bad-number", "IdNumber", f => (f.IdKind, f.IdNumber) = ("ResidentId", null));
        Refused("protection.no-paper-kind", "IdKind", f => f.IdNumber = "A1234567");
        Refused("protection.bad-paper", "IdNumber", f => (f.IdKind, f.IdNumber) = ("Passport", "a<b>"));
        Refused("protection.birthday-differs", "BirthDay", f => (f.IdKind, f.IdNumber) = ("ResidentId", Children.Number));
        Refused("protection.no-birthday", "BirthDay", f => f.BirthDay = "2018-02-30");
        Refused("protection.no-birthday", "BirthDay", f => f.BirthDay = null);
        Refused("protection.not-a-child", "BirthDay", f => f.BirthDay = "2026-11-21");
        Refused("protection.not-a-child", "BirthDay", f => f.BirthDay = "2008-11-20");
        Assert.Empty(Problems(f => (f.BirthDay, f.Groups) = ("2008-11-21", ["InDifficulty"])));
        Refused("protection.group-ended", "Groups", f => f.BirthDay = "2010-11-20");
        Assert.Empty(Problems(f => f.BirthDay = "2010-11-21"));
        Refused("protection.sex-differs", "Sex", f => (f.IdKind, f.IdNumber, f.BirthDay, f.Sex) = ("ResidentId", Children.Number, null, "Boy"));
        Refused("protection.no-village", "Village", f => f.Village = Children.NextVillage);
        Refused("protection.no-village", "Village", f => f.Village = Children.Township);
        Refused("protection.no-group", "Groups", f => f.Groups = ["", "99", "Nobody"]);
        Refused("protection.orphan-or-unattended", "Groups", f => f.Groups = ["Orphan", "DeFactoUnattended"]);
        Refused("protection.bad-phone", "GuardianPhone", f => f.GuardianPhone = "<script>");
        Refused("protection.phone-without-guardian", "GuardianName", f => f.GuardianName = null);
        foreach (var name in new[] { "𠮷田", "阿卜杜拉·买买提", "丁", "Anna-Maria Magdalena Kowalska-Nowak" }) Assert.Empty(Problems(f => f.Name = name));
    }

    [Fact]
    public void A_valid_number_gives_birthday_and_sex_by_itself()
    {
        var form = Children.Form(number: Children.Number);
        form.IdNumber = " 990102 20180307 0028 ";
        var facts = ChildRules.Read(form, "9901", Today).Value!;
        Assert.Equal((new DateOnly(2018, 3, 7), Sex.Girl, Children.Number), (facts.BirthDay, facts.Sex, facts.IdNumber));
        Assert.NotNull(IdNumber.Read("11010519491231002X"));
        Assert.Null(IdNumber.Read("110105194912310021"));
        Assert.Null(IdNumber.Read("11010519490231002X"));
    }

    [Theory]
    [InlineData("2012-02-29", "2026-02-28", 13)]
    [InlineData("2012-02-29", "2026-03-01", 14)]
    [InlineData("2010-11-20", "2026-11-19", 15)]
    [InlineData("2010-11-20", "2026-11-20", 16)]
    [InlineData("2008-11-20", "2026-11-20", 18)]
    public void Ages_turn_on_the_birthday(string birth, string day, int age) => Assert.Equal(age, Age.On(DateOnly.Parse(day, null), DateOnly.Parse(birth, null)));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_number_stands_in_the_register_once_even_if_two_villages_write_it_at_once(string engine)
    {
        await using var city = await Children.Small(engine);
        var (here, there) = (await city.Director(), await city.Director(Children.FarVillage));
        var both = await Task.WhenAll(
            city.As(here, (RegisterChild r) => r.Run(Children.Form(number: Children.Number), default)),
            city.As(there, (RegisterChild r) => r.Run(Children.Form(number: Children.Number, village: Children.FarVillage), default)));
        Assert.Single(both, b => b.Ok);
        var refused = Assert.Single(both.Single(b => !b.Ok).Problems);
        Assert.Equal(("protection.twice", "IdNumber"), (refused.Code, refused.Field));
        Assert.Empty(refused.Args); // nothing about whose it is
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<Child>().CountAsync()));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<Guardian>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_tries_a_known_number_is_in_the_record_and_the_number_is_not(string engine)
    {
        await using var city = await Children.Small(engine);
        var (here, there) = (await city.Director(), await city.Director(Children.FarVillage));
        var county = await city.Actor(RoleCode.CivilAffairs, "清河区民政局", regionCode: Children.County);
        var child = await city.Child(here, Children.Form(number: Children.Number));
        foreach (var who in new[] { there, there, here }) Assert.Equal("protection.twice", (await city.As(who, (RegisterChild r) => r.Run(Children.Form(number: Children.Number, village: who.RegionCode), default))).Problems[0].Code);
        var noted = await city.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Kind == AuditKind.Refused && e.Action == "twice").OrderBy(e => e.Seq).ToListAsync());
        Assert.Equal([there.Person, there.Person, here.Person], noted.Select(n => n.PersonId!.Value));
        Assert.All(noted, n => Assert.Equal((child.ToString(), "{}"), (n.Key, n.Changes))); // where the guardian is shown it
        Assert.Equal(2, await city.As(county, (NoticeBoard n) => n.Own.CountAsync(o => o.Code == "protection.notice-twice"))); // not of the own village's slip
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_tries_numbers_all_day(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        await using var city = await Children.Small(engine, clock);
        var keeper = await city.Director();
        await city.Use(async (CityDb db) => { db.Add(new Setting { Key = "protection.numbers", Value = """{"Day":2}""" }); await db.SaveChangesAsync(); });
        var child = await city.Child(keeper, Children.Form(number: Children.Number));
        Task<Result<Guid>> Try(string? number)
        {
            var form = Children.Form(number: number);
            form.Version = 1;
            return city.As(keeper, (RegisterChild r) => r.Run(form, default));
        }

        Assert.Equal("protection.twice", (await Try(Children.Number)).Problems[0].Code);
        Assert.Equal("protection.numbers-enough", (await Try(Children.OtherNumber)).Problems[0].Code); // neither whether it is known
        Assert.Equal("protection.numbers-enough", (await Try(Children.Number)).Problems[0].Code);
        Assert.True((await Try(null)).Ok); // without a number work goes on
        clock.Move(TimeSpan.FromDays(1));
        Assert.True((await Try(Children.OtherNumber)).Ok);
    }

    [Theory]
    [InlineData("LeftBehind", "2010-11-20", "2026-11-20")]
    [InlineData("Migrant", "2012-02-29", "2028-02-29")]
    [InlineData("Orphan", "2012-02-29", "2030-03-01")]
    [InlineData("InDifficulty", "2008-12-31", "2026-12-31")]
    public void A_group_lasts_until_the_birthday_at_which_the_age_is_reached(string group, string birth, string until)
    {
        var (kind, born, day) = (Enum.Parse<ChildGroup>(group), DateOnly.Parse(birth, null), DateOnly.Parse(until, null));
        Assert.Equal(day, GroupAges.LastsUntil(kind, born));
        Assert.Equal(GroupAges.EndsAt(kind), Age.On(day, born)); // the same day as everywhere else
        Assert.Equal(GroupAges.EndsAt(kind) - 1, Age.On(day.AddDays(-1), born));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_child_grows_out_of_its_groups_by_itself(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        await using var city = await Children.Small(engine, clock);
        var form = Children.Form();
        form.BirthDay = "2010-11-22"; // sixteen in two days, left behind and in difficulty
        var child = await city.Child(await city.Director(), form);
        Task<List<DateOnly?>> Ends() => city.Use((CityDb db) => db.Set<ChildLabel>().Where(l => l.ChildId == child).OrderBy(l => l.Group == ChildGroup.LeftBehind ? 0 : 1).Select(l => l.Until).ToListAsync());

        Assert.Equal(0, await city.Use((EndGroups end) => end.Run(default)));
        clock.Move(TimeSpan.FromDays(5));
        Assert.Equal(1, await city.Use((EndGroups end) => end.Run(default)));
        Assert.Equal([new DateOnly(2026, 11, 22), null], await Ends());
        clock.Move(TimeSpan.FromDays(731));
        Assert.Equal(1, await city.Use((EndGroups end) => end.Run(default)));
        Assert.Equal([new DateOnly(2026, 11, 22), new DateOnly(2028, 11, 22)], await Ends());
        Assert.Equal(0, await city.Use((EndGroups end) => end.Run(default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_keepers_of_the_region_write_and_nobody_elsewhere(string engine)
    {
        await using var city = await Children.Small(engine);
        var child = await city.Child(await city.Director());
        foreach (var (role, region) in new[] { (RoleCode.ChildDirector, Children.NextVillage), (RoleCode.ChildSupervisor, "990103001000"), (RoleCode.CivilAffairs, Children.OtherCounty), (RoleCode.CivilAffairs, Children.CityCode), (RoleCode.Office, Children.CityCode), (RoleCode.School, Children.CityCode), (RoleCode.SecurityAdmin, Children.CityCode), (RoleCode.Police, Children.County) })
        {
            var other = await city.Actor(role, $"{role}{region}", regionCode: region);
            var form = Children.Form("改名");
            form.Version = 1;
            Assert.Equal("protection.not-yours", (await city.As(other, (CorrectChild c) => c.Run(child, form, default))).Problems[0].Code);
            Assert.Equal("protection.not-yours", (await city.As(other, (KeepConsent k) => k.Run(child, new() { Scope = "Photos", Guardian = Guid.Empty.ToString() }, default))).Problems[0].Code);
            if (role is not (RoleCode.ChildDirector or RoleCode.ChildSupervisor or RoleCode.CivilAffairs)) Assert.False((await city.As(other, (RegisterChild r) => r.Run(Children.Form(), default))).Ok);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_who_correct_at_once_the_second_is_shown_the_first_and_decides(string engine)
    {
        await using var city = await Children.Small(engine);
        var keeper = await city.Director();
        var child = await city.Child(keeper);
        var (first, second) = (Children.Form("先改"), Children.Form("后改"));
        (first.Version, second.Version) = (1, 1);
        Assert.True((await city.As(keeper, (CorrectChild c) => c.Run(child, first, default))).Ok);
        Assert.Equal("protection.meanwhile", (await city.As(keeper, (CorrectChild c) => c.Run(child, second, default))).Problems[0].Code);
        var now = await city.As(keeper, (ReadChild r) => r.Run(child, "read", default));
        Assert.Equal(("先改", 2), (now!.Name, now.Form!.Version));
        second.Version = now.Form.Version;
        Assert.True((await city.As(keeper, (CorrectChild c) => c.Run(child, second, default))).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Groups_that_end_keep_their_days(string engine)
    {
        await using var city = await Children.Small(engine);
        var keeper = await city.Director();
        var child = await city.Child(keeper);
        var form = Children.Form();
        (form.Version, form.Groups) = (1, ["InDifficulty", "Disabled"]);
        Assert.True((await city.As(keeper, (CorrectChild c) => c.Run(child, form, default))).Ok);
        var view = await city.As(keeper, (ReadChild r) => r.Run(child, "read", default));
        Assert.Equal([(ChildGroup.LeftBehind, (DateOnly?)Today), (ChildGroup.InDifficulty, null), (ChildGroup.Disabled, null)], view!.Labels.OrderBy(l => l.Until is null).ThenBy(l => l.Group).Select(l => (l.Group, l.Until)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_consent_is_given_once_and_taken_back_as_easily(string engine)
    {
        await using var city = await Children.Small(engine);
        var keeper = await city.Director();
        var child = await city.Child(keeper);
        var guardian = (await city.As(keeper, (ReadChild r) => r.Run(child, "read", default)))!.Guardians.Single().Id;
        var given = await city.As(keeper, (KeepConsent k) => k.Run(child, new() { Scope = "Photos", Guardian = guardian.ToString() }, default));
        Assert.True(given.Ok);
        Assert.Equal("protection.consent-already", (await city.As(keeper, (KeepConsent k) => k.Run(child, new() { Scope = "Photos", Guardian = guardian.ToString() }, default))).Problems[0].Code);
        Assert.True((await city.As(keeper, (KeepConsent k) => k.Run(child, new() { Withdraw = given.Value.ToString() }, default))).Ok);
        Assert.False((await city.As(keeper, (KeepConsent k) => k.Run(child, new() { Withdraw = given.Value.ToString() }, default))).Ok);
        var consent = (await city.As(keeper, (ReadChild r) => r.Run(child, "read", default)))!.Consents.Single();
        Assert.Equal((Today, (DateOnly?)Today, KeepConsent.TextVersion), (consent.GivenOn, consent.WithdrawnOn, consent.TextVersion));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_office_counts_and_sees_nobody(string engine)
    {
        await using var city = await Children.Small(engine);
        await city.Child(await city.Director());
        await city.Child(await city.Director(Children.NextVillage));
        await city.Child(await city.Director(Children.FarVillage));
        var office = await city.Actor(RoleCode.Office, "市妇儿工委办", regionCode: Children.CityCode);
        var counts = await city.As(office, (ReadChildren r) => r.Count(default));
        Assert.Equal([("清河区", 2), ("临水县", 1)], counts.Select(c => (c.Region, c.Children)));
        Assert.Equal(2, counts[0].Groups[ChildGroup.LeftBehind]);
        Assert.Empty((await city.As(office, (ReadChildren r) => r.Run(new(null, false, null, 1), default))).Lines);
        var police = await city.Actor(RoleCode.Police, "公安局", regionCode: Children.CityCode);
        Assert.Empty(await city.As(police, (ReadChildren r) => r.Count(default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_list_costs_the_same_queries_for_one_child_and_for_fifty(string engine)
    {
        var count = new CountCommands();
        await using var city = await Children.Small(engine, more: count.Listen);
        var keeper = await city.Director();
        async Task<int> Cost()
        {
            await city.Child(keeper);
            count.Start();
            await city.As(keeper, (ReadChildren r) => r.Run(new(null, false, null, 1), default));
            return count.Commands;
        }
        var one = await Cost();
        for (var i = 0; i < 48; i++) await city.Child(keeper);
        Assert.Equal(one, await Cost());
        Assert.Equal(50, (await city.As(keeper, (ReadChildren r) => r.Run(new(null, false, null, 1), default))).Lines.Count);
    }
}
