using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>A photograph of a finding: kept for a reason, blurred where somebody could be known.</summary>
public class PhotoTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_photograph_is_kept_for_a_reason_and_blurred_where_it_was_marked_and_the_original_is_nowhere(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Office, id, InspectionStepKind.Start));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)));
        var finding = await city.Use((CityDb db) => db.Set<InspectionFinding>().Select(f => f.Id).SingleAsync());
        async Task<string> Refused(string? ground, string? areas = null, string? consent = null) => (await Show(city, plan, id, finding, "a.png", ground, areas, consent)).Problems[0].Code;
        Assert.Equal("programme.photo-which-ground", await Refused(null));
        Assert.Equal("programme.photo-which-ground", await Refused("7"));
        Assert.Equal("programme.photo-no-area", await Refused("Blurred"));
        Assert.Equal("programme.photo-areas", await Refused("Blurred", "1,2,3"));
        Assert.Equal("programme.order-say", await Refused("Consent"));
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<StoredFile>().CountAsync()));

        await Shown(city, plan, id, finding, "../滑梯.png", "Blurred", "250,250,500,500");
        var photo = await city.Use((CityDb db) => db.Set<InspectionPhoto>().AsNoTracking().SingleAsync());
        Assert.Equal(("滑梯.png", PhotoGround.Blurred), (photo.FileName, photo.Ground));
        var stored = await city.Use((CityDb db) => db.Set<StoredFile>().Select(f => f.Sha256).ToListAsync());
        Assert.Equal([photo.FileSha256], stored);
        var kept = await city.Use((FileStore files) => files.Read(photo.FileSha256, default));
        var pixels = await Grey(kept);
        // Outside the area black and white alternate; inside nothing of that is left.
        Assert.All(Enumerable.Range(0, 10), x => Assert.True(Math.Abs(pixels[2, x] - pixels[2, x + 1]) > 200));
        for (var y = 20; y < 44; y++)
            for (var x = 20; x < 43; x++) Assert.True(Math.Abs(pixels[y, x] - pixels[y, x + 1]) < 40, $"{x},{y}");
        // The unit sees it with the finding, not before.
        Assert.Equal(0, await city.As(plan.Lead, (InspectionsData data) => data.Photos.CountAsync()));

        // One that should not be there goes at any time, with the reason; nobody sees it any more, and the chain says that it was there.
        Done(await Step(city, plan.Office, id, InspectionStepKind.Issue));
        Task<Result<Guid>> Away(Actor by, string? why) => city.As(by, (NoteFinding note) => note.TakeAway(id, new() { Photo = photo.Id.ToString(), Why = why }, default));
        Assert.False((await Away(plan.Lead, "不想要")).Ok);
        Assert.Equal("programme.order-say", (await Away(plan.Outsider, " ")).Problems[0].Code);
        Done(await Away(plan.Outsider, "拍到了路过的孩子"));
        Assert.False((await Away(plan.Outsider, "拍到了路过的孩子")).Ok);
        foreach (var actor in new[] { plan.Office, plan.Lead, plan.Outsider }) Assert.Equal(0, await city.As(actor, (InspectionsData data) => data.Photos.CountAsync()));
        var last = await city.Use((CityDb db) => db.Set<InspectionStep>().AsNoTracking().Where(s => s.InspectionId == id).OrderBy(s => s.Number).LastAsync());
        Assert.Equal((InspectionStepKind.TakePhoto, "拍到了路过的孩子"), (last.Kind, last.Text));
    }

    static readonly char[] Between = [',', '\t', ' '];

    /// <summary>The grey values of a picture, by the program that also draws: rows, columns.</summary>
    static async Task<int[,]> Grey(byte[] picture)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-grey-");
        try
        {
            var (from, to) = (Path.Combine(folder.FullName, "p.png"), Path.Combine(folder.FullName, "p.csv"));
            await File.WriteAllBytesAsync(from, picture);
            using (var run = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("vips", ["extract_band", from, to, "0"]))!) await run.WaitForExitAsync();
            var lines = (await File.ReadAllLinesAsync(to)).Where(l => l.Length > 0).Select(l => l.Split(Between, StringSplitOptions.TrimEntries).Select(n => (int)double.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToArray();
            var grey = new int[lines.Length, lines[0].Length];
            for (var y = 0; y < lines.Length; y++)
                for (var x = 0; x < lines[y].Length; x++) grey[y, x] = lines[y][x];
            return grey;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
