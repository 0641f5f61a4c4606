using OneMetre.Platform.Results;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>Units under one role word, as one clause of the document gives them.</summary>
sealed record RoleGroup(RoleStrength Strength, string? Label, IReadOnlyList<UnitNames.Name> Names, bool Guessed);

/// <summary>Everything one task says about who does it and by when.</summary>
sealed record UnitClause(Passage Text, IReadOnlyList<RoleGroup> Groups, Passage? Deadline)
{
    /// <summary>Which items it speaks for when it is not the one it stands under; null for that one alone.</summary>
    public SharedBy? Shared { get; init; }
}

/// <summary>以上两项 speaks for the last two items, 以上各项 (Last null) for all that name nobody, 第1、2项 for those numbered so.</summary>
readonly record struct SharedBy(int? Last, IReadOnlyList<int> Numbers);

/// <summary>Finds the clauses that name units (lines, brackets, closing sentences), reads them, and leaves the rest of the text.</summary>
static partial class UnitClauses
{
    /// <summary>A paragraph that is nothing but a unit clause; null for any other.</summary>
    public static UnitClause? ReadLine(Passage line)
    {
        var folded = line.Folded;
        if (folded.Length < 4) return null;
        if (folded.Length < 600 && SharedForm.Match(folded) is { Success: true, Length: > 2 } shared && Sharing(shared) is { } by)
        {
            var rest = Unwrap(line.Slice(shared.Groups["open"].Length > 0 ? 1 : 0)).Slice(shared.Length - shared.Groups["open"].Length).Trim();
            if (shared.Groups["open"].Length > 0 && rest.Folded.TrimEnd('。', ' ') is [.., '）' or '】' or '〕'] closed) rest = rest.Slice(0, closed.Length - 1);
            if ((ReadLine(rest) ?? Clause(rest)) is { Groups.Count: > 0 } said) return said with { Shared = by };
        }
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
            var closes = start + length >= folded.TrimEnd('。', ' ').Length;
            if (length < 5 || Clause(paragraph.Slice(start + 1, length - 2), closes) is not { } clause) continue;
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
    static UnitClause? Clause(Passage content, bool closes = false)
    {
        content = content.Trim();
        var folded = content.Folded;
        if (folded.Length <= 2000 && OfOthers.Match(folded) is { Success: true, Index: > 3 } others && !RoleWords.FirstLeads.IsMatch(folded)) (content, folded) = (content.Slice(0, others.Index), folded[..others.Index]);
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

        // A bare list of bodies: no role is printed, and one short word may be anything, except where it closes the text.
        if ((folded.Length >= 4 || (deadline is not null || closes) && folded.Length > 2) && !folded.Contains("以下") && UnitNames.AllLookLikeUnits(content) && Strong(folded))
            return new(whole, [.. Marked(RoleStrength.Neutral, null, UnitNames.Split(content)).Select(g => g with { Guessed = g.Strength == RoleStrength.Neutral })], deadline);
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

    /// <summary>
    /// 市教育局（牵头）、市妇联: a mark after a name in an undivided list says who of them leads. Lists begin with who leads,
    /// so in 甲局、乙局（牵头）、丙局 the one mark speaks for 甲局 too.
    /// </summary>
    static List<RoleGroup> Marked(RoleStrength strength, string? label, IReadOnlyList<UnitNames.Name> names)
    {
        var leading = new List<UnitNames.Name>();
        var rest = new List<UnitNames.Name>();
        foreach (var name in names)
        {
            if (LeadMark.Match(name.Text.Folded) is { Success: true } mark)
            {
                if (leading.Count == 0) { leading.AddRange(rest); rest.Clear(); }
                leading.Add(name with { Text = name.Text.Slice(0, mark.Index).Trim() });
            }
            else if (Star.Match(name.Text.Folded) is { Success: true } star)
                leading.Add(name with { Text = star.Index == 0 ? name.Text.Slice(star.Length).Trim() : name.Text.Slice(0, star.Index).Trim() });
            else rest.Add(name);
        }
        if (leading.Count == 0) return [new(strength, label, names, false)];
        var groups = new List<RoleGroup> { new(RoleStrength.Lead, label, leading, false) };
        if (rest.Count > 0) groups.Add(new(strength == RoleStrength.Neutral ? RoleStrength.Cooperating : strength, label, rest, false));
        return groups;
    }

    [GeneratedRegex("[（〈【](?:牵头|主办|主责|第一责任)(?:单位|部门)?[）〉】]$")]
    static partial Regex LeadMark { get; }

    /// <summary>市教育局*: a note elsewhere says that the starred lead, and no other meaning of a star in a list of bodies is known.</summary>
    [GeneratedRegex("^[*＊★☆▲] *| *[*＊★☆▲]$")]
    internal static partial Regex Star { get; }

    /// <summary>What a clause says of other tasks, not of its own: 以下均需各县落实，不再列出.</summary>
    [GeneratedRegex("[，；。 ](?:以下(?:各|均|任务|工作|所有|都|同|不)|下同|不再(?:逐一|一一|重复)?列出)[^）]{0,60}$")]
    static partial Regex OfOthers { get; }

    /// <summary>Names followed by what they do: A牵头，B、C配合；由A负责，B等参与.</summary>
    static List<RoleGroup> Verbs(Passage content)
    {
        var groups = new List<RoleGroup>();
        var waiting = new List<UnitNames.Name>();
        var (start, depth, spoken, known, strange) = (0, 0, false, 0, 0);
        var joined = false; // 甲局会同乙局、丙局负责: 甲局 leads, and the verb that closes is said of those who join it
        var folded = content.Folded;
        for (var i = 0; i <= folded.Length; i++)
        {
            var c = i < folded.Length ? folded[i] : '。';
            if (c is '（' or '〔') depth++;
            else if (c is '）' or '〕') depth = Math.Max(0, depth - 1);
            if (i < folded.Length && (depth > 0 || c is not ('，' or '；' or '。' or '、' or '\n') || c == '、' && UnitNames.LevelsGoOn(folded, start, i))) continue;

            var part = content.Slice(start, i - start).Trim();
            start = i + 1;
            if (part.IsEmpty) continue;
            var verb = RoleWords.TrailingVerb.Match(part.Folded);
            var names = part.Slice(0, verb.Success ? verb.Index : part.Length);
            if (With.Match(names.Folded) is { Success: true } with && UnitNames.LooksLikeUnit(names.Folded[..with.Index].TrimStart('由')) && UnitNames.LooksLikeUnit(names.Folded[(with.Index + with.Length)..]))
            {
                waiting.AddRange(UnitNames.Split(names.Slice(0, with.Index)));
                known += waiting.Count;
                groups.Add(new(RoleStrength.Lead, with.Value, [.. waiting], false));
                waiting.Clear();
                (joined, spoken) = (true, true);
                names = names.Slice(with.Index + with.Length);
            }
            foreach (var name in UnitNames.Split(names))
            {
                if (!UnitNames.LooksLikeUnit(name.Text.Folded) && !name.Collective && (name.Text.Length > 12 || ++strange > 2)) return [];
                known += strange == 0 || UnitNames.LooksLikeUnit(name.Text.Folded) ? 1 : 0;
                waiting.Add(name);
            }
            if (!verb.Success) continue;
            spoken = true;
            if (waiting.Count == 0) continue;
            groups.Add(new(joined ? RoleStrength.Cooperating : RoleWords.StrengthOf(verb.Value), verb.Value, [.. waiting], false));
            joined = false;
            waiting.Clear();
        }
        // A body with an unusual name is believed among twice as many usual ones.
        if (!spoken || known < 2 * strange) return [];
        if (waiting.Count > 0) groups.Add(new(RoleStrength.Cooperating, null, waiting, true));
        return groups;
    }

    /// <summary>Whether a list without any role is surely one of bodies: its last name is one beyond doubt, or its first and there are more.</summary>
    static bool Strong(string folded)
    {
        if (StrongEnd.IsMatch(folded.TrimEnd('。', '等', '*', '＊', '★', '☆'))) return true;
        var first = folded.IndexOf('、');
        return first > 0 && StrongEnd.IsMatch(folded[..first].TrimEnd('*', '＊', '★', '☆'));
    }

    [GeneratedRegex("(?<=.)(?:会同|会商|联合(?!会))")]
    static partial Regex With { get; }

    static SharedBy? Sharing(Match shared)
    {
        if (!shared.Groups["list"].Success) return new(shared.Groups["n"].Success ? ChineseNumerals.ReadInt(shared.Groups["n"].ValueSpan) : null, []);
        var numbers = new List<int>();
        int? from = null;
        foreach (Match part in SharedNumber.Matches(shared.Groups["list"].Value))
        {
            if (part.Groups["to"].Success) { from = numbers.Count > 0 ? numbers[^1] : null; continue; }
            if (ChineseNumerals.ReadInt(part.Groups["n"].ValueSpan) is not (> 0 and < 1000 and var number)) return null;
            for (var i = (from ?? number) + 1; from is not null && i < number && numbers.Count < 100; i++) numbers.Add(i);
            numbers.Add(number);
            from = null;
        }
        return numbers.Count > 1 ? new(null, numbers) : null;
    }

    /// <summary>以上两项工作由, 上述任务, 第1、2项, （1）至（3）项: which items a line of units is said of.</summary>
    [GeneratedRegex(@"^(?<open>[（【〔])? ?(?:(?:以上|上述|前述)(?:第?(?<n>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:项|条|点|个)|各项|各条|几项|所有)?(?:主要|重点|具体|工作|任务|内容|事项|措施|行动){0,3}|(?:任务|第|行动)?(?<list>[（第]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）]?(?:(?:[、，和及至到]|-{1,2})[（第]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）]?){1,12})(?:项|条|点|号)(?:工作|任务|内容|事项|措施)?)(?:的|均|都|统一|由|：|，){0,3} ?")]
    static partial Regex SharedForm { get; }

    [GeneratedRegex(@"(?<to>-{1,2}|至|到)|(?<n>\d{1,2}|[一二三四五六七八九十]{1,3})")]
    static partial Regex SharedNumber { get; }

    static bool Opens(string folded, int index) => index == 0 || index == 1 && folded[0] is '（' or '【' or '〔' or '[' or ' ' or '-';

    static Passage Unwrap(Passage line)
    {
        line = line.Trim();
        if (line.IsEmpty || line.Folded[0] is not ('（' or '【' or '〔' or '[')) return line;
        var end = line.Folded.TrimEnd('。', ' ').Length;
        // Only a bracket that encloses the whole line is taken off: 【牵头单位】甲局、各乡镇（街道） has none.
        if (Brackets(line.Folded) is [var (_, length), ..] && length < end) return line;
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

    [GeneratedRegex(@"[。；\n] *(?<clause>[【〖]?(?:牵头|责任|负责|主责|主办|承办|配合|参与|协办|落实|实施)(?:责任)?(?:单位|部门)(?:：|[】〗]))")]
    static partial Regex LabelAfterSentence { get; }

    [GeneratedRegex(@"(?:局|委|办|部|厅|政府|妇联|工会|残联|科协|办公室|委员会|团.委|管委会|单位|部门|法院|检察院|工委|街道|分局)$")]
    static partial Regex StrongEnd { get; }
}
