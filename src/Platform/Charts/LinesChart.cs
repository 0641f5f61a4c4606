using System.Xml.Linq;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Charts;

/// <summary>One line: its values by period, null where there is none, and the places of the first periods of new definitions.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<decimal?> Values, IReadOnlyList<int> Breaks);

/// <summary>Lines over the same periods and on one axis. Path and Target stand behind them. Unit as it is written over the axis; Words are those of the language: target, path, a new definition, no data.</summary>
public sealed record LinesInput(string Title, string Unit, IReadOnlyList<string> Periods, IReadOnlyList<ChartLine> Lines, ChartWords Words, IReadOnlyList<decimal?>? Path = null, decimal? Target = null);

public sealed record ChartWords(string Target, string Path, string Break, string None)
{
    public static ChartWords Of(Texts texts) => new(texts["platform.chart.target"], texts["platform.chart.path"], texts["platform.chart.break"], texts["platform.light.grey"]);
}

/// <summary>
/// Draws lines as SVG: gaps stay gaps, a line is interrupted where its definition changes, each line has its own colour, mark and name beside its end; below 520 pixels the names stand beneath. Pure.
/// </summary>
public static class LinesChart
{
    /// <summary>More lines cannot be told apart.</summary>
    public const int Most = 6;

    const double Left = 56, Top = 30, Foot = 30, Row = 20;

    public static XElement Draw(LinesInput input, int width = 760, int height = 340)
    {
        if (input.Lines.Count > Most) throw new ArgumentException($"A chart has {Most} lines at most.", nameof(input));
        var many = input.Lines.Count > 1;
        var beneath = many && width < 520;
        var names = many && !beneath ? Math.Min(width / 3.0, input.Lines.Max(l => Ink.Width(Ending(l, input))) + 30) : 18;
        var keys = Keys(input, beneath);
        var plot = (Left, Top, Right: width - names, Bottom: height - Foot);
        var picture = Ink.Picture("om-drawn", width, height + keys.Count * Row, input.Title, Said(input));

        var (low, high, ticks) = Scale(input);
        double X(int i) => plot.Left + (plot.Right - plot.Left) * (i + .5) / Math.Max(1, input.Periods.Count);
        double Y(decimal value) => plot.Bottom - (plot.Bottom - plot.Top) * (double)((value - low) / (high - low));

        foreach (var tick in ticks)
            picture.Add(Ink.Path("grid", $"M{Ink.N(plot.Left)} {Ink.N(Y(tick))}H{Ink.N(plot.Right)}"), Ink.Text("quiet", plot.Left - 8, Y(tick) + 4, Figure.Text(tick), "end"));
        picture.Add(Ink.Path("axis", $"M{Ink.N(plot.Left)} {Ink.N(plot.Bottom)}H{Ink.N(plot.Right)}"));
        if (input.Unit.Length > 0) picture.Add(Ink.Text("quiet", plot.Left - 8, Top - 14, input.Unit));
        var every = Math.Max(1, (int)Math.Ceiling(input.Periods.Count * 44 / Math.Max(1, plot.Right - plot.Left)));
        for (var i = input.Periods.Count - 1; i >= 0; i -= every) picture.Add(Ink.Text("quiet", X(i), plot.Bottom + 19, input.Periods[i], "middle"));

        if (input.Target is { } target)
            picture.Add(Ink.Path("target", $"M{Ink.N(plot.Left)} {Ink.N(Y(target))}H{Ink.N(plot.Right)}"), Ink.Text("aim", plot.Left + 6, Y(target) - 6, $"{input.Words.Target} {Figure.Text(target)}"));
        if (input.Path is { } path) picture.Add(Ink.Path("path", Line(path, [], X, Y)));
        foreach (var at in input.Lines.SelectMany(l => l.Breaks).Where(b => b > 0 && b < input.Periods.Count).Distinct().Order())
        {
            var x = (X(at - 1) + X(at)) / 2;
            picture.Add(Ink.Path("break", $"M{Ink.N(x)} {Ink.N(plot.Top)}V{Ink.N(plot.Bottom)}"), Ink.Text("quiet", x, plot.Top - 4, input.Words.Break, "middle"));
        }
        for (var n = 0; n < input.Lines.Count; n++) picture.Add(Drawn(input.Lines[n], n, X, Y, labelled: many ? Labelled.None : X(1) - X(0) >= 60 ? Labelled.All : Labelled.Last));
        if (many && !beneath) picture.Add(Names(input, plot.Right, plot.Top, plot.Bottom, X, Y));
        for (var k = 0; k < keys.Count; k++) picture.Add(Key(keys[k], plot.Left, height + k * Row + 8));
        return picture;
    }

    /// <summary>From the first period to the last.</summary>
    public static string Span(LinesInput input) => input.Periods.Count == 0 ? "" : $"{input.Periods[0]}–{input.Periods[^1]}";

    enum Labelled { None, Last, All }

    static XElement Drawn(ChartLine line, int n, Func<int, double> x, Func<decimal, double> y, Labelled labelled)
    {
        var last = LastOf(line.Values);
        var drawn = new XElement("g", Ink.Path($"line s{n + 1}", Line(line.Values, line.Breaks, x, y)));
        for (var i = 0; i < line.Values.Count; i++)
        {
            if (line.Values[i] is not { } value) continue;
            drawn.Add(Mark(n, x(i), y(value)));
            if (labelled == Labelled.All || (labelled == Labelled.Last && i == last)) drawn.Add(Ink.Text("strong", x(i), y(value) - 10, Figure.Text(value), "middle"));
        }
        return drawn;
    }

    /// <summary>Each line has a mark of its own, for whoever does not tell the colours apart, and for paper.</summary>
    static XElement Mark(int n, double x, double y)
    {
        var (a, b) = (Ink.N(x), Ink.N(y));
        return Ink.Path($"mark s{n + 1}", n switch
        {
            1 => $"M{Ink.N(x - 4)} {Ink.N(y - 4)}h8v8h-8z",
            2 => $"M{a} {Ink.N(y - 5.5)}l5.5 5.5-5.5 5.500-5.500-5.500z",
            3 => $"M{a} {Ink.N(y - 5)}l5 9h-10z",
            4 => $"M{a} {Ink.N(y + 5)}l5-9h-10z",
            5 => $"M{Ink.N(x - 1.6)} {Ink.N(y - 5)}h3.200v3.400h3.400v3.200h-3.400v3.400h-3.200v-3.400h-3.400v-3.200h3.400z",
            _ => $"M{Ink.N(x - 4)} {b}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
        });
    }

    static string Line(IReadOnlyList<decimal?> values, IReadOnlyList<int> breaks, Func<int, double> x, Func<decimal, double> y) => string.Concat(values.Select((value, i) =>
        value is { } v ? $"{(i > 0 && values[i - 1] is not null && !breaks.Contains(i) ? 'L' : 'M')}{Ink.N(x(i))} {Ink.N(y(v))}" : ""));

    /// <summary>Names at the ends of their lines, moved apart where the ends lie close.</summary>
    static XElement Names(LinesInput input, double right, double top, double bottom, Func<int, double> x, Func<decimal, double> y)
    {
        var ends = input.Lines.Select((line, n) => (Line: line, N: n, At: LastOf(line.Values))).Where(e => e.At >= 0).Select(e => (e.Line, e.N, X: x(e.At), Y: y(e.Line.Values[e.At]!.Value))).OrderBy(e => e.Y).ToList();
        var places = Spread([.. ends.Select(e => e.Y)], 18, top + 6, bottom - 2);
        var names = new XElement("g");
        for (var i = 0; i < ends.Count; i++)
        {
            var (line, n, fromX, fromY) = ends[i];
            if (Math.Abs(places[i] - fromY) > 3 || right - fromX > 60) names.Add(Ink.Path("lead", $"M{Ink.N(fromX + 7)} {Ink.N(fromY)}L{Ink.N(right + 2)} {Ink.N(places[i])}"));
            names.Add(Ink.Text($"name s{n + 1}", right + 6, places[i] + 4.5, Ending(line, input)));
        }
        return names;
    }

    /// <summary>Moves places that lie closer than a distance apart, keeps their order, and keeps them between top and bottom as far as there is room.</summary>
    public static IReadOnlyList<double> Spread(IReadOnlyList<double> sorted, double distance, double top, double bottom)
    {
        var places = sorted.ToArray();
        for (var i = 0; i < places.Length; i++) places[i] = Math.Max(places[i], i == 0 ? top : places[i - 1] + distance);
        for (var i = places.Length - 1; i >= 0; i--) places[i] = Math.Min(places[i], i == places.Length - 1 ? Math.Max(bottom, top + distance * (places.Length - 1)) : places[i + 1] - distance);
        return places;
    }

    /// <summary>The name and the last value; with its period where others go on.</summary>
    static string Ending(ChartLine line, LinesInput input) => LastOf(line.Values) is >= 0 and var last
        ? $"{line.Name} {Figure.Text(line.Values[last]!.Value)}{(last < input.Lines.Max(l => LastOf(l.Values)) ? $" ({input.Periods[last]})" : "")}" : line.Name;

    static int LastOf(IReadOnlyList<decimal?> values)
    {
        var last = values.Count - 1;
        while (last >= 0 && values[last] is null) last--;
        return last;
    }

    sealed record KeyLine(string Look, int Mark, string Word);

    /// <summary>What stands beneath: the lines of a narrow drawing, those that have no end to be named at, the path.</summary>
    static List<KeyLine> Keys(LinesInput input, bool beneath)
    {
        var keys = new List<KeyLine>();
        for (var n = 0; n < input.Lines.Count; n++)
        {
            var none = LastOf(input.Lines[n].Values) < 0;
            if (beneath || none) keys.Add(new("", n, none ? $"{input.Lines[n].Name}：{input.Words.None}" : Ending(input.Lines[n], input)));
        }
        if (input.Path?.Any(p => p is not null) == true) keys.Add(new("path", -1, input.Words.Path));
        return keys;
    }

    static XElement Key(KeyLine key, double left, double y) => new("g",
        key.Mark >= 0 ? Mark(key.Mark, left + 8, y) : Ink.Path(key.Look, $"M{Ink.N(left - 4)} {Ink.N(y)}h24"), Ink.Text("quiet", left + 26, y + 4.5, key.Word));

    /// <summary>The axis: from about the lowest to about the highest value, with ticks at round numbers; from nought only where the values come near it.</summary>
    static (decimal Low, decimal High, IReadOnlyList<decimal> Ticks) Scale(LinesInput input)
    {
        var known = input.Lines.SelectMany(l => l.Values).Concat(input.Path ?? []).Append(input.Target).OfType<decimal>().ToList();
        if (known.Count == 0) return (0, 1, []);
        var (low, high) = (known.Min(), known.Max());
        if (low == high) (low, high) = (low - Math.Max(1, Math.Abs(low) / 10), high + Math.Max(1, Math.Abs(high) / 10));
        var step = RoundStep((high - low) / 4);
        var room = (high - low) / 8;
        var from = Math.Floor((known.Min() >= 0 ? Math.Max(0, low - room) : low - room) / step) * step;
        var to = Math.Ceiling((high + room) / step) * step;
        var ticks = new List<decimal>();
        for (var tick = from; tick <= to && ticks.Count < 20; tick += step) ticks.Add(tick);
        return (from, to, ticks);
    }

    /// <summary>1, 2 or 5 times a power of ten, not below.</summary>
    static decimal RoundStep(decimal least)
    {
        var power = 1m;
        while (power > least && power > 0.0001m) power /= 10;
        while (power * 10 <= least) power *= 10;
        return least <= power ? power : least <= power * 2 ? power * 2 : least <= power * 5 ? power * 5 : power * 10;
    }

    static string Said(LinesInput input) => string.Join("; ", input.Lines.Select(l => $"{l.Name}: {string.Join(", ", l.Values.Select((v, i) => v is { } value ? $"{input.Periods[i]} {Figure.Text(value)}" : null).OfType<string>().DefaultIfEmpty(input.Words.None))}"));
}
