using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Minors;
using OneMetre.Platform.Notices;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Hosting.Hostile;
using OneMetre.Tests.Programme;
using OneMetre.Tests.Protection;

namespace OneMetre.Tests.Platform;

/// <summary>The yearly audit of minors' data: opens by itself, is made from the record, and stays as it was filed.</summary>
public class MinorAuditTests
{
    /// <summary>The last minute of 30 November in China.</summary>
    static readonly DateTimeOffset Eve = new(2026, 11, 30, 15, 59, 0, TimeSpan.Zero);

    static Task Look(City city) => city.Use((OpenMinorAudit open) => open.Run(default));
    static Task<List<MinorAudit>> Audits(City city) => city.Use((CityDb db) => db.Set<MinorAudit>().AsNoTracking().ToListAsync());

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task It_opens_on_the_first_of_December_of_China_once_and_reminds_once(string engine)
    {
        var clock = new StoppedClock(Eve);
        await using var city = await City.On(engine, clock);
        var office = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var security = await city.Actor(RoleCode.SecurityAdmin, "市大数据局");
        await city.Actor(RoleCode.DeptContact, "市教育局");
        Task<List<Guid>> Told() => city.Use((CityDb db) => db.Set<Notice>().OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => n.PostId).ToListAsync());

        await Look(city);
        Assert.Empty(await Audits(city));
        clock.Move(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 3; i++) await Look(city);
        var audit = Assert.Single(await Audits(city));
        Assert.Equal((2026, MinorAuditState.Open, new DateOnly(2027, 1, 31)), (audit.Year, audit.State, audit.DueOn));
        Assert.Equal(new[] { office.Post, security.Post }.Order(), (await Told()).Order());

        clock.Move(TimeSpan.FromDays(44)); // 14 January
        await Look(city);
        Assert.Equal(2, (await Told()).Count);
        clock.Move(TimeSpan.FromDays(1));
        for (var i = 0; i < 3; i++) await Look(city);
        Assert.Equal(4, (await Told()).Count);
        Assert.False(audit.IsLate(new(2027, 1, 31)));
        Assert.True(audit.IsLate(new(2027, 2, 1)));
        clock.Move(TimeSpan.FromDays(60)); // in March nothing opens, and nothing is forgotten
        await Look(city);
        Assert.Single(await Audits(city));
    }

    [Fact]
    public void A_server_that_stood_still_in_December_opens_it_in_January() =>
        Assert.Equal([2026, 2026, null, null, 2027], new[] { new DateOnly(2026, 12, 31), new(2027, 1, 1), new(2027, 2, 1), new(2027, 11, 30), new(2027, 12, 1) }.Select(MinorAudit.YearOn));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_evidence_counts_what_the_record_holds_and_names_nobody(string engine)
    {
        await using var city = await City.On(engine, new StoppedClock(Eve.AddMinutes(1)));
        var plan = await SmallPlan.In(city);
        await Look(city);
        var id = Assert.Single(await Audits(city)).Id;
        await city.As(plan.Lead, (AuditLog log) => log.Note(AuditKind.Refused, "platform_route", "/people", "GET"));
        await city.As(plan.Lead, (AuditLog log) => log.Note(AuditKind.Refused, "platform_route", "/audit", "GET"));
        await city.As(plan.Office, (AuditLog log) => log.Note(AuditKind.Export, "programme_task", "", "csv"));

        await Children.Regions(city);
        var director = await city.Director();
        foreach (var (name, born) in new[] { ("演示甲", "2012-12-30"), ("演示乙", "2013-01-01"), ("演示丙", "2016-04-09"), ("演示丁", "2009-05-05") }) await city.Child(director, Small(name, born));

        Assert.True((await city.As(plan.Office, (PrepareMinorAudit prepare) => prepare.Run(id, default))).Ok);
        var audit = Assert.Single(await Audits(city));
        Assert.Equal((MinorAuditState.InPreparation, plan.Office.Name), (audit.State, audit.PackMadeBy));
        var pages = Pages(await city.Use((FileStore files) => files.Read(audit.PackSha256!, default)));
        Assert.Equal(["概况", "未成年人数", "账号", "访问记录", "查看申请", "谁能看什么", "保存期限", "安全事件", "对照清单"], pages.Keys);
        Assert.Contains("被拒绝的访问|2", pages["概况"]);
        Assert.Contains("导出|1", pages["概况"]);
        Assert.Contains("统计期间|2026-01-01 至 2026-12-01", pages["概况"]);
        Assert.Contains(pages["未成年人数"], row => row.StartsWith("困境儿童信息台账|2|2|", StringComparison.Ordinal)); // 13, 10 years; 14, 17
        Assert.Contains("单位联络员|3|3|0", pages["账号"]);
        Assert.Contains(pages["访问记录"], row => row.EndsWith("单位联络员|2", StringComparison.Ordinal));
        Assert.Contains(pages["谁能看什么"], row => row.StartsWith("platform.audit|", StringComparison.Ordinal));
        Assert.True(pages["对照清单"].Count >= 12);
        Assert.All(pages["对照清单"].Skip(1), row => Assert.Matches(@"^[^|]+\|[^|]+\|[^|]+\|[^|]+", row));
        var everything = string.Concat(pages.Values.SelectMany(p => p));
        Assert.All(plan.Everyone, actor => Assert.False(everything.Contains(actor.Name, StringComparison.Ordinal) || everything.Contains(actor.Person.ToString(), StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task It_is_filed_with_receipt_and_day_and_then_stays_as_it_is(string engine)
    {
        var clock = new StoppedClock(Eve.AddDays(30));
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        await Look(city);
        var id = Assert.Single(await Audits(city)).Id;
        async Task<string[]> File(string? receipt, string? on, Actor? actor = null) =>
            [.. (await city.As(actor ?? plan.Office, (FileMinorAudit file) => file.Run(new() { Audit = id, Receipt = receipt, On = on }, default))).Problems.Select(p => p.Code)];

        Assert.Equal(["platform.minors.pack-first"], await File("R1", "2026-12-20"));
        await city.As(plan.Office, (PrepareMinorAudit prepare) => prepare.Run(id, default));
        Assert.Equal(["platform.minors.receipt-missing", "platform.minors.day-unfit"], await File(" ", "2026-99-99"));
        foreach (var day in new[] { "2026-11-30", "2026-12-31", null }) Assert.Equal(["platform.minors.day-unfit"], await File("R1", day));
        Assert.Equal(["platform.minors.receipt-missing"], await File(new string('1', 61), "2026-12-20"));
        Assert.Equal(["platform.minors.gone"], await File("R1", "2026-12-20", plan.Lead));
        Assert.Empty(await File("网信2026-0001", "2026-12-20"));
        Assert.Equal(["platform.minors.filed-already"], await File("另一个", "2026-12-21"));
        Assert.Equal(["platform.minors.filed-already"], (await city.As(plan.Office, (PrepareMinorAudit prepare) => prepare.Run(id, default))).Problems.Select(p => p.Code));
        var audit = Assert.Single(await Audits(city));
        Assert.Equal((MinorAuditState.Filed, "网信2026-0001", new DateOnly(2026, 12, 20), plan.Office.Name), (audit.State, audit.ReceiptNumber, audit.FiledOn, audit.FiledBy));
        Assert.False(audit.IsLate(new(2027, 6, 1)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Office_and_security_administrator_do_it_on_the_page_and_nobody_else_sees_it(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        var security = await running.City.Actor(RoleCode.SecurityAdmin, "市大数据局", "安全员");
        await running.City.Use(async (CityDb db) =>
        {
            db.Add(new MinorAudit { Id = Guid.CreateVersion7(), Year = 2025, OpenedAt = City.Noon.UtcDateTime });
            await db.SaveChangesAsync();
        });
        var id = Assert.Single(await Audits(running.City)).Id;
        foreach (var actor in plan.Everyone.Skip(1).Append(await running.City.Actor(RoleCode.SystemAdmin, "市信息中心")).Append(await running.City.Actor(RoleCode.AuditAdmin, "市审计局")))
        {
            using var other = running.Entered(actor);
            Assert.Equal(HttpStatusCode.Forbidden, (await Target.Get(other, "/minors/audit")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await Target.Get(other, $"/minors/audit/{id}/pack.xlsx")).StatusCode);
        }

        using var admin = running.Entered(security);
        Assert.Equal(HttpStatusCode.NotFound, (await Target.Get(admin, $"/minors/audit/{id}/pack.xlsx")).StatusCode);
        Assert.Contains("已逾期", WebUtility.HtmlDecode(await Target.Html(admin, "/minors/audit")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await Target.Send(admin, "/minors/audit", "/minors/audit", new() { ["Making.Audit"] = id.ToString() }, "make-2025")).StatusCode);
        using var office = running.Entered(plan.Office);
        using var file = await Target.Get(office, $"/minors/audit/{id}/pack.xlsx");
        Assert.Equal(Sheet.ContentType, file.Content.Headers.ContentType!.MediaType);
        Assert.Equal(1, await running.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Kind == AuditKind.Export && e.Entity == "platform_minor_audit")));

        var wrong = WebUtility.HtmlDecode(await (await Target.Send(office, "/minors/audit", "/minors/audit", new() { ["Form.Audit"] = id.ToString(), ["Form.Receipt"] = "", ["Form.On"] = "2026-01-20" }, "file-2025")).Content.ReadAsStringAsync());
        Assert.Contains("请填写回执编号", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-01-20\"", wrong, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await Target.Send(office, "/minors/audit", "/minors/audit", new() { ["Form.Audit"] = id.ToString(), ["Form.Receipt"] = "网信2025-1", ["Form.On"] = "2026-01-20" }, "file-2025")).StatusCode);
        Assert.Contains("网信2025-1", await Target.Html(admin, "/minors/audit"), StringComparison.Ordinal);
    }

    static OneMetre.Protection.Registering.ChildForm Small(string name, string born)
    {
        var form = Children.Form(name);
        (form.BirthDay, form.Groups) = (born, ["InDifficulty"]);
        return form;
    }

    /// <summary>The rows of each page of a workbook, cells joined by a bar.</summary>
    static Dictionary<string, List<string>> Pages(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        string Text(ZipArchiveEntry entry)
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }
        var book = Text(zip.Entries.Single(e => e.Name == "workbook.xml"));
        var links = Text(zip.Entries.Single(e => e.Name == "workbook.xml.rels"));
        return Regex.Matches(book, "<x:sheet [^>]*>").ToDictionary(m => WebUtility.HtmlDecode(Regex.Match(m.Value, " name=\"([^\"]*)\"").Groups[1].Value), m =>
        {
            var link = Regex.Matches(links, "<Relationship [^>]*>").Single(r => r.Value.Contains($"Id=\"{Regex.Match(m.Value, "r:id=\"([^\"]*)\"").Groups[1].Value}\"", StringComparison.Ordinal));
            var target = Regex.Match(link.Value, "Target=\"([^\"]*)\"").Groups[1].Value.TrimStart('/');
            var xml = Text(zip.Entries.Single(e => e.FullName.EndsWith(target.Split('/')[^1], StringComparison.Ordinal) && e.FullName.Contains("worksheets", StringComparison.Ordinal)));
            return Regex.Matches(xml, "<x:row.*?</x:row>", RegexOptions.Singleline).Select(row => string.Join('|',
                Regex.Matches(row.Value, "<x:c [^>]*?(?:/>|>(.*?)</x:c>)", RegexOptions.Singleline).Select(c => WebUtility.HtmlDecode(Regex.Replace(c.Groups[1].Value, "<[^>]+>", ""))))).ToList();
        });
    }
}
