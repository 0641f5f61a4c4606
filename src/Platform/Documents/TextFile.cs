using System.Buffers;
using System.Text;

namespace OneMetre.Platform.Documents;

/// <summary>A plain text file: UTF-8, UTF-16 with its mark, or GB18030. A line is a paragraph.</summary>
static class TextFile
{
    static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\f\v\u0085\u2028\u2029");
    static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    public static void Read(ReadOnlyMemory<byte> content, Reading reading, CancellationToken ct)
    {
        if (Decode(content.Span, reading) is { } text) Split(text, reading, ct);
    }

    /// <summary>One paragraph a line, whatever ends it. A form feed starts a new page and is no text.</summary>
    public static void Split(string text, Reading reading, CancellationToken ct)
    {
        int? page = text.Contains('\f') ? 1 : null;
        var rest = text.AsSpan();
        for (var n = 0; !rest.IsEmpty && !reading.Full; n++)
        {
            if (n % 1024 == 0) ct.ThrowIfCancellationRequested();
            var end = rest.IndexOfAny(LineEnds);
            reading.Line((end < 0 ? rest : rest[..end]).ToString(), page);
            if (end < 0) break;
            if (rest[end] == '\f') page++;
            rest = rest[(end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1))..];
        }
    }

    static string? Decode(ReadOnlySpan<byte> bytes, Reading reading)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith<byte>([0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        if (bytes.Contains((byte)0))
        {
            reading.Refuse("platform.document-type-unknown");
            return null;
        }
        if (Strictly(StrictUtf8, bytes) is { } utf8) return utf8;

        // A file cut off in its last character is still UTF-8; as GB18030 it would decode to nonsense without complaint.
        for (var cut = 1; cut <= 3 && cut < bytes.Length; cut++)
        {
            if (Strictly(StrictUtf8, bytes[..^cut]) is not { } almost || !almost.Any(c => c > '\u007f')) continue;
            reading.Warn("platform.document-truncated");
            return almost;
        }
        if (Strictly(Gb18030(strict: true), bytes) is { } gb) return gb;

        var asUtf8 = Encoding.UTF8.GetString(bytes);
        var asGb = Gb18030(strict: false).GetString(bytes);
        var (better, damage) = asUtf8.Count(c => c == '\ufffd') <= asGb.Count(c => c == '\ufffd') ? (asUtf8, asUtf8) : (asGb, asGb);
        var lost = damage.Count(c => c == '\ufffd');
        if (lost * 10 > better.Length)
        {
            reading.Refuse("platform.document-type-unknown");
            return null;
        }
        reading.Warn("platform.document-text-damaged", lost.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return better;
    }

    static string? Strictly(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    static Encoding Gb18030(bool strict) => CodePagesEncodingProvider.Instance.GetEncoding(
        54936, EncoderFallback.ReplacementFallback, strict ? DecoderFallback.ExceptionFallback : DecoderFallback.ReplacementFallback)!;
}
