using OneMetre.Indicators;
using OneMetre.Platform.Data;
using OneMetre.Web.Commands;
using OneMetre.Web.Demo;
using OneMetre.Web.Hosting;

namespace OneMetre.Browser;

/// <summary>A demo city on a free port, and one Chromium for all tests of a class.</summary>
public abstract class DemoSite(bool withPlans) : IAsyncLifetime
{
    static readonly string[] Switches = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    readonly string folder = Directory.CreateTempSubdirectory("onemetre-browser-").FullName;
    WebApplication? site;
    IPlaywright? playwright;
    IBrowser? browser;

    public string Address => site!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        var place = CityPlace.Embedded(folder);
        await using (var services = PlaceOptions.Services(place))
        {
            if (withPlans) await DemoCommand.Found(services, 1, 1, default);
            else
            {
                await using var scope = services.CreateAsyncScope();
                await Prepare.Run(scope.ServiceProvider, default);
                await ActivatorUtilities.CreateInstance<SeedCity>(scope.ServiceProvider).Run(DemoCity.Generate(), default);
            }
        }
        site = Site.Build(place, "http://127.0.0.1:0", gate: new() { SignIns = int.MaxValue });
        await site.StartAsync();

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = Switches,
        });
    }

    static readonly string[] Browsers =
        ["/usr/bin/chromium", "/usr/bin/google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    static string Chromium => Environment.GetEnvironmentVariable("ONEMETRE_CHROMIUM") is { Length: > 0 } given ? given : Browsers.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("Chromium is not installed; ./check installs it or says how.");

    /// <summary>A page of a reader who speaks Chinese and is not signed in. Errors of scripts and of the content-security policy fail the test.</summary>
    public async Task<IPage> Visitor(int width = 1280, bool forAxe = false, bool script = true)
    {
        var context = await browser!.NewContextAsync(new() { Locale = "zh-CN", BaseURL = Address, ViewportSize = new() { Width = width, Height = 900 }, BypassCSP = forAxe, JavaScriptEnabled = script });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => throw new InvalidOperationException(error);
        return page;
    }

    public async Task<IPage> SignedIn(string account, int width = 1280, bool forAxe = false, bool script = true)
    {
        var page = await Visitor(width, forAxe, script);
        await page.GotoAsync("/signin");
        await page.FillAsync("[name=name]", account);
        await page.FillAsync("[name=password]", DemoPeople.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/signin", StringComparison.Ordinal) && !url.EndsWith("/start", StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (site is not null) await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>The demo city with its two plans and their past.</summary>
public sealed class LivingCity() : DemoSite(true);

/// <summary>The demo city on its first day: people and units, no plan yet.</summary>
public sealed class EmptyCity() : DemoSite(false);
