using System.Globalization;

namespace OneMetre.Browser;

/// <summary>A call is drafted and opened, a unit bids for it on its phone, nobody else learns of that; a finished topic tells where it is used.</summary>
public class ResearchJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_unit_bids_and_nobody_else_knows()
    {
        static string Day(int ahead) => DateTime.UtcNow.AddHours(8).AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var office = await city.SignedIn("office");
        await office.GotoAsync("/research/new");
        await office.FillAsync("#field-Title", "社区儿童活动场地使用研究");
        await office.ClickAsync("main form button[type=submit]");
        await office.WaitForURLAsync("**done=save");
        var address = new Uri(office.Url).AbsolutePath;
        await office.FillAsync("#field-Question", "谁在用，什么时候用，为什么不用？");
        await office.ClickAsync("button[value=open]");
        Assert.True(await office.Locator("#problem-Expected").CountAsync() > 0); // what is missing stands beside its field
        Assert.Equal("谁在用，什么时候用，为什么不用？", await office.InputValueAsync("#field-Question"));
        await office.FillAsync("#field-Expected", "调查报告和改进建议");
        await office.FillAsync("#field-MostYuan", "120000");
        await office.FillAsync("#field-BidsUntil", Day(20));
        await office.FillAsync("#field-DueOn", Day(200));
        await office.ClickAsync("button[value=open]");
        await office.WaitForURLAsync("**done=open*");

        var unit = await city.SignedIn("wjw.contact", 390);
        await unit.GotoAsync(address);
        await unit.FillAsync("#field-Institution", "示范大学社会学系");
        await unit.FillAsync("#field-Leader", "许闻溪");
        await unit.FillAsync("#field-Yuan", "130000");
        await unit.FillAsync("#field-Plan", "选十二处场地，各观察两周。");
        await unit.ClickAsync("button[value=save]");
        Assert.True(await unit.Locator("#problem-Yuan").CountAsync() > 0); // more than there is
        Assert.Equal("选十二处场地，各观察两周。", await unit.InputValueAsync("#field-Plan"));
        await unit.FillAsync("#field-Yuan", "118000");
        await unit.ClickAsync("button[value=save]");
        await unit.WaitForURLAsync("**done=bid*");
        Assert.Contains("示范大学社会学系", await unit.Locator("[aria-labelledby=own]").InnerTextAsync(), StringComparison.Ordinal);

        await office.GotoAsync(address);
        Assert.Contains("已收到1份，截止后开封", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var other = await city.SignedIn("jyj.contact");
        await other.GotoAsync(address);
        foreach (var page in new[] { office, other }) Assert.DoesNotContain("示范大学社会学系", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await other.Locator("text=已收到").CountAsync());

        await office.GotoAsync("/research?state=accepted");
        await office.ClickAsync("main table a");
        var finished = new Uri(office.Url).AbsolutePath;
        await office.FillAsync("#field-Words", "写入明年民生实事建议");
        await office.ClickAsync("form[action$='#uses'] button[type=submit]:has-text('登记应用')");
        await office.WaitForURLAsync("**done=use*");
        await other.GotoAsync(finished);
        Assert.Contains("写入明年民生实事建议", await other.Locator("[aria-labelledby=uses]").InnerTextAsync(), StringComparison.Ordinal);

        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), "/research", "/research/new", address, finished);
        await AccessibilityTests.Check(await city.SignedIn("wjw.contact", 390, forAxe: true), "/research", address, finished);
    }

    [Fact]
    public async Task A_result_is_proved_by_its_unit_and_confirmed_by_the_office()
    {
        var unit = await city.SignedIn("gaj.contact", 390);
        await unit.GotoAsync("/results?state=underway");
        await unit.ClickAsync("main table a:has-text('上学路')");
        var address = new Uri(unit.Url).AbsolutePath;
        await unit.FillAsync("#field-Said", "平台已上线，学校和社区都能查。");
        await unit.ClickAsync("button[value=Reach]");
        Assert.True(await unit.Locator("#problem-Link").CountAsync() > 0); // nothing is reached without a proof
        Assert.Equal("平台已上线，学校和社区都能查。", await unit.InputValueAsync("#field-Said"));
        await unit.SelectOptionAsync("#field-Link", new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await unit.ClickAsync("button[value=Reach]");
        await unit.WaitForURLAsync("**done=saved*");
        Assert.Equal(0, await unit.Locator("button[value=Confirm]").CountAsync());

        var office = await city.SignedIn("office");
        await office.GotoAsync(address);
        await office.ClickAsync("button[value=Confirm]");
        await office.WaitForURLAsync("**done=saved*");
        Assert.Contains("已达成", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), "/results", "/results/new", "/results/import", address);
        await AccessibilityTests.Check(await city.SignedIn("gaj.contact", 390, forAxe: true), "/results", address);
    }
}
