using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Guiding;

/// <summary>Clauses as lines, "number|must or nothing|how it is checked|requirement". Pure.</summary>
static class ClauseLines
{
    /// <summary>A refusal names the line.</summary>
    public static IReadOnlyList<GuideClause> Read(string? text, Guid guide, List<Problem> problems)
    {
        var clauses = new List<GuideClause>();
        var lines = Supervising.OpenOrder.Said(text).Split('\n', StringSplitOptions.TrimEntries);
        for (var n = 0; n < lines.Length; n++)
        {
            if (lines[n].Length == 0) continue;
            var parts = lines[n].Replace('｜', '|').Split('|', StringSplitOptions.TrimEntries);
            if (parts.Length == 4 && Of(parts[0], parts[1], parts[2], parts[3], guide, clauses) is { } clause) clauses.Add(clause);
            else
            {
                problems.Add(new("programme.guide-line", nameof(GuideForm.Clauses), n + 1));
                break;
            }
        }
        if (clauses.Count > Guide.MostClauses) problems.Add(new("programme.inspection-too-many", nameof(GuideForm.Clauses), Guide.MostClauses));
        return clauses;
    }

    /// <summary>One clause from its four words; null when one of them cannot be read, or the number stands there before.</summary>
    public static GuideClause? Of(string number, string must, string rule, string text, Guid guide, IReadOnlyList<GuideClause> before)
    {
        if (number.Length is 0 or > GuideClause.LongestNumber || text.Length is 0 or > GuideClause.LongestText || !IsMust(must, out var needed) || GuideClause.ReadRule(rule) is not { } read || before.Any(c => c.Number == number)) return null;
        // A bar parts the words of a line, here and in checklists.
        return PlainText.HasUnseen(number) || PlainText.HasUnseen(text) || (number + text).IndexOfAny(['|', '｜']) >= 0 ? null : new() { GuideId = guide, Number = number, Text = text, Must = needed, Check = read.Check, Limit = read.Limit, MeasureUnit = read.MeasureUnit };
    }

    public static bool IsMust(string word, out bool must)
    {
        must = word is "必" or "是" or "must" or "yes";
        return must || word is "" or "否" or "宜" or "no";
    }

    public static string Write(IEnumerable<GuideClause> clauses) => string.Join('\n', clauses.Select(c => $"{c.Number}|{(c.Must ? "必" : "")}|{c.Rule}|{c.Text}"));
}
