using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;
using OneMetre.Programme.Casebook;
using OneMetre.Programme.Enacting;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;
using OneMetre.Tests.Architecture;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators;
using OneMetre.Tests.Portal;
using OneMetre.Tests.Programme;
using OneMetre.Tests.Programme.Assessing;
using OneMetre.Tests.Programme.Casebook;
using OneMetre.Tests.Programme.Evaluating;
using OneMetre.Tests.Programme.Guiding;
using OneMetre.Tests.Programme.Inspecting;
using OneMetre.Tests.Programme.Meeting;
using OneMetre.Tests.Programme.Researching;
using OneMetre.Tests.Programme.Resulting;
using OneMetre.Tests.Programme.Reviewing;
using OneMetre.Tests.Programme.Supervising;
using OneMetre.Tests.Programme.Training;
using OneMetre.Tests.Protection;

namespace OneMetre.Tests.Hosting;

/// <summary>
/// A site on which every page has something to show: a plan at work, a plan in public, a document in review. Walks over it find routes, parameters
/// and forms by themselves, so that a new page is walked without a line here.
/// </summary>
sealed partial class WholeSite(RunningCity running, SmallPlan plan, Actor director, Guid child, IReadOnlyList<Guid> ids) : IAsyncDisposable
{
    /// <summary>What nobody types by mistake alone: no number, none of the right size, nothing, much, a NUL, a sign that turns the reading direction.</summary>
    public static IReadOnlyList<string> Hostile { get; } = ["x", "-1", "99999999999", "9999-12-31", "0001-01-01", "", new('a', 3000), "\0", "\u202E"];

    public RunningCity Running => running;
    public SmallPlan Plan => plan;

    /// <summary>Who keeps the register of children of one village, and one child of it.</summary>
    public Actor Director => director;
    public Guid Child => child;

    /// <summary>Two ids of every kind of thing, and first those that have most to show.</summary>
    public IReadOnlyList<Guid> Ids => ids;

    public static async Task<WholeSite> On(string engine, Action<IServiceCollection>? services = null)
    {
        SmallPlan plan = null!;
        Actor director = null!;
        var child = Guid.Empty;
        var import = Guid.Empty;
        FiguresScene figures = null!;
        var running = await RunningCity.On(engine, RunningCity.OpenGate, async city =>
        {
            plan = await SmallPlan.In(city);
            await PromisedPlan.In(city);
            await plan.Add(city, 90, "办好校门口的等候区", TaskState.InProgress, target: (">=", 12, "处"));
            await city.As(plan.Office, (OneMetre.Programme.Returning.SetCycles set) => set.Run(new() { Name = "月度报送", Kind = "Month", OpensAfter = "1", DueAfter = "30", GraceDays = "0", EscalatesAfter = "3", From = "2026-10-01" }, default));
            import = await Drafts.Upload(city, plan.Office, Drafts.First);
            await Drafts.Read(city, plan.Office, import);
            await AllWorkUnderWay(city, plan);
            await Children.Regions(city);
            director = await city.Director();
            child = await city.Child(director);
            await StoreFiles(city);
            figures = await FiguresScene.In(city);
            await figures.Lock(figures.EastSheet);
            await city.Use(async (CityDb db) => await db.Set<Job>().ExecuteDeleteAsync()); // It is read: the site shall not read it again while we look.
        }, services: services);
        // First what has most to show: the task in which everybody has a part, the document in review.
        return new(running, plan, director, child, [plan.Task, import, figures.EastSheet, figures.Form, figures.Round, .. await running.City.Use(async (CityDb db) => await SomeId(db))]);
    }

    /// <summary>The endpoints that answer to a method, with the page behind each if there is one.</summary>
    public IEnumerable<(RouteEndpoint Endpoint, Type? Page)> Endpoints(string method) =>
        from endpoint in running.Site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true && !endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith('_')
        select (endpoint, endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type);

    /// <summary>The address of a route that shows something: with an id of a thing that it knows, where the office finds one.</summary>
    public async Task<string> Address(RouteEndpoint endpoint, HttpClient office)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        if (!Parameter().IsMatch(pattern)) return pattern;
        var guid = Parameter().Replace(pattern, m => m.Value.EndsWith(":guid}", StringComparison.Ordinal) ? m.Value : "404");
        if (!guid.Contains('{')) return guid;
        // Of an address with two ids the second belongs to the first; the first is found by the page that stands above.
        var above = guid[..(guid.IndexOf('}') + 1)];
        foreach (var page in new[] { above, above + "/source" }.Append(guid))
        {
            if (!known.TryGetValue(page, out var id)) known[page] = id = await FirstFound(page, office);
            if (id is not null) return Parameter().Replace(guid, id.Value.ToString());
        }
        return Parameter().Replace(guid, ids[0].ToString());
    }

    readonly Dictionary<string, Guid?> known = [];

    async Task<Guid?> FirstFound(string page, HttpClient office)
    {
        foreach (var id in ids)
        {
            using var answer = await office.GetAsync(new Uri(Parameter().Replace(page, id.ToString()), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            if ((int)answer.StatusCode is 200 or 302) return id;
        }
        return null;
    }

    /// <summary>The query parameters that the page, or the method, of an endpoint takes by itself.</summary>
    public static IEnumerable<string> Asked(RouteEndpoint endpoint, Type? page) => page is not null
        ? InQuery(page)
        : (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []).Where(p => p.ParameterType == typeof(string)).Select(p => p.Name!)
            .Except(endpoint.RoutePattern.Parameters.Select(p => p.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Every query parameter that anything on the site reads: parts of pages, and what reads an address by hand.</summary>
    public static IReadOnlyList<string> AskedAnywhere { get; } =
    [
        .. OneMetre.Web.Hosting.Modules.Assemblies.Append(typeof(OneMetre.Web.App).Assembly).SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(ComponentBase))).SelectMany(InQuery)
            .Concat(Repository.Files("*.razor", "src").Concat(Repository.Files("*.cs", "src")).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)
                .SelectMany(source => ByHand().Matches(source)).Select(m => m.Groups[1].Value))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];

    static IEnumerable<string> InQuery(Type component) => component.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(p => (p.Name, Attribute: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>())).Where(p => p.Attribute is not null)
        .Select(p => p.Attribute!.Name ?? p.Name);

    public ValueTask DisposeAsync() => running.DisposeAsync();

    /// <summary>One of each kind of the programme's work, begun by its own use cases; and a draft of what is issued to all, which is nobody's but the office's until then.</summary>
    static async Task AllWorkUnderWay(City city, SmallPlan plan)
    {
        InspectionScene.Done(await city.As(plan.Lead, (WritePractice write) => write.Open(PracticeTests.Form(), default)));
        await TrainingTests.Announced(city, plan.Office);
        await ResearchTests.Opened(city, plan.Office);
        await ResultTests.Expected(city, plan);
        await MeetingTests.Opened(city, plan, await MeetingTests.Series(city, plan));
        await ImpactTests.Drafted(city, plan.Lead);
        await GuideTests.InForce(city, plan.Office);
        await GuideTests.Drafted(city, plan.Office);
        await TrainingTests.Drafted(city, plan.Office);
        await ResearchTests.Drafted(city, plan.Office);
        await EvaluationTests.Started(city, plan);
        await InspectionScene.Planned(city, plan, InspectionKind.Field);
        InspectionScene.Done(await SupervisionTests.Open(city, plan.Office, SupervisionTests.About(plan)));
        InspectionScene.Done(await city.As(plan.Office, (KeepProject keep) => keep.Open(new() { Name = "普惠托育提质工程", Unit = plan.Lead.Unit.ToString() }, default)));
        InspectionScene.Done(await city.As(plan.Office, (KeepPolicy keep) => keep.Open(new() { Name = "普惠托育运营补助办法", State = "Drafting", Unit = plan.Lead.Unit.ToString() }, default)));
    }

    /// <summary>Plans that were written straight into the tables speak of files that nobody stored.</summary>
    static Task StoreFiles(City city) => city.Use(async (CityDb db) =>
    {
        foreach (var sha256 in await db.Set<PlanImport>().Select(i => i.FileSha256).Concat(db.Set<Evidence>().Select(e => e.FileSha256)).Where(h => h != "").Distinct().ToListAsync())
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(city.Place.Files, sha256[..2])).FullName, sha256);
            if (!File.Exists(file)) await File.WriteAllTextAsync(file, "台账");
        }
    });

    /// <summary>Two ids of every kind of thing that there is.</summary>
    static async Task<IReadOnlyList<Guid>> SomeId(CityDb db)
    {
        var found = new List<Guid>();
        foreach (var type in db.Model.GetEntityTypes().Where(t => t.FindPrimaryKey() is { Properties: [{ } id] } && id.ClrType == typeof(Guid)))
            found.AddRange(await (Task<List<Guid>>)typeof(WholeSite).GetMethod(nameof(IdsOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type.ClrType).Invoke(null, [db, type])!);
        return found;
    }

    static Task<List<Guid>> IdsOf<T>(CityDb db, IEntityType type) where T : class
    {
        var key = type.FindPrimaryKey()!.Properties[0].Name;
        return db.Set<T>().Select(t => EF.Property<Guid>(t, key)).Take(2).ToListAsync();
    }

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?:Asked\(|[qQ]uery\[|Id\(|Named<\w+>\()""([\w-]+)""")]
    private static partial Regex ByHand();
}
