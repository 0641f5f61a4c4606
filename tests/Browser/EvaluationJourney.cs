using System.Globalization;
using Microsoft.Playwright;
using OneMetre.Platform.Time;

namespace OneMetre.Browser;

/// <summary>An evaluation from its rules to the answer to an objection, in a browser: the office opens it, a unit assesses itself, a child scores by a link on a phone, the unit objects, the office answers.</summary>
public class EvaluationJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task An_evaluation_goes_from_its_rules_to_the_answer_to_an_objection()
    {
        var office = await city.SignedIn("office");

        // New weights are tried on the record before anybody is bound by them.
        await office.GotoAsync("/evaluations/rules");
        await office.ClickAsync("main table a");
        await office.ClickAsync("button[value=next]");
        await office.WaitForURLAsync("**/evaluations/rules/*");
        var rules = new Uri(office.Url).AbsolutePath;
        await office.FillAsync("[name=W0]", "30");
        await office.ClickAsync("button[value=try]");
        Assert.Contains("110", await office.Locator(".om-problems").InnerTextAsync(), StringComparison.Ordinal); // weights make 100
        await office.FillAsync("[name=W2]", "10");
        await office.ClickAsync("button[value=try]");
        Assert.True(await office.Locator("section:has(#tried) tbody tr").CountAsync() > 10);
        await AccessibilityTests.Check(await OnAPhone("office"), "/evaluations", "/evaluations/new", "/evaluations/rules", rules);

        await office.GotoAsync("/evaluations/new");
        await office.FillAsync("#field-Title", "年度评价演练");
        await office.ClickAsync("form[action='/evaluations/new'] button[type=submit]");
        await office.WaitForURLAsync("**?done=open");
        var address = new Uri(office.Url).AbsolutePath;
        var unit = await city.SignedIn("wjw.contact");
        Assert.Equal(404, (await unit.GotoAsync(address))!.Status); // nothing before it starts
        await Press(office, "Start");

        // The unit reads what the record says of it, adds its words once, and a paper.
        await unit.GotoAsync("/evaluations");
        await unit.Locator($"main a[href^='{address}/units/']").ClickAsync();
        var sheet = new Uri(unit.Url).AbsolutePath;
        Assert.True(await unit.Locator("main a[href^='/tasks/']").CountAsync() > 0); // each point with what it rests on
        await unit.FillAsync("#field-Text", "报送均在期内完成。");
        await unit.FillAsync("[name^=C]", "85");
        await unit.SetInputFilesAsync("[name=Files]", new FilePayload { Name = "经验做法.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF"u8.ToArray() });
        await AccessibilityTests.Check(await OnAPhone("wjw.contact"), "/evaluations", address, sheet);
        await Press(unit, "HandIn");
        Assert.Equal(0, await unit.Locator("button[value=HandIn]").CountAsync());

        await office.ReloadAsync();
        await Press(office, "Review");
        await Press(office, "Panel");
        await office.GotoAsync($"{address}/panel");
        await office.SelectOptionAsync("#field-Seat", "Child");
        await office.Locator("fieldset .form-check", new() { HasText = "卫生健康委" }).First.Locator("input").CheckAsync();
        await office.Locator("section:has(#give) button[type=submit]").ClickAsync();
        var links = await office.Locator(".om-secret").AllInnerTextsAsync();
        Assert.Equal(3, links.Count);
        await AccessibilityTests.Check(await OnAPhone("office"), $"{address}/panel", address, sheet);

        // A child on a phone: five faces, no account, no name; the link is then used up.
        var phone = await city.Visitor(390, forAxe: true);
        await AccessibilityTests.Check(phone, new Uri(links[0]).AbsolutePath);
        foreach (var link in links)
        {
            var child = await city.Visitor(390);
            await child.GotoAsync(new Uri(link).AbsolutePath);
            for (var q = 0; q < 5; q++) await child.Locator($"input[name='Q0-{q}'][value='5']").CheckAsync();
            await child.ClickAsync("main button[type=submit]");
            Assert.Contains("谢谢", await child.Locator("main h1").InnerTextAsync(), StringComparison.Ordinal);
        }

        await office.GotoAsync(address);
        await Press(office, "Announce");
        await office.FillAsync("#field-Day", WorkCalendar.National.After(DateOnly.FromDateTime(DateTime.Today), 5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Press(office, "TakeObjections");

        await unit.GotoAsync(address);
        Assert.Equal(1, await unit.Locator("section:has(#units) tbody tr").CountAsync()); // its own; of the others how many have each grade
        Assert.Equal(1, await unit.Locator("#grades").CountAsync());
        await unit.GotoAsync(sheet);
        await unit.Locator("section:has(#item-0) details summary", new() { HasText = "异议" }).ClickAsync();
        await unit.FillAsync("#text-0", "有一项任务已按期申请验收。");
        await unit.Locator("section:has(#item-0) button[value=Object]").ClickAsync();
        await unit.WaitForURLAsync("**?done=object*");

        await office.GotoAsync(sheet);
        await office.Locator("section:has(#item-0) details summary", new() { HasText = "答复" }).ClickAsync();
        await office.FillAsync("#share-0", "100");
        await office.FillAsync("#text-0", "经核对属实。");
        await office.Locator("section:has(#item-0) button[value=Uphold]").ClickAsync();
        await office.WaitForURLAsync("**?done=uphold*");
        await unit.ReloadAsync();
        Assert.Contains("异议已采纳", await unit.Locator("section:has(#item-0)").InnerTextAsync(), StringComparison.Ordinal);

        // Before the days for objections are over nothing is final; last year's is.
        await office.GotoAsync(address);
        await office.ClickAsync("button[value=Finish]");
        Assert.Contains("过后才能定案", await office.Locator(".om-problems").InnerTextAsync(), StringComparison.Ordinal);
        await unit.GotoAsync("/evaluations");
        await unit.Locator("tr", new() { HasText = "定案" }).Locator("a[href*='/units/']").ClickAsync();
        var paper = await unit.RunAndWaitForDownloadAsync(() => unit.ClickAsync("a[href$='report.docx']"));
        Assert.EndsWith(".docx", paper.SuggestedFilename, StringComparison.Ordinal);
    }

    static async Task Press(IPage page, string step)
    {
        await page.ClickAsync($"button[value={step}]");
        await page.WaitForURLAsync($"**?done={step.ToLowerInvariant()}*");
    }

    Task<IPage> OnAPhone(string account) => city.SignedIn(account, 390, forAxe: true);
}
