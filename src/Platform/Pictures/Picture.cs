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
