namespace OneMetre.Browser;

/// <summary>A good practice that came back is corrected as marked, read by those who did not write it, and published; a visitor reads it.</summary>
public class PracticeJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task What_came_back_is_corrected_read_and_published()
    {
        var writer = await city.SignedIn("jyj.contact");
        await writer.GotoAsync("/desk");
        Assert.Contains("校门口的五分钟", await writer.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await writer.GotoAsync("/casebook?mine=1");
        await writer.Locator("main a", new() { HasText = "校门口的五分钟" }).First.ClickAsync();
        await writer.WaitForURLAsync("**/casebook/*");
        var address = new Uri(writer.Url).AbsolutePath;
        Assert.Equal(2, await writer.Locator("main mark").CountAsync());
        await AccessibilityTests.Check(await city.SignedIn("jyj.contact", 390, forAxe: true), "/casebook", address, $"{address}/edit", "/casebook/new");

        // One mark is done as it says; the other asks for words, which are declined with a reason.
        await writer.Locator("button", new() { HasText = "照改" }).ClickAsync();
        await writer.WaitForURLAsync("**done=settle*");
        Assert.Contains("连续五个上学日", await writer.Locator("[data-part=Sources]").InnerTextAsync(), StringComparison.Ordinal);
        await writer.ClickAsync("button[value=Submit]");
        Assert.Contains("1 条校对意见没有处理", await writer.Locator(".alert-danger").First.InnerTextAsync(), StringComparison.Ordinal);
        await writer.Locator("summary", new() { HasText = "不改" }).ClickAsync();
        await writer.Locator("input[name='Settling.Answer']").FillAsync("家长会上问过，附后");
        await writer.ClickAsync("button[value=decline]");
        await writer.WaitForURLAsync("**done=settle*");
        await writer.ClickAsync("button[value=Submit]");
        await writer.WaitForURLAsync("**done=submit*");
        Assert.Contains("复审二校", await writer.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        // The second reader selects a passage, and it stands in the form; without having read nothing passes.
        var second = await city.SignedIn("office");
        await second.GotoAsync(address);
        await second.EvaluateAsync("() => { const t = document.querySelector('[data-part=Place]').firstChild; const r = document.createRange(); r.setStart(t, 0); r.setEnd(t, 4); const s = getSelection(); s.removeAllRanges(); s.addRange(r); document.dispatchEvent(new MouseEvent('mouseup')); }");
        Assert.Equal("两所小学", await second.InputValueAsync("#field-Passage"));
        Assert.Equal("Place", await second.InputValueAsync("#field-Part"));
        await second.ClickAsync("button[value=Pass]");
        Assert.Contains("请先通读全文", await second.Locator("#problem-Read").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), address);
        await second.CheckAsync("#field-Read");
        await second.ClickAsync("button[value=Pass]");
        await second.WaitForURLAsync("**done=pass*");
        Assert.Equal(0, await second.Locator("button[value=Pass]").CountAsync());

        var third = await city.SignedIn("office2");
        await third.GotoAsync(address);
        await third.CheckAsync("#field-Read");
        await third.ClickAsync("button[value=Pass]");
        await third.WaitForURLAsync("**done=pass*");
        await third.ClickAsync("button[value=Publish]");
        await third.WaitForURLAsync("**done=publish*");

        var visitor = await city.Visitor(390, forAxe: true);
        await visitor.GotoAsync("/practices");
        await visitor.Locator("main a", new() { HasText = "校门口的五分钟" }).ClickAsync();
        Assert.Contains("我们发现一年级小朋友", await visitor.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(visitor, "/practices", new Uri(visitor.Url).AbsolutePath);
    }
}
