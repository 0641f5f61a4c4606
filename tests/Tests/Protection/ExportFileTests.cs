using System.Globalization;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ICSharpCode.SharpZipLib.Zip;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Protection;
using OneMetre.Protection.Erasing;
using OneMetre.Protection.Exporting;
using OneMetre.Protection.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Protection;

/// <summary>The file of an export: what is in it, who may open it, and that it does not live long.</summary>
public class ExportFileTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_archive_opens_with_its_password_alone_and_holds_the_rows_that_the_asker_may_see(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var clear = await scene.Made(f => f.Clear = "true");
        var number = (await scene.Row(clear)).Number;
        var (rows, header, formulas) = await scene.Read(clear);
        Assert.Equal($"清河区民政局 · 经办人 · 2026年11月20日 12:00 导出 · 编号 {number} · 用途：核对待遇 · 含儿童个人信息，仅限本用途", Assert.Single(rows[0]));
        Assert.Equal("&C" + rows[0][0], header);
        Assert.Equal(["导出编号", "姓名", "出生日期", "证件号码", "住址", "监护人", "联系电话"], rows[1]);
        Assert.Equal([number, "演示甲乙", "2018-03-07", Children.Number, "演示路七号院", "演示祖母 (祖父母、外祖父母)", "139 0000 7788"], rows[2]);
        Assert.Equal([number, "演示丙丁", "2016-04-09", "", ExportScene.Formula, "演示祖母 (祖父母、外祖父母)", "139 0000 7788"], rows[3]);
        Assert.Equal((4, false), (rows.Count, formulas)); // a formula is a text, and nobody of the other county is there

        // Not asked for clear, the same rows are masked.
        var masked = await scene.Made();
        Assert.Equal("演*", (await scene.Read(masked)).Rows[2][1]);

        // The city sees masks, asks in English, and gets both counties.
        var city = await scene.City.Actor(RoleCode.CivilAffairs, "市民政局", "科长", Children.CityCode);
        var leader = await scene.City.Actor(RoleCode.UnitLeader, "市民政局", regionCode: Children.CityCode, unit: city.Unit);
        Assert.Equal("protection.not-yours", (await scene.Ask(city, f => f.Clear = "true")).Problems.Single().Code);
        var english = await scene.Ask(city, f => f.Columns = ["Name", "IdNumber", "Address", "Village", "Groups"], "en");
        Assert.True((await scene.Decide(english.Value, by: leader)).Ok);
        await scene.City.Use((JobHost host) => host.RunNext(default));
        var (all, mark, _) = await scene.Read(english.Value, city);
        Assert.Contains("Purpose: Checking a benefit", mark, StringComparison.Ordinal);
        Assert.Equal(["Export number", "Name", "Number", "Village or neighbourhood", "Address", "Groups"], all[1]);
        Assert.Equal(5, all.Count);
        Assert.Equal(["演*", "9901**********0028", "柳塘社区", "•••", "In difficulty, Left behind"], all[2][1..]);
        Assert.DoesNotContain(all.SelectMany(r => r), cell => cell.Contains("演示", StringComparison.Ordinal) && cell != mark[2..]);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_post_that_was_lost_before_the_making_gets_nothing(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = await scene.Granted();
        await scene.City.Use((CityDb db) => db.Set<PostHolding>().Where(h => h.PersonId == scene.Asker.Person).ExecuteUpdateAsync(s => s.SetProperty(h => h.Until, new DateOnly(2026, 11, 20))));
        await scene.City.Use((JobHost host) => host.RunNext(default));
        Assert.Equal((ExportState.Ended, ExportEnd.NoRight, 0), ((await scene.Row(id)).State, (await scene.Row(id)).End, await scene.Archives()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_password_is_shown_once_to_the_asker_and_lies_nowhere_in_clear(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = await scene.Made();
        Assert.Equal("protection.export-password-first", (await scene.Take(id)).Problems[0].Code);
        foreach (var other in new[] { scene.Leader, await scene.City.Actor(RoleCode.CivilAffairs, "清河区民政局", regionCode: Children.County, unit: scene.Asker.Unit) })
        {
            Assert.Equal("protection.not-yours", (await scene.Show(id, other)).Problems[0].Code);
            Assert.Equal("protection.not-yours", (await scene.Take(id, other)).Problems[0].Code);
        }
        var hidden = (await scene.Row(id)).Password!.Stored;
        var sealedThen = await RawDatabase.Read(scene.City);
        var shown = await Task.WhenAll(scene.Show(id), scene.Show(id));
        var password = shown.Single(s => s.Ok).Value!;
        Assert.Equal("protection.export-shown-before", shown.Single(s => !s.Ok).Problems[0].Code);
        Assert.Equal(29, password.Length);
        Assert.False(RawDatabase.Holds(sealedThen, password));
        Assert.Null((await scene.Row(id)).Password);
        if (engine == "Sqlite") await scene.City.Use((CityDb db) => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        var after = await RawDatabase.Read(scene.City);
        Assert.False(RawDatabase.Holds(after, password));
        Assert.True(after.AsSpan().IndexOf(hidden) < 0 && after.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hidden))) < 0);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_file_dies_after_its_last_download_or_its_day_and_its_bytes_with_it(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var counted = await scene.Made();
        Assert.True((await scene.Show(counted)).Ok);
        for (var i = 0; i < Export.MostDownloads; i++) Assert.True((await scene.Take(counted)).Ok);
        Assert.Equal("protection.export-gone", (await scene.Take(counted)).Problems[0].Code);
        Assert.Equal((ExportEnd.Count, 0), ((await scene.Row(counted)).End, await scene.Archives()));

        var timed = await scene.Made();
        Assert.True((await scene.Show(timed)).Ok);
        scene.Clock.Move(Export.Lives - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await scene.City.Use((EndExport e) => e.EndExpired(default)));
        Assert.True((await scene.Take(timed)).Ok);
        scene.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal("protection.export-gone", (await scene.Take(timed)).Problems[0].Code); // before anybody has cleaned up
        Assert.Equal("protection.export-gone", (await scene.Show(timed)).Problems[0].Code);
        Assert.Equal(1, await scene.Archives());
        Assert.Equal(1, await scene.City.Use((EndExport e) => e.EndExpired(default)));
        Assert.Equal((ExportState.Ended, ExportEnd.Time, 0), ((await scene.Row(timed)).State, (await scene.Row(timed)).End, await scene.Archives()));
        Assert.Equal(0, await scene.City.Use((EndExport e) => e.EndExpired(default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_downloads_at_once_are_two_and_never_more_than_there_are(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = await scene.Made();
        Assert.True((await scene.Show(id)).Ok);
        var taken = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => scene.Take(id)));
        Assert.Equal(Export.MostDownloads, taken.Count(t => t.Ok));
        Assert.Equal((Export.MostDownloads, ExportEnd.Count), ((await scene.Row(id)).Downloads, (await scene.Row(id)).End));
        // Whoever was not the first left no trace of having been.
        var steps = await scene.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Entity == "protection_export" && e.Kind != AuditKind.Write).Select(e => e.Action).ToListAsync());
        Assert.Equal((Export.MostDownloads, 1), (steps.Count(a => a == "taken"), steps.Count(a => a == "gone")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_guardian_is_told_who_took_the_child_out_and_erasing_the_child_deletes_the_file(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = await scene.Made(f => f.Clear = "true");
        var archive = await scene.City.Use((CityDb db) => db.Set<ExportArchive>().Select(a => a.Bytes).SingleAsync());
        var held = await scene.City.As(scene.Asker, (ReadHeld read) => read.Run(scene.Registered[0], default));
        Assert.Contains(held!.Events, e => e is { Kind: AuditKind.Export, Action: "exported", Unit: "清河区民政局", Role: RoleCode.CivilAffairs, Purpose: "CheckBenefit" } && e.At == City.Noon.UtcDateTime);
        Assert.DoesNotContain((await scene.City.As(await scene.City.Actor(RoleCode.CivilAffairs, "临水县民政局", regionCode: Children.OtherCounty), (ReadHeld read) => read.Run(scene.Registered[2], default)))!.Events, e => e.Kind == AuditKind.Export);

        Assert.True((await scene.City.As(scene.Asker, (CloseChild close) => close.Run(scene.Registered[0], default))).Ok);
        Assert.True((await scene.City.As(scene.Asker, (EraseChild erase) => erase.Run(scene.Registered[0], default))).Ok);
        var row = await scene.Row(id);
        Assert.Equal((ExportState.Ended, ExportEnd.Erased, 0), (row.State, row.End, await scene.Archives()));
        Assert.True(row is { Reason: null, Answer: null, Password: null, Words: null });
        Assert.Contains("protection.notice-export-erased", await scene.City.As(scene.Asker, (NoticeBoard n) => n.Own.Select(x => x.Code).ToListAsync()));
        Assert.Equal("protection.export-gone", (await scene.Show(id)).Problems[0].Code);
        Assert.Equal([scene.Registered[1]], await scene.City.Use((CityDb db) => db.Set<ExportedChild>().Select(x => x.ChildId).ToListAsync()));
        // The other child's guardian is still told; the raw database no longer holds the file.
        Assert.Contains((await scene.City.As(scene.Asker, (ReadHeld read) => read.Run(scene.Registered[1], default)))!.Events, e => e.Action == "exported");
        if (engine == "Sqlite") Assert.True((await RawDatabase.Read(scene.City)).AsSpan().IndexOf(archive.AsSpan(0, 200)) < 0);
        await scene.City.Use(async (AuditCheck check) => { await foreach (var fault in check.Run(default)) Assert.Fail(fault.ToString()); });
    }

    sealed class Killed(int at) : IJobProgress
    {
        public Task At(int percent, CancellationToken ct) => percent >= at ? throw new InvalidOperationException("killed on purpose") : Task.CompletedTask;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_making_that_was_killed_has_done_nothing_and_starts_over(string engine)
    {
        await using var scene = await ExportScene.On(engine);
        var id = await scene.Granted();
        var job = await scene.City.Use((CityDb db) => db.Set<Job>().AsNoTracking().SingleAsync());
        foreach (var at in new[] { 40, 80 }) await Assert.ThrowsAsync<InvalidOperationException>(() => scene.City.Use((MakeExport make) => make.Run(job, new Killed(at), default)));
        Assert.Equal((ExportState.Granted, 0), ((await scene.Row(id)).State, await scene.Archives()));

        await scene.City.Use((CityDb db) => db.Set<Job>().ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Attempts, 1)));
        await scene.City.Use((JobHost host) => host.Recover(default));
        Assert.True(await scene.City.Use((JobHost host) => host.RunNext(default)));
        Assert.Equal((ExportState.Made, 1, 2), ((await scene.Row(id)).State, await scene.Archives(), await scene.City.Use((CityDb db) => db.Set<ExportedChild>().CountAsync())));
        // Done twice, it is made once.
        Assert.Null(await scene.City.Use((MakeExport make) => make.Run(job, new Killed(101), default)));
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Entity == "protection_export" && e.Action == "made")));
    }
}
