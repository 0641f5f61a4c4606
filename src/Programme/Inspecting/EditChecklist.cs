using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>A checklist as typed: one item a line, "weight|must or nothing|text|words for a child|where it comes from".</summary>
sealed class ChecklistForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Kind { get; set; }
    public string? Name { get; set; }
    public string? Items { get; set; }
}

/// <summary>The office drafts versions of checklists and puts them into force. A version that was in force never changes: inspections were carried out with it.</summary>
sealed class EditChecklist(InspectionsData inspections, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchChecklist = new("programme.no-such-checklist");

    /// <summary>Gives a city without checklists those that we begin with, in force from today. Returns how many.</summary>
    public async Task<Result<int>> Begin(CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchChecklist;
        if (await inspections.Checklists.AnyAsync(ct)) return new Problem("programme.checklists-there");
        foreach (var (kind, name, items) in StartingChecklists.All)
        {
            var list = New(kind, name);
            (list.State, list.InForceOn) = (ChecklistState.InForce, time.Today());
            inspections.Add(list);
            Put(list.Id, [.. items.Select(i => new StartingItem(i.Text, i.Weight, i.Must, i.Child))], []);
        }
        return await inspections.Save(ct) ? StartingChecklists.All.Count : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Draft(ChecklistForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchChecklist;
        var problems = new List<Problem>();
        if (Named.Of<ChecklistKind>(form.Kind) is not { } kind)
        {
            kind = default;
            problems.Add(new("programme.checklist-which-kind", nameof(form.Kind)));
        }
        var name = PlanInspection.Line(form.Name, nameof(form.Name), Checklist.LongestName, true, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        var list = New(kind, name);
        inspections.Add(list);
        return await inspections.Save(ct) ? list.Id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Run(Guid id, ChecklistForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await inspections.Checklists.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } list) return NoSuchChecklist;
        if (form.Do == "next") return await Next(list, ct);
        if (list.Version != form.Version) return TaskDesk.Changed;
        if (list.State != ChecklistState.Draft || form.Do is not ("save" or "force")) return new Problem("programme.checklist-fixed");

        var problems = new List<Problem>();
        var name = PlanInspection.Line(form.Name, nameof(form.Name), Checklist.LongestName, true, problems);
        var items = Read(form.Items, problems);
        if (form.Do == "force" && items.Count == 0 && problems.Count == 0) problems.Add(new("programme.checklist-empty", nameof(form.Items)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        (list.Name, list.Version) = (name, list.Version + 1);
        var before = await inspections.Items.Where(i => i.ChecklistId == id).ToListAsync(ct);
        foreach (var old in before) inspections.Remove(old);
        Put(id, items, before);
        if (form.Do == "force")
        {
            // First out of force, then in: of a series one version is in force, and the index says so at every moment.
            foreach (var former in await inspections.Checklists.Where(c => c.SeriesId == list.SeriesId && c.State == ChecklistState.InForce).ToListAsync(ct)) (former.State, former.Version) = (ChecklistState.Replaced, former.Version + 1);
            return await inspections.SaveInTurn(() => (list.State, list.InForceOn, list.Version) = (ChecklistState.InForce, time.Today(), list.Version + 1), ct) ? id : TaskDesk.Changed;
        }
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    async Task<Result<Guid>> Next(Checklist list, CancellationToken ct)
    {
        if (await inspections.Checklists.Where(c => c.SeriesId == list.SeriesId && c.State == ChecklistState.Draft).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(ct) is { } there) return there;
        var next = new Checklist { Id = inspections.NewId(), SeriesId = list.SeriesId, Number = await inspections.Checklists.Where(c => c.SeriesId == list.SeriesId).MaxAsync(c => c.Number, ct) + 1, Kind = list.Kind, Name = list.Name };
        inspections.Add(next);
        var items = await inspections.Items.AsNoTracking().Where(i => i.ChecklistId == list.Id).OrderBy(i => i.SortOrder).ToListAsync(ct);
        Put(next.Id, [.. items.Select(i => new StartingItem(i.Text, i.Weight, i.Must, i.ChildText, i.Source))], items);
        return await inspections.Save(ct) ? next.Id : TaskDesk.Changed;
    }

    Checklist New(ChecklistKind kind, string name) => new() { Id = inspections.NewId(), SeriesId = inspections.NewId(), Number = 1, Kind = kind, Name = name };

    /// <param name="before">The items before them: whatever still names the same source is of the same clause.</param>
    void Put(Guid list, IReadOnlyList<StartingItem> items, IReadOnlyList<ChecklistItem> before)
    {
        foreach (var (item, n) in items.Select((item, n) => (item, n)))
            inspections.Add(new ChecklistItem { Id = inspections.NewId(), ChecklistId = list, SortOrder = n, Text = item.Text, ChildText = item.Child, Weight = item.Weight, Must = item.Must, Source = item.Source, ClauseId = item.Source is null ? null : before.FirstOrDefault(b => b.Source == item.Source)?.ClauseId });
    }

    /// <summary>Reads the lines; pure. A refusal names the line.</summary>
    public static IReadOnlyList<StartingItem> Read(string? text, List<Problem> problems)
    {
        var items = new List<StartingItem>();
        var lines = Supervising.OpenOrder.Said(text).Split('\n', StringSplitOptions.TrimEntries);
        for (var n = 0; n < lines.Length && problems.Count == 0; n++)
        {
            if (lines[n].Length == 0) continue;
            var parts = lines[n].Replace('｜', '|').Split('|', StringSplitOptions.TrimEntries);
            var weight = 0;
            if (parts.Length is < 3 or > 5 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out weight) || weight is < 1 or > ChecklistItem.MostWeight || parts[1] is not ("" or "必" or "must")
                || parts[2].Length is 0 or > ChecklistItem.LongestWords || parts.ElementAtOrDefault(3)?.Length > ChecklistItem.LongestChildWords || parts.ElementAtOrDefault(4)?.Length > ChecklistItem.LongestSource) problems.Add(new("programme.checklist-line", nameof(ChecklistForm.Items), n + 1));
            else items.Add(new(parts[2], weight, parts[1].Length > 0, parts.ElementAtOrDefault(3) is { Length: > 0 } child ? child : null, parts.ElementAtOrDefault(4) is { Length: > 0 } source ? source : null));
        }
        if (items.Count > Checklist.MostItems) problems.Add(new("programme.inspection-too-many", nameof(ChecklistForm.Items), Checklist.MostItems));
        return items;
    }

    public static string Write(IEnumerable<ChecklistItem> items) => string.Join('\n', items.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Weight}|{(i.Must ? "必" : "")}|{i.Text}{(i.Source is { } source ? $"|{i.ChildText}|{source}" : i.ChildText is { } child ? $"|{child}" : "")}")));
}
