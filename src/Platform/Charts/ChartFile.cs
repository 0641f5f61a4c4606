using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Charts;

/// <summary>What stands round a drawing in a file: title, a line under it, where the figures are from, the day; Note where something has to stand beneath the drawing itself, as the approval of a map.</summary>
public sealed record ChartFrame(string Title, string Under, string Source, DateOnly Day, string? Note = null);

/// <summary>
/// A drawing as a file of its own: title, drawing, source and day, the mark. Every look is written out as attributes, since word processors read no style sheets in a picture, and our answers allow none.
/// </summary>
public static class ChartFile
{
    public const string ContentType = "image/svg+xml";
    const string Fonts = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',SimHei,sans-serif";
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // The colours of the light style sheet (styles/tokens.css, styles/charts.css): a file is for paper and for other people's pages.
    static readonly string[] Lines = ["#0b7a6b", "#d84a22", "#3d6fdd", "#8a55c7", "#8a5f00", "#1f2a37"];
    static readonly string[] Steps = ["#ebf4f3", "#cee4e1", "#aed3ce", "#85bcb5", "#0b7a6b"];

    static readonly Dictionary<string, (string Name, string Value)[]> Looks = new(StringComparer.Ordinal)
    {
        ["grid"] = [("fill", "none"), ("stroke", "#e4e1d9")],
        ["axis"] = [("fill", "none"), ("stroke", "#8a929d")],
        ["line"] = [("fill", "none"), ("stroke-width", "2.5"), ("stroke-linejoin", "round"), ("stroke-linecap", "round")],
        ["target"] = [("fill", "none"), ("stroke", "#f2643d"), ("stroke-width", "1.5")],
        ["path"] = [("fill", "none"), ("stroke", "#8a929d"), ("stroke-width", "1.5"), ("stroke-dasharray", "5 4")],
        ["break"] = [("fill", "none"), ("stroke", "#1f2a37"), ("stroke-dasharray", "1 3")],
        ["lead"] = [("fill", "none"), ("stroke", "#8a929d"), ("stroke-width", "0.75")],
        ["mark"] = [],
        ["area"] = [("stroke", "#fff"), ("stroke-width", "1.25"), ("stroke-linejoin", "round")],
        ["hatch"] = [("stroke", "#8a929d"), ("stroke-width", "0.75")],
        ["none"] = [("stroke", "#8a929d")],
        ["hidden"] = [("stroke", "#8a929d")],
        ["quiet"] = [("fill", "#56616f"), ("font-size", "13")],
        ["aim"] = [("fill", "#b23c18"), ("font-size", "13"), ("font-weight", "600")],
        ["strong"] = [("fill", "#1f2a37"), ("font-size", "13"), ("font-weight", "600")],
        ["name"] = [("font-size", "13"), ("font-weight", "600")],
        ["place"] = [("fill", "#1f2a37"), ("font-size", "12")],
        ["on"] = [("fill", "#fff"), ("font-size", "12")],
        ["title"] = [("fill", "#1f2a37"), ("font-size", "19"), ("font-weight", "700")],
    };

    /// <summary>UTF-8, without a byte order mark.</summary>
    public static byte[] Of(XElement drawing, ChartFrame frame)
    {
        var size = drawing.Attribute("viewBox")!.Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var (width, height) = (size[2] + 40, size[3] + (frame.Note is null ? 134 : 160));
        var file = new XElement(Svg + "svg", new XAttribute("viewBox", $"0 0 {Ink.N(width)} {Ink.N(height)}"), new XAttribute("width", Ink.N(width)), new XAttribute("height", Ink.N(height)), new XAttribute("font-family", Fonts), new XAttribute("role", "img"),
            new XElement(Svg + "title", Ink.Clean(frame.Title)), drawing.Element("desc") is { } told ? new XElement(Svg + "desc", told.Value) : null,
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#fff")),
            Words("title", 20, 36, Fit(frame.Title, width - 40, 19)), Words("quiet", 20, 60, Fit(frame.Under, width - 40, 13)),
            new XElement(Svg + "g", new XAttribute("transform", "translate(20 76)"), drawing.Elements().Where(e => e.Name.LocalName is not ("title" or "desc")).Select(Written)),
            frame.Note is null ? null : Words("quiet", 20, height - 58, Fit(frame.Note, width - 40, 13)),
            new XElement(Svg + "path", new XAttribute("d", $"M20 {Ink.N(height - 46)}H{Ink.N(width - 20)}"), new XAttribute("stroke", "#e4e1d9")),
            Mark(20, height - 36), Words("strong", 48, height - 20, "一米 OneMetre"), Words("quiet", width - 20, height - 20, Fit($"{frame.Source} · {Day.Text(frame.Day)}", width - 210, 13), "end"));
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) })) file.Save(writer);
        return memory.ToArray();
    }

    static XElement Words(string look, double x, double y, string text, string anchor = "start") => Written(Ink.Text(look, x, y, text, anchor));

    static XElement Written(XElement element)
    {
        var written = new XElement(Svg + element.Name.LocalName, element.Attributes().Where(a => a.Name != "class"), element.Nodes().Select(n => n is XElement inner ? Written(inner) : n));
        foreach (var look in ((string?)element.Attribute("class") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            foreach (var (name, value) in Look(look, element.Name.LocalName == "text", (string?)element.Attribute("class") ?? "")) written.SetAttributeValue(name, value);
        return written;
    }

    static (string Name, string Value)[] Look(string look, bool text, string all) => look switch
    {
        ['s', >= '1' and <= '6' and var n] => [(text || all.StartsWith("mark", StringComparison.Ordinal) ? "fill" : "stroke", Lines[n - '1'])],
        ['s', 't', 'e', 'p', var n] => [("fill", Steps[n - '1'])],
        _ => Looks.GetValueOrDefault(look) ?? [],
    };

    /// <summary>The mark of the product, 20 pixels high.</summary>
    static XElement Mark(double x, double y) => new(Svg + "g", new XAttribute("transform", $"translate({Ink.N(x)} {Ink.N(y)}) scale(.65)"), new XAttribute("fill", "none"), new XAttribute("stroke-linecap", "round"),
        new XElement(Svg + "rect", new XAttribute("width", "32"), new XAttribute("height", "32"), new XAttribute("rx", "8"), new XAttribute("fill", "#0b7a6b")),
        new XElement(Svg + "path", new XAttribute("d", "M7 8.500v15M7 8.500h3.500M7 13.500h2.500M7 18.500h2.500M7 23.500h3.500"), new XAttribute("stroke", "#fff"), new XAttribute("stroke-width", "1.8")),
        new XElement(Svg + "circle", new XAttribute("cx", "19.5"), new XAttribute("cy", "13"), new XAttribute("r", "4.2"), new XAttribute("fill", "#ffc547")),
        new XElement(Svg + "path", new XAttribute("d", "M13 24.500c.6-4 3.200-6 6.500-6s5.900 2 6.500 6"), new XAttribute("stroke", "#fff"), new XAttribute("stroke-width", "2.2")));

    static string Fit(string text, double room, double size)
    {
        if (Ink.Width(text, size) <= room) return text;
        while (text.Length > 1 && Ink.Width(text, size) > room - size) text = text[..^1];
        return text + "…";
    }
}
