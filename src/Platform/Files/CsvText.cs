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

    public static string Harmless(string text) => IsFormula(text.AsSpan().TrimStart(" \u3000\u200B\uFEFF")) ? "'" + text : text;

    // Chinese input methods write the full-width twins, and spreadsheet programs take them for the same.
    static bool IsFormula(ReadOnlySpan<char> text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..];

    static string Record(IEnumerable<string> fields) => string.Join(',', fields.Select(f => f.AsSpan().ContainsAny("\",\r\n") ? $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : f)) + "\r\n";
}
