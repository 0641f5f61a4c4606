namespace OneMetre.Programme.Importing.Tables;

/// <summary>Finds, for each task of the body, the row of a table that says the same again with units: by its words, else by its number.</summary>
sealed class RowJoin
{
    const int Opening = 10;

    readonly Dictionary<Heading, TaskRow> found = [];

    public RowJoin(List<Heading> headings, List<TaskRow> rows)
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
        foreach (var heading in headings)
            if (!found.ContainsKey(heading) && numbersOnce && byNumber.TryGetValue(heading.Label.Ordinal, out var row) && !taken.Contains(row) && Alike(heading.Line.Text, row.Text.Text) && taken.Add(row))
                found[heading] = row;
    }

    public int Matched => found.Count;

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
