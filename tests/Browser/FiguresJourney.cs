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
    public async Task An_earlier_year_goes_from_a_workbook_to_the_public_page()
    {
        // Nobody measured eyes in 2022: nine counties from the yearbook, and two slips of the hand.
        string[] counties = ["990102000000", "990103000000", "990104000000", "990121000000", "990122000000", "990123000000", "990124000000", "990171000000", "990181000000"];
        async IAsyncEnumerable<object?[]> Rows()
        {
            await Task.CompletedTask;
            yield return ["sight.screened", counties[0], "2022年初", null, "很多"];
            foreach (var county in counties)
            {
                yield return ["sight.screened", county, 2022, null, 10_000];
                yield return ["sight.myopic", county, "2022", "合计", 4_321];
            }
            yield return ["sight.short", counties[0], 2022, null, 5];
        }
        var file = Path.GetTempFileName() + ".xlsx";
        await using (var book = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite))
            await OneMetre.Platform.Files.Sheet.Write(book, "历史数据", [("数据项", 16), ("地区", 16), ("时期", 16), ("分组", 16), ("数值", 16)], Rows(), default);

        var bureau = await city.SignedIn("tjj.stats");
        await bureau.GotoAsync("/indicators");
        await bureau.ClickAsync("main a[href='/indicators/history']");
        await bureau.SetInputFilesAsync("input[type=file]", file);
        await bureau.ClickAsync("form[enctype] button[type=submit]");
        await bureau.WaitForURLAsync("**/indicators/history/*-*");
        Assert.Equal("2 21", string.Join(' ', await bureau.Locator("section:has(#findings) tbody th").AllInnerTextsAsync()));
        Assert.Contains("2022年", await bureau.Locator("section:has(#findings)").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await OnAPhone("tjj.stats"), new Uri(bureau.Url).PathAndQuery);

        await bureau.ClickAsync("section:has(#decide) .btn-primary"); // all or nothing stands chosen
        Assert.Contains("有2行不能导入", await bureau.Locator(".om-problems").First.InnerTextAsync(), StringComparison.Ordinal);
        await bureau.CheckAsync("input[value=rows]");
        await bureau.ClickAsync("section:has(#decide) .btn-primary");
        await bureau.WaitForURLAsync("**?done=in");
        Assert.Contains("导入了18个数", await bureau.Locator(".om-done").InnerTextAsync(), StringComparison.Ordinal);

        await bureau.GotoAsync("/indicators/history");
        await bureau.ClickAsync("main a[href='/indicators/history/periods/2022']");
        await AccessibilityTests.Check(await OnAPhone("tjj.stats"), "/indicators/history", new Uri(bureau.Url).PathAndQuery);
        var visitor = await city.Visitor();
        await visitor.GotoAsync("/data/MyopiaRate");
        Assert.DoesNotContain("43.21", await visitor.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await bureau.ClickAsync("section:has(#publish) button[type=submit]");
        await bureau.WaitForURLAsync("**?shown=18*");
        await visitor.ReloadAsync();
        Assert.Contains("43.21", await visitor.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    Task<IPage> OnAPhone(string account) => city.SignedIn(account, 390, forAxe: true);

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

    [Fact]
    public async Task A_yes_is_handed_in_with_its_paper_and_the_head_opens_it()
    {
        var contact = await city.SignedIn("fgw.contact", script: false);
        await contact.GotoAsync("/reports");
        await contact.Locator("main .om-due a.btn").First.ClickAsync();
        var sheet = new Uri(contact.Url).AbsolutePath;
        await Cell(contact, "policy.in-plan|").FillAsync("是");
        foreach (var element in (string[])["mechanism.in-place", "planning.child-chapter", "seats.plan"]) await Cell(contact, element + "|").FillAsync("否");
        await contact.ClickAsync("button[value=submit]");
        Assert.Contains("须附佐证材料", await contact.Locator(".om-problems").First.InnerTextAsync(), StringComparison.Ordinal);

        await contact.ClickAsync("tr.om-says a");
        await contact.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "批复.pdf", MimeType = "application/pdf", Buffer = "<html>"u8.ToArray() });
        await contact.FillAsync("[name='Form.What']", "示政发〔2025〕7号第三条第二款");
        await contact.ClickAsync("form[enctype] button");
        Assert.Contains("与扩展名（.pdf）不符", await contact.Locator(".om-problems").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("示政发〔2025〕7号第三条第二款", await contact.InputValueAsync("[name='Form.What']"));
        await contact.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "批复.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7"u8.ToArray() });
        await contact.ClickAsync("form[enctype] button");
        Assert.Contains("已附上", await contact.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await contact.GotoAsync(sheet);
        await contact.ClickAsync("button[value=submit]");
        await contact.WaitForURLAsync("**?done=submit");

        var head = await city.SignedIn("fgw.lead");
        await head.GotoAsync(sheet);
        var clip = head.Locator("td a.om-clip");
        Assert.Contains("佐证材料 1 份", await clip.InnerTextAsync(), StringComparison.Ordinal); // read out, not only drawn
        await clip.ClickAsync();
        var paper = await head.RunAndWaitForDownloadAsync(() => head.ClickAsync("a[href*='/files/']"));
        Assert.Equal("批复.pdf", paper.SuggestedFilename);
        Assert.Equal(0, await head.Locator("form[enctype]").CountAsync()); // what is handed in stays as it is
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
