using OneMetre.Web.Demo;

namespace OneMetre.Browser;

/// <summary>The office's first day: hand a plan in, check beside the source what was understood, put it into force, see it on the board.</summary>
public sealed partial class OfficeJourney(EmptyCity city) : IClassFixture<EmptyCity>
{
    [Theory, InlineData("demo-current.docx"), InlineData("demo-earlier.docx")]
    public async Task The_office_turns_a_document_into_a_running_programme(string document)
    {
        var page = await city.SignedIn("office");
        await page.GotoAsync("/plans/import");
        await page.SetInputFilesAsync("input[type=file]", File(document));
        await page.ClickAsync("main form:has(input[type=file]) button[type=submit]");
        await page.WaitForURLAsync("**/review**", new() { Timeout = 60_000 });
        var review = new Uri(page.Url).AbsolutePath;

        // Units: what the register suggests, and new units for the rest.
        foreach (var all in (string[])["true", "false"])
        {
            await page.GotoAsync(review);
            var button = page.Locator($"form[action$='/units'] button[name='likely'][value='{all}']");
            if (await button.CountAsync() > 0) await Press(page, button.First);
        }

        await SettleFindings(page, review);
        await page.GotoAsync(review);
        if (await page.Locator("form[action$='/confirm-sure'] button").CountAsync() > 0) await Press(page, page.Locator("form[action$='/confirm-sure'] button"));
        await ConfirmOneByOne(page, review);

        await page.GotoAsync(review);
        await Press(page, page.Locator("form[action$='/apply'] button"));
        await page.WaitForURLAsync(url => !url.Contains("/review", StringComparison.Ordinal));
        await page.GotoAsync("/board");
        Assert.True(await page.Locator("main a[href^='/tasks/']").CountAsync() > 5);
    }

    /// <summary>Presses a button, folded away or not, and waits for the answer, as a page or fetched by the page: going on at once would call the form back.</summary>
    static async Task Press(IPage page, ILocator button)
    {
        await page.RunAndWaitForResponseAsync(() => button.EvaluateAsync("b => setTimeout(() => b.click())"), answer => answer is { Request.ResourceType: "document" or "fetch", Status: < 300 or >= 400 });
        await page.WaitForLoadStateAsync();
    }

    static async Task SettleFindings(IPage page, string review)
    {
        for (var round = 0; round < 80; round++)
        {
            await page.GotoAsync(review);
            var settle = page.Locator("form[action$='/settle'] button");
            if (await settle.CountAsync() == 0) return;
            await Press(page, settle.First);
        }
        Assert.Fail("Findings never came to an end.");
    }

    /// <summary>Enter confirms the open entry and shows the next, as an officer works through the list.</summary>
    static async Task ConfirmOneByOne(IPage page, string review)
    {
        for (var round = 0; round < 200; round++)
        {
            await page.GotoAsync(review);
            if (await page.Locator("form[action$='/apply'] button").CountAsync() > 0) return;
            var confirm = page.Locator("button[form='entry'][value='confirm']");
            if (await confirm.CountAsync() == 0)
            {
                await page.GotoAsync(review + "?check=1");
                Assert.Fail("The plan cannot be applied: " + await page.Locator("#check").InnerTextAsync());
            }
            await Press(page, confirm.First);
        }
        Assert.Fail("Confirming never came to an end.");
    }

    static FilePayload File(string document)
    {
        using var content = new MemoryStream();
        if (document == "demo-current.docx") SamplePlanDocument.WriteCurrent(content);
        else SamplePlanDocument.WriteEarlier(content);
        return new() { Name = document, MimeType = "application/octet-stream", Buffer = content.ToArray() };
    }
}
