using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>The sheet of an inspection: nobody writes over anybody, from a page or from a phone that was without a network.</summary>
public class SheetTests
{
    static readonly string[] AtOnce = ["Yes", "No", "Partly"];

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_answer_differently_are_both_kept_until_one_is_chosen_and_the_same_person_never_writes_over_another_device(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        var item = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).Select(i => i.Id).FirstAsync());
        Task<Result<SheetKept>> Say(Actor by, string answer, int version, string? note = null) => city.As(by, (FillSheet fill) => fill.Run(id, [new(item, answer, note, version)], default));
        async Task<ItemResult> Now() => (await city.As(plan.Office, (ReadInspections read) => read.One(id, default)))!.Results.Single(r => r.Item.Id == item);

        Assert.Equal(1, (await Say(plan.Outsider, "No", 0, "关着门")).Value!.Now[item]);
        Assert.Equal(1, (await Say(plan.Outsider, "No", 0, "关着门")).Value!.Now[item]); // sent twice: the answer to the first got lost
        var clash = (await Say(plan.Outsider, "Yes", 0)).Value!;
        Assert.Equal(("No", "关着门", 1), (clash.Clashes.Single().Answer, clash.Clashes.Single().Note, clash.Clashes.Single().Version));
        Assert.Equal(1, (await Say(plan.Office, "Yes", 0)).Value!.Now[item]);
        Assert.Equal((ItemStand.Clash, 2), (await Now() is var both ? both.Stand : default, (await Now()).Given.Count));
        Assert.Equal("programme.inspection-clashes", (await Step(city, plan.Office, id, InspectionStepKind.Issue)).Problems[0].Code);

        var no = (await Now()).Given.Single(a => a.Answer == ItemAnswer.No);
        Assert.Contains(TaskDesk.Changed, (await city.As(plan.Office, (FillSheet fill) => fill.Choose(id, no.Id, no.Version + 1, default))).Problems);
        Done(await city.As(plan.Office, (FillSheet fill) => fill.Choose(id, no.Id, no.Version, default)));
        Assert.Equal((ItemStand.Answered, ItemAnswer.No, 2), (await Now() is var chosen ? (chosen.Stand, chosen.Answer!.Answer, chosen.Given.Count) : default));
        Done(await Say(plan.Office, "Partly", 1)); // another word than before: the choice is open again
        Assert.Equal(ItemStand.Clash, (await Now()).Stand);

        // A third who sees it otherwise than was chosen opens it again; one who agrees does not.
        var (agrees, differs) = (await city.Actor(RoleCode.DeptContact, "市体育局", "韩越"), await city.Actor(RoleCode.DeptContact, "市文广旅体局", "何仲言"));
        foreach (var third in new[] { agrees, differs }) Done(await Team(city, plan.Office, id, new() { Do = "add-post", Member = third.Post.ToString() }));
        no = (await Now()).Given.Single(a => a.Answer == ItemAnswer.No);
        Done(await city.As(plan.Office, (FillSheet fill) => fill.Choose(id, no.Id, no.Version, default)));
        Done(await Say(agrees, "No", 0));
        Assert.Equal(ItemStand.Answered, (await Now()).Stand);
        Done(await Say(differs, "Yes", 0));
        Assert.Equal(ItemStand.Clash, (await Now()).Stand);

        foreach (var forged in new[] { "Maybe", "0", "", "no" }) Assert.False((await Say(plan.Outsider, forged, 1)).Ok);
        Assert.False((await Say(plan.Outsider, "No", 2, new string('长', 301))).Ok);
        Assert.False((await Say(plan.Lead, "No", 0)).Ok);
        // Two devices at the same moment: one is written, the other hears of it.
        var other = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list && i.Id != item).Select(i => i.Id).FirstAsync());
        var at = await Task.WhenAll(AtOnce.Select(a => city.As(plan.Outsider, (FillSheet fill) => fill.Run(id, [new(other, a, null, 0)], default))));
        Assert.Single(at, a => a is { Ok: true, Value.Clashes.Count: 0 });
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<SheetAnswer>().CountAsync(a => a.ItemId == other)));
        // Where nobody says otherwise there is nothing to choose.
        var alone = await city.Use((CityDb db) => db.Set<SheetAnswer>().AsNoTracking().SingleAsync(a => a.ItemId == other));
        Assert.False((await city.As(plan.Office, (FillSheet fill) => fill.Choose(id, alone.Id, alone.Version, default))).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_arrives_while_the_findings_are_issued_is_refused_and_two_who_write_hinder_nobody(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        // As a finding is noted, stopped between reading and saving while somebody does something else.
        async Task<bool> Noted(Func<Task> meanwhile) => await city.As(plan.Outsider, async (InspectionsData inspections) =>
        {
            var inspection = await inspections.Carried.SingleAsync(i => i.Id == id);
            inspections.Add(new InspectionFinding { Id = inspections.NewId(), InspectionId = id, UnitId = plan.Lead.Unit, Severity = FindingSeverity.Advice, Text = "护栏松动", PersonName = "测试员", At = City.Noon.UtcDateTime });
            inspections.Holds(inspection);
            await meanwhile();
            return await inspections.Save(default);
        });
        Task<int> Count() => city.Use((CityDb db) => db.Set<InspectionFinding>().CountAsync());
        var entries = await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Entity == "programme_inspection"));

        Assert.True(await Noted(async () => Done(await city.As(plan.Office, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)))));
        Assert.Equal(2, await Count());
        Assert.Equal(entries, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Entity == "programme_inspection"))); // held, not changed
        Assert.False(await Noted(async () => Done(await Step(city, plan.Office, id, InspectionStepKind.Issue))));
        Assert.Equal(2, await Count());
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<SupervisionOrder>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_phone_sends_what_it_kept_with_a_fresh_token_and_without_one_nothing_is_taken(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var city = running.City;
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        using var phone = await running.SignedIn(plan.Outsider);
        var sheet = await phone.GetFromJsonAsync<JsonElement>(new Uri($"/inspections/{id}/sheet.json", UriKind.Relative));
        var item = sheet.GetProperty("items")[0].GetProperty("id").GetString();
        async Task<HttpResponseMessage> Send(string? token, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/inspections/{id}/answers", UriKind.Relative)) { Content = JsonContent.Create(body) };
            if (token is not null) request.Headers.Add("RequestVerificationToken", token);
            return await phone.SendAsync(request);
        }
        var answers = new[] { new { item, answer = "Yes", note = "", version = 0 } };
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(null, answers)).StatusCode);
        var token = sheet.GetProperty("token").GetString();
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(token, new { item })).StatusCode);
        using var kept = await Send(token, answers);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal(1, (await kept.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("now").GetProperty(item!).GetInt32());
        using var again = await Send(token, new[] { new { item, answer = "No", note = "", version = 0 } });
        Assert.Equal("Yes", (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("clashes")[0].GetProperty("answer").GetString());

        var page = await phone.GetStringAsync(new Uri($"/inspections/{id}/sheet", UriKind.Relative));
        Assert.Contains("data-sheet", page, StringComparison.Ordinal);
        Assert.Contains("/js/inspection.js", page, StringComparison.Ordinal);
        Assert.Contains("秋季托育服务检查", await phone.GetStringAsync(new Uri($"/inspections/{id}", UriKind.Relative)), StringComparison.Ordinal);
    }
}
