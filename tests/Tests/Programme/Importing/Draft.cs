using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;
using SourceFormat = OneMetre.Platform.Documents.DocumentFormat;

namespace OneMetre.Tests.Programme.Importing;

/// <summary>Makes drafts of lines and tables written in a test. A row of cells is written 「| a | b」; an empty cell is blank.</summary>
static class Draft
{
    public static PlanDraft Of(params string[] lines) => PlanReader.Read(Source(lines));

    public static SourceDocument Source(params string[] lines)
    {
        var blocks = new List<Block>();
        var (table, row) = (-1, 0);
        var inTable = false;
        foreach (var line in lines)
        {
            if (line.StartsWith('|'))
            {
                if (!inTable) (table, row, inTable) = (table + 1, 0, true);
                var cells = line[1..].Split('|');
                for (var c = 0; c < cells.Length; c++) blocks.Add(new(blocks.Count, BlockKind.Cell, cells[c].Trim(), new(table, row, c)));
                row++;
                continue;
            }
            inTable = false;
            blocks.Add(new(blocks.Count, BlockKind.Paragraph, line));
        }
        return new(SourceFormat.Text, blocks, []);
    }

    public static List<DraftTarget> Targets(string text, int? baseYear = null) => TargetGrammar.Read(Passage.Of(new(0, BlockKind.Paragraph, text)), baseYear);

    /// <summary>A target in one line: comparator, value or range, unit, deadline, period.</summary>
    public static string Line(DraftTarget target) =>
        string.Join(' ', new[] { target.Comparator, Number(target.Value) + (target.ValueMax is { } max ? "-" + Number(max) : ""), target.Unit, target.Deadline, target.Period }.Where(p => !string.IsNullOrEmpty(p)));

    public static string Lines(IEnumerable<DraftTarget> targets) => string.Join("; ", targets.Select(Line));

    public static string Lead(DraftTask task) => string.Join('、', task.Units.Where(u => u.Role == UnitRole.Lead).Select(u => u.Name));
    public static string Others(DraftTask task) => string.Join('、', task.Units.Where(u => u.Role != UnitRole.Lead).Select(u => u.Name));

    static string Number(decimal? value) => value is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
}
