using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// What every change to a draft has in common: it touches an import that is in review, it takes only the version of the entry that the reviewer saw,
/// and it leaves the reviewer's name.
/// </summary>
sealed class ReviewDesk(ProgrammeData data, UnitRegister register, CurrentUser user, TimeProvider time)
{
    public static readonly Problem Changed = new("programme.entry-changed");
    public static readonly Problem Gone = new("programme.entry-gone");
    public static readonly Problem Closed = new("programme.import-closed");

    public ProgrammeData Data => data;

    public Task<bool> IsOpen(Guid import, CancellationToken ct) => data.Imports.AnyAsync(i => i.Id == import && i.State == ImportState.Reviewing, ct);

    /// <summary>The entry, tracked, if it is still as the reviewer saw it.</summary>
    public async Task<Result<DraftEntry>> Take(Guid import, Guid entry, int version, CancellationToken ct)
    {
        if (!await IsOpen(import, ct)) return Closed;
        var found = await data.Entries.SingleOrDefaultAsync(e => e.ImportId == import && e.Id == entry, ct);
        if (found is null) return Gone;
        return found.Version == version ? found : Changed;
    }

    public void Sign(DraftEntry entry)
    {
        entry.Version++;
        entry.EditedBy = user.Name;
        entry.EditedAt = time.GetUtcNow().UtcDateTime;
    }

    /// <summary>Saves; when somebody else was quicker by a moment, nothing is saved and that is said.</summary>
    public async Task<Result<Guid>> Save(Guid shown, CancellationToken ct)
    {
        try
        {
            await data.Save(ct);
            return shown;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Changed;
        }
    }

    /// <summary>Every printed name of a task has its line in the matching, also one that a reviewer typed.</summary>
    public async Task KnowNames(Guid import, IEnumerable<DraftUnit> units, CancellationToken ct)
    {
        var printed = units.Select(u => u.Name).Distinct(StringComparer.Ordinal).ToList();
        var known = await data.UnitMatches.Where(m => m.ImportId == import && printed.Contains(m.PrintedName)).Select(m => m.PrintedName).ToListAsync(ct);
        var missing = printed.Except(known, StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return;
        var names = await register.Names(ct);
        foreach (var name in missing) data.Add(DraftRows.Match(import, name, names, data.NewId()));
    }
}

/// <summary>A reviewer corrects what was understood of one entry, and may confirm it in the same step.</summary>
sealed class EditEntry(ReviewDesk desk)
{
    public async Task<Result<Guid>> Run(Guid import, Guid entry, int version, object body, bool confirm, CancellationToken ct)
    {
        var taken = await desk.Take(import, entry, version, ct);
        if (!taken.Ok) return new(default, taken.Problems);
        var found = taken.Value!;

        var json = body switch
        {
            DraftTask t => DraftJson.Write(t),
            DraftTarget t => DraftJson.Write(t),
            DraftIndicator i => DraftJson.Write(i),
            DraftProject p => DraftJson.Write(p),
            DraftPolicy p => DraftJson.Write(p),
            _ => throw new ArgumentException("Not a draft record.", nameof(body)),
        };
        if (found.Body != json) found.Body = json;
        if (confirm) found.State = EntryState.Confirmed;
        else if (found.State == EntryState.Dropped) found.State = EntryState.Open;
        if (body is DraftTask task) await desk.KnowNames(import, task.Units, ct);
        desk.Sign(found);
        return await desk.Save(found.Id, ct);
    }
}

/// <summary>A reviewer confirms an entry as it stands, takes it out, or puts it back to be checked again.</summary>
sealed class MarkEntry(ReviewDesk desk)
{
    public async Task<Result<Guid>> Run(Guid import, Guid entry, int version, EntryState state, CancellationToken ct)
    {
        var taken = await desk.Take(import, entry, version, ct);
        if (!taken.Ok) return new(default, taken.Problems);
        if (taken.Value!.State == state) return entry;
        taken.Value.State = state;
        desk.Sign(taken.Value);
        return await desk.Save(entry, ct);
    }
}

/// <summary>A reviewer confirms at one stroke all entries that are likely right as they stand; doubtful ones stay to be looked at.</summary>
sealed class ConfirmSure(ReviewDesk desk)
{
    public async Task<Result<int>> Run(Guid import, EntryKind? kind, CancellationToken ct)
    {
        if (await ReviewSheet.Load(desk.Data, import, ct) is not { } sheet || sheet.Import.State != ImportState.Reviewing) return ReviewDesk.Closed;
        var sure = sheet.Live.Where(e => e.State == EntryState.Open && (kind == null || e.Kind == kind) && sheet.IsSure(e)).ToDictionary(e => e.Id, e => e.Version);
        var rows = await desk.Data.Entries.Where(e => e.ImportId == import && e.State == EntryState.Open).ToListAsync(ct);
        var confirmed = 0;
        foreach (var row in rows.Where(r => sure.GetValueOrDefault(r.Id, -1) == r.Version))
        {
            row.State = EntryState.Confirmed;
            desk.Sign(row);
            confirmed++;
        }
        var saved = await desk.Save(import, ct);
        return saved.Ok ? confirmed : new Result<int>(default, saved.Problems);
    }
}

/// <summary>A reviewer adds a task that the reader missed; it starts empty behind the entry that is open.</summary>
sealed class AddTask(ReviewDesk desk)
{
    public async Task<Result<Guid>> Run(Guid import, Guid? after, CancellationToken ct)
    {
        if (!await desk.IsOpen(import, ct)) return ReviewDesk.Closed;
        var tasks = await desk.Data.Entries.Where(e => e.ImportId == import && e.Kind == EntryKind.Task).OrderBy(e => e.SortOrder).ToListAsync(ct);
        var before = tasks.FirstOrDefault(e => e.Id == after) ?? tasks.LastOrDefault();
        var example = before is null ? null : DraftJson.Read<DraftTask>(before.Body);
        var body = new DraftTask("", example?.DomainLabel, example?.Domain, example?.ActionLabel, example?.Action, null, "", [], [], [], null, [], 0);
        var added = new DraftEntry { Id = desk.Data.NewId(), ImportId = import, Kind = EntryKind.Task, SortOrder = EntryOrder.After(tasks, before), Body = DraftJson.Write(body), Confidence = 0 };
        desk.Sign(added);
        desk.Data.Add(added);
        return await desk.Save(added.Id, ct);
    }
}

/// <summary>Keeps entries in the order of the document: a new one takes the middle between its neighbours, and all move up when there is no room.</summary>
static class EntryOrder
{
    public static int After(IReadOnlyList<DraftEntry> sorted, DraftEntry? before)
    {
        if (before is null) return sorted.Count > 0 ? sorted[^1].SortOrder + DraftRows.Step : DraftRows.Step;
        var next = sorted.FirstOrDefault(e => e.SortOrder > before.SortOrder);
        if (next is null) return before.SortOrder + DraftRows.Step;
        if (next.SortOrder - before.SortOrder < 2)
            for (var i = 0; i < sorted.Count; i++) sorted[i].SortOrder = (i + 1) * DraftRows.Step;
        return (before.SortOrder + next.SortOrder) / 2;
    }
}
