namespace OneMetre.Programme.Importing.Tables;

/// <summary>Finds, for each task of the body, the row of a table that says the same again with units: by its words, its title, its number, else by likeness.</summary>
sealed class RowJoin
{
    const int Opening = 10;

    /// <summary>More comparisons than any plan needs; they are made one task against one row.</summary>
    const int MostComparisons = 40_000;

    /// <summary>How alike two titles must be to be one task reworded, when neither words nor numbers agree.</summary>
    const double SameTitle = 0.6;

    readonly Dictionary<Heading, TaskRow> found = [];

    /// <summary>Reworded is false where only the clear matches count, and quickly.</summary>
    public RowJoin(List<Heading> headings, List<TaskRow> rows, bool reworded = true)
    {
        if (rows.Count == 0) return;
        var byWords = new Dictionary<string, TaskRow>();
        foreach (var row in rows)
        {
            byWords.TryAdd(Key(row.Text.Text), row);
            if (row.Name is { } name) byWords.TryAdd(Key(name.Text), row);
        }
        var byNumber = rows.Where(r => r.Number is not null).GroupBy(r => r.Number!.Value.Ordinal).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single());
        var numbersOnce = headings.GroupBy(h => h.Label.Ordinal).All(g => g.Count() == 1);
        var taken = new HashSet<TaskRow>();
        foreach (var heading in headings)
            if (byWords.TryGetValue(Key(heading.Line.Text), out var row) && taken.Add(row)) found[heading] = row;
        // A table that gives titles alone may cut them, or the body may go on after them.
        var byTitle = rows.Where(r => !taken.Contains(r)).GroupBy(r => Title(r.Name ?? r.Text)).Where(g => g.Key.Length > 3 && g.Count() == 1).ToDictionary(g => g.Key, g => g.Single());
        foreach (var heading in headings)
            if (!found.ContainsKey(heading) && byTitle.TryGetValue(Title(heading.Line), out var row) && taken.Add(row)) found[heading] = row;
        foreach (var heading in headings)
            if (!found.ContainsKey(heading) && numbersOnce && byNumber.TryGetValue(heading.Label.Ordinal, out var row) && !taken.Contains(row) && Alike(heading.Line.Text, row.Text.Text) && taken.Add(row))
                found[heading] = row;
        if (reworded) ByLikeness(headings, rows, taken);
        Left = [.. rows.Where(r => !taken.Contains(r))];
    }

    public int Matched => found.Count;

    /// <summary>Rows that no task of the body answers to.</summary>
    public IReadOnlyList<TaskRow> Left { get; } = [];

    void ByLikeness(List<Heading> headings, List<TaskRow> rows, HashSet<TaskRow> taken)
    {
        var open = rows.Where(r => !taken.Contains(r)).Select(r => (Row: r, Title: Title(r.Name ?? r.Text))).ToList();
        var waiting = headings.Where(h => !found.ContainsKey(h)).ToList();
        if ((long)open.Count * waiting.Count > MostComparisons) return;
        foreach (var heading in waiting)
        {
            var title = Title(heading.Line);
            var best = open.Where(o => !taken.Contains(o.Row)).Select(o => (o.Row, Likeness: Likeness.Of(title, o.Title))).DefaultIfEmpty().MaxBy(o => o.Likeness);
            if (best.Likeness >= SameTitle && taken.Add(best.Row)) found[heading] = best.Row;
        }
    }

    /// <summary>The first sentence, without number and marks.</summary>
    static string Title(Passage text)
    {
        var folded = text.Folded;
        var end = folded.AsSpan(0, Math.Min(80, folded.Length)).IndexOfAny('。', '\n', '：');
        return Folding.Squeeze(end < 0 ? folded[..Math.Min(80, folded.Length)] : folded[..end]);
    }

    public TaskRow? RowOf(Heading heading) => found.GetValueOrDefault(heading);

    static string Key(string text)
    {
        var squeezed = Folding.Squeeze(text.Length > 60 ? text[..60] : text);
        return squeezed.Length > Opening ? squeezed[..Opening] : squeezed;
    }

    /// <summary>Whether two texts share a good part of their pairs of characters: the same task in a later wording.</summary>
    static bool Alike(string one, string other)
    {
        var (a, b) = (Pairs(one), Pairs(other));
        if (a.Count == 0 || b.Count == 0) return false;
        return a.Count(b.Contains) * 3 >= Math.Min(a.Count, b.Count);
    }

    static HashSet<(char, char)> Pairs(string text)
    {
        var squeezed = Folding.Squeeze(text.Length > 300 ? text[..300] : text);
        var pairs = new HashSet<(char, char)>();
        for (var i = 0; i + 1 < squeezed.Length; i++) pairs.Add((squeezed[i], squeezed[i + 1]));
        return pairs;
    }
}
