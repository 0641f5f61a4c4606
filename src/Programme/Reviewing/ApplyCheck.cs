using System.Globalization;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// One thing that stops a draft from becoming a plan (error), or that the office should know before it does (warning). Entry, Match and Anchor
/// lead to where it is settled; Count is how much work it stands for.
/// </summary>
sealed record Obstacle(Problem Problem, Severity Severity, Guid? Entry = null, Guid? Match = null, string? Anchor = null, int Count = 1);

/// <summary>What must be put right before a draft becomes a plan in force.</summary>
static class ApplyCheck
{
    static readonly string[] Numeric = [">=", "<=", ">", "<", "="];

    public static IReadOnlyList<Obstacle> Of(ReviewSheet sheet)
    {
        var found = new List<Obstacle>();
        void Error(string code, Guid? entry, string? anchor, int count, params object[] args) => found.Add(new(new Problem(code, null, args), Severity.Error, entry, null, anchor, count));

        if (string.IsNullOrWhiteSpace(sheet.Header.Title)) Error("programme.apply-no-title", null, "field-Title", 1);
        if (sheet.Header is { StartYear: { } start, EndYear: { } end } && end < start) Error("programme.apply-years", null, "field-EndYear", 1, Year(start), Year(end));
        if (!sheet.Tasks.Any()) Error("programme.apply-no-tasks", null, "understood", 1);
        if (sheet.Live.Count(e => e.State == EntryState.Open) is > 0 and var open) Error("programme.apply-unchecked", sheet.NextOpen(null)!.Id, null, open, open);
        if (sheet.Findings.Where(f => f.Open && f.Finding.Severity == Severity.Error).ToList() is { Count: > 0 } errors) Error("programme.apply-findings", null, $"finding-{errors[0].Id}", errors.Count, errors.Count);
        var unmatched = sheet.Unmatched;
        foreach (var name in unmatched)
        {
            var match = sheet.Matches.GetValueOrDefault(name);
            found.Add(new(new Problem("programme.apply-unmatched", null, name), Severity.Error, match is null ? sheet.Tasks.First(e => e.Units.Any(u => u.Name == name)).Id : null, match?.Id));
        }

        foreach (var entry in sheet.Tasks)
        {
            if (string.IsNullOrWhiteSpace(entry.Task.Text) && string.IsNullOrWhiteSpace(entry.Task.Title)) Error("programme.apply-no-text", entry.Id, "field-text", 1, Named(entry));
            if (!entry.Units.Any(u => u.Role == UnitRole.Lead))
            {
                // Some plans name no units at all: a person who confirms such a task says that this is so.
                var severity = entry.State == EntryState.Confirmed ? Severity.Warning : Severity.Error;
                found.Add(new(new Problem("programme.apply-no-lead", null, Named(entry)), severity, entry.Id, Anchor: "units"));
            }
            foreach (var (i, target) in entry.Targets.Index())
                if (Wrong(target) is { } code) Error(code, entry.Id, $"field-t{i}.{FieldOf(code)}", 1, Named(entry), target.Text);
        }
        return [.. found.OrderByDescending(o => o.Severity)];
    }

    /// <summary>How much must still be done; 0 when the plan can be put into force.</summary>
    public static int Left(IEnumerable<Obstacle> obstacles) => obstacles.Where(o => o.Severity == Severity.Error).Sum(o => o.Count);

    static string FieldOf(string code) => code switch
    {
        "programme.apply-target-value" => "value",
        "programme.apply-target-range" => "max",
        "programme.apply-target-deadline" => "deadline",
        _ => "comparator",
    };

    /// <summary>Why a target cannot be checked by anyone, as a problem code; null when it can.</summary>
    public static string? Wrong(DraftTarget target) => target switch
    {
        { Comparator: null or "" } => "programme.apply-target-comparator",
        { Value: null, Kind: TargetKind.Quantified or TargetKind.Implied } when Numeric.Contains(target.Comparator) => "programme.apply-target-value",
        { Value: { } least, ValueMax: { } most } when most < least => "programme.apply-target-range",
        { Deadline: { Length: > 0 } deadline } when !DueDay.Is(deadline) => "programme.apply-target-deadline",
        _ => null,
    };

    public static string Named(ReviewEntry entry) => $"{entry.Label} {entry.Name}".Trim();
    static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);
}
