using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>A reviewer makes two tasks of one, at a chosen place of its text. Both keep the units; targets and points go where their words are.</summary>
sealed class SplitEntry(ReviewDesk desk)
{
    public async Task<Result<Guid>> Run(Guid import, Guid entry, int version, int at, CancellationToken ct)
    {
        var taken = await desk.Take(import, entry, version, ct);
        if (!taken.Ok) return new(default, taken.Problems);
        var first = taken.Value!;
        if (first.Kind != EntryKind.Task) return ReviewDesk.Gone;
        var whole = DraftJson.Read<DraftTask>(first.Body);
        if (at <= 0 || at >= whole.Text.Length || string.IsNullOrWhiteSpace(whole.Text[..at]) || string.IsNullOrWhiteSpace(whole.Text[at..]))
            return new Problem("programme.entry-split-place", "at");

        var tasks = await desk.Data.Entries.Where(e => e.ImportId == import && e.Kind == EntryKind.Task).OrderBy(e => e.SortOrder).ToListAsync(ct);
        var source = await SourceOf(import, whole, ct);
        var (one, two) = Cut(whole, at, source);
        var second = new DraftEntry { Id = desk.Data.NewId(), ImportId = import, Kind = EntryKind.Task, SortOrder = EntryOrder.After(tasks, first), Body = DraftJson.Write(two), Confidence = first.Confidence };
        first.Body = DraftJson.Write(one);
        first.State = EntryState.Open;
        desk.Sign(first);
        desk.Sign(second);
        desk.Data.Add(second);
        return await desk.Save(first.Id, ct);
    }

    async Task<string?> SourceOf(Guid import, DraftTask task, CancellationToken ct) => task.Where is [var only]
        ? await desk.Data.SourceBlocks.Where(b => b.ImportId == import && b.Number == only.Block).Select(b => b.Text).SingleOrDefaultAsync(ct)
        : null;

    /// <summary>Where the second half begins in the source, if its first words stand there once; otherwise both halves point at the whole clause.</summary>
    public static (DraftTask One, DraftTask Two) Cut(DraftTask whole, int at, string? source)
    {
        var (head, tail) = (whole.Text[..at].Trim(), whole.Text[at..].Trim());
        var (left, right) = (whole.Where, whole.Where);
        if (source is not null && whole.Where is [var place] && source.IndexOf(tail[..Math.Min(12, tail.Length)], StringComparison.Ordinal) is var cut && cut > place.Start && cut < place.Start + place.Length)
            (left, right) = ([place with { Length = cut - place.Start }], [place with { Start = cut, Length = place.Start + place.Length - cut }]);

        bool InTail(string words) => !head.Contains(words, StringComparison.Ordinal) && tail.Contains(words, StringComparison.Ordinal);
        return (
            whole with { Text = head, Where = left, Targets = [.. whole.Targets.Where(t => !InTail(t.Text))], Items = [.. whole.Items.Where(i => !InTail(i.Text))] },
            whole with { Text = tail, Title = null, Where = right, Targets = [.. whole.Targets.Where(t => InTail(t.Text))], Items = [.. whole.Items.Where(i => InTail(i.Text))] });
    }

    /// <summary>Places at which a text may sensibly be cut: behind a full stop, a semicolon or a line.</summary>
    public static IReadOnlyList<int> Places(string text) => [.. Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(i => text[i - 1] is '。' or '；' or ';' or '\n' && !string.IsNullOrWhiteSpace(text[i..]))];
}

/// <summary>A reviewer joins a task with the one after it; the second is taken out and can be brought back.</summary>
sealed class MergeEntry(ReviewDesk desk)
{
    public async Task<Result<Guid>> Run(Guid import, Guid entry, int version, CancellationToken ct)
    {
        var taken = await desk.Take(import, entry, version, ct);
        if (!taken.Ok) return new(default, taken.Problems);
        var first = taken.Value!;
        var second = await desk.Data.Entries.Where(e => e.ImportId == import && e.Kind == EntryKind.Task && e.SortOrder > first.SortOrder && e.State != EntryState.Dropped)
            .OrderBy(e => e.SortOrder).FirstOrDefaultAsync(ct);
        if (first.Kind != EntryKind.Task || second is null) return new Problem("programme.entry-no-next");

        first.Body = DraftJson.Write(Join(DraftJson.Read<DraftTask>(first.Body), DraftJson.Read<DraftTask>(second.Body)));
        first.State = EntryState.Open;
        second.State = EntryState.Dropped;
        desk.Sign(first);
        desk.Sign(second);
        return await desk.Save(first.Id, ct);
    }

    public static DraftTask Join(DraftTask one, DraftTask two) => one with
    {
        Title = one.Title ?? two.Title,
        Text = $"{one.Text}\n{two.Text}".Trim(),
        Units = [.. one.Units.Concat(two.Units).DistinctBy(u => (u.Name, u.Role))],
        Targets = [.. one.Targets, .. two.Targets],
        Items = [.. one.Items, .. two.Items],
        Where = Joined(one.Where, two.Where),
        Confidence = Math.Min(one.Confidence, two.Confidence),
    };

    // Halves of one clause become one place again.
    static IReadOnlyList<Place> Joined(IReadOnlyList<Place> one, IReadOnlyList<Place> two) =>
        one is [.., var left] && two is [var right, ..] && left.Block == right.Block && left.Start + left.Length == right.Start
            ? [.. one.SkipLast(1), left with { Length = left.Length + right.Length }, .. two.Skip(1)]
            : [.. one.Concat(two).Distinct()];
}
