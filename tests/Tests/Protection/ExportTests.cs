using System.Globalization;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ICSharpCode.SharpZipLib.Zip;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Protection;
using OneMetre.Protection.Erasing;
using OneMetre.Protection.Exporting;
using OneMetre.Protection.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Protection;

/// <summary>Rows of the register leave as a file only if somebody may ask for them, says why, and somebody else agrees.</summary>
public class ExportTests
{
    [Fact]
    public void What_is_wrong_is_said_beside_its_field()
    {
        static ExportForm Form() => new() { Purpose = "CheckBenefit", Reason = "核对", Columns = ["Name"] };
        static string[] Wrong(Action<ExportForm> change, int rows = 3, bool seesClear = true) => [.. ExportRules.Read(Form().Also(change), rows, 3, seesClear).Problems.Select(p => $"{p.Code} {p.Field}")];

        Assert.Empty(Wrong(_ => { }));
        Assert.Empty(Wrong(f => f.Clear = "true"));
        Assert.Equal(["protection.not-yours Clear"], Wrong(f => f.Clear = "true", seesClear: false));
        Assert.Equal(["protection.export-too-many Rows"], Wrong(_ => { }, 4));
        Assert.Equal(["protection.export-no-rows Rows"], Wrong(_ => { }, 0));
        Assert.Equal(["platform.disclosure-no-purpose Purpose"], Wrong(f => f.Purpose = "Curiosity"));
        Assert.Equal(["platform.disclosure-no-reason Reason"], Wrong(f => f.Reason = " "));
        Assert.Equal(["platform.disclosure-no-reason Reason"], Wrong(f => f.Reason = new('长', Export.LongestReason + 1)));
        foreach (var none in new List<string>?[] { null, [], ["Names"], ["0"], ["3"] }) Assert.Equal(["protection.export-no-columns Columns"], Wrong(f => f.Columns = none));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_who_sees_the_rows_of_a_county_or_the_city_may_ask(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        foreach (var (role, region) in new[] { (RoleCode.ChildDirector, Children.Village), (RoleCode.ChildSupervisor, Children.Township), (RoleCode.CivilAffairs, Children.Township), (RoleCode.School, Children.Village), (RoleCode.Office, Children.CityCode), (RoleCode.UnitLeader, Children.CityCode), (RoleCode.Hospital, Children.County), (RoleCode.AuditAdmin, Children.CityCode) })
            Assert.Equal("protection.not-yours", (await scene.Ask(await scene.City.Actor(role, $"{role}", regionCode: region))).Problems[0].Code);
        Assert.Equal(0, await scene.City.Use((CityDb db) => db.Set<Export>().CountAsync()));
        Assert.True((await scene.Ask()).Ok);
        Assert.Equal(2, (await scene.Row((await scene.Ask()).Value)).Rows);
        var city = await scene.City.Actor(RoleCode.CivilAffairs, "市民政局", regionCode: Children.CityCode);
        Assert.Equal("protection.export-nobody", (await scene.Ask(city)).Problems[0].Code); // whom nobody leads is not left to wait for nobody
        await scene.City.Actor(RoleCode.UnitLeader, "市民政局", regionCode: Children.CityCode, unit: city.Unit);
        Assert.Equal(3, (await scene.Row((await scene.Ask(city)).Value)).Rows);
        // A school sees its own pupils, and there are none.
        Assert.Equal("protection.export-no-rows", (await scene.Ask(await scene.City.Actor(RoleCode.School, "柳塘小学", regionCode: Children.CityCode))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task More_rows_than_the_city_allows_are_refused_with_their_number_when_asked_and_when_made(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var before = await scene.Granted();
        await scene.City.Use(async (CityDb db) => { db.Add(new Setting { Key = "protection.exports", Value = """{"Rows":1}""" }); await db.SaveChangesAsync(); });
        var many = (await scene.Ask()).Problems.Single();
        Assert.Equal(("protection.export-too-many", "Rows"), (many.Code, many.Field));
        Assert.Equal([2, 1], many.Args);
        Assert.True((await scene.Ask(change: f => f.Words = Children.Number)).Ok);
        Assert.Equal("protection.export-no-rows", (await scene.Ask(change: f => f.Words = new('演', 61))).Problems[0].Code);

        await scene.City.Use((JobHost host) => host.RunNext(default));
        Assert.Equal((ExportState.Ended, ExportEnd.TooMany, 0), ((await scene.Row(before)).State, (await scene.Row(before)).End, await scene.Archives()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_decides_on_their_own_wish_nor_on_one_that_is_none_of_theirs_nor_twice_nor_too_late(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = (await scene.Ask()).Value;
        var strangers = new[] { scene.Asker, await scene.City.Actor(RoleCode.UnitLeader, "市教育局"), await scene.City.Actor(RoleCode.CivilAffairs, "临水县民政局", regionCode: Children.OtherCounty), await scene.City.Actor(RoleCode.CivilAffairs, "市民政局", regionCode: Children.CityCode), await scene.City.Actor(RoleCode.Office, "市妇儿工委办") };
        foreach (var stranger in strangers)
        {
            Assert.Equal("protection.export-not-yours", (await scene.Decide(id, by: stranger)).Problems[0].Code);
            if (stranger != scene.Asker) Assert.Equal(0, (await scene.City.As(stranger, (ReadExports read) => read.List(1, default))).Total);
        }
        Assert.Equal(1, await scene.City.As(scene.Leader, (ReadExports read) => read.Waiting(default)));
        var line = (await scene.City.As(scene.Leader, (ReadExports read) => read.List(1, default))).Lines.Single();
        Assert.Equal(("清河区民政局", "经办人", "核对第四季度补贴", 2, false), (line.Unit, line.Who, line.Reason, line.Export.Rows, line.Mine));

        Assert.Equal("protection.export-no-answer", (await scene.Decide(id, "refuse", " ")).Problems[0].Code);
        Assert.True((await scene.Decide(id, "refuse", "请缩小到本镇")).Ok);
        Assert.Equal("protection.export-decided", (await scene.Decide(id)).Problems[0].Code);
        Assert.Equal((ExportState.Refused, "请缩小到本镇"), ((await scene.City.As(scene.Asker, (ReadExports read) => read.One(id, default)))!.State, (await scene.City.As(scene.Asker, (ReadExports read) => read.One(id, default)))!.Answer));
        Assert.Contains("protection.notice-export-refuse", await scene.City.As(scene.Asker, (NoticeBoard n) => n.Own.Select(x => x.Code).ToListAsync()));

        // A colleague of the county decides too; whoever asked from the city needs the own leader.
        var colleague = await scene.City.Actor(RoleCode.CivilAffairs, "清河区民政局", regionCode: Children.County, unit: scene.Asker.Unit);
        var late = (await scene.Ask()).Value;
        scene.Clock.Move(Export.DecidedWithin);
        Assert.Equal("protection.export-decided", (await scene.Decide(late, by: colleague)).Problems[0].Code);
        Assert.True((await scene.Decide((await scene.Ask()).Value, by: colleague)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_who_decide_at_once_one_has_decided_and_the_other_is_shown_how(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var colleague = await scene.City.Actor(RoleCode.CivilAffairs, "清河区民政局", "同事", Children.County, scene.Asker.Unit);
        var id = (await scene.Ask()).Value;
        // Both have read it as waiting; the colleague saves first.
        var second = await scene.City.As(scene.Leader, async (IServiceProvider services) =>
        {
            Assert.Equal(ExportState.Asked, (await services.GetRequiredService<ProtectionData>().ExportsToDecide.SingleAsync(e => e.Id == id)).State);
            Assert.True((await scene.Decide(id, "refuse", "请缩小到本镇", colleague)).Ok);
            return await services.GetRequiredService<DecideExport>().Run(id, "grant", null, default);
        });
        Assert.Equal("protection.export-decided", second.Problems.Single().Code);
        var line = (await scene.City.As(scene.Leader, (ReadExports read) => read.List(1, default))).Lines.Single();
        Assert.Equal((ExportState.Refused, "同事", "请缩小到本镇"), (line.State, line.DecidedBy, line.Answer));
        Assert.Equal(0, await scene.City.Use((CityDb db) => db.Set<Job>().CountAsync()));
        Assert.Equal(0, await scene.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Entity == "protection_export" && e.Action == "grant")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Each_step_stands_in_the_record_and_no_value_of_anybody(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = await scene.Made(f => (f.Words, f.Clear, f.Reason) = ("演示甲乙", "true", "核对演示甲乙的补贴"));
        var password = (await scene.Show(id)).Value!;
        for (var i = 0; i < Export.MostDownloads; i++) Assert.True((await scene.Take(id)).Ok);
        var entries = await scene.City.Use((CityDb db) => db.Set<AuditEntry>().AsNoTracking().Where(e => e.Entity == "protection_export" && e.Key == id.ToString()).OrderBy(e => e.Seq).ToListAsync());
        var steps = entries.Where(e => e.Kind != AuditKind.Write).ToList();
        Assert.Equal(["asked", "grant", "made", "shown", "taken", "taken", "gone", "taken"], steps.Select(e => e.Action));
        Assert.All(steps, e => Assert.Equal(e.Action == "grant" ? scene.Leader.Person : scene.Asker.Person, e.PersonId));
        Assert.All(steps, e => Assert.Contains("\"Purpose\":\"CheckBenefit\",\"Columns\":\"Name, BirthDay, IdNumber, Address, Guardian, Phone\",\"Clear\":true,\"Rows\":1", e.Changes, StringComparison.Ordinal));
        Assert.Equal(Export.MostDownloads, steps.Count(e => e.Kind == AuditKind.Export));
        Assert.Contains(scene.Registered[0].ToString(), steps[2].Changes, StringComparison.Ordinal);
        var everything = string.Concat((await scene.City.Use((CityDb db) => db.Set<AuditEntry>().AsNoTracking().ToListAsync())).Select(e => e.Key + e.Changes)) + string.Concat(await scene.City.Use((CityDb db) => db.Set<Notice>().Select(n => n.Args).ToListAsync()));
        foreach (var secret in new[] { "演示", Children.Number, "139 0000 7788", "13900007788", "祖母", password, "补贴" }) Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        // Of the words that were looked for nothing is left, not even sealed.
        Assert.Null((await scene.Row(id)).Words);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_list_and_the_file_cost_the_same_queries_for_one_row_and_for_many(string engine)
    {
        var count = new CountCommands();
        await using var city = await Children.Small(engine, more: s => count.Listen(s.AddSingleton<JobHost>()));
        var keeper = await city.Director();
        var asker = await city.Actor(RoleCode.CivilAffairs, "清河区民政局", "经办人", Children.County);
        var leader = await city.Actor(RoleCode.UnitLeader, "清河区民政局", "负责人", Children.County, asker.Unit);
        async Task<(int List, int File)> Cost()
        {
            await city.Child(keeper);
            var id = await city.As(asker, (AskForExport ask) => ask.Run(new() { Purpose = "CheckBenefit", Reason = "核对", Columns = ["Name", "Guardian", "Groups"], Clear = "true" }, default));
            count.Start();
            await city.As(leader, (ReadExports read) => read.List(1, default));
            var list = count.Commands;
            var export = await city.Use((CityDb db) => db.Set<Export>().AsNoTracking().SingleAsync(e => e.Id == id.Value));
            count.Start();
            await city.As(asker, (ExportSheet sheet) => sheet.Rows(export, 501, default));
            return (list, count.Commands);
        }
        var one = await Cost();
        for (var i = 0; i < 20; i++) Assert.Equal(one, await Cost());
        Assert.Equal(21, (await city.As(leader, (ReadExports read) => read.List(1, default))).Lines.Count);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Through_the_pages_it_is_asked_decided_shown_taken_and_gone(string engine)
    {
        Actor asker = null!, leader = null!, other = null!, director = null!;
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, async city =>
        {
            await Children.Regions(city);
            director = await city.Director();
            await city.Child(director, Children.Form("演示甲乙", Children.Number));
            asker = await city.Actor(RoleCode.CivilAffairs, "清河区民政局", "经办人", Children.County);
            other = await city.Actor(RoleCode.CivilAffairs, "清河区民政局", "同事", Children.County, asker.Unit);
            leader = await city.Actor(RoleCode.UnitLeader, "清河区民政局", "负责人", Children.County, asker.Unit);
        });
        using var mine = await running.SignedIn(asker);
        using var deciding = await running.SignedIn(leader);
        using var theirs = await running.SignedIn(other);
        using var village = await running.SignedIn(director);

        Assert.DoesNotContain("/children/exports", await village.GetStringAsync(new Uri("/children", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await village.GetAsync(new Uri("/children/exports/new", UriKind.Relative))).StatusCode);

        // The filter of the register comes along, and is counted before anything is asked.
        Dictionary<string, string> Find(string group, string words) => new() { ["_handler"] = "find", ["Form.Group"] = group, ["Form.Words"] = words };
        async Task<string> Counted(Dictionary<string, string> fields) => WebUtility.HtmlDecode(await (await RunningCity.Post(mine, "/children", "/children/exports/new", fields)).Content.ReadAsStringAsync());
        Assert.Contains("<strong>1 行</strong> · 留守、按姓名或证件号码查找", await Counted(Find("LeftBehind", "演示")), StringComparison.Ordinal);
        Assert.Contains("<strong>0 行</strong>", await Counted(Find("Orphan", "")), StringComparison.Ordinal);
        Assert.Contains("<strong>0 行</strong>", await Counted(Find("", new('演', 3000))), StringComparison.Ordinal);

        var fields = Find("LeftBehind", "演示");
        (fields["Form.Purpose"], fields["Form.Reason"], fields["Form.Columns"], fields["Form.Do"]) = ("CheckBenefit", "核对补贴", "Name", "ask");
        using var asked = await RunningCity.Post(mine, "/children", "/children/exports/new", fields);
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        var page = asked.Headers.Location!.AbsolutePath;
        var id = Guid.Parse(page[^36..]);
        Task<HttpResponseMessage> Taken(HttpClient who) => RunningCity.Post(who, "/account", $"{page}/archive.zip", []);
        Assert.Equal(HttpStatusCode.NotFound, (await mine.GetAsync(new Uri($"{page}/archive.zip", UriKind.Relative))).StatusCode); // what only looks uses no download up
        Assert.Equal(HttpStatusCode.Gone, (await Taken(mine)).StatusCode);

        var list = WebUtility.HtmlDecode(await deciding.GetStringAsync(new Uri("/children/exports", UriKind.Relative)));
        Assert.Contains("核对补贴", list, StringComparison.Ordinal);
        Assert.DoesNotContain("演示", list, StringComparison.Ordinal);
        using var decided = await RunningCity.Post(deciding, "/children/exports", "/children/exports", new() { ["_handler"] = $"e-{id:N}", ["Form.Id"] = $"{id}", ["Form.Answer"] = "grant" });
        Assert.Equal(HttpStatusCode.Found, decided.StatusCode);
        for (var i = 0; i < 100 && await running.City.Use((CityDb db) => db.Set<ExportArchive>().CountAsync()) == 0; i++) await Task.Delay(100);

        Assert.Equal(HttpStatusCode.Found, (await Taken(mine)).StatusCode); // the password comes first
        Task<HttpResponseMessage> Shown(HttpClient who) => RunningCity.Post(who, "/account", page, new() { ["_handler"] = "show", ["Form.Do"] = "show" });
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(new Uri(page, UriKind.Relative))).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await Shown(theirs)).StatusCode);
        Assert.Matches("<code class=\"fs-3\">[\\w-]{29}</code>", await (await Shown(mine)).Content.ReadAsStringAsync());
        var again = WebUtility.HtmlDecode(await (await Shown(mine)).Content.ReadAsStringAsync());
        Assert.Contains("密码已显示过", again, StringComparison.Ordinal);
        Assert.DoesNotContain("<code", again, StringComparison.Ordinal);

        for (var i = 0; i < Export.MostDownloads; i++)
        {
            using var taken = await Taken(mine);
            Assert.Equal((HttpStatusCode.OK, "application/zip"), (taken.StatusCode, taken.Content.Headers.ContentType?.MediaType));
            Assert.Equal(HttpStatusCode.NotFound, (await Taken(theirs)).StatusCode);
        }
        using var gone = await Taken(mine);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Contains("已经删除", WebUtility.HtmlDecode(await gone.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }
}
