using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform.Files;

/// <summary>Papers as PDF: made by the office program of the server, offered only where there is one.</summary>
public sealed class PaperTests
{
    static MemoryStream Letter()
    {
        var file = new MemoryStream();
        using (var paper = new OfficialPaper(file))
        {
            paper.Title("督办通知书");
            paper.Close("市妇儿工委办", "2026年11月20日");
        }
        file.Position = 0;
        return file;
    }

    [Fact]
    public async Task A_pdf_says_what_the_paper_says()
    {
        var pdf = await PaperPress.OfThisMachine.Press(Letter(), default);
        Assert.NotNull(pdf);
        var read = await DocumentReader.Read(pdf, "letter.pdf", default);
        var said = string.Concat(read.Blocks.Select(b => b.Text)).Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("督办通知书", said, StringComparison.Ordinal);
        Assert.Contains("2026年11月20日", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_fails_or_makes_nothing_makes_no_pdf()
    {
        Assert.Null(await new PaperPress(null).Press(Letter(), default));
        Assert.Null(await new PaperPress(Programs.Find("false")).Press(Letter(), default));
        Assert.Null(await new PaperPress(Programs.Find("true")).Press(Letter(), default));
    }

    [Fact]
    public async Task A_server_without_the_program_offers_none_and_one_whose_program_fails_says_so()
    {
        foreach (var (press, status) in new[] { (new PaperPress(null), HttpStatusCode.NotFound), (new PaperPress(Programs.Find("false")), HttpStatusCode.ServiceUnavailable), (PaperPress.OfThisMachine, HttpStatusCode.OK) })
        {
            await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate, services: s => s.AddSingleton(press));
            var office = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
            var plan = new Plan { Id = Guid.CreateVersion7(), Title = "示范市儿童友好城市建设方案" };
            await running.City.As(office, async (CityDb db) => { db.Add(plan); await db.SaveChangesAsync(); });
            using var browser = await running.SignedIn(office);
            var answer = await browser.GetAsync(new Uri($"/plans/{plan.Id}/breakdown.pdf", UriKind.Relative));
            Assert.Equal(status, answer.StatusCode);
            var board = await browser.GetStringAsync(new Uri($"/board?plan={plan.Id}", UriKind.Relative));
            Assert.Equal(press.Works, board.Contains("breakdown.pdf", StringComparison.Ordinal));
            if (status != HttpStatusCode.OK) continue;
            Assert.Equal(Paper.PdfType, answer.Content.Headers.ContentType!.MediaType);
            Assert.StartsWith("%PDF-", Encoding.ASCII.GetString((await answer.Content.ReadAsByteArrayAsync())[..5]), StringComparison.Ordinal);
            Assert.EndsWith(".pdf", answer.Content.Headers.ContentDisposition!.FileNameStar, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri($"/plans/{plan.Id}/breakdown.docx", UriKind.Relative))).StatusCode);
        }
    }
}
