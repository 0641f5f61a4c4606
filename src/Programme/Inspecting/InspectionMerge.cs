namespace OneMetre.Programme.Inspecting;

/// <summary>One field of an inspection that two officers left differently, both as typed; Label is the code of its name.</summary>
sealed record InspectionClash(string Field, string Label, string Theirs, string Mine);

/// <summary>Two of the office changed one inspection: what differs, field by field, and the inspection as it is after each choice. Pure; nothing is lost on the way.</summary>
static class InspectionMerge
{
    /// <summary>What of an inspection can be changed. An empty last day is the first day, as everywhere.</summary>
    static readonly (string Field, string Label, Func<InspectionForm, string?> Of, Action<InspectionForm, string?> Set)[] Fields =
    [
        (nameof(InspectionForm.Title), "programme.inspection-name", f => f.Title, (f, v) => f.Title = v),
        (nameof(InspectionForm.Place), "programme.inspection-place", f => f.Place, (f, v) => f.Place = v),
        (nameof(InspectionForm.FromDay), "programme.inspection-from", f => f.FromDay, (f, v) => f.FromDay = v),
        (nameof(InspectionForm.ToDay), "programme.inspection-to", f => string.IsNullOrWhiteSpace(f.ToDay) ? f.FromDay : f.ToDay, (f, v) => f.ToDay = v),
        (nameof(InspectionForm.Checklist), "programme.checklist", f => f.Checklist, (f, v) => f.Checklist = v),
        (nameof(InspectionForm.Purpose), "programme.inspection-purpose", f => f.Purpose, (f, v) => f.Purpose = v),
        (nameof(InspectionForm.RevealDay), "programme.inspection-reveal-day", f => f.RevealDay, (f, v) => f.RevealDay = v),
        (nameof(InspectionForm.RevealTime), "programme.inspection-reveal-clock", f => f.RevealTime, (f, v) => f.RevealTime = v),
    ];

    public static IReadOnlyList<InspectionClash> Between(InspectionForm theirs, InspectionForm mine) =>
        [.. Fields.Select(f => new InspectionClash(f.Field, f.Label, Plain(f.Of(theirs)), Plain(f.Of(mine)))).Where(c => c.Theirs != c.Mine)];

    /// <summary>Takes theirs into mine where it was chosen; false while a field that differs has no choice, and mine is as it was.</summary>
    public static bool Choose(InspectionForm theirs, InspectionForm mine, Func<string, string?> choice)
    {
        var clashes = Between(theirs, mine);
        if (clashes.Any(c => choice(c.Field) is not ("mine" or "theirs"))) return false;
        foreach (var clash in clashes) Fields.Single(f => f.Field == clash.Field).Set(mine, choice(clash.Field) == "theirs" ? clash.Theirs : clash.Mine);
        return true;
    }

    /// <summary>Every field with its value, to go with the choice.</summary>
    public static IEnumerable<(string Field, string Value)> Typed(InspectionForm form) => Fields.Select(f => (f.Field, f.Of(form) ?? ""));

    static string Plain(string? value) => (value ?? "").ReplaceLineEndings("\n").Trim();
}
