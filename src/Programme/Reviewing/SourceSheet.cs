using System.Text.RegularExpressions;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>One block of the source with its marks. Entry is what was understood here, null for text that stands for itself.</summary>
sealed record SourceText(SourceBlock Block, IReadOnlyList<ClauseMark> Marks, Guid? Entry, bool Begins);

/// <summary>A stretch of the source: paragraphs of one clause, or a whole table in its rows.</summary>
sealed record SourcePart(Guid? Entry, IReadOnlyList<SourceText> Lines, IReadOnlyList<IReadOnlyList<SourceText>> Rows)
{
    public bool IsTable => Rows.Count > 0;
}

/// <summary>The source as it is shown beside what was understood: paragraphs and real tables, with units, figures and doubts marked.</summary>
static partial class SourceSheet
{
    public static IReadOnlyList<SourcePart> Of(IReadOnlyList<SourceBlock> blocks, ReviewSheet sheet)
    {
        var entryOf = new Dictionary<int, Guid>();
        foreach (var entry in sheet.Live.OrderBy(e => e.Kind).ThenBy(e => e.SortOrder))
            foreach (var place in entry.Places) entryOf.TryAdd(place.Block, entry.Id);
        // Units and targets of a table stand in cells of their own, beside the task's.
        foreach (var entry in sheet.Live)
            foreach (var place in entry.Units.Select(u => u.Where).Concat(entry.Targets.Select(t => t.Where)).OfType<Place>()) entryOf.TryAdd(place.Block, entry.Id);
        var marks = Marks(sheet).ToLookup(m => m.Block, m => m.Mark);

        var begun = new HashSet<Guid>();
        return Parts([.. blocks.Where(b => b.Kind != "Furniture").Select(b =>
        {
            Guid? entry = entryOf.TryGetValue(b.Number, out var id) ? id : null;
            return new SourceText(b, Apart(marks[b.Number]), entry, entry is { } first && begun.Add(first));
        })]);
    }

    /// <summary>The source of a plan in force, with the places of one task marked.</summary>
    public static IReadOnlyList<SourcePart> Of(IReadOnlyList<SourceBlock> blocks, IReadOnlyDictionary<int, Guid> tasks, ILookup<int, ClauseMark> marks)
    {
        var begun = new HashSet<Guid>();
        return Parts([.. blocks.Where(b => b.Kind != "Furniture").Select(b =>
        {
            Guid? task = tasks.TryGetValue(b.Number, out var id) ? id : null;
            return new SourceText(b, Apart(marks[b.Number]), task, task is { } first && begun.Add(first));
        })]);
    }

    static List<SourcePart> Parts(IReadOnlyList<SourceText> lines)
    {
        var parts = new List<SourcePart>();
        for (var i = 0; i < lines.Count;)
        {
            var from = i;
            if (lines[i].Block.TableNumber is { } table)
            {
                while (i < lines.Count && lines[i].Block.TableNumber == table) i++;
                parts.Add(new(null, [], [.. lines.Skip(from).Take(i - from).GroupBy(l => l.Block.RowNumber).OrderBy(g => g.Key).Select(g => g.OrderBy(l => l.Block.ColumnNumber).ToList())]));
                continue;
            }
            while (i < lines.Count && lines[i].Block.TableNumber is null && lines[i].Entry == lines[from].Entry) i++;
            parts.Add(new(lines[from].Entry, [.. lines.Skip(from).Take(i - from)], []));
        }
        return parts;
    }

    static IEnumerable<(int Block, ClauseMark Mark)> Marks(ReviewSheet sheet)
    {
        foreach (var finding in sheet.Findings.Where(f => f.Open))
            if (finding.Finding.Where is { Length: > 0 } at) yield return (at.Block, new(at.Start, at.Length, "question"));
        foreach (var entry in sheet.Live)
        {
            var open = entry.State == EntryState.Open;
            foreach (var target in entry.Targets)
                if (target.Where is { Length: > 0 } at) yield return (at.Block, new(at.Start, at.Length, open && target.Confidence < ReviewSheet.SureFrom ? "question" : "number"));
            foreach (var unit in entry.Units)
                if (unit.Where is { Length: > 0 } at) yield return (at.Block, new(at.Start, at.Length, sheet.IsSettled(unit.Name) ? "unit" : "question"));
        }
    }

    /// <summary>Marks must not overlap: a short one inside a long one wins, because it says more.</summary>
    static List<ClauseMark> Apart(IEnumerable<ClauseMark> marks)
    {
        var kept = new List<ClauseMark>();
        foreach (var mark in marks.OrderBy(m => m.Length))
            if (kept.All(k => k.Start + k.Length <= mark.Start || mark.Start + mark.Length <= k.Start)) kept.Add(mark);
        return [.. kept.OrderBy(m => m.Start)];
    }

    /// <summary>3 for the title, 4 for a heading of the outline, null for running text.</summary>
    public static int? HeadingLevel(SourceBlock block, string? title)
    {
        var text = block.Text.Trim();
        if (text.Length is 0 or > 50 || text.EndsWith('。')) return null;
        if (title is not null && text.Length > 3 && title.Contains(text, StringComparison.Ordinal)) return 3;
        return Outline().IsMatch(text) ? 4 : null;
    }

    [GeneratedRegex("^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章节部分])")]
    private static partial Regex Outline();
}
