using System.Globalization;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>One thing that stops a draft from becoming a plan (error), or that the office should know before it does (warning); Entry leads to its place.</summary>
sealed record Obstacle(Problem Problem, Severity Severity, Guid? Entry = null);

/// <summary>What must be put right before a draft becomes a plan in force.</summary>
static class ApplyCheck
{
    static readonly string[] Numeric = [">=", "<=", ">", "<", "="];

    public static IReadOnlyList<Obstacle> Of(ReviewSheet sheet)
    {
        var found = new List<Obstacle>();
        void Error(string code, ReviewEntry? entry, params object[] args) => found.Add(new(new Problem(code, null, args), Severity.Error, entry?.Id));

        if (string.IsNullOrWhiteSpace(sheet.Header.Title)) Error("programme.apply-no-title", null);
        if (sheet.Header is { StartYear: { } start, EndYear: { } end } && end < start) Error("programme.apply-years", null, Year(start), Year(end));
        if (!sheet.Tasks.Any()) Error("programme.apply-no-tasks", null);
        if (sheet.Live.Count(e => e.State == EntryState.Open) is > 0 and var open) Error("programme.apply-unchecked", sheet.NextOpen(null), open);
        if (sheet.Findings.Count(f => f.Open && f.Finding.Severity == Severity.Error) is > 0 and var errors) Error("programme.apply-findings", null, errors);
        foreach (var name in sheet.Unmatched)
            Error("programme.apply-unmatched", sheet.Tasks.First(e => e.Units.Any(u => u.Name == name)), name);

        foreach (var entry in sheet.Tasks)
        {
            if (string.IsNullOrWhiteSpace(entry.Task.Text) && string.IsNullOrWhiteSpace(entry.Task.Title)) Error("programme.apply-no-text", entry, Named(entry));
            if (!entry.Units.Any(u => u.Role == UnitRole.Lead))
            {
                // Some plans name no units at all: a person who confirms such a task says that this is so.
                var severity = entry.State == EntryState.Confirmed ? Severity.Warning : Severity.Error;
                found.Add(new(new Problem("programme.apply-no-lead", null, Named(entry)), severity, entry.Id));
            }
            foreach (var target in entry.Targets)
                if (Wrong(target) is { } code) Error(code, entry, Named(entry), target.Text);
        }
        return [.. found.OrderByDescending(o => o.Severity)];
    }

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
