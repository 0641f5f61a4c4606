using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices.Sending;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Units;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Protection;

namespace OneMetre.Tests.Hosting;

/// <summary>
/// Every route, asked by every role in its own and in other regions, for every record that lies sealed: nothing is shown that domain reference §11.2 does not allow. Routes, roles and
/// sealed columns are found, not listed: a new page, role or entity is walked without a line here, and a new sealed entity without a row in this city fails the test.
/// </summary>
public class MatrixTests
{
    enum May { Nothing, Masked, Clear }

    /// <summary>Somebody whose record lies sealed, everything clear that is known of them, and every id under which they are held.</summary>
    sealed record Held(Guid Child, string Region, Guid? School, HashSet<string> Clear, HashSet<Guid> Rows);

    // Domain reference §11.2, row "Child register", said again by hand: the product's own table must not be its own judge.
    static May Allowed(Actor actor, Held held) => actor.Role switch
    {
        RoleCode.ChildDirector when RegionCode.Level(actor.RegionCode) == RegionLevel.Village && actor.RegionCode == held.Region => May.Clear,
        RoleCode.ChildSupervisor when RegionCode.Level(actor.RegionCode) == RegionLevel.Township && RegionCode.Covers(actor.RegionCode, held.Region) => May.Clear,
        RoleCode.CivilAffairs when RegionCode.Level(actor.RegionCode) == RegionLevel.County && RegionCode.Covers(actor.RegionCode, held.Region) => May.Clear,
        RoleCode.CivilAffairs when RegionCode.Level(actor.RegionCode) == RegionLevel.City && RegionCode.Covers(actor.RegionCode, held.Region) => May.Masked,
        RoleCode.School when actor.Unit == held.School && RegionCode.Covers(actor.RegionCode, held.Region) => May.Masked,
        _ => May.Nothing,
    };

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_is_shown_by_any_route_what_their_post_may_not_see(string engine)
    {
        await using var whole = await WholeSite.On(engine);
        var city = whole.Running.City;
        var (children, actors) = await Fill(city);
        await EverySealedEntityHasARow(city);

        using var office = await whole.Running.SignedIn(whole.Plan.Office);
        var pages = new List<string>();
        foreach (var (endpoint, _) in whole.Endpoints("GET"))
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            pages.Add(await whole.Address(endpoint, office));
            // The same with every id under which a sealed record is held.
            if (endpoint.RoutePattern.Parameters.Count > 0)
                foreach (var row in children.Select(c => c.Child).Append(children[0].Rows.Last())) pages.Add(System.Text.RegularExpressions.Regex.Replace(pattern, "{[^}]*}", row.ToString()));
        }
        pages = [.. pages.Where(p => !p.StartsWith("/lang", StringComparison.Ordinal) && !p.StartsWith("/theme", StringComparison.Ordinal) && !p.StartsWith("/one-metre", StringComparison.Ordinal)).Distinct()];

        var wrong = new List<string>();
        var seen = 0;
        foreach (var actor in actors)
        {
            using var browser = await whole.Running.SignedIn(actor);
            foreach (var page in pages)
            {
                using var answer = await browser.GetAsync(new Uri(page, UriKind.Relative));
                var body = await Body(answer);
                if (body.Contains(" @on", StringComparison.Ordinal)) wrong.Add($"{page} has a form that nobody hears: its page lacks a using");
                seen += Judge(actor, $"GET {page}", body, children, wrong);
            }
            // What is asked by a form: each name and each number, in the search of the register.
            if ((await browser.GetAsync(new Uri("/children", UriKind.Relative))).StatusCode == HttpStatusCode.OK && Sees(actor, children))
                foreach (var words in children.SelectMany(c => c.Clear))
                {
                    using var found = await RunningCity.Post(browser, "/children", "/children", new() { ["_handler"] = "find", ["Form.Words"] = words });
                    seen += Judge(actor, "POST /children", await Body(found), children, wrong, typed: words);
                }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct().Take(40)));
        Assert.True(seen > 20, $"the walk must meet what is allowed, or it proves nothing: {seen}");

        // Whoever saw somebody clear stands in the record, with the record they saw.
        var reads = await city.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Kind == AuditKind.Read).ToListAsync());
        foreach (var actor in actors)
            foreach (var held in children.Where(h => Allowed(actor, h) == May.Clear))
                Assert.Contains(reads, r => r.PersonId == actor.Person && (r.Key == held.Child.ToString() || r.Changes.Contains(held.Child.ToString(), StringComparison.Ordinal)));
        Assert.DoesNotContain(reads, r => actors.Any(a => a.Person == r.PersonId && children.All(h => Allowed(a, h) != May.Clear)));
    }

    static bool Sees(Actor actor, IReadOnlyList<Held> children) => children.Any(c => Allowed(actor, c) != May.Nothing);

    /// <summary>Puts every offence on the list; returns how many clear records were rightly shown. What the reader typed into the form may stand in its field once.</summary>
    static int Judge(Actor actor, string where, string body, IReadOnlyList<Held> children, List<string> wrong, string? typed = null)
    {
        var right = 0;
        foreach (var held in children)
        {
            var may = Allowed(actor, held);
            foreach (var clear in held.Clear)
            {
                var times = Count(body, clear) - (clear == typed ? Count(body, $"value=\"{clear}\"") : 0);
                if (times == 0) continue;
                if (may == May.Clear) right++;
                else wrong.Add($"{actor.Role} in {actor.RegionCode}: {where} shows sealed text of a child in {held.Region}");
            }
            // Bare ids of others: a row that may not be seen must not be told of either. The address asked is not told by the answer.
            if (may == May.Nothing && !where.Contains(held.Child.ToString(), StringComparison.Ordinal) && body.Contains(held.Child.ToString(), StringComparison.OrdinalIgnoreCase) && actor.Role != RoleCode.AuditAdmin)
                wrong.Add($"{actor.Role} in {actor.RegionCode}: {where} tells of a child in {held.Region}");
        }
        return right;
    }

    static int Count(string body, string text)
    {
        var times = 0;
        for (var at = body.IndexOf(text, StringComparison.Ordinal); at >= 0; at = body.IndexOf(text, at + text.Length, StringComparison.Ordinal)) times++;
        return times;
    }

    /// <summary>The text of an answer: HTML with its entities resolved; of a workbook or document, every part.</summary>
    static async Task<string> Body(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (bytes is not [(byte)'P', (byte)'K', ..]) return WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes));
        await using var zip = new ZipArchive(new MemoryStream(bytes));
        var all = new StringBuilder();
        foreach (var part in zip.Entries)
        {
            using var text = new StreamReader(await part.OpenAsync());
            all.Append(WebUtility.HtmlDecode(await text.ReadToEndAsync()));
        }
        return all.ToString();
    }

    /// <summary>Three children: one in the village, one next door, one in another county; and every role in five places.</summary>
    static async Task<(IReadOnlyList<Held> Children, IReadOnlyList<Actor> Actors)> Fill(City city)
    {
        await Children.Regions(city);
        var school = await city.Actor(RoleCode.School, "柳塘小学", "校医", Children.CityCode);
        var places = new[] { (Children.Village, '甲', (string?)Children.Number), (Children.NextVillage, '乙', null), (Children.FarVillage, '丙', Children.OtherNumber) };
        var held = new List<Held>();
        foreach (var (village, mark, number) in places)
        {
            var keeper = await city.Director(village);
            var form = new OneMetre.Protection.Registering.ChildForm
            {
                Name = $"演示{mark}童",
                IdKind = number is null ? "None" : "ResidentId",
                IdNumber = number,
                BirthDay = number is null ? "2014-02-17" : null,
                Village = village,
                Address = $"{mark}号院三单元",
                Groups = ["InDifficulty"],
                School = village == Children.Village ? school.Unit.ToString() : null,
                GuardianName = $"演示{mark}祖母",
                GuardianPhone = $"1390000{(int)mark}",
                Kinship = "Grandparent",
            };
            var child = await city.Child(keeper, form);
            var birth = number is null ? form.BirthDay! : $"{number[6..10]}-{number[10..12]}-{number[12..14]}";
            var rows = await city.Use(async (CityDb db) => (HashSet<Guid>)[child, .. await db.Set<Guardian>().Where(g => g.ChildId == child).Select(g => g.Id).ToListAsync()]);
            held.Add(new(child, village, village == Children.Village ? school.Unit : null, [.. new[] { form.Name, number, birth, form.Address, form.GuardianName, form.GuardianPhone }.OfType<string>()], rows));
        }
        // A wish to see one of them, so that its label and reason lie sealed too; its asker and the school's leader may read it.
        Assert.True((await city.As(school, async (OneMetre.Protection.Looking.AskForLook ask) => await ask.Run(held[0].Child, "演* · 2018-**-** · 柳塘社区", held[0].Region, new() { Purpose = "AnswerGuardian", Reason = "家长来校询问" }, default))).Ok);

        var leader = await city.Actor(RoleCode.UnitLeader, school.UnitName, "校长", school.RegionCode, school.Unit);

        // Where somebody who does not walk is told outside the console: of nobody else's business, whatever their post.
        var route = new NoticeRoute { Id = Guid.CreateVersion7(), Kind = RouteKind.DingTalk, PersonId = leader.Person, Address = Secret.Of("xiaozhang.lu@liutang.example"), Signing = Secret.Of("SECf00dfeed0123456789"), Shown = "x***@liutang.example", Language = "zh-CN", AddedAt = City.Noon.UtcDateTime, ConfirmedAt = City.Noon.UtcDateTime, ToldTo = City.Noon.UtcDateTime, NextAt = City.Noon.UtcDateTime };
        await city.Use(async (CityDb db) => { db.Add(route); await db.SaveChangesAsync(); });
        held.Add(new(route.Id, "000000000000", null, ["xiaozhang.lu@liutang.example", "SECf00dfeed0123456789"], [route.Id]));

        // And a wish to take rows out, with the words that were looked for: those that decide on it are not told whom it names.
        Assert.True((await city.As(school, async (OneMetre.Protection.Exporting.AskForExport ask) => await ask.Run(new() { Words = Children.Number, Purpose = "AnswerGuardian", Reason = "核对本校名单", Columns = ["Name", "IdNumber"], Do = "ask" }, default))).Ok);

        var actors = new List<Actor> { school };
        foreach (var role in Enum.GetValues<RoleCode>())
            foreach (var region in Places(role))
                actors.Add(await city.Actor(role, $"{role}@{region}", "走查员", region));
        return (held, actors);
    }

    // Who works with children, and any role named by a rule of this page: at every level. The others where most could be seen by mistake.
    static string[] Places(RoleCode role) => role is RoleCode.ChildDirector or RoleCode.ChildSupervisor or RoleCode.CivilAffairs or RoleCode.School
        ? [Children.Village, Children.Township, Children.County, Children.OtherCounty, Children.CityCode]
        : [Children.Township, Children.CityCode];

    static Task EverySealedEntityHasARow(City city) => city.Use(async (CityDb db) =>
    {
        foreach (var type in db.Model.GetEntityTypes().Where(t => Secrets.Of(t).Count > 0))
        {
            var connection = db.Database.GetDbConnection();
            await db.Database.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM {type.GetTableName()}";
            Assert.True(Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) > 0, $"the walk has no row of {type.ClrType.Name}: give it one");
        }
    });

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_property_of_a_module_that_keeps_children_has_a_class_or_says_nothing_about_them(string engine)
    {
        await using var city = await City.On(engine);
        // What may lie in clear without a class: keys, days and states of the file, regions. Anything else must be declared.
        string[] plain = ["Id", "ChildId", "GuardianId", "SchoolId", "Version", "RegionCode", "IdKind", "RegisteredAt", "VerifiedOn", "ClosedOn", "From", "Until", "Scope", "TextVersion", "GivenOn", "WithdrawnOn",
            // An export: who asked and decided, when, how much of which columns, and where it is.
            "PersonId", "PostId", "UnitId", "Purpose", "Group", "Stale", "Columns", "Clear", "Rows", "Language", "AskedAt", "State", "DecidedBy", "DecidedAt", "MadeAt", "ShownAt", "Downloads", "End", "EndedAt", "ExportId"];
        var undeclared = await city.Use((CityDb db) => Task.FromResult(
            from type in db.Model.GetEntityTypes()
            where type.GetTableName()!.StartsWith("protection_", StringComparison.Ordinal)
            from property in type.GetProperties()
            where !plain.Contains(property.Name) && property.PropertyInfo?.GetCustomAttributes(typeof(ClassifiedAttribute), true).Length != 1
            select $"{type.ClrType.Name}.{property.Name}"));
        Assert.Empty(undeclared);
    }
}
