namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>
/// The data elements by the names that people know them by, so that a formula can be written in them: 婴儿死亡数 ÷ 活产数. A name in another language, or one that would be read otherwise, stands in quotes: "Live births".
/// Codes are small ASCII words, so a name with any other letter can never be taken for one.
/// </summary>
sealed class ElementNames
{
    const int MostHints = 3;

    readonly ILookup<char, (string Name, string Id)> bare;
    readonly ILookup<string, string> quoted;

    /// <param name="elements">Code, and each name that it goes by; a name left empty is none.</param>
    public ElementNames(IEnumerable<(string Id, IEnumerable<string> Names)> elements)
    {
        var all = elements.SelectMany(e => e.Names.Where(n => n.Length > 0).Distinct().Select(n => (Name: n, e.Id))).ToList();
        bare = all.Where(n => n.Name.Any(c => !char.IsAscii(c))).OrderByDescending(n => n.Name.Length).ThenBy(n => n.Id, StringComparer.Ordinal).ToLookup(n => n.Name[0]);
        quoted = all.OrderBy(n => n.Id, StringComparer.Ordinal).ToLookup(n => n.Name, n => n.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Where nobody is known by name.</summary>
    public static ElementNames None { get; } = new([]);

    /// <summary>The longest name that begins at a place of the text and is not the beginning of a longer word; with the codes that go by it.</summary>
    public (string Name, IReadOnlyList<string> Ids)? At(string text, int start)
    {
        foreach (var (name, _) in bare[text[start]])
            if (string.CompareOrdinal(text, start, name, 0, name.Length) == 0 && (start + name.Length == text.Length || !char.IsLetterOrDigit(text[start + name.Length])))
                return (name, [.. bare[text[start]].Where(n => n.Name == name).Select(n => n.Id)]);
        return null;
    }

    /// <summary>The codes that go by a name that stood in quotes; small and capital letters are alike.</summary>
    public IReadOnlyList<string> Of(string name) => [.. quoted[name.Trim()]];

    /// <summary>The names nearest to what was written, by the pairs of letters that they share; none where nothing is near.</summary>
    public IReadOnlyList<string> Near(string written)
    {
        var pairs = Pairs(written);
        return [.. quoted.Select(n => n.Key).Select(n => (Name: n, Likeness: Likeness(pairs, Pairs(n)))).Where(n => n.Likeness >= 0.3).OrderByDescending(n => n.Likeness).ThenBy(n => n.Name, StringComparer.Ordinal).Take(MostHints).Select(n => n.Name)];
    }

    // Sørensen's coefficient: twice what is shared over what there is.
    static double Likeness(HashSet<(char, char)> a, HashSet<(char, char)> b) => a.Count + b.Count == 0 ? 0 : 2.0 * a.Count(b.Contains) / (a.Count + b.Count);

    static HashSet<(char, char)> Pairs(string text) => [.. text.Zip(text.Skip(1), (one, next) => (char.ToLowerInvariant(one), char.ToLowerInvariant(next)))];
}
