using System.CommandLine;
using OneMetre.Platform.Regions;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre regions: the boundaries by which maps are drawn.</summary>
static class RegionsCommand
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "GeoJSON with a polygon for each region, in degrees; the area code (6, 9 or 12 digits) in a property." };
        var source = new Option<string>("--source") { Description = "Who drew the map, and its approval number (审图号): stands under every map.", Required = true };
        var property = new Option<string?>("--property") { Description = "The property with the area code; without it: code, adcode, gb, region_code, 区划代码." };
        var shapes = new Command("shapes", "Bring in the boundaries of counties (and townships), in the place of those that were there. A file with one mistake changes nothing.") { file, source, property }.WithPlace();
        shapes.SetAction(async (result, ct) =>
        {
            var (path, words) = (result.GetValue(file)!, result.GetValue(source)!.Trim());
            if (words.Length is 0 or > 200) return await Refuse(["--source takes 1 to 200 characters."]);
            if (!path.Exists) return await Refuse([$"There is no file {path.FullName}."]);
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            await Prepare.Run(scope.ServiceProvider, ct);
            var door = scope.ServiceProvider.GetRequiredService<RegionShapes>();
            await using var content = path.OpenRead();
            var read = ShapesFile.Read(content, await door.Codes(ct), result.GetValue(property));
            if (read.Problems.Count > 0) return await Refuse([.. read.Problems, "Nothing was changed."]);
            await door.Replace(read.Outlines, words, ct);
            Console.WriteLine($"{read.Outlines.Count} regions are drawn now, with {read.Outlines.Values.Sum(o => o.Rings.Sum(r => r.Count))} points.");
            return 0;
        });
        return new("regions", "Look after the land.") { shapes };
    }

    static async Task<int> Refuse(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems) await Console.Error.WriteLineAsync(problem);
        return 2;
    }
}
