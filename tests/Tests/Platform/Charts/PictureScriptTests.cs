using System.Diagnostics;
using OneMetre.Tests.Architecture;

namespace OneMetre.Tests.Platform.Charts;

/// <summary>The name under which the browser saves a picture, as the script takes it from the answer.</summary>
public class PictureScriptTests
{
    [Theory]
    [InlineData("attachment; filename=x.svg; filename*=UTF-8''%E8%BF%91%E8%A7%86%E7%8E%87-20261120.svg", "/data/X/chart.svg", "近视率-20261120.png")]
    [InlineData("attachment; filename=\"a b.svg\"", "/data/X/chart.svg", "a b.png")]
    [InlineData("", "/data/X/chart.svg?year=2026", "chart.png")]
    public async Task A_picture_has_the_name_of_its_drawing(string disposition, string address, string name)
    {
        var script = new Uri(Path.Combine(Repository.Root, "src/Web/wwwroot/js/picture.js")).AbsoluteUri;
        using var node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", $"import {{ nameOf }} from '{script}'; process.stdout.write(nameOf(process.argv[1], process.argv[2]));", disposition, address]) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        Assert.Equal(name, await node.StandardOutput.ReadToEndAsync());
        await node.WaitForExitAsync();
    }
}
