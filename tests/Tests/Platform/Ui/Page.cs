using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Ui;

namespace OneMetre.Tests.Platform.Ui;

/// <summary>Renders one part as the server would send it, at an address, in a language, on 24 November 2026 in the city.</summary>
static partial class Page
{
    public static readonly DateOnly Today = new(2026, 11, 24);

    public static ServiceProvider Services(string address = "/", Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(new NoonIn2026());
        services.AddUi();
        services.AddAuthorization();
        services.AddSingleton<NavigationManager>(new At(address));
        services.AddSingleton<AntiforgeryStateProvider>(new NoToken());
        services.AddScoped<IDesk, NamedDesk>();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public static Task<string> Show<TPart>(object? parameters = null, string address = "/", string language = "zh-CN", Action<IServiceCollection>? more = null, HttpContext? http = null)
        where TPart : IComponent =>
        In(language, async () =>
        {
            await using var services = Services(address, more);
            await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
            return await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var given = (parameters?.GetType().GetProperties() ?? []).ToDictionary(p => p.Name, p => p.GetValue(parameters));
                RenderFragment part = builder =>
                {
                    builder.OpenComponent<TPart>(0);
                    foreach (var (name, value) in given) builder.AddComponentParameter(1, name, value);
                    builder.CloseComponent();
                };
                var outer = new Dictionary<string, object?> { [nameof(CascadingValue<HttpContext>.Value)] = http ?? new DefaultHttpContext(), [nameof(CascadingValue<HttpContext>.ChildContent)] = part };
                var root = await renderer.RenderComponentAsync<CascadingValue<HttpContext>>(ParameterView.FromDictionary(outer));
                return Spaces().Replace(root.ToHtmlString(), " ");
            });
        });

    public static async Task<T> In<T>(string language, Func<Task<T>> work)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new(language);
        try { return await work(); }
        finally { CultureInfo.CurrentUICulture = before; }
    }

    /// <summary>The files of the repository, for rules about source text.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "OneMetre.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
            return folder.FullName;
        }
    }

    public static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal) && !f.Contains($"wwwroot{Path.DirectorySeparatorChar}lib", StringComparison.Ordinal));

    public static ClaimsPrincipal Officer(string name = "陈书宁") => new(new ClaimsIdentity([new(ClaimTypes.Name, name)], "test"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    sealed class NoonIn2026 : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
    }

    sealed class At : NavigationManager
    {
        public At(string address) => Initialize("http://city.test/", "http://city.test" + address);
    }

    sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    sealed class NamedDesk : IDesk
    {
        public ValueTask<Desk> DeskOf(System.Security.Claims.ClaimsPrincipal user, CancellationToken ct) => ValueTask.FromResult(new Desk(user.Identity?.Name ?? "", null, 0, []));
    }
}
