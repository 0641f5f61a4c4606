using System.Xml.Linq;
using OneMetre.Platform.Regions;

namespace OneMetre.Platform.Charts;

/// <summary>One region on a map: its outline, its figure as it is written (null: none), and the step of it, 0 to 4; null where there is no figure or where it is kept from view.</summary>
public sealed record MapArea(string Name, RegionOutline Outline, int? Step, string? Text, bool Hidden = false);

/// <summary>Legend: the words of each step that is used, lightest first. None and Hidden: the words for the two kinds of hatching, shown where they are used.</summary>
public sealed record MapInput(string Title, IReadOnlyList<MapArea> Areas, IReadOnlyList<(int Step, string Word)> Legend, string None, string Hidden);

/// <summary>
/// Draws regions in five steps of one colour; what has no figure is hatched, what is hidden is hatched across. Longitudes are drawn in by the cosine of the middle latitude, so that at the size of a city
/// areas keep their proportions. Pure.
/// </summary>
public static class AreaMap
{
    public const int Steps = 5;
    const double Margin = 6, Row = 22;

    public static XElement Draw(MapInput input, int width = 560, int highest = 520, string id = "map")
    {
        var all = input.Areas.SelectMany(a => a.Outline.Rings).SelectMany(r => r).Concat(input.Areas.Select(a => a.Outline.At)).ToList();
        var (west, east, south, north) = all.Count == 0 ? (0, 1, 0, 1) : (all.Min(p => p.Lon), all.Max(p => p.Lon), all.Min(p => p.Lat), all.Max(p => p.Lat));
        var narrowing = Math.Cos((south + north) / 2 * Math.PI / 180);
        var (across, up) = (Math.Max(1e-6, (east - west) * narrowing), Math.Max(1e-6, north - south));
        var scale = Math.Min((width - 2 * Margin) / across, (highest - 2 * Margin) / up);
        var (left, high) = ((width - across * scale) / 2, up * scale + 2 * Margin);
        double X(double lon) => left + (lon - west) * narrowing * scale;
        double Y(double lat) => Margin + (north - lat) * scale;

        List<(string Look, string Word)> keys = [.. input.Legend.Select(l => ($"step{l.Step + 1}", l.Word))];
        if (input.Areas.Any(a => a is { Step: null, Hidden: false })) keys.Add(("none", input.None));
        if (input.Areas.Any(a => a.Hidden)) keys.Add(("hidden", input.Hidden));
        var columns = width >= 480 ? 3 : 2;
        var picture = Ink.Picture("om-drawn om-map", width, high + 10 + Math.Ceiling(keys.Count / (double)columns) * Row, input.Title, Said(input));
        picture.Add(new XElement("defs", Hatch(id + "-none", "M0 6L6 0"), Hatch(id + "-hidden", "M0 6L6 0M0 0L6 6")));
        foreach (var area in input.Areas)
        {
            var d = string.Concat(area.Outline.Rings.Select(r => "M" + string.Join('L', r.Select(p => $"{Ink.N(X(p.Lon))} {Ink.N(Y(p.Lat))}")) + "Z"));
            picture.Add(new XElement("g", Filled(area.Step is { } step ? $"step{step + 1}" : area.Hidden ? "hidden" : "none", d, id), new XElement("title", Ink.Clean(Said(area, input)))));
        }
        foreach (var area in input.Areas)
        {
            var (x, y) = (X(area.Outline.At.Lon), Y(area.Outline.At.Lat));
            var on = area.Step == Steps - 1 ? "on" : "place";
            picture.Add(Ink.Text(on, x, y, area.Name, "middle"));
            if (area.Text is { } text) picture.Add(Ink.Text(on, x, y + 15, text, "middle"));
        }
        for (var k = 0; k < keys.Count; k++)
        {
            var (x, y) = (Margin + k % columns * ((width - 2 * Margin) / columns), high + 10 + k / columns * Row);
            picture.Add(Filled(keys[k].Look, $"M{Ink.N(x)} {Ink.N(y)}h20v14h-20z", id), Ink.Text("quiet", x + 27, y + 12, keys[k].Word));
        }
        return picture;
    }

    /// <summary>Steps of equal width from the lowest to the highest value; the words of a step are its two ends. One value, or all the same: one step.</summary>
    public static (Func<decimal, int> Step, IReadOnlyList<(int Step, string Word)> Legend) Classes(IReadOnlyList<decimal> values, Func<decimal, string> written)
    {
        if (values.Count == 0) return (_ => 0, []);
        var (low, high) = (values.Min(), values.Max());
        if (low == high) return (_ => 2, [(2, written(low))]);
        var width = (high - low) / Steps;
        return (v => Math.Clamp((int)((v - low) / width), 0, Steps - 1), [.. Enumerable.Range(0, Steps).Select(s => (s, $"{written(low + width * s)}–{written(s == Steps - 1 ? high : low + width * (s + 1))}"))]);
    }

    static XElement Hatch(string id, string d) => new("pattern", new XAttribute("id", id), new XAttribute("width", "6"), new XAttribute("height", "6"), new XAttribute("patternUnits", "userSpaceOnUse"), Ink.Path("hatch", d));

    static XElement Filled(string look, string d, string id)
    {
        var path = Ink.Path($"area {look}", d);
        if (look is "none" or "hidden") path.Add(new XAttribute("fill", $"url(#{id}-{look})"));
        path.Add(new XAttribute("fill-rule", "evenodd"));
        return path;
    }

    static string Said(MapArea area, MapInput input) => $"{area.Name} {area.Text ?? (area.Hidden ? input.Hidden : input.None)}";
    static string Said(MapInput input) => string.Join("; ", input.Areas.Select(a => Said(a, input)));
}
