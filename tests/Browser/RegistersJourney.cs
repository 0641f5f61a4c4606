using Microsoft.Playwright;

namespace OneMetre.Browser;

/// <summary>The registers in a browser: a lead unit keeps a project's money and stage, the office sees the sums, another unit only reads; a policy gets its number.</summary>
public class RegistersJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_unit_keeps_its_project_and_the_office_sees_the_sums()
    {
        var unit = await city.SignedIn("wjw.contact");
        await unit.GotoAsync("/projects");
        await unit.ClickAsync("main a:has-text('普惠托育提质工程')");
        var address = new Uri(unit.Url).AbsolutePath;
        await unit.SelectOptionAsync("#field-Source", "Subsidy");
        await unit.FillAsync("#field-Planned", "100");
        await unit.FillAsync("#field-Paid", "120.5");
        await unit.ClickAsync("form[action$='#funds'] button[type=submit]");
        Assert.Contains("请写明原因", await unit.Locator(".om-problems").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("120.5", await unit.InputValueAsync("#field-Paid")); // what was typed stays
        await unit.FillAsync("#field-Reason", "追加批复");
        await unit.ClickAsync("form[action$='#funds'] button[type=submit]");
        await unit.WaitForURLAsync("**?done=fund*");
        await unit.SelectOptionAsync("#field-Stage", "Completed");
        await unit.ClickAsync("form[action$='#stage'] button[type=submit]");
        await unit.WaitForURLAsync("**?done=stage*");
        Assert.Contains("完工", await unit.Locator(".om-facts").First.InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await OnAPhone("wjw.contact"), "/projects", address, "/projects/funds", "/policies");

        var office = await city.SignedIn("office");
        await office.GotoAsync("/projects/funds");
        Assert.Contains("360.5", await office.Locator("[aria-labelledby=by-source]").InnerTextAsync(), StringComparison.Ordinal);
        var sheet = await office.RunAndWaitForDownloadAsync(() => office.ClickAsync("a[href*='/projects/funds.xlsx']"));
        Assert.EndsWith(".xlsx", sheet.SuggestedFilename, StringComparison.Ordinal);
        await AccessibilityTests.Check(await OnAPhone("office"), "/projects/new", "/projects/import", "/policies/new", address);

        var other = await city.SignedIn("jyj.contact");
        await other.GotoAsync(address);
        Assert.Equal(0, await other.Locator("#field-Planned").CountAsync());
        await other.GotoAsync("/policies");
        await other.ClickAsync("main a:has-text('幼儿园')");
        await other.FillAsync("#field-Number", "示教财字[2026]09号");
        await other.ClickAsync("form[action$='#policy'] button[type=submit]");
        await other.WaitForURLAsync("**?done=saved*");
        Assert.Contains("示教财字〔2026〕9号", await other.Locator(".om-facts").InnerTextAsync(), StringComparison.Ordinal);
    }

    Task<IPage> OnAPhone(string account) => city.SignedIn(account, 390, forAxe: true);
}
