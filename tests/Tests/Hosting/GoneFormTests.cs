using System.Net;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Hosting;

/// <summary>Nothing typed is lost: a form that its page draws no more, because somebody took the matter a step on, is answered with what was typed; passwords are not, nor what another site sends.</summary>
public sealed class GoneFormTests
{
    const string Typed = "写了很久的一段话，请不要丢掉。";

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_typed_into_a_form_that_is_gone_comes_back_with_the_way_to_its_page(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (plan, id, _) = await Planned(running.City, InspectionKind.Field);
        using var office = await running.SignedIn(plan.Office);
        foreach (var (page, form) in new[] { ($"/inspections/{id}", "finding-of-old"), ($"/tasks/{plan.Task}", "report-of-old"), ("/board", "no-form"), ("/supervision", "act") })
        {
            var answer = await RunningCity.Post(office, "/guides/new", page, new() { ["_handler"] = form, ["Form.Text"] = Typed, ["Form.Version"] = "3" });
            var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Equal((page, HttpStatusCode.BadRequest), (page, answer.StatusCode));
            Assert.Contains(Typed, said, StringComparison.Ordinal);
            Assert.Contains($"href=\"{page}\"", said, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Passwords_and_what_another_site_sends_are_not_shown(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await OneMetre.Tests.Programme.SmallPlan.In(running.City);
        using var office = await running.SignedIn(plan.Office);
        using var visitor = running.Visitor();
        var signIn = await RunningCity.Post(visitor, "/signin", "/signin", new() { ["_handler"] = "no-such", ["name"] = "某某某", ["password"] = Typed });
        Assert.DoesNotContain(Typed, WebUtility.HtmlDecode(await signIn.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var foreign = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "no-form", ["Form.Text"] = Typed });
        var answer = await office.PostAsync(new Uri("/board", UriKind.Relative), foreign); // without the token
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(Typed, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }
}
