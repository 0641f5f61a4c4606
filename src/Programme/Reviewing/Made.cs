using OneMetre.Platform.Results;
using System.Text;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>What a checked draft turns into: the rows of a task in force, drawn from an entry and the settled names.</summary>
static class Made
{
    public static string TitleOf(DraftTask task)
    {
        if (!string.IsNullOrWhiteSpace(task.Title)) return PlainText.Cut(task.Title.Trim(), 300);
        var text = task.Text.Trim();
        var end = text.IndexOfAny(['。', '；', '\n']);
        return PlainText.Cut(end > 0 ? text[..end] : text, 120);
    }

    /// <summary>The latest day on which a target is owed; a target without a day of its own, and a task without targets, is owed by the end of the plan.</summary>
    public static DateOnly? DueOf(IEnumerable<string?> deadlines, int? endYear, DateOnly today)
    {
        var end = endYear is { } year ? new DateOnly(year, 12, 31) : (DateOnly?)null;
        return deadlines.Select(d => DueDay.Last(d, endYear, today) ?? end).Max() ?? end;
    }

    public static DateOnly StartOf(DraftHeader header, DateOnly today) => header.StartYear is { } year ? new(year, 1, 1) : header.IssuedOn ?? today;

    /// <summary>Writes the wording of an entry onto a task; what units have reported stays untouched.</summary>
    public static void Word(ProgrammeTask task, ReviewEntry entry, Guid import, Guid? domain, int order, IEnumerable<string> unitNames)
    {
        var draft = entry.Task;
        task.DomainId = domain;
        task.ActionName = string.IsNullOrWhiteSpace(draft.Action) ? null : PlainText.Cut(draft.Action, 200);
        task.Label = PlainText.Cut(draft.Label, 40);
        task.SortOrder = order;
        task.Title = TitleOf(draft);
        task.Text = WholeText(draft);
        task.ImportId = import;
        task.Where = DraftJson.Write(draft.Where);
        task.FirstBlock = draft.Where.Count > 0 ? draft.Where[0].Block : null;
        task.SearchText = $"{task.Label} {task.Title} {task.Text} {string.Join(' ', unitNames.Concat(draft.Units.Select(u => u.Name)).Distinct(StringComparer.Ordinal))}".ToLowerInvariant();
    }

    /// <summary>Numbered points below a task are part of what it promises.</summary>
    static string WholeText(DraftTask draft)
    {
        var text = new StringBuilder(draft.Text.Trim());
        foreach (var item in draft.Items.Where(i => !draft.Text.Contains(i.Text, StringComparison.Ordinal)))
            text.Append('\n').Append(item.Label).Append(item.Text);
        return text.ToString();
    }

    /// <summary>The parts of units in a task; the first lead answers for the whole. Two names of one body in one role are one part.</summary>
    public static IReadOnlyList<TaskUnit> Units(Guid task, DraftTask draft, IReadOnlyDictionary<string, ReviewMatch> matches, Func<Guid> newId)
    {
        var parts = draft.Units.Select(u => (Unit: u, Match: matches[u.Name])).DistinctBy(p => (p.Match.UnitId, p.Match.GroupId))
            .Select((p, i) => new TaskUnit
            {
                Id = newId(),
                TaskId = task,
                UnitId = p.Match.UnitId,
                GroupId = p.Match.GroupId,
                Role = p.Unit.Role,
                RoleLabel = p.Unit.RoleLabel is { } label ? PlainText.Cut(label, 20) : null,
                PrintedName = PlainText.Cut(p.Unit.Name, 120),
                SortOrder = i + 1,
            }).ToList();
        if ((parts.FirstOrDefault(p => p.Role == UnitRole.Lead && p.UnitId is not null) ?? parts.FirstOrDefault(p => p.Role == UnitRole.Lead)) is { } primary) primary.Primary = true;
        return parts;
    }

    public static void Word(TaskTarget target, DraftTarget draft, int order, int? endYear, DateOnly today)
    {
        target.SortOrder = order;
        target.Text = draft.Text;
        target.Metric = draft.Metric is { } metric ? PlainText.Cut(metric, 300) : null;
        target.Comparator = draft.Comparator is { } comparator ? PlainText.Cut(comparator, 12) : null;
        target.Value = draft.Value;
        target.ValueMax = draft.ValueMax;
        target.MeasureUnit = draft.Unit is { } unit ? PlainText.Cut(unit, 40) : null;
        target.Deadline = draft.Deadline;
        target.Due = DueDay.Last(draft.Deadline, endYear, today);
        target.Every = draft.Period;
        target.Kind = draft.Kind;
        target.Soft = draft.Soft;
        target.IndicatorId = Linked(draft.Indicator);
        (target.Block, target.Start, target.Length) = (draft.Where?.Block, draft.Where?.Start, draft.Where?.Length);
    }

    /// <summary>A proposal counts once it is near enough to a certainty that the reviewer, who saw it, let it stand.</summary>
    public static string? Linked(IndicatorLink? link) => link is { Confidence: >= 0.75 } ? link.Id : null;
}
