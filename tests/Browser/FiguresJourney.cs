namespace OneMetre.Browser;

/// <summary>A county fills its form from a spreadsheet with two slips, its head signs, the department sends it back, the bureau locks and publishes it, a visitor reads it: on the demo city.</summary>
public sealed class FiguresJourney(LivingCity city) : IClassFixture<LivingCity>
{
    /// <summary>As a spreadsheet puts it on the clipboard: twelve cells, one of them no figure and one that contradicts its neighbour.</summary>
    const string Block = "1002\t1100\t2102\n2\t2\t4\n2\tx\t3\n4\t6\t10";

    [Fact]
    public async Task Figures_go_from_a_pasted_block_to_the_public_page()
    {
        var clerk = await city.SignedIn("lanhe.office");
        await clerk.GotoAsync("/reports");
        await clerk.Locator("main .om-due a.btn").First.ClickAsync();
        await clerk.WaitForURLAsync("**/reports/*-*");
        var sheet = new Uri(clerk.Url).AbsolutePath;

        await Paste(clerk, "births.live|sex:f", Block);
        Assert.Equal("true", await Cell(clerk, "deaths.infant|sex:m").GetAttributeAsync("aria-invalid"));
        Assert.Contains("新生儿死亡数不能大于婴儿死亡数", await clerk.Locator("tr[data-finding]").First.InnerTextAsync(), StringComparison.Ordinal); // 4 > 3, said while typing
        Assert.Equal("1.9", await clerk.Locator("tr[data-formula] td[data-column='']").First.InnerTextAsync()); // 4 ÷ 2102 × 1000

        await clerk.ClickAsync("button[value=submit]");
        Assert.Contains("不是数字", await clerk.Locator(".om-problems").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("x", await Cell(clerk, "deaths.infant|sex:m").InputValueAsync()); // nothing typed is lost
        await Cell(clerk, "deaths.infant|sex:m").FillAsync("5");
        await Cell(clerk, "deaths.infant|").FillAsync("7");
        await clerk.ClickAsync("button[value=same]"); // the rest as last year, in one tap
        await clerk.WaitForURLAsync("**?done=save");
        await clerk.ClickAsync("button[value=submit]");
        await Explain(clerk);

        var head = await city.SignedIn("lanhe.lead");
        await Decide(head, sheet, "Sign", "sign");

        var department = await city.SignedIn("wjw.contact");
        await department.GotoAsync(sheet);
        await department.CheckAsync("input[value='births.live|']");
        await department.FillAsync("[name='Step.Reason']", "活产数请与出生证核对");
        await department.ClickAsync("button[value=Return]");
        await department.WaitForURLAsync("**/reports/**");

        await clerk.GotoAsync(sheet);
        Assert.Contains("活产数请与出生证核对", await clerk.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await Cell(clerk, "births.live|sex:f").FillAsync("1004");
        await Cell(clerk, "births.live|").FillAsync("2104");
        await clerk.ClickAsync("button[value=submit]");
        await clerk.WaitForURLAsync("**?done=submit");
        await Decide(head, sheet, "Sign", "sign");

        await department.GotoAsync(sheet);
        Assert.Contains("2,102", await department.Locator("td.om-changed").Last.InnerTextAsync(), StringComparison.Ordinal); // what it was, beside what it is
        await Decide(department, sheet, "Check", "check");
        var bureau = await city.SignedIn("tjj.stats");
        await Decide(bureau, sheet, "Lock", "lock");
        await Decide(bureau, sheet, "Publish", "publish");

        var office = await city.SignedIn("office");
        await office.GotoAsync("/indicators/HealthMgmtU7?period=2026");
        await office.Locator("#sources ~ * summary, section:has(#sources) summary").First.ClickAsync();
        Assert.Equal(1, await office.Locator($"section:has(#sources) details[open] a[href='{sheet}']").CountAsync()); // down to the submission
    }

    [Fact]
    public async Task A_visitor_reads_a_figure_in_words_and_is_not_shown_small_ones()
    {
        var visitor = await city.Visitor(390);
        await visitor.GotoAsync("/data");
        await visitor.ClickAsync("a[href='/data/NeonatalMort']");
        await visitor.WaitForURLAsync("**/data/NeonatalMort");
        var text = await visitor.Locator("main").InnerTextAsync();
        Assert.Contains("承诺是", text, StringComparison.Ordinal);
        Assert.Contains("＊不显示", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_is_chosen_sent_as_an_address_and_saved_as_a_picture()
    {
        var bureau = await city.SignedIn("tjj.stats");
        await bureau.GotoAsync("/indicators/MyopiaRate");
        await bureau.ClickAsync("main a[href^='/indicators/compare']");
        await bureau.ClickAsync("main details > summary");
        await bureau.UncheckAsync("input[name=region][value='990103000000']");
        await bureau.Locator("form:has(input[name=region][type=checkbox]) button").ClickAsync();
        await bureau.WaitForURLAsync("**region=*");
        var address = new Uri(bureau.Url).PathAndQuery;
        Assert.DoesNotContain("990103000000", address, StringComparison.Ordinal);
        var saved = await bureau.RunAndWaitForDownloadAsync(() => bureau.Locator("[data-png]").First.ClickAsync());
        Assert.EndsWith(".png", saved.SuggestedFilename, StringComparison.Ordinal);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await File.ReadAllBytesAsync(await saved.PathAsync()))[..4]);

        // Whoever is sent the address sees the same choice, and only what is theirs to see.
        var clerk = await city.SignedIn("lanhe.office");
        await clerk.GotoAsync(address);
        Assert.False(await clerk.Locator("input[name=region][value='990103000000']").IsCheckedAsync());
        await clerk.GotoAsync("/regions/990102000000/figures");
        Assert.Contains("兰河区指标一览", await clerk.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_filled_in_without_a_script_too()
    {
        var clerk = await city.SignedIn("gaoxin.office", script: false);
        await clerk.GotoAsync("/reports");
        await clerk.Locator("main .om-due a.btn").First.ClickAsync();
        var first = clerk.Locator(".om-cell").First;
        await first.FillAsync("12.5");
        await clerk.ClickAsync("button[value=save]");
        Assert.Contains("应是整数", await clerk.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await first.FillAsync("1250");
        await clerk.ClickAsync("button[value=save]");
        Assert.Contains("已存", await clerk.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("1250", await first.InputValueAsync());
    }

    static ILocator Cell(IPage page, string name) => page.Locator($"input[name='v|{name}']");

    static async Task Paste(IPage page, string cell, string block)
    {
        await Cell(page, cell).ClickAsync();
        await page.EvaluateAsync("block => { const data = new DataTransfer(); data.setData('text/plain', block); document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }", block);
    }

    /// <summary>What leaps against last year is explained, line by line, and then handed in.</summary>
    static async Task Explain(IPage page)
    {
        if (page.Url.EndsWith("done=submit", StringComparison.Ordinal)) return;
        foreach (var reason in await page.Locator(".om-why:not([hidden]) input").AllAsync()) await reason.FillAsync("已与医院核对");
        await page.ClickAsync("button[value=submit]");
        await page.WaitForURLAsync("**?done=submit");
    }

    static async Task Decide(IPage page, string sheet, string step, string done)
    {
        await page.GotoAsync(sheet);
        await page.ClickAsync($"button[value={step}]");
        await page.WaitForURLAsync($"**?done={done}");
    }
}
