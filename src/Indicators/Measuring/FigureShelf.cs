using System.Collections.Concurrent;
using OneMetre.Platform.Data;

namespace OneMetre.Indicators.Measuring;

/// <summary>
/// Keeps figures that were read under a reader's own predicate, for the next reader with the very same rights. A copy is good for as long as no figure and no definition has changed since: the
/// outbox's last number says so for figures, whichever process accepted them; the count of writes says so for what this process changed.
/// </summary>
sealed class FigureShelf(ModuleWrites writes, TimeProvider time)
{
    const int Most = 100;

    /// <summary>Regions, and definitions that another process changed, are seen after this long at the latest.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, (long Change, long Writes, DateTimeOffset At, Shelved Shelved)> shelf = new(StringComparer.Ordinal);

    public async Task<Shelved> Of(string rights, Func<Task<long>> lastChange, Func<Task<Shelved>> read)
    {
        var (change, written, now) = (await lastChange(), writes.Of("indicators"), time.GetUtcNow());
        if (shelf.TryGetValue(rights, out var kept) && kept.Change == change && kept.Writes == written && now - kept.At < Longest) return kept.Shelved;
        var fresh = await read();
        if (shelf.Count > Most) shelf.Clear();
        shelf[rights] = (change, written, now, fresh);
        return fresh;
    }
}
