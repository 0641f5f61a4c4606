using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>One entry of the draft as a reviewer sees it. Body is the draft record of its kind.</summary>
sealed record ReviewEntry(Guid Id, EntryKind Kind, int SortOrder, object Body, double Confidence, EntryState State, string? EditedBy, DateTime? EditedAt, int Version)
{
    public DraftTask Task => (DraftTask)Body;

    public IReadOnlyList<Place> Places => Body switch
    {
        DraftTask t => t.Where,
        DraftTarget t => One(t.Where),
        DraftIndicator i => One(i.Where),
        DraftProject p => One(p.Where),
        DraftPolicy p => One(p.Where),
        _ => [],
    };

    public IReadOnlyList<DraftUnit> Units => Body is DraftTask t ? t.Units : [];

    public IReadOnlyList<DraftTarget> Targets => Body switch { DraftTask t => t.Targets, DraftTarget t => [t], _ => [] };

    /// <summary>What it is called in lists and links.</summary>
    public string Name => Body switch
    {
        DraftTask t => Short(t.Title ?? t.Text),
        DraftTarget t => Short(t.Text),
        DraftIndicator i => i.Name,
        DraftProject p => Short(p.Name),
        DraftPolicy p => Short(p.Text),
        _ => "",
    };

    public string Label => Body switch
    {
        DraftTask t => t.Label,
        DraftIndicator i => Number(i.No),
        DraftProject p => Number(p.No),
        DraftPolicy p => Number(p.No),
        _ => "",
    };

    public static object Read(EntryKind kind, string body) => kind switch
    {
        EntryKind.Task => DraftJson.Read<DraftTask>(body),
        EntryKind.DocumentTarget => DraftJson.Read<DraftTarget>(body),
        EntryKind.Indicator => DraftJson.Read<DraftIndicator>(body),
        EntryKind.Project => DraftJson.Read<DraftProject>(body),
        _ => DraftJson.Read<DraftPolicy>(body),
    };

    static Place[] One(Place? place) => place is { } known ? [known] : [];
    static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static string Short(string text)
    {
        var end = text.IndexOfAny(['。', '；', '\n']);
        var first = end is > 0 and < 60 ? text[..end] : text;
        return first.Length <= 60 ? first : first[..59] + "…";
    }
}

/// <summary>A finding of the reader as a reviewer works it off.</summary>
sealed record ReviewFinding(Guid Id, Finding Finding, string? SettledBy, DateTime? SettledAt)
{
    public bool Open => SettledAt is null;
}

/// <summary>A printed name and whom it means. Settled: registered under this very name, or chosen by a person.</summary>
sealed record ReviewMatch(Guid Id, string PrintedName, Guid? UnitId, Guid? GroupId, double Confidence, string? ChosenBy, int Version)
{
    public bool Settled => (UnitId is not null || GroupId is not null) && (Confidence >= 1 || ChosenBy is not null);
}

/// <summary>Everything that people check before a document becomes a plan: what was understood, what is doubtful, whom the names mean.</summary>
sealed class ReviewSheet
{
    /// <summary>From here on an entry may be confirmed together with others, without being opened.</summary>
    public const double SureFrom = 0.85;

    public required PlanImport Import { get; init; }
    public required DraftHeader Header { get; init; }
    public required IReadOnlyList<ReviewEntry> Entries { get; init; }
    public required IReadOnlyList<ReviewFinding> Findings { get; init; }
    public required IReadOnlyDictionary<string, ReviewMatch> Matches { get; init; }

    public IEnumerable<ReviewEntry> Live => Entries.Where(e => e.State != EntryState.Dropped);
    public IEnumerable<ReviewEntry> Tasks => Live.Where(e => e.Kind == EntryKind.Task);

    /// <summary>Printed names still in use whose meaning nobody has settled, in the order in which they first appear.</summary>
    public IReadOnlyList<string> Unmatched => [.. Tasks.SelectMany(e => e.Units).Select(u => u.Name).Distinct(StringComparer.Ordinal).Where(n => !IsSettled(n))];

    public bool IsSettled(string name) => Matches.GetValueOrDefault(name) is { Settled: true };

    /// <summary>Likely right as it stands: confirming it is a glance. Everything else is checked first.</summary>
    public bool IsSure(ReviewEntry entry) => entry.Confidence >= SureFrom && entry.Units.All(u => IsSettled(u.Name)) && !DoubtsOf(entry).Any(f => f.Finding.Severity > Severity.Note);

    public IEnumerable<ReviewFinding> DoubtsOf(ReviewEntry entry) =>
        Findings.Where(f => f.Open && f.Finding.Where is { } at && entry.Places.Any(p => p.Block == at.Block && (at.Length == 0 || p.Start < at.Start + at.Length && at.Start < p.Start + p.Length)));

    /// <summary>The order of work within a kind: what is doubtful first, then as printed; what is checked comes last.</summary>
    public IReadOnlyList<ReviewEntry> WorkOrder(EntryKind kind) =>
        [.. Live.Where(e => e.Kind == kind).OrderBy(e => e.State == EntryState.Confirmed).ThenBy(e => e.State == EntryState.Open && IsSure(e)).ThenBy(e => e.SortOrder)];

    /// <summary>What to look at after this entry: the next doubtful one, else the next unchecked one of any kind; null when all are checked.</summary>
    public ReviewEntry? NextOpen(ReviewEntry? after)
    {
        var open = Live.Where(e => e.State == EntryState.Open && e.Id != after?.Id).OrderBy(IsSure).ThenBy(e => e.Kind).ThenBy(e => e.SortOrder).ToList();
        return open.FirstOrDefault(e => after is not null && e.Kind == after.Kind && IsSure(e) == IsSure(after) && e.SortOrder > after.SortOrder) ?? open.FirstOrDefault();
    }

    public static async Task<ReviewSheet?> Load(ProgrammeData data, Guid import, CancellationToken ct)
    {
        var head = await data.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == import, ct);
        if (head is null) return null;
        var entries = await data.Entries.AsNoTracking().Where(e => e.ImportId == import).OrderBy(e => e.SortOrder)
            .Select(e => new { e.Id, e.Kind, e.SortOrder, e.Body, e.Confidence, e.State, e.EditedBy, e.EditedAt, e.Version }).ToListAsync(ct);
        var findings = await data.Findings.AsNoTracking().Where(f => f.ImportId == import).OrderBy(f => f.SortOrder).ToListAsync(ct);
        var matches = await data.UnitMatches.AsNoTracking().Where(m => m.ImportId == import)
            .Select(m => new ReviewMatch(m.Id, m.PrintedName, m.UnitId, m.GroupId, m.Confidence, m.ChosenBy, m.Version)).ToListAsync(ct);
        return new()
        {
            Import = head,
            Header = DraftJson.TryRead<DraftHeader>(head.Header) ?? new(null, null, null, null, null, null, null, null, null, null, null, [], []),
            Entries = [.. entries.Select(e => new ReviewEntry(e.Id, e.Kind, e.SortOrder, ReviewEntry.Read(e.Kind, e.Body), e.Confidence, e.State, e.EditedBy, e.EditedAt, e.Version))
                .OrderBy(e => e.Kind).ThenBy(e => e.SortOrder)],
            Findings = [.. findings.Select(f => new ReviewFinding(f.Id, new(f.Code, f.Severity,
                f.Block is { } block ? new Place(block, f.Start ?? 0, f.Length ?? 0) : null, DraftJson.Read<string[]>(f.Args)), f.SettledBy, f.SettledAt))],
            Matches = matches.ToDictionary(m => m.PrintedName, StringComparer.Ordinal),
        };
    }
}
