using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Playwright;

namespace OneMetre.Browser;

/// <summary>An officer takes a template, changes it, brings it back, tries it and puts it into force; a unit's letter follows it; then the report of the year.</summary>
public class TemplateJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_template_changed_in_a_word_processor_writes_the_next_letter()
    {
        var office = await city.SignedIn("office");
        await office.GotoAsync("/templates");
        await office.ClickAsync("main table a[href='/templates/order-letter']");
        await AccessibilityTests.Check(await OnAPhone("office"), "/templates", "/templates/order-letter", "/annual");
        await office.GotoAsync("/templates/order-letter");
        var ours = await Taken(office, "a[href='/templates/order-letter/standard.docx']");

        // A slip of the pen in a tag is named beside the field, and nothing is kept.
        await Bring(office, Changed(ours, main => main.Document!.Descendants<Tag>().First(t => t.Val == "单位").Val = "单立"), "错版");
        Assert.Contains("单立", await office.Locator("section[aria-labelledby=bring]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await office.Locator("section[aria-labelledby=versions] li").CountAsync());

        await Bring(office, Changed(ours, main => main.Document!.Body!.PrependChild(new Paragraph(new Run(new Text("示范市妇女儿童工作委员会办公室文件"))))), "加版头");
        Assert.Equal(1, await office.Locator("section[aria-labelledby=versions] li").CountAsync());
        Assert.Contains("委员会办公室文件", Text(await Taken(office, "section[aria-labelledby=versions] a[href$='/tried.docx']")), StringComparison.Ordinal);
        await office.ClickAsync("section[aria-labelledby=versions] form button");
        await office.WaitForURLAsync("**done=force");

        // Whoever takes a letter now takes it so.
        var unit = await city.SignedIn("wjw.contact");
        await unit.GotoAsync("/supervision");
        await unit.Locator("main table a[href^='/supervision/']").First.ClickAsync();
        Assert.Contains("委员会办公室文件", Text(await Taken(unit, "a[href$='/letter.docx']")), StringComparison.Ordinal);
        Assert.Equal(403, (await unit.GotoAsync("/templates"))!.Status);

        await office.ClickAsync("section[aria-labelledby=ours] form button");
        await office.WaitForURLAsync("**done=ours");
        await unit.GotoAsync("/supervision");
        await unit.Locator("main table a[href^='/supervision/']").First.ClickAsync();
        Assert.DoesNotContain("委员会办公室文件", Text(await Taken(unit, "a[href$='/letter.docx']")), StringComparison.Ordinal);

        await office.GotoAsync("/annual");
        Assert.Contains("一、总体情况", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("九、下一年工作", Text(await Taken(office, "a[href^='/annual/'][href$='.docx']")), StringComparison.Ordinal);
    }

    Task<IPage> OnAPhone(string account) => city.SignedIn(account, 390, forAxe: true);

    static async Task<byte[]> Taken(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(link).First.ClickAsync());
        return await File.ReadAllBytesAsync((await download.PathAsync())!);
    }

    static byte[] Changed(byte[] file, Action<MainDocumentPart> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var paper = WordprocessingDocument.Open(stream, true)) change(paper.MainDocumentPart!);
        return stream.ToArray();
    }

    static string Text(byte[] file)
    {
        using var paper = WordprocessingDocument.Open(new MemoryStream(file), false);
        return paper.MainDocumentPart!.Document!.InnerText;
    }

    static async Task Bring(IPage office, byte[] file, string note)
    {
        await office.SetInputFilesAsync("#field-File", new FilePayload { Name = "督办通知书.docx", MimeType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Buffer = file });
        await office.FillAsync("#field-Note", note);
        await office.Locator("section[aria-labelledby=bring] button[type=submit]").ClickAsync();
        await office.WaitForLoadStateAsync();
    }
}
