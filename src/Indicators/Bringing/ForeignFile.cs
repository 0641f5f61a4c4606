using System.Text;
using OneMetre.Indicators.Exchanging;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Bringing;

/// <summary>A file of figures by what is in it, whatever it is called: an object of JSON, ADX, a workbook or a table by commas.</summary>
static class ForeignFile
{
    /// <summary>What opens it for <see cref="ReceiveFigures"/>; a problem of field "file" where it is none of them.</summary>
    public static Result<Func<(IncomingHead Head, IEnumerable<IncomingFigure> Rows)>> Of(ReadOnlyMemory<byte> file, Texts texts)
    {
        if (file.IsEmpty) return new Problem("indicators.file-empty", "file");
        if (file.Length > ReceiveFigures.LargestBody) return new Problem("indicators.file-too-large", "file", ReceiveFigures.LargestBody / 1024 / 1024);
        var span = file.Span;
        if (!span.StartsWith("PK"u8) && First(span) is '<') return Opened(file, true);
        if (!span.StartsWith("PK"u8) && First(span) is '{')
        {
            // JSON is UTF-8 by its own rule; files are what programs made of them.
            if (CsvText.Decode(span) is not { } text) return new Problem("indicators.file-unknown", "file");
            return Opened(Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF')), false);
        }
        var table = TableFigures.Of(file, texts);
        return table.Ok ? new(() => table.Value, []) : new(null, table.Problems);
    }

    static Result<Func<(IncomingHead Head, IEnumerable<IncomingFigure> Rows)>> Opened(ReadOnlyMemory<byte> file, bool xml) => new(() =>
    {
        var (head, rows) = xml ? AdxFigures.Of(Stream(file)) : JsonFigures.Of(Stream(file));
        return (head, rows(Stream(file)));
    }, []);

    static MemoryStream Stream(ReadOnlyMemory<byte> file) => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(file, out var bytes) ? new(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new(file.ToArray(), writable: false);

    /// <summary>The first sign that is neither a mark of the encoding nor a space; a sign of UTF-16 counts without its noughts.</summary>
    static char First(ReadOnlySpan<byte> file)
    {
        foreach (var sign in file[..Math.Min(file.Length, 200)])
            if (sign is not (0xEF or 0xBB or 0xBF or 0xFE or 0xFF or 0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return (char)sign;
        return '\0';
    }
}
