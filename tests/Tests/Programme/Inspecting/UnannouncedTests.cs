using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>An unannounced inspection shows nowhere to whom it will inspect before its time.</summary>
public partial class UnannouncedTests
{
    const string Secret = "夜查托育点";

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_unannounced_one_shows_the_unit_nothing_by_any_way_before_its_time(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var city = running.City;
        var (plan, id, _) = await Planned(city, InspectionKind.Unannounced, Secret);
        var clock = (StoppedClock)city.Time;
        var audit = await city.Actor(RoleCode.AuditAdmin, "市教育局", unit: plan.Lead.Unit);
        Done(await Step(city, plan.Outsider, id, InspectionStepKind.Start)); // on the way, and still hidden
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)));
        var finding = await city.Use((CityDb db) => db.Set<InspectionFinding>().Select(f => f.Id).SingleAsync());
        await Shown(city, plan, id, finding, "photo.png");
        var photo = await city.Use((CityDb db) => db.Set<InspectionPhoto>().Select(p => p.Id).SingleAsync());
        Assert.False((await Step(city, plan.Office, id, InspectionStepKind.Issue)).Ok); // so no order exists either
        Assert.Equal([plan.Office, plan.Outsider], await Seers(city, plan, id));

        string[] addresses =
        [
            "/inspections", "/inspections?ended=1", "/inspections?kind=unannounced", $"/inspections?unit={plan.Lead.Unit}", "/inspections?mine=1", "/inspections.csv?ended=1", "/calendar?month=2026-11", "/desk", "/notices", "/board?q=" + Uri.EscapeDataString(Secret),
            "/supervision?ended=1", "/supervision.csv?ended=1", $"/supervision?about={finding}", $"/tasks/{plan.Task}", "/units", "/returns", "/", "/audit", "/audit?table=programme_inspection", "/audit.csv", $"/audit?key={id}",
        ];
        string[] guessed = [$"/inspections/{id}", $"/inspections/{id}/sheet", $"/inspections/{id}/sheet.json", $"/inspections/{id}/photos/{photo}"];
        using var unit = running.Entered(plan.Lead);
        using var county = running.Entered(plan.County);
        using var reader = running.Entered(audit);
        using var visitor = running.Visitor();
        using var office = running.Entered(plan.Office);
        var (feed, officeFeed) = (await city.As(plan.Lead, (FeedLinks links) => links.Make(default)), await city.As(plan.Office, (FeedLinks links) => links.Make(default)));

        async Task<List<string>> Tells(HttpClient browser, string address)
        {
            using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
            var body = await answer.Content.ReadAsStringAsync();
            return [.. new[] { Secret, id.ToString(), finding.ToString(), "护栏松动", "programme_inspection_" }.Where(w => !Uri.UnescapeDataString(address).Contains(w, StringComparison.OrdinalIgnoreCase) && body.Contains(w, StringComparison.OrdinalIgnoreCase)).Select(w => $"{address}: {w}")];
        }

        // Whoever knows of it and knocks at a door of the office is noted as everybody is, and the address is held back.
        using (var team = running.Entered(plan.Outsider))
        {
            using var shut = await team.GetAsync(new Uri($"/inspections/{id}/edit", UriKind.Relative));
            Assert.NotEqual(HttpStatusCode.OK, shut.StatusCode);
        }
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Kind == AuditKind.Refused && e.Key.Contains(id.ToString()))));
        Assert.Empty(await city.As(audit, (AuditLog log) => log.Entries.Where(e => e.Kind == AuditKind.Refused || e.Entity == "platform_stored_file").ToListAsync()));
        // What the office takes along is noted with its filter, and that is held back too.
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri($"/inspections.csv?kind=unannounced&unit={plan.Lead.Unit}", UriKind.Relative))).StatusCode);
        Assert.Empty(await city.As(audit, (AuditLog log) => log.Entries.Where(e => e.Entity == "programme_inspection").ToListAsync()));

        foreach (var browser in new[] { unit, county, reader, visitor })
        {
            foreach (var address in addresses.Append(feed)) Assert.Empty(await Tells(browser, address));
            foreach (var address in guessed)
            {
                using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
                Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
                // An id that exists answers as one that does not.
                using var none = await browser.GetAsync(new Uri(Guids().Replace(address, Guid.CreateVersion7().ToString()), UriKind.Relative));
                Assert.Equal(none.StatusCode, answer.StatusCode);
            }
        }
        Assert.Empty(await city.As(audit, (AuditLog log) => log.Entries.Where(e => e.Kind == AuditKind.Write && e.Entity.StartsWith("programme_inspection")).ToListAsync()));
        // The unit's counts are those of a city without inspections; its steps, answers and words are refused as for what is not there.
        Assert.Equal((0, 0), ((await city.As(plan.Lead, (ReadInspections read) => read.Waits(default))).Number, (await city.As(plan.Lead, (ReadInspections read) => read.Run(new(Ended: true), 1, default))).Total));
        Assert.Equal(PlanInspection.NoSuchInspection, (await Step(city, plan.Lead, id, InspectionStepKind.Start)).Problems[0]);
        Assert.Equal(PlanInspection.NoSuchInspection, (await city.As(plan.Lead, (FillSheet fill) => fill.Run(id, [], default))).Problems[0]);
        Assert.Equal(PlanInspection.NoSuchInspection, (await city.As(plan.Lead, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default))).Problems[0]);
        Assert.Empty(await city.As(plan.Lead, (NoticeBoard board) => board.Own.ToListAsync()));
        // A post of the team may pass to somebody else: the line that it was sent says nothing.
        Assert.All(await city.As(plan.Outsider, (NoticeBoard board) => board.Own.Where(n => n.Link.StartsWith("/inspections")).ToListAsync()), n => Assert.DoesNotContain(Secret, n.Args, StringComparison.Ordinal));
        Assert.NotEmpty(await Tells(office, "/calendar?month=2026-11"));
        Assert.Contains(Secret, (await office.GetStringAsync(new Uri(officeFeed, UriKind.Relative))).Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        clock.Move(new DateTimeOffset(2026, 11, 23, 1, 0, 1, TimeSpan.Zero) - clock.GetUtcNow()); // nine in the morning
        Assert.Equal([plan.Office, plan.Lead, plan.Outsider], await Seers(city, plan, id));
        using var unitLater = running.Entered(plan.Lead);
        Assert.NotEmpty(await Tells(unitLater, "/inspections"));
        Assert.NotEmpty(await Tells(unitLater, "/calendar?month=2026-11"));

        // The record keeps it back for longer: what is planned anew after one that was called off must not be told by the first.
        clock.Move(TimeSpan.FromDays(Inspection.DaysHeldBack) - TimeSpan.FromMinutes(1));
        using var readerSoon = running.Entered(audit);
        Assert.Empty(await Tells(readerSoon, "/audit?table=programme_inspection"));
        clock.Move(TimeSpan.FromMinutes(1));
        using var readerLater = running.Entered(audit);
        Assert.NotEmpty(await Tells(readerLater, "/audit?table=programme_inspection"));
        Assert.Contains(await city.As(audit, (AuditLog log) => log.Entries.Where(e => e.Kind == AuditKind.Export).Select(e => e.Changes).ToListAsync()), c => c.Contains("kind=unannounced", StringComparison.Ordinal));
        Assert.Empty(await city.Use(async (AuditCheck check) => await check.Run(default).ToListAsync()));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Guids();

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_that_is_called_off_before_its_time_is_never_known_and_the_time_is_moved_earlier_only(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Unannounced, Secret);
        async Task<Result<Guid>> Reveal(string day, string at)
        {
            var form = Plan(InspectionKind.Unannounced, Secret, list);
            (form.RevealDay, form.RevealTime, form.Version) = (day, at, (await Of(city, id)).Version);
            return await city.As(plan.Office, (PlanInspection planning) => planning.Run(id, form, default));
        }
        Assert.Equal("programme.inspection-reveal-earlier", (await Reveal("2026-11-23", "09:01")).Problems[0].Code);
        Assert.Equal("programme.inspection-reveal-past", (await Reveal("2026-11-20", "09:00")).Problems[0].Code);
        Assert.Equal("programme.inspection-reveal-before", (await Reveal("2026-11-22", "20:00")).Problems[0].Code);
        Done(await Reveal("2026-11-23", "08:00"));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Cancel, "改期"));
        ((StoppedClock)city.Time).Move(TimeSpan.FromDays(30));
        Assert.Equal([plan.Office, plan.Outsider], await Seers(city, plan, id));
        Assert.Empty(await city.As(plan.Lead, (NoticeBoard board) => board.Own.ToListAsync()));
    }

    /// <summary>Found by a played year: the unit was told, and the link led nowhere.</summary>
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_that_is_called_off_after_its_time_is_known_by_then_and_stays_to_be_read(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Unannounced, Secret);
        ((StoppedClock)city.Time).Move(TimeSpan.FromDays(5));
        Assert.Contains(plan.Lead, await Seers(city, plan, id));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Cancel, "改期"));
        Assert.Contains(plan.Lead, await Seers(city, plan, id));
        Assert.Equal($"/inspections/{id}", Assert.Single(await city.As(plan.Lead, (NoticeBoard board) => board.Own.ToListAsync())).Link);
    }
}
