namespace OneMetre.Browser;

/// <summary>A guide is put into force anew, and a checklist comes of it that knows its clauses; a unit reads both.</summary>
public class GuideJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_guide_becomes_a_checklist_in_one_step()
    {
        var office = await city.SignedIn("office");
        await office.GotoAsync("/guides");
        await office.Locator("main table a", new() { HasText = "上学路径" }).ClickAsync();
        var former = new Uri(office.Url).AbsolutePath;
        await office.Locator("form button", new() { HasText = "起草下一版" }).ClickAsync();
        await office.WaitForURLAsync("**done=next");
        var draft = new Uri(office.Url).AbsolutePath;
        await office.FillAsync("#field-Clauses", "3.1|必|是否|校门两侧有人行道\n3.2|必|大约2米|等候区进深");
        await office.ClickAsync("button[value=force]");
        Assert.Contains("第 2 行", await office.Locator("#problem-Clauses").InnerTextAsync(), StringComparison.Ordinal);
        await office.FillAsync("#field-Clauses", "3.1|必|是否|校门两侧有人行道\n3.2|必|≥ 2.5 米|等候区进深");
        await office.FillAsync("#field-From", "2026-11-01");
        await office.ClickAsync("button[value=force]");
        await office.WaitForURLAsync("**done=force*");
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), "/guides", draft, "/guides/new", former);

        await office.Locator("input[name=Clause]").Last.CheckAsync();
        await office.Locator("button", new() { HasText = "生成检查表" }).ClickAsync();
        await office.WaitForURLAsync("**/inspections/checklists/*");
        Assert.Contains("等候区进深（≥ 2.5 米）", await office.Locator("main table").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await office.Locator("main table tbody tr").CountAsync());
        await office.ClickAsync("button[value=force]");
        await office.WaitForURLAsync("**done=force*");
        var list = new Uri(office.Url).AbsolutePath;

        var unit = await city.SignedIn("jyj.contact");
        await unit.GotoAsync(draft);
        Assert.Equal(1, await unit.Locator($"main a[href='{list}']").CountAsync());
        Assert.Equal(0, await unit.Locator("main form").CountAsync());
        await unit.GotoAsync(former);
        Assert.Contains("已被替换", await unit.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }
}
