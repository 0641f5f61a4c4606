using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>Units under one role word, as one clause of the document gives them.</summary>
sealed record RoleGroup(RoleStrength Strength, string? Label, IReadOnlyList<UnitNames.Name> Names, bool Guessed);

/// <summary>Everything one task says about who does it and by when.</summary>
sealed record UnitClause(Passage Text, IReadOnlyList<RoleGroup> Groups, Passage? Deadline);

/// <summary>Finds the clauses that name units (lines, brackets, closing sentences), reads them, and leaves the rest of the text.</summary>
static partial class UnitClauses
{
    /// <summary>A paragraph that is nothing but a unit clause; null for any other.</summary>
    public static UnitClause? ReadLine(Passage line)
    {
        var folded = line.Folded;
        if (folded.Length < 4) return null;
        if (RoleWords.Label.Match(folded, 0, Math.Min(folded.Length, 40)) is { Success: true } label && Opens(folded, label.Index)
            || RoleWords.BareLabel.IsMatch(folded))
            return Parse(Unwrap(line));
        if (RoleWords.PersonLine.IsMatch(folded)) return new(line, [], null);
        if (RoleWords.TimeLine.Match(folded) is { Success: true, Index: 0 } time && time.Length > folded.Length - 3)
            return new(line, [], line.Slice(time.Groups["when"].Index, time.Groups["when"].Length));
        if (folded[0] is '（' or '【' or '〔' or '[' && folded.TrimEnd('。', ' ') is [.., '）' or '】' or '〕' or ']'] && Clause(Unwrap(line)) is { } clause) return clause;
        return null;
    }

    /// <summary>Takes the clauses out of a paragraph: brackets anywhere, labels that run on after the text, and a closing sentence of names.</summary>
    public static (Passage Left, IReadOnlyList<UnitClause> Clauses) Extract(Passage paragraph)
    {
        var folded = paragraph.Folded;
        var clauses = new List<UnitClause>();
        var cut = new List<(int, int)>();

        foreach (var (start, length) in Brackets(folded))
        {
            if (length < 5 || Clause(paragraph.Slice(start + 1, length - 2)) is not { } clause) continue;
            clauses.Add(clause);
            cut.Add((start, length));
        }
        if (clauses.Count == 0)
        {
            var tail = LabelAfterSentence.Match(folded);
            if (tail.Success && Parse(paragraph.Slice(tail.Groups["clause"].Index)) is { Groups.Count: > 0 } labelled)
            {
                clauses.Add(labelled);
                cut.Add((tail.Groups["clause"].Index, folded.Length - tail.Groups["clause"].Index));
            }
            else if (ClosingSentence(folded) is { Length: > 0 } last && Clause(paragraph.Slice(last.Start, last.Length)) is { } closing && closing.Groups.All(g => g.Label is not null) && closing.Groups.All(g => g.Names.All(n => UnitNames.LooksLikeUnit(n.Text.Folded))))
            {
                clauses.Add(closing);
                cut.Add((last.Start, last.Length));
            }
        }
        if (cut.Count == 0) return (paragraph, clauses);

        var rest = paragraph.Without(cut).Trim();
        // 「…建设（牵头单位：…）。」 leaves two full stops where the text had its own.
        if (rest.Folded.EndsWith("。。", StringComparison.Ordinal)) rest = rest.Slice(0, rest.Length - 1);
        return (rest, clauses);
    }

    /// <summary>The content of a bracket or sentence as a clause, or null when it speaks of something else.</summary>
    static UnitClause? Clause(Passage content)
    {
        content = content.Trim();
        var folded = content.Folded;
        if (folded.Length is < 3 or > 2000 || RoleWords.FirstLeads.IsMatch(folded) && !RoleWords.Label.IsMatch(folded)) return null;
        if (RoleWords.Label.IsMatch(folded) || RoleWords.BareLabel.IsMatch(folded)) return Parse(content) is { Groups.Count: > 0 } labelled ? labelled : null;
        if (RoleWords.TimeLine.Match(folded) is { Success: true, Index: 0 } time)
            return new(content, [], content.Slice(time.Groups["when"].Index, time.Groups["when"].Length));

        // （A、B；2026年8月底前） closes with the date by which it is done.
        var whole = content;
        Passage? deadline = null;
        if (ClosingDate.Match(folded) is { Success: true } closing)
        {
            deadline = content.Slice(closing.Groups["when"].Index, closing.Groups["when"].Length);
            content = content.Slice(0, closing.Index).Trim();
            folded = content.Folded;
        }

        var groups = Verbs(content);
        if (groups.Count > 0) return new(whole, groups, deadline);

        // A bare list of bodies: no role is printed, and one short word may be anything.
        if ((folded.Length >= 4 || deadline is not null && folded.Length > 2) && !folded.Contains("以下") && UnitNames.AllLookLikeUnits(content) && StrongEnd.IsMatch(folded.TrimEnd('。', '等')))
            return new(whole, [new(RoleStrength.Neutral, null, UnitNames.Split(content), true)], deadline);
        return null;
    }

    /// <summary>Labels with colons: 牵头单位：A、B；配合单位：C.</summary>
    public static UnitClause Parse(Passage content)
    {
        var folded = content.Folded;
        var groups = new List<RoleGroup>();
        Passage? deadline = null;
        if (RoleWords.TimeLine.Match(folded) is { Success: true } time)
        {
            deadline = content.Slice(time.Groups["when"].Index, time.Groups["when"].Length);
            content = content.Without([(time.Index, time.Length)]);
            folded = content.Folded;
        }
        var labels = RoleWords.Label.Matches(folded).ToList();
        if (labels.Count == 0 && RoleWords.BareLabel.Match(folded) is { Success: true } bare) labels.Add(bare);
        // A牵头，B配合；责任单位：C begins with verbs and ends with a label.
        if (labels.Count > 0 && labels[0].Index > 3) groups.AddRange(Verbs(content.Slice(0, labels[0].Index)));
        for (var i = 0; i < labels.Count; i++)
        {
            var from = labels[i].Index + labels[i].Length;
            var to = i + 1 < labels.Count ? labels[i + 1].Index : folded.Length;
            var word = labels[i].Groups["label"].Value;
            var list = content.Slice(from, to - from).Trim();
            // 责任单位：A牵头，B配合 says more in its verbs than in its label.
            if (list.Folded.Contains("牵头") && !list.Folded.Contains("（牵头") && Verbs(list) is { Count: > 0 } spoken) groups.AddRange(spoken);
            else if (UnitNames.Split(list) is { Count: > 0 } names) groups.AddRange(Marked(RoleWords.StrengthOf(word), word, names));
        }
        return new(content, groups, deadline);
    }

    /// <summary>A list of names as a table cell prints it, under the role of its column.</summary>
    public static IReadOnlyList<RoleGroup> ReadCell(Passage cell, RoleStrength strength, string label)
    {
        cell = cell.Trim();
        if (cell.IsEmpty) return [];
        if (RoleWords.Label.IsMatch(cell.Folded)) return Parse(cell).Groups;
        if (cell.Folded.Contains("牵头") && !cell.Folded.Contains("（牵头") && Verbs(cell) is { Count: > 0 } spoken) return spoken;
        return UnitNames.Split(cell) is { Count: > 0 } names ? Marked(strength, label, names) : [];
    }

    /// <summary>市教育局（牵头）、市妇联: a mark after a name in an undivided list says who of them leads.</summary>
    static List<RoleGroup> Marked(RoleStrength strength, string label, IReadOnlyList<UnitNames.Name> names)
    {
        var leading = new List<UnitNames.Name>();
        var rest = new List<UnitNames.Name>();
        foreach (var name in names)
        {
            if (LeadMark.Match(name.Text.Folded) is { Success: true } mark) leading.Add(name with { Text = name.Text.Slice(0, mark.Index) });
            else rest.Add(name);
        }
        if (leading.Count == 0) return [new(strength, label, names, false)];
        var groups = new List<RoleGroup> { new(RoleStrength.Lead, label, leading, false) };
        if (rest.Count > 0) groups.Add(new(strength == RoleStrength.Neutral ? RoleStrength.Cooperating : strength, label, rest, false));
        return groups;
    }

    [GeneratedRegex("[（〈【](?:牵头|主办|主责|第一责任)(?:单位|部门)?[）〉】]$")]
    static partial Regex LeadMark { get; }

    /// <summary>Names followed by what they do: A牵头，B、C配合；由A负责，B等参与.</summary>
    static List<RoleGroup> Verbs(Passage content)
    {
        var groups = new List<RoleGroup>();
        var waiting = new List<UnitNames.Name>();
        var (start, depth, spoken, known, strange) = (0, 0, false, 0, 0);
        var folded = content.Folded;
        for (var i = 0; i <= folded.Length; i++)
        {
            var c = i < folded.Length ? folded[i] : '。';
            if (c == '（') depth++;
            else if (c == '）') depth = Math.Max(0, depth - 1);
            if (i < folded.Length && (depth > 0 || c is not ('，' or '；' or '。' or '、' or '\n'))) continue;

            var part = content.Slice(start, i - start).Trim();
            start = i + 1;
            if (part.IsEmpty) continue;
            var verb = RoleWords.TrailingVerb.Match(part.Folded);
            var names = part.Slice(0, verb.Success ? verb.Index : part.Length);
            foreach (var name in UnitNames.Split(names))
            {
                if (!UnitNames.LooksLikeUnit(name.Text.Folded) && !name.Collective && (name.Text.Length > 12 || ++strange > 2)) return [];
                known += strange == 0 || UnitNames.LooksLikeUnit(name.Text.Folded) ? 1 : 0;
                waiting.Add(name);
            }
            if (!verb.Success) continue;
            spoken = true;
            if (waiting.Count == 0) continue;
            groups.Add(new(RoleWords.StrengthOf(verb.Value), verb.Value, [.. waiting], false));
            waiting.Clear();
        }
        // A body with an unusual name is believed among twice as many usual ones.
        if (!spoken || known < 2 * strange) return [];
        if (waiting.Count > 0) groups.Add(new(RoleStrength.Cooperating, null, waiting, true));
        return groups;
    }

    static bool Opens(string folded, int index) => index == 0 || index == 1 && folded[0] is '（' or '【' or '〔' or '[' or ' ' or '-';

    static Passage Unwrap(Passage line)
    {
        line = line.Trim();
        if (line.IsEmpty || line.Folded[0] is not ('（' or '【' or '〔' or '[')) return line;
        var end = line.Folded.TrimEnd('。', ' ').Length;
        return line.Folded[end - 1] is '）' or '】' or '〕' or ']' ? line.Slice(1, end - 2) : line.Slice(1);
    }

    /// <summary>Outermost （…） groups. An unclosed one runs to the end of the paragraph, as typists forget.</summary>
    static List<(int Start, int Length)> Brackets(string folded)
    {
        var found = new List<(int, int)>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < folded.Length; i++)
        {
            if (folded[i] is '（' or '【' or '〔' or '[' && depth++ == 0) start = i;
            else if (folded[i] is '）' or '】' or '〕' or ']' && depth > 0 && --depth == 0) found.Add((start, i + 1 - start));
        }
        if (depth > 0 && RoleWords.Label.Match(folded, start) is { Success: true } label && label.Index <= start + 2) found.Add((start, folded.Length - start));
        return found;
    }

    static (int Start, int Length) ClosingSentence(string folded)
    {
        var end = folded.TrimEnd('。', ' ').Length;
        if (end == 0) return default;
        var stop = folded.LastIndexOfAny(['。', '；', '\n'], end - 1);
        return stop < 0 || end - stop > 400 ? default : (stop + 1, folded.Length - stop - 1);
    }

    [GeneratedRegex(@"[，；、 ] *(?<when>20\d\d年(?:\d{1,2}月)?[底末]?(?:之?前|完成)?|\d{1,2}月[底末]?(?:之?前|完成)?)$")]
    static partial Regex ClosingDate { get; }

    [GeneratedRegex(@"[。；\n] *(?<clause>(?:牵头|责任|负责|主责|主办|承办|配合|参与|协办|落实|实施)(?:责任)?(?:单位|部门)：)")]
    static partial Regex LabelAfterSentence { get; }

    [GeneratedRegex(@"(?:局|委|办|部|厅|政府|妇联|工会|残联|科协|办公室|委员会|团.委|管委会|单位|部门|法院|检察院|工委|街道|分局)$")]
    static partial Regex StrongEnd { get; }
}
