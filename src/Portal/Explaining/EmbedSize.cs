using System.Globalization;

namespace OneMetre.Portal.Explaining;

/// <summary>How large a chart in somebody else's page is, in pixels.</summary>
static class EmbedSize
{
    public const int Narrowest = 300, Widest = 1200, Usual = 640;

    /// <summary>What is no number is the usual width; what is too narrow or too wide, the nearest that works.</summary>
    public static int Width(string? asked) => int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var width) ? Math.Clamp(width, Narrowest, Widest) : Usual;

    /// <summary>The chart with its words, which take more lines where it is narrow.</summary>
    public static int Height(int width) => width < 480 ? 560 : 480;
}
