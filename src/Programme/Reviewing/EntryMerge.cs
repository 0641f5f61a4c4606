using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>One field of an entry that two reviewers left differently.</summary>
sealed record FieldConflict(string Field, string Theirs, string Mine);

/// <summary>Two reviewers worked on one entry: what differs, field by field, and the entry as it is after each choice. Nothing is lost on the way.</summary>
static class EntryMerge
{
    /// <summary>Units and targets each count as one field: they are lists that belong together.</summary>
    public static IReadOnlyList<FieldConflict> Between(ReviewEntry theirs, EntryForm mine)
    {
        var other = EntryForm.Of(theirs);
        return [.. Fields(theirs.Kind).Select(f => new FieldConflict(f, Shown(other, f), Shown(mine, f))).Where(c => c.Theirs != c.Mine)];
    }

    /// <summary>The fields as typed, with those taken from theirs for which the reviewer chose so.</summary>
    public static EntryForm Chosen(ReviewEntry theirs, EntryForm mine, Func<string, bool> takesTheirs)
    {
        var other = EntryForm.Of(theirs);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Fields(theirs.Kind))
        {
            var from = takesTheirs(field) ? other : mine;
            foreach (var name in Names(from, field)) values[name] = from[name];
        }
        return new(theirs.Kind, values);
    }

    static string[] Fields(EntryKind kind) => kind switch
    {
        EntryKind.Task => ["label", "title", "domain", "action", "text", "u", "t"],
        EntryKind.DocumentTarget => ["t"],
        EntryKind.Indicator => ["no", "domain", "name", "measure", "target", "comparator", "value", "max", "deadline", "indicator", "units"],
        EntryKind.Project => ["no", "name", "text", "units"],
        _ => ["no", "text", "units"],
    };

    static readonly string[] UnitFields = ["name", "role"];
    static readonly string[] TargetFields = ["text", "metric", "comparator", "value", "max", "unit", "deadline", "per", "kind", "soft", "indicator"];

    static IEnumerable<string> Names(EntryForm form, string field) => field switch
    {
        "u" => form.UnitRows.SelectMany(i => UnitFields.Select(f => $"u{i}.{f}")),
        "t" => form.TargetRows.SelectMany(i => TargetFields.Select(f => $"t{i}.{f}")),
        _ => [field],
    };

    static string Shown(EntryForm form, string field) => field switch
    {
        "u" => string.Join('\n', form.UnitRows.Where(i => form[$"u{i}.name"].Length > 0).Select(i => $"{form[$"u{i}.name"]}（{form[$"u{i}.role"]}）")),
        "t" => string.Join('\n', form.TargetRows.Where(i => form[$"t{i}.text"].Length > 0 || form[$"t{i}.metric"].Length > 0)
            .Select(i => string.Join(' ', TargetFields.Where(f => f != "soft").Select(f => form[$"t{i}.{f}"]).Append(form[$"t{i}.soft"].Length > 0 ? "~" : "").Where(v => v.Length > 0)))),
        _ => form[field].ReplaceLineEndings("\n"),
    };
}
