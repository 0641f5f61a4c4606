using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Importing;

/// <summary>One numbered paragraph with what stands under it.</summary>
sealed class Heading(NumberLabel label, Passage line, Heading? parent)
{
    public NumberLabel Label { get; set; } = label;
    public Heading? Parent { get; } = parent;
    public List<Heading> Children { get; } = [];

    /// <summary>The paragraph itself, number and unit clause taken off.</summary>
    public Passage Line { get; set; } = line;
    public List<Passage> Body { get; } = [];
    public List<UnitClause> Clauses { get; } = [];
    public Place? Where { get; init; }

    /// <summary>Its level relative to others; a worded series (行动1) takes one just below the heading it first stood under.</summary>
    public double Rank { get; init; }

    /// <summary>The heading proper: the first sentence, or the whole paragraph when it has no full stop.</summary>
    public Passage Title
    {
        get
        {
            var folded = Line.Folded;
            var stop = folded.IndexOfAny(['。', '\n']);
            return (stop < 0 ? Line : Line.Slice(0, stop)).Trim();
        }
    }

    /// <summary>A boxed insert (专栏3 重点项目): it illustrates the text around it and divides nothing.</summary>
    public bool IsBox => Label.Style == NumberStyle.Worded && Label.Word.EndsWith("专栏", StringComparison.Ordinal);

    /// <summary>The heading and all above it.</summary>
    public IEnumerable<Heading> Upwards
    {
        get { for (var up = this; up is not null; up = up.Parent) yield return up; }
    }

    public bool HasClauseBelow => Children.Any(c => c.Clauses.Count > 0 || c.HasClauseBelow);

    public Heading Top => Parent is null ? this : Parent.Top;

    public IEnumerable<Heading> Under => Children.SelectMany(c => c.Under.Prepend(c));

    /// <summary>All text of the heading in reading order: its own paragraph, then what follows.</summary>
    public IEnumerable<Passage> Paragraphs => Body.Prepend(Line).Concat(Children.SelectMany(c => c.Paragraphs));
}

/// <summary>The numbered paragraphs of a document as a tree. Levels come from the order in which numbering series nest, not from a fixed scheme.</summary>
sealed class Outline
{
    /// <summary>Deeper nesting than any document has; it keeps recursion over the tree bounded.</summary>
    const int Deepest = 12;

    public List<Heading> Tops { get; } = [];
    public List<Finding> Findings { get; } = [];
    public IEnumerable<Heading> All => Tops.SelectMany(t => t.Under.Prepend(t));

    readonly List<Heading> open = [];
    Heading? box;
    readonly Dictionary<string, double> ranks = [];

    public static Outline Build(IReadOnlyList<Passage> paragraphs)
    {
        var outline = new Outline();
        paragraphs = Rejoined(paragraphs);
        var labels = Numbers(paragraphs, outline.Findings);
        for (var i = 0; i < paragraphs.Count; i++) outline.Add(paragraphs[i], labels[i]);
        return outline;
    }

    /// <summary>A list of units broken over two lines ends the first in 、: it is one line.</summary>
    static List<Passage> Rejoined(IReadOnlyList<Passage> paragraphs)
    {
        var joined = new List<Passage>(paragraphs.Count);
        var open = new List<Passage>();
        foreach (var paragraph in paragraphs)
        {
            var goesOn = open.Count > 0 && open.Count < 20 && Numbering.Read(paragraph.Folded) is null;
            if (open.Count > 0 && !goesOn) Flush();
            open.Add(paragraph);
            var lists = open.Count > 1 || RoleWords.Label.Match(paragraph.Folded, 0, Math.Min(30, paragraph.Length)) is { Success: true, Index: <= 1 };
            if (!lists || !paragraph.Folded.EndsWith('、')) Flush();
        }
        Flush();
        return joined;

        void Flush()
        {
            if (open.Count > 0) joined.Add(Passage.Join(open, ""));
            open.Clear();
        }
    }

    void Add(Passage paragraph, NumberLabel? number)
    {
        var current = box ?? (open.Count > 0 ? open[^1] : null);
        if (number is null)
        {
            if (current is null) return;
            if (UnitClauses.ReadLine(paragraph) is { } line)
            {
                foreach (var item in line.Shared is { } shared ? Sharers(current, shared) : [current]) item.Clauses.Add(line);
                return;
            }
            var (rest, clauses) = UnitClauses.Extract(paragraph);
            current.Clauses.AddRange(clauses);
            if (!rest.IsEmpty) current.Body.Add(rest);
            return;
        }

        var label = number.Value;
        if (label is { Style: NumberStyle.Worded } && label.Word.EndsWith("专栏", StringComparison.Ordinal))
        {
            // What was open before the box goes on after it.
            var above = open.Count > 0 ? open[0] : null;
            box = new(label, paragraph.Slice(Math.Min(label.Length, paragraph.Length)), above) { Where = paragraph.Where, Rank = Deepest };
            (above?.Children ?? Tops).Add(box);
            return;
        }
        if (box is not null && InBox(label))
        {
            var (words, named) = UnitClauses.Extract(paragraph.Slice(Math.Min(label.Length, paragraph.Length)));
            var point = new Heading(label, words, box) { Where = paragraph.Where, Rank = Deepest };
            point.Clauses.AddRange(named);
            box.Children.Add(point);
            return;
        }
        box = null;
        current = open.Count > 0 ? open[^1] : null;
        if (!ranks.TryGetValue(label.Series, out var rank))
            ranks[label.Series] = rank = label.Style switch
            {
                NumberStyle.Worded => (current?.Rank ?? 0) + 0.5,
                // A caption stands just above the list it opens.
                NumberStyle.Caption => CaptionRank(label),
                _ => Rank(label),
            };
        var at = open.FindIndex(h => h.Label.Series == label.Series);
        if (at >= 0) open.RemoveRange(at, open.Count - at);
        else
        {
            while (open.Count > 0 && rank < open[^1].Rank) open.RemoveAt(open.Count - 1);
            if (open.Count >= Deepest) open.RemoveRange(Deepest - 1, open.Count - Deepest + 1);
        }
        var parent = open.Count > 0 ? open[^1] : null;
        if (label.Style == NumberStyle.Caption) paragraph = Words(paragraph);
        var (text, found) = UnitClauses.Extract(paragraph.Slice(Math.Min(label.Length, paragraph.Length)));
        var heading = new Heading(label, text, parent) { Where = paragraph.Where, Rank = rank };
        heading.Clauses.AddRange(found);
        (parent?.Children ?? Tops).Add(heading);
        open.Add(heading);
    }

    /// <summary>The items that one line of units speaks for, the one it stands under among them: 以上两项由甲局牵头.</summary>
    List<Heading> Sharers(Heading last, SharedBy shared)
    {
        // Under the last point of an item the line may speak for points or for items: the level that has the numbers is meant.
        foreach (var heading in last.Upwards)
        {
            var siblings = heading.Parent?.Children ?? Tops;
            var sharers = shared.Numbers.Count > 0 ? siblings.Where(s => s.Label.Series == heading.Label.Series && shared.Numbers.Contains(s.Label.Ordinal))
                : shared.Last is { } count ? siblings.Skip(count <= siblings.Count ? siblings.Count - count : siblings.Count)
                : siblings.AsEnumerable().Reverse().TakeWhile(s => s.Clauses.Count == 0 && !s.HasClauseBelow);
            if (sharers.ToList() is { Count: > 1 } several) return several;
        }
        return [last];
    }

    /// <summary>Whether a number belongs to the open box: it counts on there, or starts there what outside would repeat.</summary>
    bool InBox(NumberLabel label)
    {
        if (box!.Children.Count > 500) return false;
        if (box.Children.FindLast(c => c.Label.Series == label.Series) is { } last) return label.Ordinal == last.Label.Ordinal + 1;
        var outside = open.Find(h => h.Label.Series == label.Series);
        return label.Ordinal == 1 && outside is not null && outside == open[^1];
    }

    /// <summary>The order of levels when two series meet for the first time.</summary>
    static int Rank(NumberLabel label) => label.Style switch
    {
        NumberStyle.Chapter => 0,
        NumberStyle.Section => 1,
        NumberStyle.Comma => 2,
        NumberStyle.Paren => 3,
        NumberStyle.Arabic => 5,
        NumberStyle.Decimal => 4 + label.Depth,
        NumberStyle.ArabicParen => 7,
        NumberStyle.HalfParen => 8,
        NumberStyle.Circled => 9,
        NumberStyle.Article => 2,
        NumberStyle.Bullet => 6,
        _ => 99,
    };

    static Passage Words(Passage caption)
    {
        var start = caption.Length - caption.Folded.TrimStart('【', ' ').Length;
        return caption.Slice(start, Math.Max(0, caption.Folded.TrimEnd('】', '：', ' ').Length - start));
    }

    double CaptionRank(NumberLabel caption)
    {
        if (ranks.TryGetValue(caption.Word, out var known)) return known - 0.3;
        foreach (var style in Enum.GetValues<NumberStyle>())
            if (new NumberLabel(style, 1, 0, "", "", caption.Depth) is var list && list.Series == caption.Word) return Rank(list) - 0.3;
        return 4;
    }

    static NumberLabel?[] Numbers(IReadOnlyList<Passage> paragraphs, List<Finding> findings)
    {
        var labels = new NumberLabel?[paragraphs.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Numbering.Read(paragraphs[i].Folded);
            // A paragraph that runs through several points of one list is text of the item above, not a heading.
            if (labels[i] is { Style: NumberStyle.ArabicParen or NumberStyle.Circled or NumberStyle.HalfParen } point
                && Numbering.Inline(paragraphs[i].Folded) is { Count: > 1 } inline && inline[1].Label.Ordinal <= point.Ordinal + 2)
                labels[i] = null;
            if (labels[i] is { } label && label.Length >= paragraphs[i].Length) labels[i] = null;
        }
        LooseWords(paragraphs, labels);
        Bullets(paragraphs, labels);
        Captions(paragraphs, labels);
        RepairOpening(paragraphs, labels, findings);
        RepairStrays(paragraphs, labels, findings);
        return labels;
    }

    /// <summary>实事一：, 实事二：, 实事三： count with a word of their own.</summary>
    static void LooseWords(IReadOnlyList<Passage> paragraphs, NumberLabel?[] labels)
    {
        var series = new Dictionary<string, List<(int At, NumberLabel Label)>>();
        for (var i = 0; i < labels.Length; i++)
            // Some of a series may have lost the space after the number, and others kept it.
            if ((labels[i] is { Style: NumberStyle.Worded } read ? read : labels[i] is null ? Numbering.Loose(paragraphs[i].Folded) : null) is { } label && label.Length < paragraphs[i].Length)
            {
                if (!series.TryGetValue(label.Word, out var same)) series[label.Word] = same = [];
                same.Add((i, label));
            }
        foreach (var same in series.Values)
            if (same.Count > 2 && same.Select((s, n) => s.Label.Ordinal == n + 1).All(counts => counts))
                foreach (var (at, label) in same) labels[at] = label;
    }

    /// <summary>主要目标：, 策略措施： on a line of their own before a list that starts at 1: they divide what is above the list, without a number.</summary>
    static void Captions(IReadOnlyList<Passage> paragraphs, NumberLabel?[] labels)
    {
        var count = 0;
        for (var i = 0; i + 1 < labels.Length; i++)
            if (labels[i] is null && labels[i + 1] is { Ordinal: 1, Style: not (NumberStyle.Worded or NumberStyle.Caption) } next
                && paragraphs[i].Folded.Trim('【', '】', '：', ' ') is { Length: > 1 and < 12 } words && TaskLevel.IsCaption(words))
                labels[i] = new(NumberStyle.Caption, ++count, 0, "", next.Series, next.Style == NumberStyle.Decimal ? next.Depth : 0);
    }

    /// <summary>
    /// Bulleted paragraphs are items of their own where most of them name units, in themselves or in the line that follows;
    /// otherwise they are points of the text above. They count from 1 under each heading.
    /// </summary>
    static void Bullets(IReadOnlyList<Passage> paragraphs, NumberLabel?[] labels)
    {
        var marks = new Dictionary<string, List<(int At, int Length)>>();
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] is null && Numbering.Bullet(paragraphs[i].Folded) is { } bullet)
            {
                if (!marks.TryGetValue(bullet.Mark, out var same)) marks[bullet.Mark] = same = [];
                same.Add((i, bullet.Length));
            }
        foreach (var (mark, places) in marks)
        {
            if (places.Count < 2 || places.Count(p => NamesUnits(p.At)) * 2 <= places.Count) continue;
            var (ordinal, previous) = (0, -1);
            foreach (var (at, length) in places)
            {
                for (var i = previous + 1; i < at; i++)
                    if (labels[i] is { Style: not NumberStyle.Bullet }) ordinal = 0;
                labels[at] = new(NumberStyle.Bullet, ++ordinal, length, $"{ordinal}.", mark);
                previous = at;
            }
        }

        bool NamesUnits(int at) =>
            UnitClauses.Extract(paragraphs[at]).Clauses.Any(c => c.Groups.Count > 0)
            || at + 1 < labels.Length && labels[at + 1] is null && UnitClauses.ReadLine(paragraphs[at + 1]) is { Groups.Count: > 0 };
    }

    /// <summary>1、2、 and then 三、: the first sections of the document were numbered in the wrong form.</summary>
    static void RepairOpening(IReadOnlyList<Passage> paragraphs, NumberLabel?[] labels, List<Finding> findings)
    {
        var first = Array.FindIndex(labels, l => l is { Style: NumberStyle.Comma });
        if (first < 0 || labels[first]!.Value.Ordinal is not (> 1 and var expected)) return;
        var before = Enumerable.Range(0, first).Where(i => labels[i] is not null).ToList();
        if (before.Count != expected - 1 || before.Where((i, n) => labels[i]!.Value.Style != NumberStyle.Arabic || labels[i]!.Value.Ordinal != n + 1).Any()) return;
        foreach (var i in before) Restyle(paragraphs, labels, i, NumberStyle.Comma, findings);
    }

    /// <summary>（2） where （二） was due: a heading of a lower form that counts on from a higher one and under which the middle form starts again at 1.</summary>
    static void RepairStrays(IReadOnlyList<Passage> paragraphs, NumberLabel?[] labels, List<Finding> findings)
    {
        var last = new Dictionary<NumberStyle, int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not { } label) continue;
            if (label.Style == NumberStyle.ArabicParen && paragraphs[i].Length < 60 && !paragraphs[i].Folded.Contains('。')
                && last.TryGetValue(NumberStyle.Paren, out var above) && label.Ordinal == above + 1
                && Next(labels, i) is { Style: NumberStyle.Arabic, Ordinal: 1 }
                && last.TryGetValue(NumberStyle.Arabic, out var middle) && middle >= 1
                && (!last.TryGetValue(NumberStyle.ArabicParen, out var own) || own + 1 != label.Ordinal))
            {
                Restyle(paragraphs, labels, i, NumberStyle.Paren, findings);
                label = labels[i]!.Value;
            }
            last[label.Style] = label.Ordinal;
            if (label.Style == NumberStyle.Comma) last.Remove(NumberStyle.Paren);
            if (label.Style is NumberStyle.Comma or NumberStyle.Paren) last.Remove(NumberStyle.ArabicParen);
        }
    }

    static NumberLabel? Next(NumberLabel?[] labels, int i)
    {
        for (var j = i + 1; j < labels.Length && j < i + 8; j++)
            if (labels[j] is { } label) return label;
        return null;
    }

    static void Restyle(IReadOnlyList<Passage> paragraphs, NumberLabel?[] labels, int i, NumberStyle style, List<Finding> findings)
    {
        var label = labels[i]!.Value;
        var due = Numbering.Write(style, label.Ordinal);
        findings.Add(new("programme.number-form-differs", Severity.Note, paragraphs[i].PlaceOf(0, label.Length), label.Printed, due));
        labels[i] = label with { Style = style, Printed = due };
    }
}
