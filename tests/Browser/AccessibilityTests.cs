namespace OneMetre.Browser;

/// <summary>Every page, wide and on a phone: axe finds nothing, and nothing scrolls sideways.</summary>
public sealed class AccessibilityTests(LivingCity city) : IClassFixture<LivingCity>
{
    static readonly string[] Public = ["/", "/promises", "/about", "/accessibility", "/data", "/data/NeonatalMort", "/data/PolicyInPlan", "/data/MyopiaRate?width=400", "/embed/data/MyopiaRate", "/signin", "/error/404"];
    static readonly string[] Office = ["/desk", "/board", "/calendar", "/units", "/settings", "/notices", "/indicators", "/indicators?view=definitions", "/indicators/MyopiaRate", "/indicators/VaccinationTown", "/indicators/RehabAgeRange", "/indicators/compare", "/indicators/compare?indicator=MyopiaRate", "/indicators/compare?by=indicators&region=990102000000&indicator=MyopiaRate&indicator=InfantMort", "/regions/990102000000/figures", "/reports", "/reports/forms", "/reports/forms/new", "/plans/import", "/account", "/indicators/MyopiaRate/targets", "/indicators/overlaps", "/indicators/catalogue", "/indicators/catalogue?view=elements", "/indicators/catalogue/new", "/indicators/catalogue/MyopiaRate", "/indicators/catalogue/MyopiaRate/version", "/indicators/catalogue/elements/new", "/indicators/catalogue/elements/births.live", "/indicators/catalogue/file", "/indicators/pivot", "/indicators/history", "/indicators/history/periods/2016", "/indicators?kind=Half", "/indicators/report", "/indicators/report?kind=Half", "/indicators/report/template/part"];
    static readonly string[] Contact = ["/desk", "/board", "/calendar", "/account"];
    static readonly string[] Security = ["/people", "/people/new", "/people/requests", "/account", "/account/two-factor"];
    static readonly string[] Audit = ["/audit", "/account"];

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
        await Check(page, (await page.Locator("main a[href*='/source']").First.GetAttributeAsync("href"))!);
        await page.GotoAsync("/reports/forms");
        var (form, round) = ((await page.Locator("main td a[href^='/reports/forms/']").First.GetAttributeAsync("href"))!, (await page.Locator("main a[href^='/reports/rounds/']").First.GetAttributeAsync("href"))!);
        await Check(page, form, round);
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task A_sheet_is_clean_for_who_fills_it_in_and_for_who_decides(int width)
    {
        foreach (var account in (string[])["lanhe.office", "wjw.contact"])
        {
            var page = await city.SignedIn(account, width, forAxe: true);
            await page.GotoAsync("/reports");
            var sheet = (await page.Locator("main .om-due a.btn").First.GetAttributeAsync("href"))!;
            await Check(page, "/reports", sheet, sheet + "/evidence/births.live");
        }
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Pages_of_a_contact_are_clean(int width)
    {
        var page = await city.SignedIn("wjw.contact", width, forAxe: true);
        await Check(page, Contact);
        await page.GotoAsync("/board");
        await Check(page, (await page.Locator("main a[href^='/tasks/']").First.GetAttributeAsync("href"))!);
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task Pages_of_the_administrators_are_clean(int width)
    {
        var page = await city.SignedIn("security", width, forAxe: true);
        await Check(page, Security);
        await page.GotoAsync("/people");
        await Check(page, (await page.Locator("main td a[href^='/people/']").First.GetAttributeAsync("href"))!);
        await Check(await city.SignedIn("audit", width, forAxe: true), Audit);
    }

    /// <summary>What the portal's statement promises: the keyboard gets everywhere and one sees where it is, 200 % loses nothing, and a page fits on A4.</summary>
    [Fact]
    public async Task The_portal_keeps_what_its_accessibility_statement_says()
    {
        var page = await city.Visitor(1280, forAxe: true);
        foreach (var address in (string[])["/", "/promises", "/about", "/accessibility", "/data"])
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync(address);
            var all = await page.EvaluateAsync<int>("() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && e.type !== 'hidden').length");
            var reached = new HashSet<string>();
            for (var press = 0; press < all + 10; press++)
            {
                await page.Keyboard.PressAsync("Tab");
                var at = await page.EvaluateAsync<string?>("() => { const e = document.activeElement; if (!e || e === document.body) return null; const s = getComputedStyle(e); const seen = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; return (seen ? '+' : '-') + [...document.querySelectorAll('*')].indexOf(e) + ' ' + e.outerHTML.slice(0, 80); }");
                if (at is null) continue;
                Assert.True(at[0] == '+', $"{address}: no visible focus on {at}");
                reached.Add(at);
            }
            Assert.True(reached.Count >= all, $"{address}: {reached.Count} of {all} reached by keyboard");

            // A window of 1280 at 200 % shows 640 of the page's pixels; A4 at the margins of the sheet shows 700.
            await page.SetViewportSizeAsync(640, 450);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, $"{address}: scrolls sideways at 200 %");
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await page.SetViewportSizeAsync(700, 990);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, $"{address}: does not fit on A4");
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
        }
    }

    internal static async Task Check(IPage page, params string[] addresses)
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
