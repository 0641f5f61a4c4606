using System.Globalization;
using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Charts;
using OneMetre.Platform.Regions;
using OneMetre.Tests.Platform.Ui;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Platform.Charts;

/// <summary>Lines and maps as the server draws them, and the files made of them.</summary>
public class DrawingTests
{
    static readonly ChartWords Words = new("目标", "应达路径", "口径变更", "无数据");
    static LinesInput Lines(params ChartLine[] lines) => new("题目", "%", [.. Enumerable.Range(2020, 6).Select(y => y.ToString(CultureInfo.InvariantCulture))], lines, Words);
    static string D(XElement drawing, string look) => (string)drawing.Descendants("path").Single(p => (string?)p.Attribute("class") == look).Attribute("d")!;

    static readonly string[] Said = ["一米 OneMetre", "来源：示范市 · 2026年11月24日", "审图号", "题目 <&>"];

    [Fact]
    public void A_gap_stays_a_gap_and_a_new_definition_interrupts_the_line()
    {
        var drawing = LinesChart.Draw(Lines(new("东区", [1, 2, null, 4, 5, 6], []), new("西区", [1, 2, 3, 4, 5, 6], [3])));
        Assert.Equal(2, D(drawing, "line s1").Count(c => c == 'M'));
        Assert.Equal(2, D(drawing, "line s2").Count(c => c == 'M'));
        Assert.Contains(drawing.Descendants("text"), t => t.Value == "口径变更");
        Assert.Single(drawing.Descendants("path"), p => (string?)p.Attribute("class") == "break");
        Assert.Contains(drawing.Descendants("text"), t => t.Value == "西区 6");
    }

    [Fact]
    public void A_line_that_ends_before_the_others_says_when()
    {
        var drawing = LinesChart.Draw(Lines(new("东区", [1, 2, 3, 4, 5, null], []), new("西区", [1, 2, 3, 4, 5, 6], []), new("南区", [null, null, null, null, null, null], [])));
        Assert.Contains(drawing.Descendants("text"), t => t.Value == "东区 5 (2024)");
        Assert.Contains(drawing.Descendants("text"), t => t.Value == "南区：无数据");
    }

    [Fact]
    public void On_a_narrow_drawing_the_names_stand_beneath()
    {
        var input = Lines(new("东区", [1, 2, 3, 4, 5, 6], []), new("西区", [2, 3, 4, 5, 6, 7], []));
        static bool Ends(XElement d) => d.Descendants("text").Any(t => (string?)t.Attribute("class") is "name s1");
        Assert.True(Ends(LinesChart.Draw(input)));
        Assert.False(Ends(LinesChart.Draw(input, 340)));
        Assert.Throws<ArgumentException>(() => LinesChart.Draw(Lines([.. Enumerable.Range(0, 7).Select(n => new ChartLine($"{n}", [1, 2, 3, 4, 5, 6], []))])));
    }

    [Fact]
    public void Whatever_the_values_are_nothing_is_drawn_outside_of_the_picture() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), values =>
    {
        var numbers = values.Take(6).Select(v => (decimal?)v / 7).Concat(Enumerable.Repeat((decimal?)null, 6)).Take(6).ToList();
        var drawing = LinesChart.Draw(Lines(new("东区", numbers, []), new("西区", [.. numbers.Select(n => -n)], [])));
        var size = drawing.Attribute("viewBox")!.Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return drawing.Descendants("text").All(t => Inside(t, "x", size[2]) && Inside(t, "y", size[3]));

        static bool Inside(XElement text, string axis, double most) => double.Parse(text.Attribute(axis)!.Value, CultureInfo.InvariantCulture) is var at && at >= 0 && at <= most;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Names_are_moved_apart_and_keep_their_order() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), raw =>
    {
        var sorted = raw.Take(6).Select(b => (double)b).Order().ToList();
        var places = LinesChart.Spread(sorted, 18, 0, 300);
        return places.Zip(places.Skip(1)).All(p => p.Second - p.First > 17.99) && places.All(p => p is >= 0 and <= 300.01);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_steps_of_a_map_follow_the_values() => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<int>>(), raw =>
    {
        var values = raw.Get.Select(v => v / 3m).ToList();
        var (step, legend) = AreaMap.Classes(values, v => v.ToString("0.###", CultureInfo.InvariantCulture));
        var steps = values.Order().Select(step).ToList();
        return steps.SequenceEqual(steps.Order()) && steps.All(s => legend.Any(l => l.Step == s)) && (values.Distinct().Count() == 1 || (steps[0] == 0 && steps[^1] == AreaMap.Steps - 1));
    }).QuickCheckThrowOnFailure();

    static MapInput Map()
    {
        var areas = DemoShapes.Generate().Select((s, i) => new MapArea($"{s.Key}", s.Value, i > 6 ? null : i % 5, i > 6 ? null : $"{i}", i == 8)).ToList();
        return new("地图", areas, [(0, "0–1"), (4, "4–5")], "无数据", "＊ 不显示");
    }

    [Fact]
    public void What_has_no_figure_and_what_is_hidden_are_hatched_each_in_its_way()
    {
        var drawing = AreaMap.Draw(Map());
        Assert.Equal(9 + 4, drawing.Descendants("path").Count(p => ((string?)p.Attribute("class"))!.StartsWith("area ", StringComparison.Ordinal)));
        foreach (var kind in new[] { "none", "hidden" })
        {
            var hatched = drawing.Descendants("path").Where(p => (string?)p.Attribute("class") == $"area {kind}").ToList();
            Assert.Equal(2, hatched.Count); // the region and its key
            Assert.All(hatched, p => Assert.Equal($"url(#map-{kind})", (string?)p.Attribute("fill")));
            Assert.Single(drawing.Descendants("pattern"), p => (string?)p.Attribute("id") == $"map-{kind}");
        }
    }

    [Fact]
    public void At_sixty_degrees_a_degree_of_longitude_is_half_as_wide_as_one_of_latitude()
    {
        GeoPoint[] ring = [new(10, 59.5), new(12, 59.5), new(12, 60.5), new(10, 60.5), new(10, 59.5)];
        var drawing = AreaMap.Draw(new("方", [new("方", new([ring], new(11, 60)), 0, "1")], [], "", ""), 400, 400);
        var points = D(drawing, "area step1").TrimStart('M').TrimEnd('Z').Split('L').Select(p => p.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.Equal(points.Max(p => p[0]) - points.Min(p => p[0]), points.Max(p => p[1]) - points.Min(p => p[1]), 1.0);
    }

    [Fact]
    public Task A_file_needs_no_style_sheet_and_holds_any_name() => Page.In("zh-CN", () =>
    {
        foreach (var drawing in new[] { LinesChart.Draw(Lines(new("<东>&\u0001\uD800", [1, 2, null, 4, 5, 6], [4]), new("西区", [3, 2, 3, 4, 5, null], [])) with { Path = [1, 2, 3, 4, 5, 6], Target = 5 }), LinesChart.Draw(Lines(new ChartLine("一", [1, 2, 3, 4, 5, 6], []))), AreaMap.Draw(Map()) })
        {
            var text = Encoding.UTF8.GetString(ChartFile.Of(drawing, new("题目 <&>\u0002", "2020–2025", "来源：示范市", new(2026, 11, 24), "审图号")));
            var file = XDocument.Parse(text);
            XNamespace svg = "http://www.w3.org/2000/svg";
            Assert.Equal(svg + "svg", file.Root!.Name);
            Assert.DoesNotContain(file.Descendants(), e => e.Attribute("class") is not null || e.Attribute("style") is not null || e.Name.LocalName is "style" or "script");
            Assert.All(file.Descendants(svg + "text"), t => Assert.NotNull(t.Attribute("fill")));
            Assert.All(file.Descendants(svg + "path"), p => Assert.True(p.Attribute("fill") is not null || p.Attribute("stroke") is not null, p.ToString()));
            foreach (var says in Said) Assert.Contains(file.Descendants(svg + "text"), t => t.Value == says);
        }
        return Task.FromResult(0);
    });
}
