using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Architecture;

/// <summary>Every route has a policy that someone approved: Approved/routes.txt. Change that file on purpose, in the same commit as the route.</summary>
public class RouteTests
{
    static string ApprovedFile => Path.Combine(Repository.Root, "tests/Tests/Approved/routes.txt");

    [Fact]
    public async Task Every_route_has_the_policy_we_approved()
    {
        await using var city = await RunningCity.On("Sqlite");
        var routes = Routes(city).Distinct().Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("ONEMETRE_APPROVE") == "routes") await File.WriteAllLinesAsync(ApprovedFile, routes);
        Assert.Equal(await File.ReadAllLinesAsync(ApprovedFile), routes);
    }

    [Fact]
    public async Task Without_a_session_no_console_page_answers()
    {
        await using var city = await RunningCity.On("Sqlite");
        using var visitor = city.Visitor();
        foreach (var route in Routes(city).Where(r => r.StartsWith("GET ", StringComparison.Ordinal) && !r.EndsWith("anonymous", StringComparison.Ordinal)))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(route.Split(' ')[1].Replace(":int}", "}1", StringComparison.Ordinal), "{[^}]*}(1?)", m => m.Groups[1].Length > 0 ? "1" : "00000000-0000-0000-0000-000000000000");
            var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.OriginalString.Contains("/signin", StringComparison.Ordinal), $"{route}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Whatever_takes_a_form_asks_for_its_token()
    {
        await using var city = await RunningCity.On("Sqlite");
        var open = from endpoint in city.Site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                   where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
                   where endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation != true
                   select endpoint.RoutePattern.RawText;
        Assert.Equal(["/signout"], open); // looks at it by itself, and says so in GateTests
    }

    static IEnumerable<string> Routes(RunningCity city) =>
        from endpoint in city.Site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/')
        where !path.StartsWith("/_", StringComparison.Ordinal)
        let anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        let policies = string.Join(',', endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy ?? "signed-in").Distinct())
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        select $"{method} {path}  {(anonymous ? "anonymous" : policies.Length == 0 ? "signed-in" : policies)}";
}
