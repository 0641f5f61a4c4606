using System.Text.RegularExpressions;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Importing;

/// <summary>The rows under which one reading of a document is kept for review.</summary>
sealed partial class DraftRows
{
    /// <summary>Table rows are read by position, so they are surer than running text; nobody has looked at them all the same.</summary>
    const double TableConfidence = 0.95;

    /// <summary>Room between neighbours, so that a split task finds a place without moving the others.</summary>
    public const int Step = 1024;

    readonly Guid import;
    readonly Func<Guid> newId;
    readonly IndicatorLikeness indicators;

    public DraftHeader Header { get; }
    public IReadOnlyList<SourceBlock> Blocks { get; }
    public IReadOnlyList<DraftEntry> Entries { get; } = [];
    public IReadOnlyList<DraftFinding> Findings { get; }
    public IReadOnlyList<UnitMatch> Matches { get; } = [];

    public DraftRows(Guid import, SourceDocument document, PlanDraft? draft, Platform.Units.UnitNames names, IndicatorLikeness indicators, Func<Guid> newId)
    {
        (this.import, this.newId, this.indicators) = (import, newId, indicators);
        Header = draft?.Header ?? new(null, null, null, null, null, null, null, null, null, null, null, [], []);
        Blocks = [.. document.Blocks.Select(Row)];
        Findings = [.. document.Findings.Concat(draft?.Findings ?? []).Select(Row)];
        if (draft is null) return;

        Entries =
        [
            .. Rows(EntryKind.Task, draft.Tasks.Select(Linked), t => Math.Min(t.Confidence, t.Targets.Select(x => x.Confidence).Append(1).Min())),
            .. Rows(EntryKind.DocumentTarget, draft.DocumentTargets.Select(Linked), t => t.Confidence),
            .. Rows(EntryKind.Indicator, draft.Indicators.Select(i => i with { Indicator = indicators.Best(i.Name) }), _ => TableConfidence),
            .. Rows(EntryKind.Project, draft.Projects, _ => TableConfidence),
            .. Rows(EntryKind.Policy, draft.Policies, _ => TableConfidence),
        ];
        Matches = [.. Names(draft).Distinct(StringComparer.Ordinal).Select(n => Match(import, n, names, newId()))];
    }

    /// <summary>Only tasks give units work to do; projects and policies keep their units as printed.</summary>
    static IEnumerable<string> Names(PlanDraft draft) => draft.Tasks.SelectMany(t => t.Units).Select(u => Name(u.Name));

    /// <summary>A name as a field of one line gives it back: what the reviewer sees and sends must be the name that was matched.</summary>
    static string Name(string printed) => PlainText.Cut(Spaces().Replace(printed, " ").Trim(), 120).Trim();

    public static UnitMatch Match(Guid import, string printed, Platform.Units.UnitNames names, Guid id)
    {
        var best = names.Candidates(printed, 1) is [var one, ..] ? one : null;
        return new() { Id = id, ImportId = import, PrintedName = printed, UnitId = best?.UnitId, GroupId = best?.GroupId, Confidence = best?.Confidence ?? 0 };
    }

    DraftTask Linked(DraftTask task) => task with { Units = [.. task.Units.Select(u => u with { Name = Name(u.Name) })], Targets = [.. task.Targets.Select(Linked)] };
    DraftTarget Linked(DraftTarget target) => target.Kind is TargetKind.Reporting ? target : target with { Indicator = indicators.Best(target.Metric) };

    IEnumerable<DraftEntry> Rows<T>(EntryKind kind, IEnumerable<T> drafts, Func<T, double> confidence) => drafts.Select((draft, i) =>
    {
        var body = DraftJson.Write(draft);
        return new DraftEntry { Id = newId(), ImportId = import, Kind = kind, SortOrder = (i + 1) * Step, Body = body, Original = body, Confidence = confidence(draft) };
    });

    SourceBlock Row(Block block) => new()
    {
        ImportId = import,
        Number = block.Index,
        Kind = block.Kind.ToString(),
        Text = block.Text,
        Page = block.Page,
        TableNumber = block.Cell?.Table,
        RowNumber = block.Cell?.Row,
        ColumnNumber = block.Cell?.Column,
        RowSpan = block.Cell?.RowSpan ?? 1,
        ColumnSpan = block.Cell?.ColumnSpan ?? 1,
    };

    DraftFinding Row(Finding finding, int order) => new()
    {
        Id = newId(),
        ImportId = import,
        SortOrder = order,
        Code = finding.Code,
        Severity = finding.Severity,
        Args = DraftJson.Write(finding.Args),
        Block = finding.Where?.Block,
        Start = finding.Where?.Start,
        Length = finding.Where?.Length,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
