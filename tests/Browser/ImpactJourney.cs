using Microsoft.Playwright;

namespace OneMetre.Browser;

/// <summary>A unit brings a proposal through the questions to its final in a browser; the office publishes; anybody reads, on a phone.</summary>
public class ImpactJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_proposal_goes_from_eight_questions_to_a_page_for_children()
    {
        var unit = await city.SignedIn("wjw.contact");
        await unit.GotoAsync("/impact/new");
        await unit.FillAsync("#field-Title", "社区接种门诊延时安排");
        await unit.FillAsync("#field-About", "三家门诊周六上午开诊，平日提前半小时下班。");
        for (var question = 0; question < 8; question++) await unit.CheckAsync($"#A{question}-{(question == 0 ? "Yes" : "No")}");
        await unit.ClickAsync("form[action='/impact/new'] button[type=submit]");
        Assert.Contains("请用一句话说明", await unit.Locator(".om-problems").InnerTextAsync(), StringComparison.Ordinal);
        await unit.FillAsync("#field-S0", "婴幼儿按期接种要来门诊。");
        await unit.ClickAsync("form[action='/impact/new'] button[type=submit]");
        await unit.WaitForURLAsync("**?done=screen");
        var address = new Uri(unit.Url).AbsolutePath;
        Assert.Contains("简易评价", await unit.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await Press(unit, "Begin");
        await unit.CheckAsync("[id='cell-Age0To3.PublicServices']");
        await Press(unit, "Scope");
        await Press(unit, "Gather");
        await Press(unit, "Assess");
        await unit.SelectOptionAsync("#field-Effect", "2");
        await unit.FillAsync("#field-Why", "周六能接种，家长不用请假。");
        await Press(unit, "Rate");
        await Press(unit, "Draft");
        await unit.ClickAsync("button[value=Finish]");
        Assert.Contains("听取儿童意见", await unit.Locator(".om-problems").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await city.SignedIn("wjw.contact", 390, forAxe: true), "/impact", "/impact/new", address);

        await unit.Locator("#heard").Locator("xpath=ancestor::section").Locator("details summary").First.ClickAsync();
        await unit.FillAsync("#field-HeardOn", DateTime.UtcNow.AddDays(-3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (field, value) in new[] { ("Number", "9"), ("AgeFrom", "6"), ("AgeTo", "9"), ("Said", "打针时想有人讲故事。"), ("Invited", "候诊时自愿"), ("Missing", "婴幼儿由家长代答") }) await unit.FillAsync($"#field-{field}", value);
        await Press(unit, "Hear");
        await Press(unit, "Finish");
        await unit.FillAsync("#field-Reason", "周六门诊照办，并设讲故事角。");
        await Press(unit, "Decide");
        foreach (var (field, value) in new[] { ("PublicSummary", "门诊时间调整的影响评价。"), ("ChildrenSaid", "孩子们希望打针时有人讲故事。"), ("WhatChanged", "门诊设了讲故事角。"), ("ChildVersion", "打针的地方有人给你讲故事了。") }) await unit.FillAsync($"#field-{field}", value);
        await Press(unit, "Write");

        var office = await city.SignedIn("office");
        Assert.Equal(404, (await office.GotoAsync(address.Replace("/impact/", "/impacts/", StringComparison.Ordinal)))!.Status);
        await office.GotoAsync(address);
        await Press(office, "Publish");
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), address, "/impact/rules", "/impacts", address.Replace("/impact/", "/impacts/", StringComparison.Ordinal));
        await office.ClickAsync("main a[href^='/impacts/']");
        Assert.Contains("打针的地方有人给你讲故事了。", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    static async Task Press(IPage page, string step)
    {
        await page.ClickAsync($"button[value={step}]");
        await page.WaitForURLAsync($"**?done={step.ToLowerInvariant()}*");
    }
}
