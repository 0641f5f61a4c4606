using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>Two of the office change one inspection: both values stand side by side, and nothing is written before somebody chose.</summary>
public sealed class InspectionMergeTests
{
    [Fact]
    public void What_differs_is_chosen_field_by_field_and_the_rest_stays_as_typed()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var chance = new Random(seed);
            InspectionForm Any() => new() { Title = $"标题{chance.Next(2)}", Place = $"地点{chance.Next(2)}", Purpose = chance.Next(2) == 0 ? null : $"说明{chance.Next(2)}\r\n", FromDay = "2026-11-23", ToDay = chance.Next(2) == 0 ? "" : $"2026-11-2{chance.Next(3, 5)}" };
            var (theirs, mine) = (Any(), Any());
            var clashes = InspectionMerge.Between(theirs, mine);
            Assert.All(clashes, c => Assert.NotEqual(c.Theirs, c.Mine));
            var picks = clashes.ToDictionary(c => c.Field, _ => chance.Next(2) == 0 ? "mine" : "theirs");
            var untouched = (mine.Title, mine.Place, mine.Purpose, mine.ToDay);
            if (clashes.Count > 0)
            {
                Assert.False(InspectionMerge.Choose(theirs, mine, f => f == clashes[0].Field ? null : "mine"));
                Assert.Equal(untouched, (mine.Title, mine.Place, mine.Purpose, mine.ToDay));
            }
            Assert.True(InspectionMerge.Choose(theirs, mine, f => picks.GetValueOrDefault(f)));
            // What was taken differs no more, what was kept differs still.
            Assert.Equal(picks.Where(p => p.Value == "mine").Select(p => p.Key).Order(), InspectionMerge.Between(theirs, mine).Select(c => c.Field).Order());
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_second_who_saves_is_shown_both_and_chooses(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (plan, id, list) = await Planned(running.City, InspectionKind.Field);
        using var office = await running.SignedIn(plan.Office);
        var page = $"/inspections/{id}/edit";
        var seen = (await Of(running.City, id)).Version;
        var first = Plan(InspectionKind.Field, "先存的标题", list);
        first.Version = seen;
        Done(await running.City.As(plan.Office, (PlanInspection planning) => planning.Run(id, first, default)));

        Dictionary<string, string> Form(int version) => new() { ["_handler"] = "inspection", ["Form.Kind"] = "Field", ["Form.Title"] = "后存的标题", ["Form.Place"] = "书院路", ["Form.FromDay"] = "2026-11-23", ["Form.ToDay"] = "2026-11-24", ["Form.Checklist"] = list.ToString(), ["Form.Purpose"] = "后写的说明", ["Form.Version"] = $"{version}" };
        var shown = WebUtility.HtmlDecode(await (await RunningCity.Post(office, page, page, Form(seen))).Content.ReadAsStringAsync());
        Assert.Contains("先存的标题", shown, StringComparison.Ordinal);
        Assert.Contains("后存的标题", shown, StringComparison.Ordinal);
        Assert.Equal("先存的标题", (await Of(running.City, id)).Title);

        var chosen = Form((await Of(running.City, id)).Version);
        (chosen["Choosing"], chosen["Pick.Title"], chosen["Pick.Purpose"]) = ("yes", "theirs", "mine");
        Assert.Equal(HttpStatusCode.Found, (await RunningCity.Post(office, page, page, chosen)).StatusCode);
        var after = await Of(running.City, id);
        Assert.Equal(("先存的标题", "后写的说明"), (after.Title, after.Purpose));
    }
}
