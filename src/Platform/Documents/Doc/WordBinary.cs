using System.Buffers.Binary;
using System.Text;

namespace OneMetre.Platform.Documents.Doc;

/// <summary>
/// The text of a Word 97 file, from its piece table ([MS-DOC] 2.4.1). Automatic numbers are not in the text; tables come as cell marks, and a row
/// has one mark more than it has cells, so the first row tells how many there are.
/// </summary>
static class WordBinary
{
    const ushort Signature = 0xA5EC;
    const int Flags = 0x0A;
    const int TextLength = 0x4C;
    const int PieceTable = 0x01A2;
    const char CellMark = '\u0007';

    public static bool IsEncrypted(byte[] stream) => stream.Length > Flags + 1 && (stream[Flags + 1] & 0x01) != 0;

    /// <summary>Null where the stream is no text of Word 97 or later.</summary>
    public static string? Text(byte[] stream, CompoundFile file)
    {
        if (stream.Length < PieceTable + 8 || BinaryPrimitives.ReadUInt16LittleEndian(stream) != Signature) return null;
        var table = file.Stream((stream[Flags + 1] & 0x02) != 0 ? "1Table" : "0Table");
        if (table is null || Slice(table, Int(stream, PieceTable), Int(stream, PieceTable + 4)) is not { } clx) return null;
        while (clx.Length > 3 && clx.Span[0] == 1)
        {
            var skip = 3 + BinaryPrimitives.ReadUInt16LittleEndian(clx.Span[1..]);
            if (skip > clx.Length) return null;
            clx = clx[skip..];
        }
        return clx.Length > 5 && clx.Span[0] == 2 ? Pieces(stream, clx[5..].Span, Int(stream, TextLength)) : null;
    }

    static string Pieces(byte[] stream, ReadOnlySpan<byte> table, int most)
    {
        var text = new StringBuilder();
        var count = (table.Length - 4) / 12;
        most = Math.Clamp(most, 0, stream.Length);
        for (var i = 0; i < count && text.Length < most; i++)
        {
            var length = (long)BinaryPrimitives.ReadInt32LittleEndian(table[((i + 1) * 4)..]) - BinaryPrimitives.ReadInt32LittleEndian(table[(i * 4)..]);
            var where = BinaryPrimitives.ReadInt32LittleEndian(table[(((count + 1) * 4) + (i * 8) + 2)..]);
            length = Math.Clamp(length, 0, most - text.Length);
            var narrow = (where & 0x40000000) != 0;
            where &= 0x3FFFFFFF;
            if (Slice(stream, narrow ? where / 2 : where, (int)(narrow ? length : length * 2)) is not { } piece) continue;
            text.Append((narrow ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.Unicode).GetString(piece.Span));
        }
        return text.ToString();
    }

    /// <summary>Writes tables the way Word prints them as text (see <see cref="TabbedTables"/>), so that one reader folds both.</summary>
    public static void Read(string text, Reading reading, CancellationToken ct)
    {
        var (columns, cells, start, cellOpen) = (0, 0, 0, false);
        for (var i = 0; i < text.Length && !reading.Full; i++)
        {
            if (i % 65536 == 0) ct.ThrowIfCancellationRequested();
            if (text[i] is not ('\r' or CellMark or '\f')) continue;
            var line = text[start..i].Replace('\u001e', '-').Replace('\v', '\n');
            start = i + 1;
            if (text[i] == CellMark && (columns > 0 ? cells == columns : line.Length == 0 && cells > 1))
            {
                columns = cells;
                cells = 0;
                reading.Line("");
                continue;
            }
            if (text[i] != CellMark && cells == 0) columns = 0;
            foreach (var part in line.Split('\n'))
            {
                reading.Line((text[i] == CellMark || cells > 0) && !cellOpen ? "\t" + part : part);
                cellOpen = text[i] == CellMark || cells > 0;
            }
            if (text[i] != CellMark) continue;
            cells++;
            cellOpen = false;
        }
        if (start < text.Length) reading.Line(text[start..]);
    }

    static ReadOnlyMemory<byte>? Slice(byte[] bytes, int at, int length) =>
        at >= 0 && length >= 0 && (long)at + length <= bytes.Length ? bytes.AsMemory(at, length) : null;

    static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
}
