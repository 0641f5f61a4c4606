using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>A reviewer opens a draft at an entry, or where the work goes on: always the same few queries, however long the plan is.</summary>
sealed class OpenReview(ProgrammeData data, UnitRegister register, IIndicatorCatalogue catalogue)
{
    /// <summary>Entry is an id, or "next" for the next unchecked one; null when the import is gone.</summary>
    public async Task<ReviewScreen?> Run(Guid import, string? entry, string? kind, bool splitting, string? rematch, CancellationToken ct)
    {
        if (await ReviewSheet.Load(data, import, ct) is not { } sheet) return null;
        var blocks = await data.SourceBlocks.AsNoTracking().Where(b => b.ImportId == import).OrderBy(b => b.Number).ToListAsync(ct);
        var units = await register.Units.OrderBy(u => u.SortOrder).ThenBy(u => u.ShortName).Select(u => new { u.Id, u.ShortName }).ToListAsync(ct);
        var groups = await register.Groups.OrderBy(g => g.Name).Select(g => new { g.Id, g.Name }).ToListAsync(ct);

        EntryKind? wantedKind = Enum.TryParse<EntryKind>(kind, ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked : null;
        var selected = Guid.TryParse(entry, out var id) ? sheet.Entries.FirstOrDefault(e => e.Id == id) : null;
        // Names come first: one answer settles a name in every task, and only then many a task is likely right as it stands.
        var names = selected is null && wantedKind is null && (kind == ReviewScreen.NamesKind || (string.IsNullOrEmpty(entry) && sheet.Unmatched.Count > 0));
        if (!names) selected ??= wantedKind is { } of ? First(sheet, of) : sheet.NextOpen(null) ?? First(sheet, EntryKind.Task);
        return new()
        {
            Sheet = sheet,
            Source = SourceSheet.Of(blocks, sheet),
            Indicators = [.. (await catalogue.All(ct)).Where(i => !i.Retired)],
            Names = await register.Names(ct),
            Everyone = [.. units.Select(u => new Choice($"unit:{u.Id}", u.ShortName)), .. groups.Select(g => new Choice($"group:{g.Id}", g.Name))],
            Kind = selected?.Kind ?? wantedKind ?? EntryKind.Task,
            Entry = selected,
            Form = selected is null ? null : EntryForm.Of(selected),
            Splitting = splitting,
            Rematch = rematch,
            ShowsNames = names,
        };
    }

    static ReviewEntry? First(ReviewSheet sheet, EntryKind kind) => sheet.WorkOrder(kind) is [var first, ..] ? first : null;
}
