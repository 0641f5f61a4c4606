using System.Net;
using System.Net.Http.Headers;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Templates;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform.Templates;

/// <summary>The office gives a paper a template of its own: checked, tried, in force for everybody who takes the paper, and gone back from.</summary>
public sealed class TemplateTests
{
    /// <summary>Our template with one word added, as an officer would in Word.</summary>
    static byte[] Changed(IPaperType type, string word)
    {
        using var file = Papers.Standard(type);
        using (var paper = WordprocessingDocument.Open(file, true)) paper.MainDocumentPart!.Document!.Body!.PrependChild(new Paragraph(new Run(new Text(word))));
        return file.ToArray();
    }

    static FormFile Upload(byte[] content, string name = "模板.docx") => new(new MemoryStream(content), 0, content.Length, "Form.File", name) { Headers = new HeaderDictionary() };

    static Task<Result<Guid>> Bring(City city, Actor by, string word, string? note = null) => city.As<IServiceProvider, Result<Guid>>(by, services =>
    {
        var type = (BreakdownPaper)services.GetService(typeof(BreakdownPaper))!;
        return ((KeepTemplate)services.GetService(typeof(KeepTemplate))!).Add(type, Upload(Changed(type, word)), note, default);
    });

    static Task<Result<bool>> Force(City city, Actor by, Guid? id) => city.As<IServiceProvider, Result<bool>>(by, services =>
        ((KeepTemplate)services.GetService(typeof(KeepTemplate))!).PutInForce((BreakdownPaper)services.GetService(typeof(BreakdownPaper))!, id, default));

    static async Task<string> Written(RunningCity running, Actor by, Guid plan)
    {
        using var browser = await running.SignedIn(by);
        return PaperFile.Text(new MemoryStream(await browser.GetByteArrayAsync(new Uri($"/plans/{plan}/breakdown.docx", UriKind.Relative))));
    }

    static async Task<(Actor Office, Actor Contact, Guid Plan)> Scene(City city)
    {
        var (office, contact) = (await city.Actor(RoleCode.Office, "市妇儿工委办"), await city.Actor(RoleCode.DeptContact, "市教育局"));
        var plan = new Plan { Id = Guid.CreateVersion7(), Title = "示范市儿童友好城市建设方案" };
        await city.As(office, async (CityDb db) => { db.Add(plan); await db.SaveChangesAsync(); });
        return (office, contact, plan.Id);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_paper_has_a_template_of_ours_that_passes_our_own_checks(string engine)
    {
        await using var city = await City.On(engine);
        var office = await city.Actor(RoleCode.Office, "市妇儿工委办");
        await city.As(office, async (IEnumerable<IPaperType> types) =>
        {
            Assert.True(types.Count() >= 12);
            Assert.Equal(types.Count(), types.Select(t => t.Key).Distinct().Count());
            foreach (var type in types)
            {
                Assert.Matches("^[a-z-]{1,40}$", type.Key);
                var standard = Papers.Standard(type).ToArray();
                Assert.Empty(TemplateCheck.Of(standard, type.Shape, type.Must).Select(p => $"{type.Key}: {p.Code} {string.Join('/', p.Args)}"));
                using var blank = PaperFile.Filled(new MemoryStream(standard), new(type.Key, PaperFields.Blank(type.Shape)));
                PaperFile.IsValid(blank);
                using var paper = WordprocessingDocument.Open(blank, false);
                Assert.Empty(paper.MainDocumentPart!.Document!.Descendants<SdtElement>());
                // In a city with nothing in it there is nothing to try it on, or little, and nothing breaks.
                if (await type.Newest(new("https://city.example"), default) is { } newest) PaperFile.IsValid(PaperFile.Of(type, newest));
            }
        });
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_template_in_force_writes_the_paper_for_everybody_until_the_office_goes_back(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (office, contact, plan) = await Scene(running.City);
        var first = await Bring(running.City, office, "第一版红头", "加红头");
        Assert.True(first.Ok);
        Assert.DoesNotContain("红头", await Written(running, contact, plan), StringComparison.Ordinal); // tried, not in force
        Assert.True((await Force(running.City, office, first.Value)).Ok);
        var written = await Written(running, contact, plan);
        Assert.Contains("第一版红头", written, StringComparison.Ordinal);
        Assert.Contains("示范市儿童友好城市建设方案", written, StringComparison.Ordinal);

        var second = await Bring(running.City, office, "第二版红头");
        Assert.True((await Force(running.City, office, second.Value)).Ok);
        Assert.Contains("第二版红头", await Written(running, contact, plan), StringComparison.Ordinal);
        Assert.True((await Force(running.City, office, first.Value)).Ok); // back to the one before
        Assert.Contains("第一版红头", await Written(running, contact, plan), StringComparison.Ordinal);
        Assert.True((await Force(running.City, office, null)).Ok);
        Assert.DoesNotContain("红头", await Written(running, contact, plan), StringComparison.Ordinal);
        Assert.Equal([(1, TemplateState.Replaced), (2, TemplateState.Replaced)], (await running.City.Use((CityDb db) => db.Set<PaperTemplate>().OrderBy(t => t.Number).ToListAsync())).Select(t => (t.Number, t.State)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_put_templates_into_force_at_once_leave_one_in_force(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _, _) = await Scene(city);
        // Both may take the same number: one of them is told to look again.
        var brought = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Bring(city, office, $"第{n}版")));
        Assert.Contains(brought, b => b.Ok);
        Assert.All(brought.Where(b => !b.Ok), b => Assert.Equal(KeepTemplate.Changed, b.Problems.Single()));
        while (brought.Count(b => b.Ok) < 2) brought = [.. brought, await Bring(city, office, "又一版")];
        var forced = await Task.WhenAll(brought.Where(b => b.Ok).Take(2).Select(b => Force(city, office, b.Value)));
        Assert.Contains(forced, f => f.Ok);
        Assert.Single(await city.Use((CityDb db) => db.Set<PaperTemplate>().Where(t => t.State == TemplateState.InForce).ToListAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_office_keeps_templates_and_a_refused_file_is_not_kept(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (office, contact, _) = await Scene(running.City);
        Assert.Equal(KeepTemplate.NoSuch, (await Bring(running.City, contact, "x")).Problems.Single());
        var kept = (await Bring(running.City, office, "x")).Value;
        Assert.Equal(KeepTemplate.NoSuch, (await Force(running.City, contact, kept)).Problems.Single());
        Assert.Equal(KeepTemplate.NoSuch, (await Force(running.City, office, Guid.CreateVersion7())).Problems.Single());
        Assert.Equal(0, await running.City.As(contact, (TemplatesData templates) => templates.Kept.CountAsync()));
        var before = await running.City.Use((CityDb db) => db.Set<StoredFile>().CountAsync());
        await running.City.As<IServiceProvider>(office, async services =>
        {
            var (keep, type) = ((KeepTemplate)services.GetService(typeof(KeepTemplate))!, (BreakdownPaper)services.GetService(typeof(BreakdownPaper))!);
            foreach (var (content, name) in new[] { (Array.Empty<byte>(), "a.docx"), ("x"u8.ToArray(), "a.docx"), (Changed(type, "x"), ""), (new byte[6 * 1024 * 1024], "a.docx") }) Assert.Equal("File", (await keep.Add(type, Upload(content, name), null, default)).Problems.Single().Field);
            Assert.Equal("Note", (await keep.Add(type, Upload(Changed(type, "x")), new('长', 201), default)).Problems.Single().Field);
            Assert.Equal("platform.file-missing", (await keep.Add(type, null, null, default)).Problems.Single().Code);
        });
        Assert.Equal(before, await running.City.Use((CityDb db) => db.Set<StoredFile>().CountAsync()));

        foreach (var role in Enum.GetValues<RoleCode>().Except(Policies.Administrators)) // those who must first give a second factor see nothing at all
        {
            using var browser = await running.SignedIn(await running.City.Actor(role, $"某单位{role}"));
            foreach (var address in new[] { "/templates", "/templates/breakdown", "/templates/breakdown/standard.docx", "/templates/breakdown/tried.docx", $"/templates/versions/{kept}.docx", $"/templates/versions/{kept}/tried.docx" })
            {
                var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
                Assert.Equal((role, address, role == RoleCode.Office ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (role, address, answer.StatusCode));
            }
        }
        using var officer = await running.SignedIn(office);
        foreach (var address in new[] { "/templates/none", "/templates/none/standard.docx", "/templates/none/tried.docx", $"/templates/versions/{Guid.CreateVersion7()}.docx", $"/templates/versions/{Guid.CreateVersion7()}/tried.docx" })
            Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);

        // By the page: what is wrong with the file stands beside the field.
        var html = await officer.GetStringAsync(new Uri("/templates/breakdown", UriKind.Relative));
        using var form = new MultipartFormDataContent { { new StringContent(System.Text.RegularExpressions.Regex.Match(html, "__RequestVerificationToken\" value=\"([^\"]+)").Groups[1].Value), "__RequestVerificationToken" }, { new StringContent("bring"), "_handler" } };
        var wrong = new ByteArrayContent(Changed(await running.City.As(office, (OneMetre.Programme.Meeting.MeetingMinutes minutes) => Task.FromResult<IPaperType>(minutes)), "x"));
        wrong.Headers.ContentType = new MediaTypeHeaderValue(Paper.DocxType);
        form.Add(wrong, "Form.File", "纪要.docx");
        var refused = await (await officer.PostAsync(new Uri("/templates/breakdown", UriKind.Relative), form)).Content.ReadAsStringAsync();
        Assert.Contains("会议名称", WebUtility.HtmlDecode(refused), StringComparison.Ordinal);
        Assert.Equal(1, await running.City.As(office, (TemplatesData templates) => templates.Kept.CountAsync()));
    }
}
