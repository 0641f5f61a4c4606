using System.Text.Json;
using OneMetre.Programme.Contract;
using OneMetre.Web.Demo;

namespace OneMetre.Browser;

/// <summary>The office's first day: hand a plan in, check beside the source what was understood, put it into force, see it on the board.</summary>
public sealed class OfficeJourney(EmptyCity city) : IClassFixture<EmptyCity>
{
    static readonly string[] Real = ["liaocheng.txt", "meizhou.txt", "suzhou.txt", "yuquan.txt", "zhangdian.txt"];

    /// <summary>The two demo plans, and the real ones where they lie beside the repository.</summary>
    public static TheoryData<string> Documents => ["demo-current.docx", "demo-earlier.docx", .. Real.Where(name => Nearby(name) is not null)];

    [Theory, MemberData(nameof(Documents))]
    public async Task The_office_turns_a_document_into_a_running_programme(string document)
    {
        var file = Content(document);
        var page = await city.SignedIn("office");
        await HandIn(page, file);
        var review = new Uri(page.Url).AbsolutePath;

        await SettleNames(page, review);
        await SettleFindings(page, review);
        await ConfirmSure(page);
        await ConfirmOneByOne(page);

        var apply = page.Locator("form[action$='/apply'] button");
        if (await apply.CountAsync() == 0)
        {
            await page.GotoAsync(review + "?check=1");
            Assert.Fail("The plan cannot be applied: " + await page.Locator("#check").InnerTextAsync());
        }
        await apply.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/review", StringComparison.Ordinal));
        await page.ClickAsync("main a[href^='/board?plan=']");
        await page.WaitForURLAsync("**/board?plan=*");
        var links = await page.Locator("main a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href').split('#')[0])");
        Assert.Equal(await TasksIn(file), links.Distinct().Count());
    }

    static async Task HandIn(IPage page, FilePayload file)
    {
        await page.GotoAsync("/plans/import");
        await page.SetInputFilesAsync("input[type=file]", file);
        await page.ClickAsync("main form:has(input[type=file]) button[type=submit]");
        await page.WaitForURLAsync("**/review**", new() { Timeout = 60_000 });
    }

    /// <summary>What the register has is taken together; of the doubtful names two are settled beside their source, the others on their lines; the rest becomes new.</summary>
    static async Task SettleNames(IPage page, string review)
    {
        await page.GotoAsync(review + "?kind=names");
        var likely = page.Locator(".om-names:has(select option:checked[value^='unit:'], select option:checked[value^='group:']) button[value='chosen']");
        if (await likely.CountAsync() > 0) await Press(page, likely.First);

        for (var i = 0; i < 2 && await page.Locator(Unanswered).CountAsync() > 0; i++)
        {
            var name = await page.Locator($".om-nameline:has({Unanswered}) label").First.EvaluateAsync<string>("label => label.firstChild.data");
            await page.GotoAsync(review + "?entry=next");
            await OpenEntryThatNames(page, name);
            var question = page.Locator(".om-unitask", new() { HasText = $"“{name}”" }).First;
            await question.EvaluateAsync("ask => ask.open = true");
            await question.Locator($"input[value='{(i == 0 ? "new-unit" : "new-group")}']").CheckAsync();
            await Press(page, question.Locator("button[type=submit]"));
            await page.GotoAsync(review + "?kind=names");
        }

        var choose = page.Locator(Unanswered);
        while (await choose.CountAsync() > 0)
        {
            // Suggested where it is much alike, else new: both ways are walked.
            var line = choose.First;
            var suggested = await line.Locator("option").EvaluateAllAsync<string>("options => options.find(o => /[789]\\d%/.test(o.textContent))?.value ?? 'new-unit'");
            await line.SelectOptionAsync(suggested);
        }
        var settle = page.Locator(".om-names button[value='chosen'], .om-names button[value='rest']");
        if (await settle.CountAsync() > 0) await Press(page, settle.First);
        Assert.Equal(0, await page.Locator(".om-nameline").CountAsync());
    }

    /// <summary>A line on which nothing is chosen.</summary>
    const string Unanswered = "select:has(option:checked[value=''])";

    static async Task OpenEntryThatNames(IPage page, string name)
    {
        // As an officer does: by the clause in the source that prints the name.
        var clause = page.Locator("#source [data-entry]", new() { Has = page.Locator("mark", new() { HasText = name }) }).First;
        var entry = await clause.GetAttributeAsync("data-entry");
        await page.GotoAsync($"{new Uri(page.Url).AbsolutePath}?entry={entry}");
    }

    static async Task SettleFindings(IPage page, string review)
    {
        await page.GotoAsync(review);
        var settle = page.Locator("form[action$='/settle'] button");
        for (var left = await settle.CountAsync(); left > 0; left = await settle.CountAsync())
        {
            await Press(page, settle.First);
            Assert.True(await settle.CountAsync() < left, "A finding stays although it was settled.");
        }
    }

    static async Task ConfirmSure(IPage page)
    {
        var all = page.Locator("form[action$='/confirm-sure'] button");
        if (await all.CountAsync() > 0) await Press(page, all);
    }

    /// <summary>Each doubtful entry is confirmed, which shows the next, as an officer works through the list.</summary>
    static async Task ConfirmOneByOne(IPage page)
    {
        var confirm = page.Locator("button[form='entry'][value='confirm']");
        for (var round = 0; round < 200 && await page.Locator("form[action$='/apply'] button").CountAsync() == 0 && await confirm.CountAsync() > 0; round++)
        {
            var before = page.Url;
            await Press(page, confirm.First);
            if (await page.Locator(".om-problems").CountAsync() > 0) Assert.Fail($"{before}: {await page.Locator(".om-problems").InnerTextAsync()}");
            if (page.Url.Contains("said=confirmed", StringComparison.Ordinal)) return;
        }
    }

    /// <summary>Presses a button of the review and waits until the page has taken the answer in.</summary>
    static async Task Press(IPage page, ILocator button)
    {
        await button.ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('#review:not([aria-busy])')");
    }

    static async Task<int> TasksIn(FilePayload file)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("onemetre-plan-").FullName, file.Name);
        try
        {
            await File.WriteAllBytesAsync(path, file.Buffer);
            using var json = new MemoryStream();
            Assert.Equal(0, await PlanReading.Print(path, true, json, default));
            using var read = JsonDocument.Parse(json.ToArray());
            return read.RootElement.GetProperty("tasks").GetArrayLength();
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    static FilePayload Content(string document)
    {
        using var content = new MemoryStream();
        if (document == "demo-current.docx") SamplePlanDocument.WriteCurrent(content);
        else if (document == "demo-earlier.docx") SamplePlanDocument.WriteEarlier(content);
        else content.Write(File.ReadAllBytes(Nearby(document)!));
        return new() { Name = document, MimeType = "application/octet-stream", Buffer = content.ToArray() };
    }

    static string? Nearby(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OneMetre.slnx"))) folder = folder.Parent;
        var path = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "plans", name);
        return folder?.Parent is not null && File.Exists(path) ? path : null;
    }
}
