using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using OneMetre.Platform.Documents.Docx;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Documents.Xlsx;

/// <summary>What a cell of a foreign workbook holds. A percentage or a day is a number to the file only; Unworked is a formula whose result the file does not keep.</summary>
public enum CellKind { Text, Number, YesNo, Percent, Day, Error, Unworked }

/// <summary>A cell as a person sees it, counted from 1. Text is never null; a number is written plainly, yes and no are TRUE and FALSE, a percentage ends in %, a day is 2026-07-01.</summary>
public readonly record struct BookCell(int Row, int Column, CellKind Kind, string Text)
{
    /// <summary>F12.</summary>
    public string Name => NameOf(Row, Column);

    public static string NameOf(int row, int column)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26) letters = (char)('A' + (column - 1) % 26) + letters;
        return letters + row.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>One page of a foreign workbook: its cells that hold something, in the order of the file.</summary>
public sealed record BookPage(string Name, IReadOnlyList<BookCell> Cells);

/// <summary>
/// Reads the cells of a workbook (.xlsx) that somebody uploaded. The file is hostile until read: sizes are bounded, macros are refused, no formula is run and nothing outside the file is opened;
/// a formula counts with the result that it was saved with. What cannot be read is a problem, never an exception.
/// </summary>
public static class WorkbookReader
{
    const int MostPages = 20;
    const int MostCells = 300_000;
    const int MostText = 8_000_000;
    const int MostRow = 1_048_576;
    const int MostColumn = 16_384;
    static readonly SearchValues<char> DaySigns = SearchValues.Create("yYdD年月日");

    /// <summary>platform.workbook-damaged, -has-macros, -too-large, or one of the codes that a packed document has.</summary>
    public static Result<IReadOnlyList<BookPage>> Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var package = new DocxPackage(content);
            return package.MainPart("spreadsheetml", "xl/workbook.xml") is { } main ? new Result<IReadOnlyList<BookPage>>(new Pages(package, main).Read(), []) : new Problem("platform.workbook-damaged");
        }
        catch (Refusal refusal)
        {
            return new Problem(refusal.Code == "platform.document-has-macros" ? "platform.workbook-has-macros" : refusal.Code, null, [.. refusal.Args]);
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or IOException or FormatException or OverflowException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return new Problem("platform.workbook-damaged");
        }
    }

    sealed class Pages(DocxPackage package, string main)
    {
        readonly List<string> shared = [];
        readonly List<CellKind> styles = [];
        int cells;
        int text;

        public List<BookPage> Read()
        {
            var relations = package.Relations(main);
            string? Part(string kind) => relations.Find(r => r.Type.EndsWith(kind, StringComparison.Ordinal)).Target;
            if (Part("/sharedStrings") is { } strings) ReadShared(strings);
            if (Part("/styles") is { } looks) ReadStyles(looks);

            var pages = new List<BookPage>();
            using var book = package.Open(main);
            while (book is not null && book.Read() && pages.Count < MostPages)
            {
                if (book is not { NodeType: XmlNodeType.Element, LocalName: "sheet" }) continue;
                var (name, id) = (book.GetAttribute("name") ?? "", Id(book));
                var target = relations.Find(r => r.Id == id).Target;
                if (target is not null) pages.Add(new(name, ReadPage(target)));
            }
            return pages;
        }

        static string Id(XmlReader sheet)
        {
            while (sheet.MoveToNextAttribute())
                if (sheet.LocalName == "id" && sheet.Prefix.Length > 0) return sheet.Value;
            return "";
        }

        void ReadShared(string part)
        {
            using var xml = package.Open(part);
            if (xml is null) return;
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                    shared.Add(Texts(xml));
        }

        /// <summary>The text of an element with its formatted pieces, without how it is pronounced.</summary>
        string Texts(XmlReader xml)
        {
            if (xml.IsEmptyElement) return "";
            var (all, depth) = (new StringBuilder(), xml.Depth);
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh", IsEmptyElement: false })
                    for (var inside = xml.Depth; xml.Read() && xml.Depth > inside;) { }
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) all.Append(xml.Value);
            }
            return Kept(all.ToString());
        }

        string Kept(string read) => (text += read.Length) > MostText ? throw new Refusal("platform.workbook-too-large") : read;

        /// <summary>Which styles show a number as a percentage or a day: the number alone would be read a hundred times too small, or as forty thousand.</summary>
        void ReadStyles(string part)
        {
            var formats = new Dictionary<int, CellKind>();
            using var xml = package.Open(part);
            var inCells = false;
            while (xml is not null && xml.Read() && styles.Count < 100_000)
            {
                if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element;
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && Number(xml.GetAttribute("numFmtId")) is { } id) formats[id] = KindOf(xml.GetAttribute("formatCode") ?? "");
                else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                    styles.Add((Number(xml.GetAttribute("numFmtId")) ?? 0) switch
                    {
                        9 or 10 => CellKind.Percent,
                        (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => CellKind.Day,
                        var own => formats.GetValueOrDefault(own, CellKind.Number),
                    });
            }
        }

        static CellKind KindOf(string format)
        {
            var plain = new StringBuilder();
            var quoted = '\0';
            foreach (var c in format)
            {
                if (quoted != '\0') quoted = c == quoted || (quoted == '[' && c == ']') || quoted == '\\' ? '\0' : quoted;
                else if (c is '"' or '[' or '\\') quoted = c;
                else plain.Append(c);
            }
            var signs = plain.ToString();
            return signs.Contains('%', StringComparison.Ordinal) ? CellKind.Percent : signs.AsSpan().ContainsAny(DaySigns) ? CellKind.Day : CellKind.Number;
        }

        List<BookCell> ReadPage(string part)
        {
            var found = new List<BookCell>();
            using var xml = package.Open(part);
            var (row, column) = (0, 0);
            while (xml is not null && xml.Read())
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "row" }) (row, column) = (Number(xml.GetAttribute("r")) ?? row + 1, 0);
                if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" }) continue;
                if (Place(xml.GetAttribute("r")) is { } place) (row, column) = place;
                else column++;
                if (row is < 1 or > MostRow || column is < 1 or > MostColumn) throw new Refusal("platform.workbook-damaged");
                if (ReadCell(xml, row, column) is not { } cell) continue;
                if (++cells > MostCells) throw new Refusal("platform.workbook-too-large");
                found.Add(cell);
            }
            return found;
        }

        BookCell? ReadCell(XmlReader xml, int row, int column)
        {
            var (type, style) = (xml.GetAttribute("t"), Number(xml.GetAttribute("s")) ?? 0);
            string? value = null;
            var formula = false;
            if (!xml.IsEmptyElement)
            {
                var depth = xml.Depth;
                while (xml.Read() && xml.Depth > depth)
                {
                    if (xml.NodeType != XmlNodeType.Element) continue;
                    if (xml.LocalName == "f") formula = true;
                    if (xml.LocalName is "v" or "is") value = Texts(xml);
                }
            }
            if (value is null or "") return formula && type != "str" ? new(row, column, CellKind.Unworked, "") : null;
            switch (type)
            {
                case "s":
                    return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at].Length > 0 ? new(row, column, CellKind.Text, shared[at]) : null : throw new Refusal("platform.workbook-damaged");
                case "inlineStr" or "str":
                    return new(row, column, CellKind.Text, value);
                case "b":
                    return new(row, column, CellKind.YesNo, value.Trim() is "1" or "true" ? "TRUE" : "FALSE");
                case "e":
                    return new(row, column, CellKind.Error, value);
                case "d":
                    return new(row, column, CellKind.Day, value);
                default:
                    return Figure(row, column, style >= 0 && style < styles.Count ? styles[style] : CellKind.Number, value);
            }
        }

        static BookCell Figure(int row, int column, CellKind kind, string value)
        {
            // What no person could have typed stays as the file has it; whoever reads it will say that it is no figure.
            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || Math.Abs(number) > 1e15) return new(row, column, CellKind.Text, value);
            var plain = (decimal)number; // to the fifteen figures that a spreadsheet keeps: 12.1 is not 12.100000000000001
            return kind switch
            {
                CellKind.Percent => new(row, column, kind, (plain * 100).ToString("0.############", CultureInfo.InvariantCulture) + "%"),
                CellKind.Day when number is > 0 and < 2_958_466 => new(row, column, kind, DateOnly.FromDateTime(DateTime.FromOADate(number)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                _ => new(row, column, CellKind.Number, plain.ToString("0.############", CultureInfo.InvariantCulture)),
            };
        }

        static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        /// <summary>F12 → row 12, column 6.</summary>
        static (int Row, int Column)? Place(string? name)
        {
            if (name is null || name.Length > 12) return null;
            var (at, column) = (0, 0);
            for (; at < name.Length && name[at] is >= 'A' and <= 'Z' && at < 4; at++) column = column * 26 + name[at] - 'A' + 1;
            return at > 0 && Number(name[at..]) is { } row ? (row, column) : throw new Refusal("platform.workbook-damaged");
        }
    }
}
