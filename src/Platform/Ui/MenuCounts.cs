using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;

namespace OneMetre.Platform.Ui;

/// <summary>
/// What waits behind the entries of the menu, which stands on every console page and asks a dozen questions. Kept for one person in one post for at most ten seconds and until anything is written, as
/// <see cref="OwnPages"/> keeps a page; what another process wrote is seen so late at most.
/// </summary>
public sealed class MenuCounts(IMemoryCache kept, ModuleWrites writes, TimeProvider time)
{
    const int Seconds = 10;

    /// <summary>In the order of the entries, which are those that the user may see.</summary>
    public async ValueTask<IReadOnlyList<DueCount>> Of(IReadOnlyList<MenuItem> entries, IServiceProvider services, CancellationToken ct)
    {
        if (services.GetService<CurrentUser>() is not { PersonId: not null, PostId: not null } user) return await Asked(entries, services, ct);
        // By the clock that the counts themselves go by.
        var key = string.Create(CultureInfo.InvariantCulture, $"menu {user.PersonId:n} {user.PostId:n} {user.UnitId:n} {user.Role} {user.RegionPrefix} {writes.All} {time.GetUtcNow().ToUnixTimeSeconds() / Seconds}");
        if (kept.TryGetValue(key, out IReadOnlyList<DueCount>? known) && known!.Count == entries.Count) return known;
        return kept.Set(key, await Asked(entries, services, ct), TimeSpan.FromSeconds(Seconds));
    }

    static async ValueTask<IReadOnlyList<DueCount>> Asked(IReadOnlyList<MenuItem> entries, IServiceProvider services, CancellationToken ct)
    {
        var counts = new List<DueCount>(entries.Count);
        foreach (var entry in entries) counts.Add(entry.Due is null ? default : await entry.Due(services, ct));
        return counts;
    }
}
