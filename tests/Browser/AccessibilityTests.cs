namespace OneMetre.Browser;

/// <summary>Every page, wide and on a phone: axe finds nothing, and nothing scrolls sideways.</summary>
public sealed class AccessibilityTests(LivingCity city) : IClassFixture<LivingCity>
{
    static readonly string[] Public = ["/", "/promises", "/about", "/accessibility", "/data", "/signin", "/error/404"];
    static readonly string[] Office = ["/desk", "/board", "/calendar", "/units", "/settings", "/notices", "/indicators", "/plans/import", "/account"];
    static readonly string[] Contact = ["/desk", "/board", "/calendar", "/account"];

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Pages_of_the_portal_are_clean(int width)
    {
        var page = await city.Visitor(width, forAxe: true);
        await Check(page, Public);
        await page.GotoAsync("/promises");
        await Check(page, (await page.Locator("main a[href^='/promises/']").First.GetAttributeAsync("href"))!);
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Pages_of_the_office_are_clean(int width)
    {
        var page = await city.SignedIn("office", width, forAxe: true);
        await Check(page, Office);
        await page.GotoAsync("/board");
        await Check(page, (await page.Locator("main a[href^='/tasks/']").First.GetAttributeAsync("href"))!);
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Pages_of_a_contact_are_clean(int width)
    {
        var page = await city.SignedIn("wjw.contact", width, forAxe: true);
        await Check(page, Contact);
        await page.GotoAsync("/board");
        await Check(page, (await page.Locator("main a[href^='/tasks/']").First.GetAttributeAsync("href"))!);
    }

    static async Task Check(IPage page, params string[] addresses)
    {
        var axe = await File.ReadAllTextAsync(Axe());
        var wrong = new List<string>();
        foreach (var address in addresses)
        {
            var answer = await page.GotoAsync(address);
            if (answer!.Status != (address == "/error/404" ? 404 : 200)) wrong.Add($"{address}: {answer.Status}");
            await page.AddScriptTagAsync(new() { Content = axe });
            var found = await page.EvaluateAsync<string[]>("async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 160))");
            wrong.AddRange(found.Select(f => $"{address}: {f}"));
            if (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") > 0) wrong.Add($"{address}: scrolls sideways");
        }
        Assert.Empty(wrong);
    }

    static string Axe()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "src/Web/node_modules/axe-core/axe.min.js"))) return Path.Combine(folder.FullName, "src/Web/node_modules/axe-core/axe.min.js");
        throw new FileNotFoundException("axe-core is not installed: npm ci in src/Web.");
    }
}
