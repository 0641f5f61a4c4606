using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Ids of what belongs to others, in every address that takes one.</summary>
static partial class OtherPeoplesThings
{
    const string Kind = "Things of others (IDOR)";

    /// <summary>What a role sees of the whole city by design, so that an id there is nobody else's: the office the programme, whoever works in it the plans in force, the security administrator the people.</summary>
    static bool SeesAll(RoleCode role, string route) => role switch
    {
        RoleCode.Office => true,
        RoleCode.SecurityAdmin => route.StartsWith("/people/", StringComparison.Ordinal),
        RoleCode.SystemAdmin or RoleCode.AuditAdmin => false,
        RoleCode.StatOfficer => route.StartsWith("/plans/{", StringComparison.Ordinal) || route.StartsWith("/reports/", StringComparison.Ordinal), // the bureau collects for the whole city
        _ => route.StartsWith("/plans/{", StringComparison.Ordinal),
    };

    /// <summary>Addresses of what is issued to whoever carries the programme: the rows of the registers; guides, checklists, rules, calls and trainings that are drafts no more. Of anything beside them the answer is that of an id that does not exist.</summary>
    static Task<HashSet<string>> IssuedToAll(Target t) => t.Db(async db =>
    {
        var issued = new HashSet<string>(StringComparer.Ordinal);
        async Task Add(IQueryable<Guid> ids, params string[] addresses)
        {
            foreach (var id in await ids.ToListAsync()) issued.UnionWith(addresses.Select(a => a.Replace("{id}", id.ToString(), StringComparison.Ordinal)));
        }
        await Add(db.Set<KeyProject>().Select(p => p.Id), "/projects/{id}");
        await Add(db.Set<PublicPolicy>().Select(p => p.Id), "/policies/{id}");
        await Add(db.Set<ExpectedResult>().Select(r => r.Id), "/results/{id}");
        await Add(db.Set<Guide>().Where(g => g.State != GuideState.Draft).Select(g => g.Id), "/guides/{id}", "/guides/{id}/clauses.xlsx");
        await Add(db.Set<Checklist>().Where(c => c.State != ChecklistState.Draft).Select(c => c.Id), "/inspections/checklists/{id}");
        await Add(db.Set<ScoreRules>().Where(r => r.State != ScoreRulesState.Draft).Select(r => r.Id), "/evaluations/rules/{id}");
        await Add(db.Set<ResearchTopic>().Where(r => r.State != ResearchState.Draft).Select(r => r.Id), "/research/{id}");
        await Add(db.Set<TrainingSession>().Where(s => s.State != TrainingState.Draft).Select(s => s.Id), "/training/{id}", "/training/{id}/people.xlsx"); // of the people only those whom the reader may name: TrainingTests
        return issued;
    });

    public static IReadOnlyList<Attack> All { get; } =
    [
        .. Enum.GetValues<RoleCode>().Where(r => r != RoleCode.Office).Select(role =>
            new Attack(Kind, $"Every id that there is, in every address that takes one, as {role} of a unit without a part in anything", "The answer is that of an id that does not exist, to the letter", t => Walk(t, role))),
        .. Enum.GetValues<RoleCode>().Where(r => r != RoleCode.Office).Select(role =>
            new Attack(Kind, $"Every form of office, lead, child director and security administrator, sent by {role} of a unit without a part in anything", "The answer is that of an id that does not exist; nothing is written", t => WalkForms(t, role))),
        new(Kind, "The id of a promise that is not public, or no longer", "The answer is that of an id that does not exist", async t =>
        {
            using var visitor = t.Visitor();
            var unknown = await Said(visitor, $"/promises/{Guid.CreateVersion7()}");
            foreach (var id in await t.Db(db => db.Set<ProgrammeTask>().Where(x => !x.Public || x.DroppedInVersion != null).Select(x => x.Id).ToListAsync()))
                Assert.Equal(unknown, await Said(visitor, $"/promises/{id}"));
        }),
        new(Kind, "A file of another unit's task, asked for under one's own task", "404", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            foreach (var id in await t.Db(db => db.Set<Evidence>().Where(e => e.TaskId != t.Plan.Task).Select(e => e.Id).ToListAsync()))
                Assert.Equal(await Said(lead, $"/tasks/{t.Plan.Task}/evidence/{Guid.CreateVersion7()}"), await Said(lead, $"/tasks/{t.Plan.Task}/evidence/{id}"));
        }),
        new(Kind, "An entry of one document, changed under the address of another", "Nothing is changed", async t =>
        {
            var entry = await t.Db(db => db.Set<DraftEntry>().AsNoTracking().FirstAsync());
            var other = await t.Db(db => db.Set<PlanImport>().Where(i => i.Id != entry.ImportId).Select(i => i.Id).FirstAsync());
            using var office = t.As(t.Plan.Office);
            foreach (var act in new[] { "drop", "split", "merge", "add", "reopen" })
                await Target.Send(office, "/account", $"/plans/import/{other}/entries/{entry.Id}/{act}", new() { ["version"] = $"{entry.Version}", ["at"] = "1" });
            var after = await t.Db(db => db.Set<DraftEntry>().AsNoTracking().SingleAsync(e => e.Id == entry.Id));
            Assert.Equal((entry.State, entry.Version, entry.Body), (after.State, after.Version, after.Body));
        }),
        new(Kind, "The session of somebody else, ended through one's own account page", "It stays open", async t =>
        {
            var (mine, theirs) = (await t.Somebody(RoleCode.DeptContact, "甲单位"), await t.Somebody(RoleCode.DeptContact, "乙单位"));
            using var other = t.As(theirs);
            var session = await t.Db(db => db.Set<Session>().Where(s => s.PersonId == theirs.Person).Select(s => s.Id).SingleAsync());
            using var browser = t.As(mine);
            await Target.Send(browser, "/account", "/account/sessions", new() { ["session"] = session.ToString() });
            await Target.Send(browser, "/account", "/account/sessions", []);
            Assert.Equal(HttpStatusCode.OK, (await Target.Get(other, "/desk")).StatusCode);
        }),
        new(Kind, "The post of somebody else, chosen in the form or written into the cookie", "The rights stay those of the posts held", async t =>
        {
            using var outsider = t.As(t.Plan.Outsider);
            await Target.Send(outsider, "/account", "/account/post", new() { ["post"] = t.Plan.Office.Post.ToString() });
            Assert.Equal(HttpStatusCode.Forbidden, (await Target.Get(outsider, "/settings")).StatusCode);
            using var visitor = t.Visitor();
            visitor.DefaultRequestHeaders.Add("Cookie", outsider.DefaultRequestHeaders.GetValues("Cookie").Append($"post={t.Plan.Office.Post}"));
            Assert.Equal(HttpStatusCode.Forbidden, (await Target.Get(visitor, "/settings")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Target.Get(visitor, $"/tasks/{t.Plan.Task}")).StatusCode);
        }),
        new(Kind, "The hash of a calendar's secret (as a thief of the database has it) in place of the secret", "404", async t =>
        {
            await using var own = await t.Another();
            var link = await own.City.As(own.Plan.Lead, (FeedLinks links) => links.Make(default));
            var hash = await own.Db(db => db.Set<CalendarFeed>().Select(f => f.FeedSecretHash).SingleAsync());
            using var visitor = own.Visitor();
            Assert.Equal(HttpStatusCode.OK, (await Target.Get(visitor, link)).StatusCode);
            foreach (var wrong in new[] { hash, hash.ToUpperInvariant(), link[15..^5], "%", "x" }) Assert.Equal(HttpStatusCode.NotFound, (await Target.Get(visitor, $"/calendar/feed/{wrong}.ics")).StatusCode);
        }),
        new(Kind, "Another spelling of an id: capitals, braces, without hyphens", "The answer is that of an id that does not exist", async t =>
        {
            using var outsider = t.As(t.Plan.Outsider);
            foreach (var format in new[] { "N", "B", "P", "X" })
                foreach (var spelling in new[] { t.Plan.Task.ToString(format), t.Plan.Task.ToString(format).ToUpperInvariant() })
                    Assert.Equal(HttpStatusCode.NotFound, (await Target.Get(outsider, "/tasks/" + Uri.EscapeDataString(spelling))).StatusCode);
        }),
    ];

    static IEnumerable<RouteEndpoint> WithIds(Target t, string method) =>
        from e in t.Site.Endpoints(method)
        where e.Endpoint.RoutePattern.RawText!.Contains(":guid}", StringComparison.Ordinal) && e.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        select e.Endpoint;

    static async Task Walk(Target t, RoleCode role)
    {
        var stranger = await t.Somebody(role, "外人");
        using var browser = t.As(stranger);
        var (asked, wrong, issued) = (0, new List<string>(), await IssuedToAll(t));
        foreach (var route in WithIds(t, "GET").Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().Where(r => !SeesAll(role, r)))
        {
            var unknown = await Said(browser, Id().Replace(route, _ => Guid.CreateVersion7().ToString()));
            // A door that is closed to the role is closed whatever is asked for: a few ids show it.
            foreach (var id in unknown.StartsWith("403", StringComparison.Ordinal) ? t.Site.Ids.Take(3) : t.Site.Ids)
            {
                asked++;
                var address = Id().Replace(route, id.ToString());
                if (!issued.Contains(address) && await Said(browser, address) != unknown) wrong.Add($"{route} {id}");
            }
        }
        Assert.Empty(wrong);
        Assert.True(asked > 20, $"{asked}");
    }

    static async Task WalkForms(Target t, RoleCode role)
    {
        var stranger = await t.Somebody(role, "外人");
        using var browser = t.As(stranger);
        var (token, cookies) = await Target.FormOf(browser, "/account");
        var (sent, wrong, issued) = (0, new List<string>(), await IssuedToAll(t));
        foreach (var (address, fields) in await FormsOfOthers(t))
        {
            var route = Guids().Replace(address, "{id}");
            if (!route.Contains("{id}", StringComparison.Ordinal) || SeesAll(role, route)) continue;
            async Task<string> Answer(Func<string, string> ids)
            {
                var filled = fields.ToDictionary(f => f.Key, f => Guids().Replace(f.Value, m => ids(m.Value)));
                filled["__RequestVerificationToken"] = token;
                using var answer = await Target.Post(browser, Guids().Replace(address, m => ids(m.Value)), filled, cookies);
                return Plain(answer, await answer.Content.ReadAsStringAsync());
            }
            sent++;
            var unknown = Guid.CreateVersion7().ToString();
            var (theirs, nobodys) = (await Answer(id => id), await Answer(_ => unknown));
            if (theirs != nobodys && !issued.Contains(address.Split('?', '#')[0])) wrong.Add($"{address}: {theirs[..Math.Min(200, theirs.Length)]} <> {nobodys[..Math.Min(200, nobodys.Length)]}");
        }
        Assert.Empty(wrong);
        Assert.True(sent >= 3, $"{sent}");
        Assert.Equal(0, await t.Writes(stranger.Person));
    }

    /// <summary>Every form that office, lead, child director and security administrator are shown, each once, with the values that stand in it.</summary>
    public static async Task<IReadOnlyList<(string Address, Dictionary<string, string> Fields)>> FormsOfOthers(Target t)
    {
        var forms = new Dictionary<string, (string, Dictionary<string, string>)>();
        using var office = t.As(t.Plan.Office);
        using var lead = t.As(t.Plan.Lead);
        using var director = t.As(t.Site.Director);
        using var security = t.As(await t.Somebody(RoleCode.SecurityAdmin, "安全员乙"));
        foreach (var endpoint in t.Site.Endpoints("GET").Where(e => e.Page is not null).Select(e => e.Endpoint).ToList())
        {
            var address = endpoint.RoutePattern.RawText!.TrimStart('/') switch
            {
                "people/{Id:guid}" => $"/people/{t.Plan.Lead.Person}",
                var route when route.StartsWith("children/{", StringComparison.Ordinal) => "/" + Id().Replace(route, t.Site.Child.ToString()),
                _ => await t.Site.Address(endpoint, office),
            };
            foreach (var browser in new[] { office, lead, director, security })
            {
                using var page = await browser.GetAsync(Target.To(address));
                if (page.StatusCode != HttpStatusCode.OK) continue;
                foreach (var form in HostileRequestTests.Forms(await page.Content.ReadAsStringAsync()).Where(f => !f.Action.Contains("/signout", StringComparison.Ordinal)))
                {
                    var target = (form.Action.Length > 0 ? form.Action : address).Split('#')[0];
                    form.Fields.Remove("__RequestVerificationToken");
                    forms.TryAdd(Guids().Replace(target, "") + string.Join(',', form.Fields.Keys) + form.Fields.GetValueOrDefault("_handler"), (target, form.Fields));
                }
            }
        }
        return [.. forms.Values];
    }

    static async Task<string> Said(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(Target.To(address));
        return Plain(answer, await answer.Content.ReadAsStringAsync());
    }

    // Ids, form fields and the count of notices are the reader's own and differ from page to page.
    static string Plain(HttpResponseMessage answer, string body) =>
        $"{(int)answer.StatusCode} {Guids().Replace(answer.Headers.Location?.OriginalString ?? "", "{id}")} {Guids().Replace(Value().Replace(body, ""), "{id}")}";

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Id();

    [GeneratedRegex("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")]
    private static partial Regex Guids();

    [GeneratedRegex("value=\"[^\"]*\"")]
    private static partial Regex Value();
}
