using System.Reflection;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Ui;

/// <summary>How Web and the modules register with the user interface.</summary>
public static class UiServices
{
    /// <summary>Texts, menus and frames. Call once in Web; modules add their own with <see cref="AddTexts(IServiceCollection, string, Assembly)"/> and <see cref="AddMenu"/>.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Texts>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese as characters: a third of the bytes of &#x…;
        services.TryAddScoped<IDesk, PostDesk>();
        services.AddMemoryCache().TryAddSingleton<ModuleWrites>();
        services.AddSingleton<MenuCounts>();
        services.AddOptions<CityFace>();
        services.AddOptions<OutputCacheOptions>().Configure<ModuleWrites, TimeProvider>((options, writes, time) =>
        {
            options.AddPolicy(OwnPages.Policy, new OwnPages(writes, time, TimeSpan.FromSeconds(10)));
            options.AddPolicy(OwnPages.OfFigures, new OwnPages(writes, time, TimeSpan.FromMilliseconds(750)));
        });
        return services.AddTexts("platform", typeof(UiServices).Assembly);
    }

    public static IServiceCollection AddTexts(this IServiceCollection services, string prefix, ResourceManager resources) =>
        services.AddSingleton(new TextSource(prefix, resources));

    /// <summary>The module's Texts.resx and Texts.zh-CN.resx, which stand at the root of its project.</summary>
    public static IServiceCollection AddTexts(this IServiceCollection services, string prefix, Assembly module) =>
        services.AddTexts(prefix, new ResourceManager($"{module.GetName().Name}.Texts", module));

    public static IServiceCollection AddMenu(this IServiceCollection services, params MenuItem[] items)
    {
        foreach (var item in items) services.AddSingleton(item);
        return services;
    }

    /// <summary>The language of each request. Stands after routing, since the portal and the console differ.</summary>
    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app) => app.UseRequestLocalization(Languages.Options);

    /// <summary>/lang/…, /theme/… and /one-metre/…: the reader's choices, each a plain link.</summary>
    public static void MapPreferences(this IEndpointRouteBuilder routes) => Preferences.Map(routes);
}
