using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators;
using OneMetre.Platform;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices.Sending;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Vault;
using OneMetre.Portal;
using OneMetre.Programme;
using OneMetre.Protection;
using OneMetre.Web.Backups;
using OneMetre.Web.Watching;

namespace OneMetre.Web.Hosting;

/// <summary>Where a city lives on disk and in which database. Folder holds the embedded database, the files, the keys and the backups.</summary>
sealed record CityPlace(string Folder, Engine Engine, string ConnectionString)
{
    public string Files => Path.Combine(Folder, "files");
    public string Keys { get; init; } = Path.Combine(Folder, "keys");
    public string Backups { get; init; } = Path.Combine(Folder, "backups");

    /// <summary>PostgreSQL: where pages for everybody read, a standby for instance; null where the city is written.</summary>
    public string? Readers { get; init; }

    /// <summary>PostgreSQL: past any pool of transactions, for programs that keep a session; null where there is no such pool.</summary>
    public string? Direct { get; init; }

    public static CityPlace Embedded(string folder) => new(folder, Engine.Sqlite, $"Data Source={Path.Combine(folder, "city.db")}");
    public static CityPlace Postgres(string folder, string connectionString) => new(folder, Engine.Postgres, connectionString);
}

/// <summary>The web application: services, pages and the order in which a request passes through it.</summary>
static class Site
{
    public static WebApplication Build(CityPlace place, string url, TimeProvider? time = null, SiteGate? gate = null, UnifiedSignIn? unified = null, Action<IServiceCollection>? more = null, LogStyle? logs = null, BackupPlan? backups = null, NoticePostPlan? post = null)
    {
        gate ??= new();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.UseUrls(url).UseKestrel(k =>
        {
            k.AddServerHeader = false;
            Overload.Limit(k.Limits, gate);
        });
        // Two warnings that every start would repeat: modules without tables, and cookie keys in clear beside the master key, where they belong.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore.Model", LogLevel.Error).AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);

        if (logs is { } style) builder.Logging.AddCityLog(style);

        AddServices(builder.Services, place, time ?? TimeProvider.System);
        builder.Services.AddHostedService<JobHost>().AddHostedService<FreshStatistics>();
        if (backups is not null) builder.Services.AddSingleton(backups).AddHostedService<BackupClock>();
        builder.Services.AddGate(gate, url).AddUnified(unified).AddWatch(gate);
        if (post is not null) builder.Services.AddSingleton(post);
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.StartWatch();
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestLine>();
        app.Use(Requests.KnowScheme);
        app.Use(Requests.RefusePort);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true, // What failed half-way must not serve the page that tells of it.
            StatusCodeSelector = thrown => thrown switch
            {
                BadHttpRequestException request => request.StatusCode,
                AntiforgeryValidationException => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        app.Use(Requests.LeaveRoomForErrors);
        app.UseMiddleware<SecurityHeaders>();
        app.Use(Requests.DropUnreadable);
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = c => c.Context.Response.Headers.CacheControl = c.Context.Request.Query.ContainsKey("v") ? "public,max-age=31536000,immutable" : "public,max-age=600",
        });
        app.Use(Requests.TakeAsGet);
        app.UseRouting();
        app.Use(RequestLine.Remember);
        app.Use(Overload.RefuseOversize);
        app.UseLanguages();
        app.Use(DatabaseAway.Tell);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.Use(TakePost);
        app.UseAuthorization();
        app.Use(Requests.RefuseUnreadable);
        app.UseAntiforgery();
        app.UseOutputCache();
        if (place.Readers is { } readers) app.Use((context, next) => LetRead(context, next, readers));
        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. Modules.Assemblies]);
        app.MapPlatform();
        app.MapWeb();
        app.MapUnified();
        app.MapWatch();
        app.MapProgramme();
        app.MapIndicators();
        app.MapProtection();
        app.MapPortal();
        return app;
    }

    /// <summary>The services of the product, for the site and for commands that work without it.</summary>
    public static void AddServices(IServiceCollection services, CityPlace place, TimeProvider time)
    {
        services.AddSingleton(time).AddSingleton(place).AddSingleton(new FileFolder(place.Files)).AddSingleton(new MasterKey(place.Keys));
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(o =>
        {
            o.LoginPath = "/signin";
            o.ReturnUrlParameter = "back";
            // 403 in place: the error page then knows which door was closed.
            o.Events.OnRedirectToAccessDenied = denied =>
            {
                denied.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
            o.Cookie.Name = "onemetre";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = new SignInRules().Longest; // the session itself, in the database, ends earlier when it is not used
            o.SlidingExpiration = true;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequirePost().Build());
        services.AddPolicy("web.account").AddSingleton<IAuthorizationMiddlewareResultHandler, NotedRefusals>();
        services.AddStoredOptions();
        services.AddDataProtection().SetApplicationName("onemetre").PersistKeysToFileSystem(new DirectoryInfo(place.Keys));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = OwnPages.FormCookie;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddSingleton(NoticePostPlan.Closed).AddSingleton<INoticeTransport, NoticePost>();
        services.AddOutputCache();
        services.AddResponseCompression(o => o.EnableForHttps = false);
        services.AddCityDb(new CityConnection(place.Engine, place.ConnectionString));
        services.AddTexts("web", typeof(Site).Assembly).AddPlatform().AddIndicators().AddProgramme().AddProtection().AddPortal();
    }

    // After authentication and before authorization: the session must still be open, and the post in force today decides every right of this request.
    static async Task TakePost(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            var open = Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var person) && CitySignIn.SessionOf(context.User) is { } session
                && await context.RequestServices.GetRequiredService<Entrance>().Open(context.RequestServices, person, session, ChosenPost(context), context.RequestAborted);
            if (!open) context.User = new();
            else if (ComesFirst(context) is { } first && !MayComeFirst(context))
            {
                context.Response.Redirect(first);
                return;
            }
        }
        await next(context);
    }

    /// <summary>Pages for everybody are read where it costs the writers nothing.</summary>
    static Task LetRead(HttpContext context, RequestDelegate next, string readers)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.User.Identity?.IsAuthenticated != true && context.GetEndpoint()?.Metadata.GetMetadata<OutputCacheAttribute>()?.PolicyName == PortalModule.Pages)
            context.RequestServices.GetRequiredService<CityDb>().Database.SetConnectionString(readers);
        return next(context);
    }

    static Guid? ChosenPost(HttpContext context) => Guid.TryParse(context.Request.Cookies[WebEndpoints.PostCookie], CultureInfo.InvariantCulture, out var post) ? post : null;

    /// <summary>What has to be done before anything else: a password of one's own, then a second factor where the role asks for it.</summary>
    static string? ComesFirst(HttpContext context)
    {
        var user = context.RequestServices.GetRequiredService<CurrentUser>();
        return user.MustChangePassword ? "/account?problem=given#password"
            : user.MustSetUpTwoFactor ? "/account/two-factor"
            : null;
    }

    /// <summary>
    /// What is open to everyone, and the page on which the one thing is done. Not the second factor before the password: whoever handed the password over
    /// could sign in with it first, and read the key.
    /// </summary>
    static bool MayComeFirst(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || (context.RequestServices.GetRequiredService<CurrentUser>().MustChangePassword
            ? context.Request.Path.Value is "/account" or "/account/password"
            : context.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal));
}
