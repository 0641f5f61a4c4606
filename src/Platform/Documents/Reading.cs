using OneMetre.Platform.Results;

namespace OneMetre.Platform.Documents;

/// <summary>A paragraph, blank line or cell on its way to a <see cref="Block"/>: before tables are folded and blocks are numbered.</summary>
readonly record struct Piece(BlockKind Kind, string Text, CellPlace? Cell = null, int? Page = null);

/// <summary>One document while it is being read: what was found so far, in reading order, and what was noticed. It never grows past its limits.</summary>
sealed class Reading(DocumentFormat format)
{
    const int MostPieces = 400_000;

    readonly List<Piece> pieces = [];
    readonly List<Finding> findings = [];

    public DocumentFormat Format { get; set; } = format;
    public bool Refused { get; private set; }
    public bool Full { get; private set; }
    public int Tables { get; set; }

    /// <summary>False where the format turned out not to tell pages: then no block has one.</summary>
    public bool PagesKnown { get; set; } = true;

    /// <summary>A paragraph, with its tabs and outer blanks as they stand; an empty one tells where a table row ends.</summary>
    public void Line(string text, int? page = null) => Add(new(BlockKind.Paragraph, text, null, page));
    public void Cell(string text, CellPlace place, int? page = null) => Add(new(BlockKind.Cell, text, place, page));
    public void Furniture(string text, int? page = null) => Add(new(BlockKind.Furniture, text, null, page));

    public void Note(string code, params string[] args) => findings.Add(new(code, Severity.Note, null, args));

    /// <summary>A warning is said once: a hostile file can earn the same one a million times.</summary>
    public void Warn(string code, params string[] args)
    {
        if (!findings.Exists(f => f.Code == code)) findings.Add(new(code, Severity.Warning, null, args));
    }

    /// <summary>The document is not read: its blocks are dropped, and the reason says what a person can do.</summary>
    public void Refuse(string code, params string[] args)
    {
        if (Refused) return;
        Refused = true;
        findings.Add(new(code, Severity.Error, null, args));
    }

    public SourceDocument Finish()
    {
        if (Refused) return new(Format, [], findings);
        var blocks = Numbered(TabbedTables.Fold(pieces, Tables), PagesKnown);
        if (!blocks.Exists(b => b.Kind != BlockKind.Furniture))
        {
            Refuse("platform.document-without-text");
            return new(Format, [], findings);
        }
        return new(Format, blocks, findings);
    }

    void Add(Piece piece)
    {
        if (pieces.Count < MostPieces) pieces.Add(piece);
        else
        {
            Full = true;
            Warn("platform.document-too-long", MostPieces.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Cleans texts, drops blank lines, and numbers tables in the order in which they appear.</summary>
    static List<Block> Numbered(List<Piece> folded, bool pages)
    {
        var blocks = new List<Block>(folded.Count);
        var tables = new Dictionary<int, int>();
        foreach (var piece in folded)
        {
            var text = Cleaning.Text(piece.Text);
            var page = pages ? piece.Page : null;
            if (piece.Cell is { } place)
            {
                if (!tables.TryGetValue(place.Table, out var number)) tables.Add(place.Table, number = tables.Count);
                blocks.Add(new(blocks.Count, piece.Kind, text, piece.Kind == BlockKind.Cell ? place with { Table = number } : null, page));
            }
            else if (text.Length > 0) blocks.Add(new(blocks.Count, piece.Kind, text, null, page));
        }
        return blocks;
    }
}
