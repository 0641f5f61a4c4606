using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Platform;

/// <summary>Boundaries from a file: read, made simpler together, kept; and files that are not what they should be.</summary>
public class ShapesTests
{
    static readonly HashSet<string> Codes = [.. DemoRegions.Counties.Select(c => c.Code)];

    static string Feature(string code, string geometry, string property = "code") => $$"""{"type":"Feature","properties":{"{{property}}":{{code}}},"geometry":{{geometry}}}""";
    static string Square(double west, double south, double size = 1) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"Polygon","coordinates":[[[{{west}},{{south}}],[{{west + size}},{{south}}],[{{west + size}},{{south + size}}],[{{west}},{{south + size}}],[{{west}},{{south}}]]]}""");
    static string Collection(params string[] features) => $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    static ShapesRead Read(string json, string? property = null)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return ShapesFile.Read(file, Codes, property);
    }

    static string Demo() => Collection([.. DemoShapes.Generate().Select(s => Feature($"\"{s.Key}\"", JsonSerializer.Serialize(new { type = "Polygon", coordinates = s.Value.Rings.Select(r => r.Select(p => new[] { p.Lon, p.Lat })) })))]);

    static Geometry Land(RegionOutline outline) => new GeometryFactory().CreatePolygon([.. outline.Rings[0].Select(p => new Coordinate(p.Lon, p.Lat))]);

    [Fact]
    public void The_demo_citys_counties_cover_it_without_gap_or_overlap()
    {
        var lands = DemoShapes.Generate().Values.Select(Land).ToList();
        Assert.Equal(9, lands.Count);
        Assert.All(lands, l => Assert.True(l.IsValid));
        var city = UnaryUnionOp.Union(lands);
        Assert.Equal(lands.Sum(l => l.Area), city.Area, 1e-9);
        Assert.Equal(0, Assert.IsType<Polygon>(city).NumInteriorRings);
        Assert.All(DemoShapes.Generate().Values, o => Assert.True(Land(o).Contains(new Point(o.At.Lon, o.At.Lat))));
    }

    [Fact]
    public void Neighbours_that_are_made_simpler_still_touch()
    {
        // Each side of the demo's outlines cut into many: as fine as a survey.
        var fine = Collection([.. DemoShapes.Generate().Select(s => Feature($"\"{s.Key}\"", JsonSerializer.Serialize(new { type = "Polygon", coordinates = s.Value.Rings.Select(r => r.Zip(r.Skip(1)).SelectMany(e => Enumerable.Range(0, 40).Select(i => At(e.First, e.Second, i))).Append([r[0].Lon, r[0].Lat])) })))]);
        var read = Read(fine);
        Assert.Empty(read.Problems);
        Assert.InRange(read.Outlines.Values.Sum(o => o.Rings.Sum(r => r.Count)), 9 * 8, 9 * 200);
        var lands = read.Outlines.Values.Select(Land).ToList();
        var city = UnaryUnionOp.Union(lands);
        Assert.Equal(lands.Sum(l => l.Area), city.Area, 1e-9);
        Assert.Equal(0, Assert.IsType<Polygon>(city).NumInteriorRings);

        // Rounded alike from either side.
        static double[] At(GeoPoint a, GeoPoint b, int i)
        {
            var (from, to, n) = (a.Lon, a.Lat).CompareTo((b.Lon, b.Lat)) < 0 ? (a, b, i) : (b, a, 40 - i);
            return i == 0 ? [a.Lon, a.Lat] : [Math.Round(from.Lon + (to.Lon - from.Lon) * n / 40, 9), Math.Round(from.Lat + (to.Lat - from.Lat) * n / 40, 9)];
        }
    }

    [Theory]
    [InlineData("\"990102\"", "code"), InlineData("990102", "adcode"), InlineData("\"156990102\"", "gb"), InlineData("\"990102000000\"", "区划代码"), InlineData("\" 990102000 \"", "code")]
    public void Codes_stand_where_cities_have_them(string code, string property)
    {
        var read = Read(Collection(Feature(code, Square(1, 1), property)));
        Assert.Empty(read.Problems);
        Assert.Equal("990102000000", Assert.Single(read.Outlines).Key);
    }

    [Fact]
    public void A_property_may_be_named_and_then_no_other_counts()
    {
        Assert.Equal("990103000000", Assert.Single(Read(Collection("""{"type":"Feature","properties":{"code":"990102","dm":"990103"},"geometry":""" + Square(1, 1) + "}"), "dm").Outlines).Key);
        Assert.Contains("Feature 1", Assert.Single(Read(Collection(Feature("\"990102\"", Square(1, 1))), "dm").Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_named_by_its_feature_and_nothing_of_the_file_is_taken()
    {
        var read = Read(Collection(
            Feature("\"990102\"", Square(1, 1)), Feature("\"990102\"", Square(2, 1)), Feature("\"110101\"", Square(3, 1)), Feature("\"x\"", Square(3, 1)), Feature("\"990103\"", """{"type":"Point","coordinates":[1,1]}"""),
            Feature("\"990103\"", """{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2]]]}"""), Feature("\"990103\"", Square(40_000, 3_000_000)), Feature("\"990103\"", "null"), "7", Feature("\"990103\"", """{"type":"Polygon","coordinates":"x"}"""),
            Feature("\"990103\"", """{"type":"Polygon","coordinates":[]}"""), Feature("\"990103\"", """{"type":"Polygon","coordinates":[[[1,1],[2,1],[3,1],[1,1]]]}"""), """{"type":"Feature","properties":null,"geometry":null}"""));
        Assert.Empty(read.Outlines);
        Assert.Equal(Enumerable.Range(2, 12).Select(n => $"Feature {n}:"), read.Problems.Select(p => p[..(p.IndexOf(':', StringComparison.Ordinal) + 1)]));
        Assert.Contains("projection", read.Problems[5], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("{"), InlineData("[]"), InlineData("null"), InlineData("{}"), InlineData("""{"type":"FeatureCollection"}"""), InlineData("""{"type":7,"features":[]}"""), InlineData("""{"type":"FeatureCollection","features":{}}"""), InlineData("PK\u0003\u0004")]
    public void What_is_no_file_of_boundaries_is_refused_in_a_sentence(string text) => Assert.Single(Read(text).Problems);

    [Fact]
    public void What_is_too_deep_or_too_much_is_refused()
    {
        Assert.Single(Read(new string('[', 100_000)).Problems);
        Assert.Contains("5000", Assert.Single(Read(Collection([.. Enumerable.Repeat("7", ShapesFile.MostFeatures + 1)])).Problems), StringComparison.Ordinal);
        Assert.Equal(ShapesFile.MostProblems, Read(Collection([.. Enumerable.Repeat("7", 100)])).Problems.Count);
    }

    [Fact]
    public void A_ring_that_crosses_itself_is_put_right() =>
        Assert.True(Land(Assert.Single(Read(Collection(Feature("\"990102\"", """{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}"""))).Outlines).Value).Area > 0);

    [Fact]
    public void An_outline_comes_back_as_it_was_written()
    {
        var outline = DemoShapes.Generate().Values.First();
        var again = RegionOutline.Read(outline.Write());
        Assert.Equal(outline.Rings.SelectMany(r => r), again.Rings.SelectMany(r => r));
        Assert.Equal(outline.At, again.At);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_new_map_takes_the_place_of_the_old_and_stands_in_the_record(string engine)
    {
        await using var city = await City.On(engine);
        var read = Read(Demo());
        await city.Use((RegionShapes shapes) => shapes.Replace(read.Outlines, "甲图 审图号1", default));
        await city.Use((RegionShapes shapes) => shapes.Replace(read.Outlines.Take(2).ToDictionary(), "乙图 审图号2", default));
        var map = await city.Use((RegionShapes shapes) => shapes.Of(Codes, default));
        Assert.Equal((2, "乙图 审图号2", true), (map.Outlines.Count, map.Source, map.Any));
        Assert.False((await city.Use((RegionShapes shapes) => shapes.Of(["110000000000"], default))).Any);
        var noted = await city.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Entity == "platform_region_shape").Select(e => e.Changes).ToListAsync());
        Assert.Equal(2, noted.Count);
        Assert.Single(noted, n => n.Contains("审图号2", StringComparison.Ordinal));
    }
}
