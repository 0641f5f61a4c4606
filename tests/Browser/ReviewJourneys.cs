using System.Text;

namespace OneMetre.Browser;

/// <summary>The review page under the hands of the office: what is refused, what works without script, and two people at once.</summary>
public sealed class ReviewJourneys(EmptyCity city) : IClassFixture<EmptyCity>
{
    /// <summary>Number 2 is missing, which is a finding; one unit is known to nobody, one is somewhat like a known one.</summary>
    const string Plan = """
        示范市儿童友好{0}建设实施方案（2025—2027年）
        为推进儿童友好城市建设，制定本方案。
        三、重点任务
        （一）推进公共服务友好
        行动1 办好托育服务。到2026年底，每千人口托位数达到4.6个以上，新建托育园不少于20所。（牵头单位：市卫生健康委；配合单位：市教育局、市{0}研究院）
        行动3 守护孩子的眼睛。每学年视力筛查不少于2次。（牵头单位：市教育局；配合单位：市教育{0}体育局）
        行动4 关爱留守儿童。到2027年底，留守儿童建档率达到100%。（牵头单位：市民政局；配合单位：市教育局）
        """;

    [Fact]
    public async Task What_stops_a_plan_is_counted_and_each_thing_leads_to_where_it_is_settled()
    {
        var page = await city.SignedIn("office");
        await HandIn(page, "路径");
        Assert.Equal(0, await page.Locator("form[action$='/apply']").CountAsync());

        await page.ClickAsync(".om-pagehead a[href*='check=1']");
        await page.Locator("#check li", new() { HasText = "市路径研究院" }).Locator("a").ClickAsync();
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.om-nameline')?.textContent.includes('市路径研究院')");
        await page.ClickAsync(".om-pagehead a[href*='check=1']");
        await page.Locator("#check li", new() { HasText = "没有核对" }).Locator("a").ClickAsync();
        await page.WaitForSelectorAsync("#entry");

        // A name alone: every entry may be confirmed and still nothing can be applied.
        for (var round = 0; round < 20 && await page.Locator("button[form='entry'][value='confirm']").CountAsync() > 0 && !page.Url.Contains("said=confirmed", StringComparison.Ordinal); round++) await Press(page, page.Locator("button[form='entry'][value='confirm']"));
        await page.ReloadAsync();
        Assert.Equal(0, await page.Locator("form[action$='/apply']").CountAsync());
        Assert.Contains("还差 2 处", await page.Locator(".om-pagehead").InnerTextAsync(), StringComparison.Ordinal);
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "?kind=names");
        await page.Locator(".om-names button[value='rest']").ClickAsync();
        await page.WaitForSelectorAsync("form[action$='/apply'] button");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task The_pages_of_the_review_are_clean(int width)
    {
        var page = await city.SignedIn("office", width, forAxe: true);
        await HandIn(page, $"宽{width}");
        var review = new Uri(page.Url).AbsolutePath;
        await AccessibilityTests.Check(page, "/plans/import", review + "?kind=names", review + "?kind=task", review + "?check=1");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_refused_head_keeps_what_was_typed_and_says_beside_the_field_what_is_wrong(bool script)
    {
        var page = await city.SignedIn("office", script: script);
        await HandIn(page, script ? "抬头" : "抬头无脚本");
        await page.ClickAsync(".om-reviewhead > summary");
        await page.FillAsync("#field-Issuer", "示范市人民政府办公室");
        await page.FillAsync("#field-IssuedOn", "2025年3月");
        await page.FillAsync("#field-StartYear", "2028");
        await page.ClickAsync(".om-headform button");

        await page.WaitForSelectorAsync(".om-reviewhead[open] #problem-IssuedOn");
        Assert.Equal(["示范市人民政府办公室", "2025年3月", "2028"], [await page.InputValueAsync("#field-Issuer"), await page.InputValueAsync("#field-IssuedOn"), await page.InputValueAsync("#field-StartYear")]);
        Assert.Contains("2026-11-22", await page.InnerTextAsync("#problem-IssuedOn"), StringComparison.Ordinal);
        Assert.Contains("2028", await page.InnerTextAsync("#problem-EndYear"), StringComparison.Ordinal);

        await page.FillAsync("#field-IssuedOn", "2025-03-14");
        await page.FillAsync("#field-StartYear", "2025");
        await page.ClickAsync(".om-headform button");
        await page.WaitForSelectorAsync(".om-reviewhead:not([open]) summary:has-text('示范市人民政府办公室')");
    }

    [Fact]
    public async Task Without_script_the_whole_review_works_by_plain_forms()
    {
        var page = await city.SignedIn("office", script: false);
        await HandIn(page, "无脚本");

        // Names: one on its line, one beside its source, the rest by the button that shows them.
        await page.Locator(".om-nameline", new() { HasText = "市教育无脚本体育局" }).Locator("select").SelectOptionAsync("new-unit");
        await page.Locator(".om-nameline", new() { HasText = "市无脚本研究院" }).Locator("select").SelectOptionAsync("");
        await page.ClickAsync(".om-names button[value='chosen']");
        await page.Locator("#source [data-entry]", new() { HasText = "行动1" }).Locator("a.om-goto").First.ClickAsync();
        await page.Locator(".om-unitask input[value='new-group']").CheckAsync();
        await page.ClickAsync(".om-unitask button[type=submit]");
        Assert.Equal(0, await page.Locator(".om-unitask").CountAsync());

        // An edit that is refused stays as typed; put right, it is confirmed.
        await page.FillAsync("[name='t0.value']", "四点六");
        await page.FillAsync("[name='title']", "办好托育");
        await page.ClickAsync("button[form='entry'][value='confirm']");
        Assert.Equal(["四点六", "办好托育"], [await page.InputValueAsync("[name='t0.value']"), await page.InputValueAsync("[name='title']")]);
        Assert.Equal(1, await page.Locator("[id='problem-t0.value']").CountAsync());
        await page.FillAsync("[name='t0.value']", "4.8");
        await page.ClickAsync("button[form='entry'][value='confirm']");

        while (await page.Locator("form[action$='/settle'] button").CountAsync() is > 0 and var left)
        {
            await page.Locator("form[action$='/settle'] button").First.ClickAsync();
            Assert.Equal(left - 1, await page.Locator("form[action$='/settle'] button").CountAsync());
        }
        await page.GotoAsync(new Uri(page.Url).AbsolutePath);
        while (await page.Locator("form[action$='/apply']").CountAsync() == 0)
        {
            var open = await page.Locator(".om-pagehead a[href*='check=1']").InnerTextAsync();
            await page.ClickAsync("button[form='entry'][value='confirm']");
            Assert.NotEqual(open, await page.Locator(".om-pagehead .om-actions").InnerTextAsync());
        }
        await page.ClickAsync("form[action$='/apply'] button");
        await page.ClickAsync("main a[href^='/board?plan=']");
        Assert.Equal(3, (await page.Locator("main a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href').split('#')[0])")).Distinct().Count());
        Assert.Contains("办好托育", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_reviewers_at_one_entry_the_second_chooses_between_both_wordings()
    {
        var first = await city.SignedIn("office");
        await HandIn(first, "同时");
        await first.GotoAsync(new Uri(first.Url).AbsolutePath + "?entry=next");
        var second = await first.Context.NewPageAsync();
        // By its address: a click is fetched and put into the page, and what is typed before that is gone.
        var entry = (await first.Locator(".om-entries a").First.GetAttributeAsync("href"))!;
        await first.GotoAsync(entry);
        await second.GotoAsync(entry);

        await first.FillAsync("[name='title']", "甲的标题");
        await first.FillAsync("[name='label']", "行动甲");
        await Press(first, first.Locator("button[form='entry'][value='save']").Last);
        await second.FillAsync("[name='title']", "乙的标题");
        await second.FillAsync("[name='text']", "乙的正文。");
        await Press(second, second.Locator("button[form='entry'][value='save']").Last);

        // Both wordings stand beside each other, field by field; what only one of them touched is a choice as well.
        var merge = second.Locator(".om-conflict");
        Assert.Contains("甲的标题", await second.InnerTextAsync("#understood"), StringComparison.Ordinal);
        Assert.Contains("乙的标题", await second.InnerTextAsync("#understood"), StringComparison.Ordinal);
        await second.CheckAsync("[name='pick.title'][value='theirs']");
        await second.CheckAsync("[name='pick.label'][value='theirs']");
        await second.CheckAsync("[name='pick.text'][value='mine']");
        await Press(second, second.Locator("#understood button[type=submit]"));
        Assert.Equal(0, await merge.CountAsync());
        Assert.Equal(["甲的标题", "行动甲", "乙的正文。"], [await second.InputValueAsync("[name='title']"), await second.InputValueAsync("[name='label']"), await second.InputValueAsync("[name='text']")]);
    }

    static async Task HandIn(IPage page, string name)
    {
        await page.GotoAsync("/plans/import");
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = $"{name}.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(Plan.Replace("{0}", name, StringComparison.Ordinal)) });
        await page.ClickAsync("main form:has(input[type=file]) button[type=submit]");
        await page.WaitForURLAsync("**/review**", new() { Timeout = 60_000 });
    }

    static async Task Press(IPage page, ILocator button)
    {
        await button.ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('#review:not([aria-busy])')");
    }
}
