using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Files;

/// <summary>Comma-separated text (RFC 4180) in whichever encoding is asked for: the CSV library here writes UTF-8 alone.</summary>
public static class CsvText
{
    /// <summary>Spreadsheet programs run a text cell that begins with =, +, -, @ or a control character as a formula; such a cell gets an apostrophe in front. Figures stay figures.</summary>
    public static async Task Write(Stream stream, Encoding encoding, IEnumerable<string> titles, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken ct)
    {
        await using var writer = new StreamWriter(stream, encoding, leaveOpen: true);
        await writer.WriteAsync(Record(titles));
        await foreach (var row in rows.WithCancellation(ct))
            await writer.WriteAsync(Record(row.Select(cell => cell is string text ? Harmless(text) : Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")));
    }

    /// <summary>A text file from outside: UTF-8, UTF-16 with its mark, or GB 18030, without loss; null where it is none of them.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE])) return Strictly(new UnicodeEncoding(false, false, throwOnInvalidBytes: true), bytes[2..]);
        if (bytes.StartsWith<byte>([0xFE, 0xFF])) return Strictly(new UnicodeEncoding(true, false, throwOnInvalidBytes: true), bytes[2..]);
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        if (bytes.Contains((byte)0)) return null;
        return Strictly(new UTF8Encoding(false, throwOnInvalidBytes: true), bytes)
            ?? Strictly(CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!, bytes);
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

    /// <summary>The records of a text, one after the other. A quotation mark that is never closed runs to the end; nothing throws.</summary>
    public static IEnumerable<IReadOnlyList<string>> Records(string text)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
                else quoted = false;
            }
            else if (c == '"' && field.Length == 0) quoted = true;
            else if (c == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (c is '\r' or '\n')
            {
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
                yield return [.. fields, field.ToString()];
                fields.Clear();
                field.Clear();
            }
            else field.Append(c);
        }
        if (fields.Count > 0 || field.Length > 0) yield return [.. fields, field.ToString()];
    }

    public static string Harmless(string text) => IsFormula(text.AsSpan().TrimStart(" \u3000\u200B\uFEFF")) ? "'" + text : text;

    // Chinese input methods write the full-width twins, and spreadsheet programs take them for the same.
    static bool IsFormula(ReadOnlySpan<char> text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..];

    static string Record(IEnumerable<string> fields) => string.Join(',', fields.Select(f => f.AsSpan().ContainsAny("\",\r\n") ? $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : f)) + "\r\n";
}
