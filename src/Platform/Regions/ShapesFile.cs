using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Coverage;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.IO.Converters;

namespace OneMetre.Platform.Regions;

/// <summary>What a file of boundaries holds: outlines by 12-digit code, or what is wrong, each by the number of its feature.</summary>
public sealed record ShapesRead(IReadOnlyDictionary<string, RegionOutline> Outlines, IReadOnlyList<string> Problems);

/// <summary>
/// Reads boundaries from GeoJSON (RFC 7946): a FeatureCollection of polygons in degrees, each with its area code of 6, 9 or 12 digits in a property. Neighbours are made simpler together, so that their common
/// boundary stays common. A file with one mistake is refused as a whole.
/// </summary>
public static class ShapesFile
{
    public const long LargestFile = 64 * 1024 * 1024;
    public const int MostFeatures = 5_000, MostPoints = 2_000_000, MostProblems = 20;

    /// <summary>So many points a region, on average, are drawn.</summary>
    const int PointsKept = 160;

    /// <summary>Where codes stand in the files that cities have; gb is 天地图's: 156 for China before the code.</summary>
    static readonly string[] Properties = ["code", "adcode", "gb", "region_code", "区划代码"];
    static readonly JsonSerializerOptions Options = new() { MaxDepth = 32, Converters = { new GeoJsonConverterFactory() } };

    /// <summary>Codes are the regions that there are; property is the name under which the code stands, null to look under the usual ones.</summary>
    public static ShapesRead Read(Stream file, IReadOnlySet<string> codes, string? property)
    {
        if (file.Length > LargestFile) return Refused($"The file has {file.Length / 1048576} MB; {LargestFile / 1048576} are the most.");
        try
        {
            using var json = JsonDocument.Parse(file, new() { MaxDepth = 32 });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "FeatureCollection"
                || !json.RootElement.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array) return Refused("This is no GeoJSON: a FeatureCollection with features is expected.");
            if (features.GetArrayLength() > MostFeatures) return Refused($"The file has {features.GetArrayLength()} features; {MostFeatures} are the most.");
            return Read(features, codes, property);
        }
        catch (JsonException wrong)
        {
            return Refused(string.Create(CultureInfo.InvariantCulture, $"The file cannot be read as JSON (line {wrong.LineNumber + 1})."));
        }
    }

    static ShapesRead Refused(string problem) => new(new Dictionary<string, RegionOutline>(), [problem]);

    static ShapesRead Read(JsonElement features, IReadOnlySet<string> codes, string? property)
    {
        var (areas, firsts, problems, points) = (new Dictionary<string, Geometry>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), new List<string>(), 0L);
        var number = 0;
        foreach (var feature in features.EnumerateArray())
        {
            number++;
            if (problems.Count >= MostProblems) break;
            if (Code(feature, property) is not { } code) problems.Add(Said(number, $"has no area code of 6, 9 or 12 digits under {(property is null ? string.Join(", ", Properties) : property)}."));
            else if (!codes.Contains(code)) problems.Add(Said(number, $"{code} is no region of this city."));
            else if (firsts.TryGetValue(code, out var first)) problems.Add(Said(number, $"{code} is there already, in feature {first.ToString(CultureInfo.InvariantCulture)}."));
            else if (Area(feature, out var wrong) is not { } area) problems.Add(Said(number, wrong));
            else if ((points += area.NumPoints) > MostPoints) return Refused($"The boundaries have more than {MostPoints} points; simplify them first.");
            else (areas[code], firsts[code]) = (area, number);
        }
        return problems.Count > 0 ? new(new Dictionary<string, RegionOutline>(), problems) : new(Simpler(areas), []);
    }

    static string Said(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"Feature {number}: {what}");

    static string? Code(JsonElement feature, string? property)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in property is null ? Properties : [property])
        {
            if (!properties.TryGetProperty(name, out var value)) continue;
            var text = value.ValueKind switch { JsonValueKind.String => value.GetString()!.Trim(), JsonValueKind.Number => value.GetRawText(), _ => "" };
            if (name == "gb" && text.StartsWith("156", StringComparison.Ordinal)) text = text[3..];
            if (text.Length is 6 or 9) text = text.PadRight(12, '0');
            if (RegionCode.IsValid(text)) return text;
        }
        return null;
    }

    static Geometry? Area(JsonElement feature, out string wrong)
    {
        wrong = "has no polygon that can be read: a Polygon or MultiPolygon with closed rings is expected.";
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object) return null;
        Geometry? read;
        try
        {
            read = geometry.Deserialize<Geometry>(Options);
        }
        catch (Exception refused) when (refused is JsonException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            return null;
        }
        if (read is not (Polygon or MultiPolygon) || read.IsEmpty) return null;
        if (read.Coordinates.Any(c => !(Math.Abs(c.X) <= 180) || !(Math.Abs(c.Y) <= 90)))
        {
            wrong = "has places outside of 180 degrees of longitude and 90 of latitude; is it in metres of a projection?";
            return null;
        }
        if (!read.IsValid) read = GeometryFixer.Fix(read);
        return read is (Polygon or MultiPolygon) && read.Area > 0 ? read : null;
    }

    /// <summary>Counties beside counties, townships beside townships: each level is one cover of the land and made simpler as one.</summary>
    static Dictionary<string, RegionOutline> Simpler(Dictionary<string, Geometry> areas)
    {
        var outlines = new Dictionary<string, RegionOutline>(StringComparer.Ordinal);
        foreach (var level in areas.GroupBy(a => RegionCode.Level(a.Key)))
        {
            var (codes, before) = (level.Select(a => a.Key).ToArray(), level.Select(a => a.Value).ToArray());
            var land = before.Aggregate(new Envelope(), (all, one) => { all.ExpandToInclude(one.EnvelopeInternal); return all; });
            var after = before;
            for (var tolerance = Math.Max(land.Width, land.Height) / 2000; after.Sum(g => g.NumPoints) > PointsKept * after.Length && tolerance < land.Diameter / 20; tolerance *= 1.5)
                after = CoverageSimplifier.Simplify(before, tolerance);
            for (var i = 0; i < codes.Length; i++) outlines[codes[i]] = Outline(after[i].IsEmpty ? before[i] : after[i]);
        }
        return outlines;
    }

    static RegionOutline Outline(Geometry area)
    {
        var polygons = Enumerable.Range(0, area.NumGeometries).Select(area.GetGeometryN).OfType<Polygon>().Where(p => !p.IsEmpty).ToList();
        var at = polygons.MaxBy(p => p.Area)!.InteriorPoint;
        return new([.. polygons.SelectMany(p => p.InteriorRings.Prepend(p.ExteriorRing)).Select(r => (IReadOnlyList<GeoPoint>)[.. r.Coordinates.Select(c => new GeoPoint(c.X, c.Y))])], new(at.X, at.Y));
    }
}
