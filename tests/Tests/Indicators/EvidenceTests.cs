using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Collecting;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators;

/// <summary>The papers behind the cells of a sheet: who puts them there, who reads them, what is taken for a paper, and what is handed in only with one.</summary>
public class EvidenceTests
{
    const string Births = "births.live";
    static readonly byte[] Pdf = "%PDF-1.7 批复"u8.ToArray();

    static FormFile File(string name, byte[] content) => new(new MemoryStream(content), 0, content.Length, "File", name);

    static Task<Result<Guid>> Add(FiguresScene scene, Actor? by = null, string name = "批复.pdf", byte[]? content = null, string what = "示政发〔2025〕7号第三条", string element = Births, string split = "", Guid? sheet = null) =>
        scene.City.As(by ?? scene.EastClerk, (AttachEvidence attach) => attach.Add(sheet ?? scene.EastSheet, element, new() { File = File(name, content ?? Pdf), What = what, Split = split }, default));

    static Task<Result<Guid>> Remove(FiguresScene scene, Guid paper, Actor? by = null) => scene.City.As(by ?? scene.EastClerk, (AttachEvidence attach) => attach.Remove(scene.EastSheet, paper, default));

    static byte[] Another(int n) => [.. Pdf, (byte)('0' + n)];

    static byte[] Office(params string[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in parts) using (var entry = zip.CreateEntry(part).Open()) entry.Write("<x/>"u8);
        return stream.ToArray();
    }

    static async Task<string> Refused(Task<Result<Guid>> tried) => Assert.Single((await tried).Problems).Code;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_who_may_type_into_the_cell_puts_a_paper_there_and_only_while_it_may_be_typed_into(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        foreach (var other in new[] { scene.WestClerk, scene.WestHead, scene.Department, scene.Bureau, scene.Office, await scene.City.Actor(RoleCode.School, "学校", regionCode: East) })
            Assert.Equal("indicators.no-such-submission", await Refused(Add(scene, other)));
        var paper = await Add(scene);
        Assert.True(paper.Ok);
        Assert.Equal("indicators.no-such-submission", await Refused(Remove(scene, paper.Value, scene.WestClerk)));

        await scene.Save(scene.EastSheet, Good());
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk)).Ok);
        Assert.Equal("indicators.not-open", await Refused(Add(scene, content: Another(1))));
        Assert.Equal("indicators.not-open", await Refused(Remove(scene, paper.Value)));
        foreach (var (step, by) in new[] { (StepKind.Sign, scene.EastHead), (StepKind.Check, scene.Department), (StepKind.Lock, scene.Bureau) }) Assert.True((await scene.Step(scene.EastSheet, step, by)).Ok);
        Assert.Equal("indicators.not-open", await Refused(Add(scene, content: Another(1))));

        // A revision opens the papers with the figures.
        Assert.True((await scene.Step(scene.EastSheet, StepKind.AskRevision, scene.EastClerk, f => f.Reason = "口径有误")).Ok);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.GrantRevision, scene.Bureau)).Ok);
        Assert.True((await Remove(scene, paper.Value)).Ok);
        Assert.Equal("indicators.evidence-gone", await Refused(Remove(scene, paper.Value)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_paper_is_read_by_exactly_those_who_see_the_submission_as_a_download_that_is_noted(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var scene = await FiguresScene.In(running.City);
        var id = (await Add(scene)).Value;
        async Task<HttpStatusCode> Asked(Actor actor)
        {
            using var browser = running.Entered(actor);
            var address = new Uri($"/reports/{scene.EastSheet}/files/{id}", UriKind.Relative);
            using var answer = await browser.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.OK) return answer.StatusCode;
            Assert.Equal(Pdf, await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal(("attachment", "application/octet-stream"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentType!.MediaType));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            return answer.StatusCode;
        }
        Actor[] others = [scene.Department, scene.Bureau, scene.Office];
        Assert.Equal(HttpStatusCode.OK, await Asked(scene.EastHead));
        foreach (var actor in others.Append(scene.WestClerk)) Assert.Equal(HttpStatusCode.NotFound, await Asked(actor));
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Kind == AuditKind.Export && e.Entity == "indicators_cell_evidence")));

        await scene.Save(scene.EastSheet, Good());
        await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead);
        foreach (var actor in others) Assert.Equal(HttpStatusCode.OK, await Asked(actor));
        Assert.Equal(HttpStatusCode.NotFound, await Asked(scene.WestClerk));
        Assert.Null(await scene.City.As(scene.WestClerk, (ReadEvidence read) => read.Run(scene.EastSheet, Births, default)));
        Assert.Equal(1, (await scene.City.As(scene.Bureau, (ReadSubmission read) => read.Run(scene.EastSheet, default)))!.Lines.Single(l => l.Element.Id == Births).Papers);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_no_paper_or_not_what_it_says_is_refused(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        byte[] docx = Office("[Content_Types].xml", "word/document.xml"), xlsx = Office("[Content_Types].xml", "xl/workbook.xml"), macros = Office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin");
        foreach (var (name, content, code) in new[]
        {
            ("台账.txt", "台账"u8.ToArray(), "platform.file-not-a-paper"), ("页面.html", "<html>"u8.ToArray(), "platform.file-not-a-paper"), ("程序.exe", Pdf, "platform.file-not-a-paper"), ("没有后缀", Pdf, "platform.file-not-a-paper"),
            ("批复.pdf", "MZ程序"u8.ToArray(), "platform.file-lies"), ("批复.docx", Pdf, "platform.file-lies"), ("台账.xlsx", docx, "platform.file-lies"), ("批复.docx", xlsx, "platform.file-lies"), ("批复.docx", macros, "platform.file-lies"),
            ("批复.docx", "PK\u0003\u0004坏的"u8.ToArray(), "platform.file-lies"), ("照片.jpg", Pdf, "platform.file-lies"), ("批复.pdf", [0xFF, 0xD8, 0xFF, 0xE0], "platform.file-lies"), ("批复.pdf", [], "platform.file-missing"), ("///", Pdf, "platform.file-name-unfit"),
        }) Assert.Equal(code, await Refused(Add(scene, name: name, content: content)));
        using var large = new MemoryStream();
        Assert.Equal("platform.file-too-large", await Refused(scene.City.As(scene.EastClerk, (AttachEvidence attach) =>
            attach.Add(scene.EastSheet, Births, new() { File = new FormFile(large, 0, Attachments.Largest + 1, "File", "大.pdf"), What = "批复" }, default))));
        Assert.Equal("indicators.required", await Refused(Add(scene, what: " ")));
        Assert.Equal("indicators.unseen-signs", await Refused(Add(scene, what: "批\u202E复")));
        Assert.Equal("indicators.too-long", await Refused(Add(scene, what: new('长', CellEvidence.LongestWhat + 1))));
        foreach (var (element, split) in new[] { (Births, "urban:u"), ("nursery.seats", ""), ("'--", "") }) Assert.Equal("indicators.no-such-cell", await Refused(Add(scene, element: element, split: split)));
        Assert.Empty(await Papers(scene));

        foreach (var (name, content) in new[] { ("批复.pdf", Pdf), ("批复.docx", docx), ("台账.XLSX", xlsx) }) Assert.Empty((await Add(scene, name: name, content: content)).Problems);
        Assert.Equal("indicators.evidence-there", await Refused(Add(scene, name: "同一份.pdf")));
        Assert.True((await Add(scene, split: "sex:f")).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Five_stay_five_though_two_come_at_once(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        for (var n = 0; n < CellEvidence.MostOfACell - 1; n++) Assert.True((await Add(scene, content: Another(n))).Ok);
        var both = await Task.WhenAll(Add(scene, content: Another(8)), Add(scene, scene.EastSecond, content: Another(9)));
        Assert.Equal("indicators.evidence-full", Assert.Single(Assert.Single(both, b => !b.Ok).Problems).Code);
        Assert.Equal(CellEvidence.MostOfACell, (await Papers(scene)).Count);
        Assert.Equal("indicators.evidence-full", await Refused(Add(scene, content: Another(7))));

        // The same file twice at once is one file.
        var same = await Task.WhenAll(Add(scene, split: "sex:f"), Add(scene, scene.EastSecond, split: "sex:f"));
        Assert.Equal("indicators.evidence-there", Assert.Single(Assert.Single(same, b => !b.Ok).Problems).Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_hands_in_has_seen_the_papers_that_others_put_there(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        var seen = (await scene.Read(scene.EastSheet)).Version;
        Assert.True((await Add(scene, scene.EastSecond)).Ok);
        Assert.Contains((await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk, f => f.Version = seen)).Problems, p => p.Code == "indicators.changed-meanwhile");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_line_that_must_be_proven_is_handed_in_with_a_paper(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var form = (await scene.Define(input => (input.Number, input.Frequency, input.Lines) = ("示7表", "Half", [new() { Element = "policy.in-plan", On = true, Evidence = true }, new() { Element = "seats.plan", On = true, Evidence = true }, new() { Element = Births, On = true, SplitBy = "sex", Evidence = true }]))).Value;
        Assert.True((await scene.City.As(scene.Bureau, (SetDuties set) => set.Run(form, new() { Unit = scene.EastClerk.Unit.ToString(), Region = East }, default))).Ok);
        var sheet = await scene.SheetOf((await scene.Issue("2026H1", form: form)).Value, East);
        Assert.True((await scene.Save(sheet, [Cell("policy.in-plan", "是"), Cell("seats.plan", "否"), Cell(Births, 10), Cell(Births, 4, "sex:f"), Cell(Births, 6, "sex:m")])) is { Ok: true, Value.Whole: true });

        // A "no" has nothing to show; a count has, and so has a "yes".
        var refused = await scene.Step(sheet, StepKind.Submit, scene.EastClerk);
        Assert.Equal([("indicators.evidence-missing", "policy.in-plan|"), ("indicators.evidence-missing", Births + "|")], refused.Problems.Select(p => (p.Code, p.Field)));
        Assert.True((await Add(scene, element: "policy.in-plan", sheet: sheet)).Ok);
        Assert.True((await Add(scene, split: "sex:m", sheet: sheet)).Ok);
        Assert.True((await scene.Step(sheet, StepKind.Submit, scene.EastClerk)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_next_reader_sees_which_papers_came_and_went_and_the_trail_leads_to_them(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var old = (await Add(scene, name: "旧批复.pdf")).Value;
        Assert.True((await Add(scene, name: "台账.pdf", content: Another(1))).Ok);
        await scene.Save(scene.EastSheet, Good());
        foreach (var (step, by) in new[] { (StepKind.Submit, scene.EastClerk), (StepKind.Sign, scene.EastHead) }) Assert.True((await scene.Step(scene.EastSheet, step, by)).Ok);
        async Task<SheetCell> Seen() => (await scene.City.As(scene.Department, (ReadSubmission read) => read.Run(scene.EastSheet, default)))!.Lines.Single(l => l.Element.Id == Births).At("")!;
        Assert.Equal(["台账.pdf", "旧批复.pdf"], (await Seen()).Papers.Order(StringComparer.Ordinal));
        Assert.Empty((await Seen()).PapersSince.Added);

        Assert.True((await scene.Step(scene.EastSheet, StepKind.Return, scene.Department, f => f.Reason = "请附新批复")).Ok);
        Assert.True((await Remove(scene, old)).Ok);
        Assert.True((await Add(scene, name: "新批复.pdf", content: Another(2))).Ok);
        foreach (var (step, by) in new[] { (StepKind.Submit, scene.EastClerk), (StepKind.Sign, scene.EastHead) }) Assert.True((await scene.Step(scene.EastSheet, step, by)).Ok);
        var cell = await Seen();
        Assert.Equal(["新批复.pdf"], cell.PapersSince.Added);
        Assert.Equal(["旧批复.pdf"], cell.PapersSince.Gone);
        var page = (await scene.City.As(scene.Department, (ReadEvidence read) => read.Run(scene.EastSheet, Births, default)))!;
        Assert.Equal((false, 2, "新批复.pdf", "旧批复.pdf"), (page.Editable, page.Papers, page.Cells.Single(c => c.Split.Length == 0).Added.Single(), page.Cells.Single(c => c.Split.Length == 0).Gone.Single()));

        // Another paper under the name of the one before it is another paper.
        ((StoppedClock)scene.City.Time).Move(TimeSpan.FromSeconds(1)); // steps of one instant have no order
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Return, scene.Department, f => f.Reason = "批复不清楚")).Ok);
        Assert.True((await Remove(scene, (await Papers(scene)).Single(p => p.FileName == "新批复.pdf").Id)).Ok);
        Assert.True((await Add(scene, name: "新批复.pdf", content: Another(3))).Ok);
        foreach (var (step, by) in new[] { (StepKind.Submit, scene.EastClerk), (StepKind.Sign, scene.EastHead) }) Assert.True((await scene.Step(scene.EastSheet, step, by)).Ok);
        Assert.True((await Seen()).PapersSince is (["新批复.pdf"], ["新批复.pdf"]));

        foreach (var (step, by) in new[] { (StepKind.Check, scene.Department), (StepKind.Lock, scene.Bureau) }) Assert.True((await scene.Step(scene.EastSheet, step, by)).Ok);
        async Task<int> Trail(Actor actor) => (await scene.City.As(actor, (ReadIndicator read) => read.Run("NeonatalMort", "2026", default)))!.Trail.Single(t => t.Element.Id == Births).Sources.Where(s => s.Submission == scene.EastSheet).Sum(s => s.Papers);
        Assert.Equal(2, await Trail(scene.Bureau));
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Publish, scene.Bureau)).Ok);
        Assert.Equal((2, 0), (await Trail(scene.Department), await Trail(scene.WestClerk)));
    }

    static Task<List<CellEvidence>> Papers(FiguresScene scene) => scene.City.Use((CityDb db) => db.Set<CellEvidence>().ToListAsync());
}
