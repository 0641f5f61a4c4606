using System.Globalization;
using Microsoft.Playwright;
using OneMetre.Platform.Time;

namespace OneMetre.Browser;

/// <summary>An unannounced inspection in a browser: planned, hidden from its unit, filled in on a phone without a network, made known, issued as an order.</summary>
public class InspectionJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task An_unannounced_inspection_is_hidden_filled_in_without_a_network_and_issued()
    {
        var office = await city.SignedIn("office");
        await office.GotoAsync("/inspections/new");
        await office.SelectOptionAsync("#field-Kind", "Unannounced");
        await office.FillAsync("#field-Title", "绘本馆暗访");
        await office.FillAsync("#field-FromDay", Day(1));
        await office.FillAsync("#field-RevealDay", Day(1));
        await office.FillAsync("#field-RevealTime", "09:00");
        await office.SelectOptionAsync("#field-Checklist", new SelectOptionValue { Index = 1 });
        await office.ClickAsync("form[action='/inspections/new'] button[type=submit]");
        await office.WaitForURLAsync("**?done=saved");
        var address = new Uri(office.Url).AbsolutePath;
        await Add(office, "#add-unit", "示范市民政局");
        var own = await office.Locator("#add-post option").Filter(new() { HasText = "市民政局" }).First.GetAttributeAsync("value");
        await office.SelectOptionAsync("#add-post", own!);
        await office.ClickAsync("button[value=add-post]");
        Assert.Contains("本单位不查本单位", await office.Locator(".om-problems").InnerTextAsync(), StringComparison.Ordinal);
        var health = await office.Locator("#add-post option").Filter(new() { HasText = "市卫生健康委" }).AllAsync();
        foreach (var option in health)
        {
            await office.SelectOptionAsync("#add-post", (await option.GetAttributeAsync("value"))!);
            await office.ClickAsync("button[value=add-post]");
            await office.WaitForURLAsync("**?done=team*");
        }
        await Press(office, "Plan");

        var unit = await city.SignedIn("mzj.contact");
        Assert.Equal(404, (await unit.GotoAsync(address))!.Status);
        foreach (var page in new[] { "/inspections", "/calendar", "/desk", "/notices" })
        {
            await unit.GotoAsync(page);
            Assert.DoesNotContain("暗访", await unit.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        }

        var phone = await city.SignedIn("wjw.contact", 390);
        await phone.GotoAsync(address);
        await Press(phone, "Start");
        await phone.GotoAsync(address + "/sheet");
        await phone.ClickAsync("[data-offline]");
        await Assertions.Expect(phone.Locator("[data-offline]")).ToBeDisabledAsync();
        await phone.Context.SetOfflineAsync(true);
        await phone.Locator("[data-item] label:has(input[value=No])").First.ClickAsync();
        await Assertions.Expect(phone.Locator("[data-state]")).ToContainTextAsync("存在手机里，还没发送：1项");
        await phone.ReloadAsync(); // the page itself opens without a network
        await Assertions.Expect(phone.Locator("[data-item] input[value=No]").First).ToBeCheckedAsync();
        await phone.Context.SetOfflineAsync(false);
        await Assertions.Expect(phone.Locator("[data-state]")).ToContainTextAsync("都已发送", new() { Timeout = 20000 });

        await phone.GotoAsync(address);
        await phone.ClickAsync("details:has(#field-Demand) > summary");
        await phone.FillAsync("#field-Text", "门口台阶没有扶手。");
        await phone.FillAsync("#field-Demand", "加装扶手。");
        await phone.ClickAsync("form:has(#field-Demand) button[type=submit]");
        await phone.WaitForURLAsync("**?done=found*");
        await AccessibilityTests.Check(await city.SignedIn("wjw.contact", 390, forAxe: true), "/inspections", address, address + "/sheet", "/inspections/checklists");

        await office.GotoAsync(address);
        Assert.Equal(0, await office.Locator("button[value=Issue]").CountAsync()); // not before it is known
        await Press(office, "Reveal");
        await Press(office, "Issue");
        await unit.GotoAsync(address);
        await unit.ClickAsync("main a[href^='/supervision/']");
        await Assertions.Expect(unit.Locator("button[value=Acknowledge]")).ToBeVisibleAsync();
        await AccessibilityTests.Check(await city.SignedIn("office", 1280, forAxe: true), "/inspections/new", address);
    }

    static async Task Add(IPage page, string field, string name)
    {
        await page.SelectOptionAsync(field, new SelectOptionValue { Label = name });
        await page.ClickAsync($"button[value={field[1..]}]");
        await page.WaitForURLAsync("**?done=team*");
    }

    static async Task Press(IPage page, string step)
    {
        await page.ClickAsync($"button[value={step}]");
        await page.WaitForURLAsync($"**?done={step.ToLowerInvariant()}*");
    }

    static string Day(int later) => WorkCalendar.National.After(DateOnly.FromDateTime(DateTime.Today), later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
