using System.Text.RegularExpressions;

namespace OneMetre.Browser;

/// <summary>The register under the hands of those who keep it, see it masked, and decide: a village director registers, a city officer asks, the leader grants.</summary>
public sealed partial class LookJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_child_is_registered_seen_masked_and_for_a_purpose_clear()
    {
        var director = await city.SignedIn("lanhe.director");
        await director.GotoAsync("/children/new");
        await director.FillAsync("[name='Form.Name']", "演示新童");
        await director.FillAsync("[name='Form.BirthDay']", "2016-04-09");
        await director.ClickAsync("form[action='/children/new'] button[type=submit]");
        await director.WaitForSelectorAsync("#problem-Groups, .om-fieldproblem"); // no group ticked: what was typed stays
        Assert.Equal("演示新童", await director.InputValueAsync("[name='Form.Name']"));
        await director.CheckAsync("[name='Form.Groups'][value='InDifficulty']");
        await director.ClickAsync("form[action='/children/new'] button[type=submit]");
        await director.WaitForURLAsync(ChildAddress());
        var address = new Uri(director.Url).AbsolutePath;
        Assert.Contains("演示新童", await director.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);

        var officer = await city.SignedIn("mzj.children");
        await officer.GotoAsync(address);
        Assert.Equal("演*", await officer.Locator("h1").InnerTextAsync());
        await officer.SelectOptionAsync("[name='Look.Purpose']", "CheckBenefit");
        await officer.FillAsync("[name='Look.Reason']", "核对生活补贴");
        await officer.ClickAsync("button[value=ask]");
        await officer.WaitForSelectorAsync("#look ~ * [role=status], [role=status]");

        var leader = await city.SignedIn("mzj.lead");
        await leader.GotoAsync("/disclosures");
        await leader.ClickAsync("button[value=grant]");
        await leader.WaitForSelectorAsync("button[value=grant]", new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        await officer.GotoAsync(address);
        Assert.Equal("演示新童", await officer.Locator("h1").InnerTextAsync());

        await director.GotoAsync(address + "/held");
        Assert.Contains("市民政局", await director.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await director.ClickAsync("button[value=close]");
        await director.WaitForSelectorAsync("button[value=close]", new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task The_pages_of_the_register_are_clean(int width)
    {
        var page = await city.SignedIn("lanhe.director", width, forAxe: true);
        await page.GotoAsync("/children");
        var child = (await page.Locator("tbody a").First.GetAttributeAsync("href"))!;
        await AccessibilityTests.Check(page, "/children", "/children/new", child, child + "/held");
        var officer = await city.SignedIn("mzj.children", width, forAxe: true);
        await AccessibilityTests.Check(officer, "/children", child, "/disclosures");
    }

    [GeneratedRegex("/children/[0-9a-f-]{36}$")]
    private static partial Regex ChildAddress();
}
