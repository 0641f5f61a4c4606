using OneMetre.Platform.Results;

namespace OneMetre.Platform.Documents;

public enum DocumentFormat { Docx, Doc, Pdf, Text }

/// <summary>What a block is on the page. Furniture (headers, footers, page numbers) is set apart so that no reader takes it for content.</summary>
public enum BlockKind { Paragraph, Cell, Furniture }

/// <summary>A range of characters in one block of the source; Start and Length count UTF-16 units of <see cref="Block.Text"/>.</summary>
public readonly record struct Place(int Block, int Start, int Length);

/// <summary>
/// Where a cell stands. Table, Row and Column count from 0 in the whole document; a table continued over pages is one table.
/// A merged cell is one block with its spans; the positions it covers hold no block of their own.
/// </summary>
public readonly record struct CellPlace(int Table, int Row, int Column, int RowSpan = 1, int ColumnSpan = 1);

/// <summary>
/// One paragraph or one table cell of a source document. Text has automatic numbering resolved into it; lines inside a cell are joined with '\n'.
/// Page counts from 1, null where the format does not tell.
/// </summary>
public sealed record Block(int Index, BlockKind Kind, string Text, CellPlace? Cell = null, int? Page = null);

/// <summary>A document as read: its blocks in reading order, and everything noticed on the way. Blocks is empty when it was refused.</summary>
public sealed record SourceDocument(DocumentFormat Format, IReadOnlyList<Block> Blocks, IReadOnlyList<Finding> Findings)
{
    public bool Refused => Findings.Any(f => f.Severity == Severity.Error);
}
