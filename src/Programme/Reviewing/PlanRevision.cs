using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>A task in force, as far as it is compared with a new wording.</summary>
sealed record StandingTask(Guid Id, string Label, string Title, string Text);

/// <summary>One line of the comparison: a standing task, its new wording, or both. Alike is how much the wordings have in common.</summary>
sealed record RevisedTask(StandingTask? Standing, ReviewEntry? Entry, double Alike)
{
    public bool Same => Standing is not null && Entry is not null
        && Plain(Standing.Text) == Plain(Entry.Task.Text) && Plain(Standing.Title) == Plain(Made.TitleOf(Entry.Task)) && Standing.Label == Entry.Task.Label;

    static string Plain(string text) => text.Trim();
}

/// <summary>
/// Which tasks of a plan in force live on in its new version: those whose words are alike, the most alike first; then, of the rest,
/// those that keep their number and still resemble each other. Everything else is new, or dropped.
/// </summary>
static class PlanRevision
{
    const double AlikeFrom = 0.55;
    const double AlikeUnderSameLabel = 0.2;

    public static IReadOnlyList<RevisedTask> Compare(IReadOnlyList<StandingTask> standing, IReadOnlyList<ReviewEntry> entries)
    {
        var likely = (
            from old in standing
            from entry in entries
            let alike = Alike(old, entry.Task)
            where alike >= AlikeUnderSameLabel
            orderby alike descending, old.Label == entry.Task.Label descending, entry.SortOrder
            select (Old: old, Entry: entry, Alike: alike)).ToList();

        var byEntry = new Dictionary<Guid, (StandingTask Old, double Alike)>();
        var taken = new HashSet<Guid>();
        foreach (var (old, entry, alike) in likely.Where(p => p.Alike >= AlikeFrom).Concat(likely.Where(p => p.Alike < AlikeFrom && p.Old.Label.Length > 0 && p.Old.Label == p.Entry.Task.Label)))
            if (!byEntry.ContainsKey(entry.Id) && taken.Add(old.Id)) byEntry[entry.Id] = (old, alike);

        return
        [
            .. entries.Select(e => byEntry.TryGetValue(e.Id, out var match) ? new RevisedTask(match.Old, e, match.Alike) : new RevisedTask(null, e, 0)),
            .. standing.Where(o => !taken.Contains(o.Id)).Select(o => new RevisedTask(o, null, 0)),
        ];
    }

    static double Alike(StandingTask old, DraftTask task) =>
        Math.Max(Likeness.Of(old.Text, task.Text), old.Title.Length > 3 && old.Title == Made.TitleOf(task) ? 0.9 : 0.8 * Likeness.Of(old.Title, Made.TitleOf(task)));
}
