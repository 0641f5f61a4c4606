using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Units;
using OneMetre.Programme;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Platform;

/// <summary>The record is one chain: whatever is done to it behind the system's back shows, and by name.</summary>
public class AuditChainTests
{
    static async Task<List<AuditFault>> Faults(City city) => await city.Use(async (AuditCheck check) =>
    {
        var faults = new List<AuditFault>();
        await foreach (var fault in check.Run(default)) faults.Add(fault);
        return faults;
    });

    static Task Rename(City city, Actor actor, string name) => city.As(actor, async (CityDb db) =>
    {
        (await db.Set<Unit>().SingleAsync(u => u.Id == actor.Unit)).ShortName = name;
        await db.SaveChangesAsync();
    });

    static async Task<(City City, Actor Actor)> WithTenWrites(string engine)
    {
        var city = await City.On(engine);
        var actor = await city.Actor(RoleCode.Office, "市妇儿工委办");
        for (var i = 0; i < 10; i++) await Rename(city, actor, $"第{i}名");
        return (city, actor);
    }

    static Task Sql(City city, string sql) => city.Use(async (CityDb db) => { await db.Database.ExecuteSqlRawAsync(sql); });

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Writers_at_once_leave_one_chain_without_a_gap(string engine)
    {
        await using var city = await City.On(engine);
        var actors = new List<Actor>();
        for (var i = 0; i < 6; i++) actors.Add(await city.Actor(RoleCode.DeptContact, $"单位{i}"));
        await Task.WhenAll(actors.Select(async actor =>
        {
            for (var i = 0; i < 8; i++) await Rename(city, actor, $"{actor.UnitName}{i}");
        }));

        Assert.Empty(await Faults(city));
        var seqs = await city.Use((CityDb db) => db.Set<AuditEntry>().OrderBy(e => e.Seq).Select(e => e.Seq!.Value).ToListAsync());
        Assert.Equal(Enumerable.Range(1, seqs.Count).Select(n => (long)n), seqs);
        Assert.Equal(48, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Action == "changed")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_rolled_back_leaves_neither_an_entry_nor_a_gap(string engine)
    {
        await using var city = await City.On(engine);
        var actor = await city.Actor(RoleCode.Office, "市妇儿工委办");
        await city.As(actor, async (CityDb db) =>
        {
            await using (await db.Database.BeginTransactionAsync())
            {
                (await db.Set<Unit>().SingleAsync(u => u.Id == actor.Unit)).ShortName = "没有发生";
                await db.SaveChangesAsync();
            }
            db.ChangeTracker.Clear();
            await using var second = await db.Database.BeginTransactionAsync();
            (await db.Set<Unit>().SingleAsync(u => u.Id == actor.Unit)).ShortName = "发生了";
            await db.SaveChangesAsync();
            await second.CommitAsync();
        });
        Assert.Empty(await Faults(city));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Action == "changed")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_changed_entry_is_named(string engine)
    {
        var (city, actor) = await WithTenWrites(engine);
        await using var _ = city;
        await Sql(city, """UPDATE platform_audit SET "Changes" = '{{}}' WHERE "Seq" = 7""");
        Assert.Equal([new AuditFault(7, "changed", $"platform_unit {actor.Unit}")], await Faults(city));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_dropped_entry_is_named(string engine)
    {
        var (city, _) = await WithTenWrites(engine);
        await using var __ = city;
        await Sql(city, """DELETE FROM platform_audit WHERE "Seq" IN (6, 7)""");
        Assert.Equal([new AuditFault(6, "missing", Through: 7)], await Faults(city));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Entries_that_changed_places_are_named(string engine)
    {
        var (city, _) = await WithTenWrites(engine);
        await using var __ = city;
        foreach (var (from, to) in new[] { (6, -1), (9, 6), (-1, 9) }) await Sql(city, $"""UPDATE platform_audit SET "Seq" = {to} WHERE "Seq" = {from}""");
        var faults = await Faults(city);
        Assert.Contains(faults, f => f.Seq == 6 && f.Wrong == "changed");
        Assert.Contains(faults, f => f.Seq == 9 && f.Wrong == "changed");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_gap_closed_by_counting_anew_shows(string engine)
    {
        var (city, _) = await WithTenWrites(engine);
        await using var __ = city;
        await Sql(city, """DELETE FROM platform_audit WHERE "Seq" = 6""");
        var last = await city.Use((CityDb db) => db.Set<AuditEntry>().MaxAsync(e => e.Seq!.Value));
        for (var seq = 7; seq <= last; seq++) await Sql(city, $"""UPDATE platform_audit SET "Seq" = {seq - 1} WHERE "Seq" = {seq}""");
        Assert.Contains(await Faults(city), f => f.Wrong == "changed");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_end_cut_off_after_a_seal_shows_even_when_the_seal_was_dropped_too(string engine)
    {
        var (city, _) = await WithTenWrites(engine);
        await using var __ = city;
        await city.Use((AuditCheck check) => check.Seal(default));
        Assert.Empty(await Faults(city));
        await Sql(city, """DELETE FROM platform_audit WHERE "Seq" > 8""");
        await Sql(city, "DELETE FROM platform_audit_seal");
        Assert.Equal([new AuditFault(9, "cut")], await Faults(city));
    }

    [Fact]
    public async Task A_line_of_the_file_of_seals_that_was_cut_short_is_told_and_the_others_hold()
    {
        var (city, _) = await WithTenWrites("Sqlite");
        await using var __ = city;
        await city.Use((AuditCheck check) => check.Seal(default));
        await File.AppendAllTextAsync(Path.Combine(city.Place.Keys, "audit-seals.jsonl"), "{\"Seq\":12,");
        Assert.Equal([new AuditFault(2, "seal-line")], await Faults(city));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_seal_of_somebody_else_shows(string engine)
    {
        var (city, _) = await WithTenWrites(engine);
        await using var __ = city;
        await city.Use((AuditCheck check) => check.Seal(default));
        await Sql(city, """UPDATE platform_audit_seal SET "Head" = 'ffff'""");
        Assert.Contains(await Faults(city), f => f.Wrong == "seal");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_audit_administrator_reads_the_record_and_nothing_else(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        var auditor = await running.City.Actor(RoleCode.AuditAdmin, plan.Lead.UnitName, "审计员", unit: plan.Lead.Unit);
        using var reader = running.Entered(auditor);
        var html = WebUtility.HtmlDecode(await reader.GetStringAsync(new Uri("/audit?table=platform_unit", UriKind.Relative)));
        Assert.Contains("市教育局", html, StringComparison.Ordinal);
        var csv = await reader.GetStringAsync(new Uri("/audit.csv?kind=Write", UriKind.Relative));
        Assert.Contains("platform_unit", csv, StringComparison.Ordinal);
        Assert.Contains(await running.City.Use((CityDb db) => db.Set<AuditEntry>().ToListAsync()), e => e.Kind == AuditKind.Export && e.PersonId == auditor.Person);

        foreach (var page in new[] { "/board", "/desk", "/units", "/calendar", $"/tasks/{plan.Task}", "/board.csv" })
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(new Uri(page, UriKind.Relative))).StatusCode);
        Assert.Contains(await running.City.Use((CityDb db) => db.Set<AuditEntry>().ToListAsync()), e => e.Kind == AuditKind.Refused && e.Key == "/board" && e.PersonId == auditor.Person);
        Assert.Equal((0, 0), await running.City.As(auditor, async (ProgrammeData data) => (await data.VisibleTasks.CountAsync(), await data.Plans.CountAsync())));

        foreach (var other in plan.Everyone)
        {
            using var browser = running.Entered(other);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(new Uri("/audit", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(new Uri("/audit.csv", UriKind.Relative))).StatusCode);
            Assert.Equal(0, await running.City.As(other, (AuditLog log) => log.Entries.CountAsync()));
        }
    }
}
