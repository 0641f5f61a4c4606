using System.Globalization;
using System.Xml.Linq;

namespace OneMetre.Platform.Charts;

/// <summary>The marks that drawings are made of: elements of SVG without a namespace, whose look is a class. On a page the style sheet gives the colours; in a file <see cref="ChartFile"/> writes them out.</summary>
static class Ink
{
    /// <summary>A coordinate, to a tenth of a pixel.</summary>
    public static string N(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);

    public static XElement Path(string look, string d) => new("path", new XAttribute("class", look), new XAttribute("d", d));
    public static XElement Box(string look, double x, double y, double width, double height) => new("rect", new XAttribute("class", look), new XAttribute("x", N(x)), new XAttribute("y", N(y)), new XAttribute("width", N(width)), new XAttribute("height", N(height)));
    public static XElement Text(string look, double x, double y, string text, string anchor = "start") => new("text", new XAttribute("class", look), new XAttribute("x", N(x)), new XAttribute("y", N(y)), new XAttribute("text-anchor", anchor), Clean(text));

    /// <summary>Names come from files and forms: what XML cannot hold is left out.</summary>
    public static string Clean(string text) => Results.PlainText.ForXml(text);

    /// <summary>A picture with what is read out instead of it.</summary>
    public static XElement Picture(string look, double width, double height, string title, string description) =>
        new("svg", new XAttribute("class", look), new XAttribute("viewBox", $"0 0 {N(width)} {N(height)}"), new XAttribute("role", "img"), new XAttribute("aria-label", Clean(title)), new XElement("title", Clean(title)), new XElement("desc", Clean(description)));

    /// <summary>How wide a text of 13 px is about: a Chinese character as wide as high, anything else a little more than half.</summary>
    public static double Width(string text, double size = 13) => text.Sum(c => c >= 0x2E80 ? size : size * .56);
}
