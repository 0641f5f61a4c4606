using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Pictures;

/// <summary>
/// A photograph that people hand in, drawn anew: upright, no longer than 4,096 pixels on a side, and with nothing left of the file that came but what can be seen.
/// Where and when it was taken, by which telephone, the small preview that still shows an uncut face, and whatever was hidden behind its end are gone.
/// </summary>
public sealed record Picture(byte[] Content, string Extension)
{
    /// <summary>Pixels; the largest sensor in a telephone has 200 million. More is a bomb.</summary>
    const long Most = 250_000_000;
    const int LongestSide = 4096;
    const int LargestResult = 20 * 1024 * 1024;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    static readonly string[] Extensions = [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp"];

    /// <summary>What is a picture, or says that it is one: by its first bytes or by its name.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content, string name) => KindOf(content) is not null || HasItsName(name);

    /// <summary>Whether a name says that it is a picture.</summary>
    public static bool HasItsName(string name) => Extensions.Contains(Path.GetExtension(name).ToLowerInvariant());

    /// <summary>The picture drawn anew, or why it cannot be. The program that draws (libvips) runs outside the process, as those that read documents do; without it no picture is taken.</summary>
    public static async Task<Result<Picture>> DrawnAnew(ReadOnlyMemory<byte> content, string field, CancellationToken ct)
    {
        if (Programs.OfThisMachine is not { Thumbnail: { } draw, PictureHeader: { } header }) return new Problem("platform.picture-no-program", field);
        if (KindOf(content.Span) is not { } kind) return new Problem("platform.picture-unreadable", field);

        using var tool = new Tool();
        var (given, drawn) = (tool.PathOf("given"), tool.PathOf("drawn" + kind.Result));
        await File.WriteAllBytesAsync(given, content, ct);
        var size = await tool.Run(header, ["-f", "width", given], Longest, 100, ct);
        var height = size.Ok ? await tool.Run(header, ["-f", "height", given], Longest, 100, ct) : size;
        if (!size.Ok || !height.Ok || Number(size.Output) is not { } wide || Number(height.Output) is not { } high) return new Problem("platform.picture-unreadable", field);
        if (wide * high > Most) return new Problem("platform.picture-too-many-pixels", field, Most / 1_000_000);

        // Colours of other spaces become those of the web: their profile goes with everything else that is not the picture.
        var run = await tool.Run(draw, ["--size", $"{LongestSide}x{LongestSide}>", "--export-profile", "srgb", "-o", drawn + kind.Options, given], Longest, 4096, ct);
        if (!run.Ok || !File.Exists(drawn) || new FileInfo(drawn).Length is 0 or > LargestResult) return new Problem("platform.picture-unreadable", field);
        return new Picture(await File.ReadAllBytesAsync(drawn, ct), kind.Result);
    }

    /// <summary>
    /// The picture with these areas made so coarse that no face is left in them: each is shrunk to a few dots and drawn large again, so that nothing of what stood there can be worked out.
    /// Areas reach a little further than they were drawn. Null when the program that draws is missing or fails: then nothing may be kept.
    /// </summary>
    public async Task<Picture?> Coarse(IReadOnlyList<PictureArea> areas, CancellationToken ct)
    {
        if (Programs.OfThisMachine is not { Vips: { } vips, PictureHeader: { } header }) return null;
        using var tool = new Tool();
        var now = tool.PathOf("now" + Extension);
        await File.WriteAllBytesAsync(now, Content, ct);
        if (Number((await tool.Run(header, ["-f", "width", now], Longest, 100, ct)).Output) is not { } wide || Number((await tool.Run(header, ["-f", "height", now], Longest, 100, ct)).Output) is not { } high) return null;
        // Between the steps without loss; only the last one is written as the picture came.
        const string lossless = "[compression=1]";
        var at = tool.PathOf("0.png");
        if (!await Draws("copy", now, at + lossless)) return null;
        for (var i = 0; i < areas.Count; i++)
        {
            var (left, top, right, bottom) = areas[i].On(wide, high);
            var (cut, small, large, next) = (tool.PathOf($"{i}c.png"), tool.PathOf($"{i}s.png"), tool.PathOf($"{i}l.png"), tool.PathOf($"{i + 1}.png"));
            var (w, h) = (right - left, bottom - top);
            if (!await Draws("extract_area", at, cut + lossless, left, top, w, h)
                || !await Draws("thumbnail", cut, small, Math.Min(w, Dots), "--height", Math.Min(h, Dots), "--size", "force")
                || !await Draws("thumbnail", small, large + lossless, w, "--height", h, "--size", "force")
                || !await Draws("insert", at, large, next + lossless, left, top)) return null;
            at = next;
        }
        var done = tool.PathOf("done" + Extension);
        if (!await Draws("copy", at, done + (Extension == ".png" ? "[strip]" : "[Q=88,strip]"))) return null;
        var bytes = await File.ReadAllBytesAsync(done, ct);
        return bytes.Length is 0 or > LargestResult ? null : new(bytes, Extension);

        async Task<bool> Draws(params object[] arguments) =>
            (await tool.Run(vips, arguments.Select(a => Convert.ToString(a, System.Globalization.CultureInfo.InvariantCulture)!), Longest, 4096, ct)).Ok;
    }

    /// <summary>So many dots are left of an area on a side: a face of five by five dots is nobody's.</summary>
    const int Dots = 5;

    sealed record Kind(string Result, string Options);

    static readonly Kind Photograph = new(".jpg", "[Q=88,strip]");
    static readonly Kind Drawing = new(".png", "[strip]");
    static readonly Kind Web = new(".webp", "[Q=88,strip]");

    static Kind? KindOf(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Photograph,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Drawing,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Drawing,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Web,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => Photograph,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] when brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8) || brand.StartsWith("avif"u8) => Photograph,
        _ => null,
    };

    static long? Number(byte[] output) => long.TryParse(System.Text.Encoding.ASCII.GetString(output).Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000 ? number : null;
}

/// <summary>A part of a picture, in thousandths of its width and height from the upper left corner.</summary>
public sealed record PictureArea(int Left, int Top, int Width, int Height)
{
    public const int Whole = 1000, Most = 40;

    /// <summary>How much an area grows on each side, in thousandths: a hand that draws round a face cuts off an ear.</summary>
    const int Margin = 10;

    public bool Fits => Left >= 0 && Top >= 0 && Width > 0 && Height > 0 && Left + (long)Width <= Whole && Top + (long)Height <= Whole;

    /// <summary>The same in pixels of a picture so wide and high; at least one pixel, within it.</summary>
    internal (int Left, int Top, int Right, int Bottom) On(long wide, long high)
    {
        var left = (int)(Math.Max(0, Left - Margin) * wide / Whole);
        var top = (int)(Math.Max(0, Top - Margin) * high / Whole);
        var right = (int)Math.Min(wide, ((Left + Width + Margin) * wide + Whole - 1) / Whole);
        var bottom = (int)Math.Min(high, ((Top + Height + Margin) * high + Whole - 1) / Whole);
        return (Math.Min(left, (int)wide - 1), Math.Min(top, (int)high - 1), Math.Max(right, left + 1), Math.Max(bottom, top + 1));
    }

    /// <summary>Reads "left,top,width,height;…", whole thousandths; null when it is none, or too many.</summary>
    public static IReadOnlyList<PictureArea>? Read(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > Most) return null;
        var areas = new List<PictureArea>();
        foreach (var part in parts)
        {
            var numbers = part.Split(',', StringSplitOptions.TrimEntries);
            if (numbers.Length != 4) return null;
            var read = new int[4];
            for (var i = 0; i < 4; i++)
                if (!int.TryParse(numbers[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out read[i])) return null;
            var area = new PictureArea(read[0], read[1], read[2], read[3]);
            if (!area.Fits) return null;
            areas.Add(area);
        }
        return areas;
    }
}
