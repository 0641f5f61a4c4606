using System.Globalization;
using Microsoft.Playwright;
using OneMetre.Platform.Time;

namespace OneMetre.Browser;

/// <summary>An order between office and unit, in a browser: opened from a task, looked at as a letter, sent out, signed, answered with a paper, sent back, answered, verified and closed.</summary>
public class SupervisionJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task An_order_goes_from_a_late_task_to_its_closing()
    {
        var office = await city.SignedIn("office");
        await office.GotoAsync("/board?light=yellow");
        await office.Locator("main a[href^='/tasks/']").First.ClickAsync();
        await office.ClickAsync("main a[href^='/supervision/new']");
        Assert.NotEqual("", await office.InputValueAsync("#field-Title"));
        Assert.NotEqual("", await office.InputValueAsync("#field-Basis"));
        await office.SelectOptionAsync("#field-Unit", new SelectOptionValue { Label = "示范市卫生健康委员会" });
        await office.FillAsync("#field-Demand", "查清原因，提出整改措施，附材料反馈。");
        await office.ClickAsync("form[action='/supervision/new'] button[type=submit]");
        await office.WaitForURLAsync("**?done=open");
        var address = new Uri(office.Url).AbsolutePath;
        await AccessibilityTests.Check(await OnAPhone("office"), "/supervision", "/supervision/new", "/supervision/rules", address);

        var unit = await city.SignedIn("wjw.contact");
        Assert.Equal(404, (await unit.GotoAsync(address))!.Status); // nothing before it is sent out
        var letter = await office.RunAndWaitForDownloadAsync(() => office.ClickAsync("a[href$='letter.docx']"));
        Assert.EndsWith(".docx", letter.SuggestedFilename, StringComparison.Ordinal);
        await Press(office, "Notify");

        await unit.GotoAsync("/supervision");
        await unit.ClickAsync($"main a[href='{address}']");
        await Press(unit, "Acknowledge");
        await unit.ClickAsync("button[value=Reply]");
        Assert.Contains("说明：请填写", await unit.Locator(".om-problems").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await OnAPhone("wjw.contact"), "/supervision", address, "/desk");
        await unit.FillAsync("#field-Text", "已整改完成，照片随附。");
        await unit.SetInputFilesAsync("#field-File", new FilePayload { Name = "现场.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF"u8.ToArray() });
        await Press(unit, "Reply");

        await office.ReloadAsync();
        await office.ClickAsync("button[value=SendBack]");
        Assert.Equal(2, await office.Locator(".om-problems li").CountAsync()); // why, and until when
        await office.FillAsync("#field-Text", "缺整改台账。");
        await office.FillAsync("#field-Day", Workday(14));
        Assert.Equal(1, await office.Locator(".om-files a", new() { HasText = "现场.pdf" }).CountAsync());
        await Press(office, "SendBack");
        await unit.ReloadAsync();
        await unit.FillAsync("#field-Text", "台账已补。");
        await Press(unit, "Reply");

        await office.ReloadAsync();
        await Press(office, "Verify", "经现场核查属实。");
        await Press(office, "Close");
        Assert.Contains("已销号", await office.Locator(".om-miles").InnerTextAsync(), StringComparison.Ordinal);
    }

    static async Task Press(IPage page, string step, string? text = null)
    {
        if (text is not null) await page.FillAsync("#field-Text", text);
        await page.ClickAsync($"button[value={step}]");
        await page.WaitForURLAsync($"**?done={step.ToLowerInvariant()}*");
    }

    // The server under test runs by the wall clock and refuses a day off as a day to answer by.
    static string Workday(int later) =>
        WorkCalendar.National.After(DateOnly.FromDateTime(DateTime.Today), later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    Task<IPage> OnAPhone(string account) => city.SignedIn(account, 390, forAxe: true);
}
