using OneMetre.Platform.Regions;

namespace OneMetre.Web.Demo;

/// <summary>
/// The invented boundaries of the demo city's nine counties, which cover it without gap or overlap: corners that neighbours share, and between two corners a line as rough as a river, the same from either
/// side. It lies in the open Pacific, where it is on nobody's land.
/// </summary>
static class DemoShapes
{
    public const string Source = "示意图，地界为虚构 (invented)";

    const double West = 150, South = 34;
    const int Roughness = 4;

    // Hundredths of a degree from the south-western corner.
    static readonly Dictionary<char, (double X, double Y)> Corners = new (char Name, double X, double Y)[]
    {
        ('A', 0, 70), ('B', 18, 94), ('C', 48, 99), ('D', 80, 91), ('E', 112, 97), ('F', 138, 78), ('G', 145, 48), ('H', 130, 17), ('I', 98, 4), ('J', 62, 0), ('K', 28, 9), ('L', 5, 36),
        ('M', 38, 68), ('N', 63, 76), ('O', 92, 71), ('P', 103, 46), ('Q', 88, 27), ('R', 56, 25), ('S', 36, 43), ('T', 60, 51), ('U', 80, 50),
    }.ToDictionary(c => c.Name, c => (c.X, c.Y));

    static readonly (string Key, string Ring)[] Rings =
    [
        ("lanhe", "SMNT"), ("dongping", "NOPUT"), ("wanghu", "STUQR"), ("gaoxin", "UPQ"), ("qinghe", "KLABMSR"), ("yunling", "BCDNM"), ("bailu", "DEFON"), ("shiqiao", "FGHPO"), ("shuangxi", "PHIJKRQ"),
    ];

    public static IReadOnlyDictionary<string, RegionOutline> Generate() => Rings.ToDictionary(r => DemoRegions.Counties.Single(c => c.Key == r.Key).Code, r => Outline(r.Ring), StringComparer.Ordinal);

    static RegionOutline Outline(string corners)
    {
        List<(double X, double Y)> ring = [.. corners.SelectMany((from, i) => Side(from, corners[(i + 1) % corners.Length]))];
        ring.Add(ring[0]);
        return new([[.. ring.Select(Place)]], Place(Middle(ring)));
    }

    /// <summary>From one corner to just before the next; drawn from the lesser letter, so that both neighbours have the same line.</summary>
    static List<(double X, double Y)> Side(char from, char to)
    {
        var (first, last) = from < to ? (from, to) : (to, from);
        var dice = new DemoDice(1, $"boundary {first}{last}");
        List<(double X, double Y)> line = [Corners[first], Corners[last]];
        for (var turn = 0; turn < Roughness; turn++)
            line = [.. line.Zip(line.Skip(1), (a, b) => ((double, double)[])[a, Bent(a, b, dice)]).SelectMany(p => p), line[^1]];
        if (from > to) line.Reverse();
        line.RemoveAt(line.Count - 1);
        return line;
    }

    /// <summary>A point near the middle, moved to one side by at most an eighth of the length.</summary>
    static (double, double) Bent((double X, double Y) a, (double X, double Y) b, DemoDice dice)
    {
        var by = dice.Between(-1000, 1000) / 8000.0;
        return ((a.X + b.X) / 2 - (b.Y - a.Y) * by, (a.Y + b.Y) / 2 + (b.X - a.X) * by);
    }

    static (double X, double Y) Middle(List<(double X, double Y)> ring)
    {
        var (area, x, y) = (0d, 0d, 0d);
        foreach (var (a, b) in ring.Zip(ring.Skip(1)))
        {
            var part = a.X * b.Y - b.X * a.Y;
            (area, x, y) = (area + part, x + (a.X + b.X) * part, y + (a.Y + b.Y) * part);
        }
        return (x / (3 * area), y / (3 * area));
    }

    static GeoPoint Place((double X, double Y) at) => new(Math.Round(West + at.X / 100, 5), Math.Round(South + at.Y / 100, 5));
}
