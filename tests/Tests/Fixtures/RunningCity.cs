using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Fixtures;

/// <summary>The whole site of a city, listening on a free port, for tests that speak HTTP.</summary>
public sealed partial class RunningCity : IAsyncDisposable
{
    public const string Password = "一米高度看城市2026";
    readonly WebApplication site;

    RunningCity(City city, WebApplication site) => (City, this.site) = (city, site);

    public City City { get; }
    public Uri Address => new(site.Urls.First());
    internal WebApplication Site => site;

    /// <summary>Tests sign in as often as they like.</summary>
    internal static SiteGate OpenGate { get; } = new() { SignIns = int.MaxValue };

    public static Task<RunningCity> On(string engine) => On(engine, OpenGate);

    /// <summary>With a gate of its own; and what must stand in the database before the site looks for work.</summary>
    internal static async Task<RunningCity> On(string engine, SiteGate gate, Func<City, Task>? before = null, UnifiedSignIn? unified = null, TimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        var city = await City.On(engine, time);
        if (before is not null) await before(city);
        return await Of(city, gate, unified, services);
    }

    /// <summary>The site of a city that is there.</summary>
    internal static async Task<RunningCity> Of(City city, SiteGate gate, UnifiedSignIn? unified = null, Action<IServiceCollection>? services = null)
    {
        var site = Web.Hosting.Site.Build(city.Place, "http://127.0.0.1:0", city.Time, gate, unified, more =>
        {
            more.AddSingleton(new PaperPress(null)); // as in City
            services?.Invoke(more);
        });
        await site.StartAsync();
        return new(city, site);
    }

    /// <summary>A browser without a session: keeps cookies, does not follow redirects by itself.</summary>
    public HttpClient Visitor(CookieContainer? cookies = null) => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new() }) { BaseAddress = Address };

    /// <summary>A browser in which the actor has signed in through the sign-in page.</summary>
    public async Task<HttpClient> SignedIn(Actor actor, CookieContainer? cookies = null)
    {
        await City.Use(async (UserManager<Person> people) =>
        {
            var person = (await people.FindByIdAsync(actor.Person.ToString()))!;
            if (person.PasswordHash is null) Assert.True((await people.AddPasswordAsync(person, Password)).Succeeded);
        });
        var browser = Visitor(cookies);
        var answer = await Post(browser, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = Password });
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    /// <summary>Opens a page, takes its anti-forgery token and posts a form with it.</summary>
    public static async Task<HttpResponseMessage> Post(HttpClient browser, string page, string target, Dictionary<string, string> fields)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative));
        fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(new Uri(target, UriKind.Relative), form);
    }

    public async ValueTask DisposeAsync()
    {
        await site.StopAsync();
        await site.DisposeAsync();
        await City.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
