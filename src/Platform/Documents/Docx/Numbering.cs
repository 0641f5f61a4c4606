using System.Text;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>
/// The automatic numbers of a document. Word stores only that a paragraph is in a list; the 一、 or （二） that people read and cite is counted here,
/// in the order of the paragraphs.
/// </summary>
sealed class Numbering(Styles styles)
{
    const int Levels = 9;
    const int LongestLabel = 60;

    sealed record Level
    {
        public int Start = 1;
        public string Format = "decimal";
        public string Text = "";
        public int? RestartAfter;
        public bool Legal;
        public string? Style;
    }

    sealed class Pattern
    {
        public readonly Level?[] Levels = new Level?[Numbering.Levels];
        public readonly int?[] Counts = new int?[Numbering.Levels];
        public string? StyleLink;
    }

    sealed class List
    {
        public int Pattern;
        public readonly Level?[] Levels = new Level?[Numbering.Levels];
        public readonly int?[] Starts = new int?[Numbering.Levels];
        public bool Used;
    }

    readonly Dictionary<int, Pattern> patterns = [];
    readonly Dictionary<int, List> lists = [];

    public static Numbering Read(WordXml? xml, Styles styles)
    {
        var numbering = new Numbering(styles);
        if (xml is null || !xml.Root()) return numbering;
        var root = xml.Depth;
        while (xml.Next(root))
        {
            if (xml.Name == "abstractNum" && xml.Number("abstractNumId") is { } pattern) numbering.patterns[pattern] = ReadPattern(xml);
            else if (xml.Name == "num" && xml.Number("numId") is { } list) numbering.lists[list] = ReadList(xml);
        }
        return numbering;
    }

    static Pattern ReadPattern(WordXml xml)
    {
        var pattern = new Pattern();
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name == "numStyleLink") pattern.StyleLink = xml.Value;
            else if (xml.Name == "lvl" && xml.Number("ilvl") is >= 0 and < Levels and var level) pattern.Levels[level] = ReadLevel(xml);
        }
        return pattern;
    }

    static List ReadList(WordXml xml)
    {
        var list = new List();
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name == "abstractNumId") list.Pattern = xml.Number() ?? -1;
            else if (xml.Name == "lvlOverride" && xml.Number("ilvl") is >= 0 and < Levels and var level)
            {
                var inner = xml.Depth;
                while (xml.Next(inner))
                {
                    if (xml.Name == "startOverride") list.Starts[level] = xml.Number();
                    else if (xml.Name == "lvl") list.Levels[level] = ReadLevel(xml);
                }
            }
        }
        return list;
    }

    static Level ReadLevel(WordXml xml)
    {
        var level = new Level();
        var depth = xml.Depth;
        while (xml.Next(depth)) Property(xml, level);
        return level;
    }

    static void Property(WordXml xml, Level level)
    {
        switch (xml.Name)
        {
            case "start": level.Start = xml.Number() ?? 1; break;
            case "numFmt": level.Format = xml.Value ?? "decimal"; break;
            case "lvlText": level.Text = xml.Value ?? ""; break;
            case "lvlRestart": level.RestartAfter = xml.Number(); break;
            case "isLgl": level.Legal = xml.On; break;
            case "pStyle": level.Style = xml.Value; break;
            case "AlternateContent" or "Fallback":
                // A custom format stands in the choice; the fallback has the nearest one of the standard.
                var depth = xml.Depth;
                while (xml.Next(depth)) Property(xml, level);
                break;
        }
    }

    /// <summary>Counts the paragraph and gives its printed number, "" where it has none. <paramref name="listId"/> 0 takes it out of its style's list.</summary>
    public string Label(string? style, int? listId, int? levelNo)
    {
        var (byStyle, styleLevel, styleName) = styles.ListOf(style);
        var id = listId ?? byStyle ?? 0;
        if (id <= 0 || !lists.TryGetValue(id, out var list)) return "";
        if (PatternOf(list) is not { } pattern) return "";
        var at = levelNo ?? (listId is null ? LinkedLevel(pattern, styleName) : null) ?? styleLevel ?? 0;
        if (at is < 0 or >= Levels) return "";
        Count(list, pattern, at);
        return Print(list, pattern, at);
    }

    Pattern? PatternOf(List list)
    {
        if (!patterns.TryGetValue(list.Pattern, out var pattern)) return null;
        if (pattern.StyleLink is null) return pattern;
        return styles.ListOf(pattern.StyleLink).List is { } linked && lists.TryGetValue(linked, out var other) && patterns.TryGetValue(other.Pattern, out var real) ? real : pattern;
    }

    static int? LinkedLevel(Pattern pattern, string? style)
    {
        var at = style is null ? -1 : Array.FindIndex(pattern.Levels, l => l?.Style == style);
        return at < 0 ? null : at;
    }

    static void Count(List list, Pattern pattern, int at)
    {
        // Lists of the same pattern go on counting together, until one of them says where it starts.
        if (!list.Used)
        {
            list.Used = true;
            for (var i = 0; i < Levels; i++)
                if (list.Starts[i] is not null) pattern.Counts[i] = null;
        }
        for (var i = 0; i < at; i++) pattern.Counts[i] ??= Start(list, pattern, i);
        pattern.Counts[at] = pattern.Counts[at] is { } last ? unchecked(last + 1) : Start(list, pattern, at);
        for (var i = at + 1; i < Levels; i++)
        {
            var after = LevelOf(list, pattern, i)?.RestartAfter;
            if (after is null || (after > 0 && at < after)) pattern.Counts[i] = null;
        }
    }

    static Level? LevelOf(List list, Pattern pattern, int at) => list.Levels[at] ?? pattern.Levels[at];
    static int Start(List list, Pattern pattern, int at) => list.Starts[at] ?? LevelOf(list, pattern, at)?.Start ?? 1;

    static string Print(List list, Pattern pattern, int at)
    {
        if (LevelOf(list, pattern, at) is not { } level) return "";
        if (level.Format == "bullet") return level.Text.Length is 0 or > LongestLabel || level.Text[0] is >= '\ue000' and <= '\uf8ff' ? "•" : level.Text;
        var label = new StringBuilder();
        for (var i = 0; i < level.Text.Length && label.Length < LongestLabel; i++)
        {
            if (level.Text[i] == '%' && i + 1 < level.Text.Length && level.Text[i + 1] is >= '1' and <= '9')
            {
                var part = level.Text[++i] - '1';
                var format = level.Legal ? "decimal" : LevelOf(list, pattern, part)?.Format ?? "decimal";
                label.Append(NumberFormat.Write(format, pattern.Counts[part] ?? Start(list, pattern, part)));
            }
            else label.Append(level.Text[i]);
        }
        return label.ToString();
    }
}
