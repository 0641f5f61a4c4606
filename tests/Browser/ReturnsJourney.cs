namespace OneMetre.Browser;

/// <summary>A contact answers for all tasks of the unit, the leader approves, the office accepts, and everybody reads it on the task: on the demo city, clean for axe, wide and on a telephone.</summary>
public sealed class ReturnsJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_return_goes_from_one_tap_to_the_portal()
    {
        var contact = await city.SignedIn("wjw.contact");
        await contact.GotoAsync("/desk");
        await contact.Locator("section:has(#returns) .om-due a.btn").ClickAsync();
        await contact.WaitForURLAsync("**/returns/*-*");
        var sheet = new Uri(contact.Url).AbsolutePath;
        foreach (var width in (int[])[1280, 390]) await AccessibilityTests.Check(await city.SignedIn("wjw.contact", width, forAxe: true), "/returns", sheet);

        await contact.ClickAsync("button[value=plan]");
        await contact.WaitForURLAsync("**?done=plan");
        Assert.Contains("已答复13/13项", (await contact.Locator(".om-sheetbar").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // One task has news, and its partners have not answered: the sheet says what is missing, and nothing typed is lost.
        var line = contact.Locator("li[id^=line-]").First;
        var task = (await line.Locator("a[href^='/tasks/']").First.GetAttributeAsync("href"))!;
        await line.Locator("select").SelectOptionAsync("Behind");
        await line.Locator("summary").First.ClickAsync();
        await line.Locator("textarea[name^='said|']").FillAsync("新增普惠托位三百个，两家机构等消防验收。");
        await contact.ClickAsync("button[value=handin]");
        Assert.Contains("请写明问题", await contact.Locator(".om-problems").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("新增普惠托位三百个，两家机构等消防验收。", await line.Locator("textarea[name^='said|']").InputValueAsync());
        await line.Locator("textarea[name^='problems|']").FillAsync("消防验收排期晚");
        await contact.FillAsync("[name='Form.MissingWhy']", "已电话核实，参与单位本周内补答");
        await contact.ClickAsync("button[value=handin]");
        await contact.WaitForURLAsync("**?done=handin");
        Assert.Equal(0, await contact.Locator("button[value=Approve]").CountAsync()); // four eyes

        var leader = await city.SignedIn("wjw.lead", 390, forAxe: true);
        await AccessibilityTests.Check(leader, "/returns", sheet);
        await leader.ClickAsync("button[value=Approve]");
        await leader.WaitForURLAsync("**?done=approve");

        var office = await city.SignedIn("office", forAxe: true);
        await office.GotoAsync("/returns");
        var round = (await office.Locator("main td a[href^='/returns/rounds/']").First.GetAttributeAsync("href"))!;
        await AccessibilityTests.Check(office, "/returns", "/returns/cycles", round, sheet);
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), "/returns", "/returns/cycles", round, sheet);
        await office.GotoAsync(sheet);
        await office.ClickAsync("button[value=Accept]");
        await office.WaitForURLAsync("**?done=accept");
        Assert.Equal(0, await office.Locator("main form select").CountAsync()); // locked

        await contact.GotoAsync(task);
        Assert.Contains("两家机构等消防验收", await contact.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var visitor = await city.Visitor(390);
        await visitor.GotoAsync(task.Replace("/tasks/", "/promises/", StringComparison.Ordinal));
        Assert.Contains("两家机构等消防验收", await visitor.Locator("main").TextContentAsync(), StringComparison.Ordinal);

        // One act reminds all who owe; who opens the sheet leaves a receipt.
        await office.GotoAsync(round);
        await office.ClickAsync("button[value=remind]");
        await office.WaitForURLAsync("**?reminded=*");
        var owing = await city.SignedIn("lanhe.office", 390);
        await owing.GotoAsync("/notices");
        await owing.Locator("main a[href^='/returns/']").First.ClickAsync();
        await owing.WaitForURLAsync("**/returns/*-*");
        await office.GotoAsync(round + "?state=owing");
        Assert.Contains("1/3人已打开", await office.Locator("tr:has-text('兰河')").First.InnerTextAsync(), StringComparison.Ordinal);

        // The county hands in with one tap.
        await owing.GotoAsync("/returns");
        await owing.Locator("button[form=tap]").First.ClickAsync();
        await owing.WaitForURLAsync("**/returns?done=handin");
    }
}
