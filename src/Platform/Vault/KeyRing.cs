using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Privacy;

namespace OneMetre.Platform.Vault;

/// <summary>A data key, unwrapped, in memory only. A retired one opens what another process sealed with it at the last moment; nothing is sealed with it any more.</summary>
sealed record LiveKey(int Id, DataClass Class, KeyUse Use, CryptoSuite Suite, byte[] Bytes, bool Retired);

/// <summary>The data keys of this city, unwrapped, and looked up again after a minute. A key made by another process is fetched at once when the first value sealed with it is met.</summary>
#pragma warning disable RS0030 // This is the door to data keys.
public sealed class KeyRing(IServiceScopeFactory scopes, IKeyWrap wrap, CryptoChoice choice, TimeProvider time)
{
    static readonly DataClass[] Encrypted = [DataClass.Sensitive, DataClass.Sealed];
    readonly Lock door = new();
    FrozenDictionary<int, LiveKey>? keys;
    long loadedAt;

    /// <summary>After so long every process of the city seals with the newest key.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    internal LiveKey Current(DataClass @class, KeyUse use) => Of(@class, use).FirstOrDefault()
        ?? throw new InvalidOperationException($"The vault has no key for {@class}. 'onemetre db migrate' makes the keys.");

    /// <summary>The newest first.</summary>
    internal IEnumerable<LiveKey> Of(DataClass @class, KeyUse use) => Keys.Values.Where(k => k.Class == @class && k.Use == use && !k.Retired).OrderByDescending(k => k.Id);

    internal LiveKey Find(int id)
    {
        if (Keys.TryGetValue(id, out var key)) return key;
        Forget();
        return Keys.TryGetValue(id, out key) ? key : throw new CryptographicException("The key of this value is not in this city.");
    }

    internal void Forget() => keys = null;

    /// <summary>Every key there is, wrapped, the retired ones too.</summary>
    public static IAsyncEnumerable<DataKey> List(CityDb db) => db.Set<DataKey>().AsNoTracking().OrderBy(k => k.Id).AsAsyncEnumerable();

    /// <summary>Makes whatever key is missing. Called where a database is made or brought up to date, before anything is sealed.</summary>
    public async Task Ensure(CityDb db, CancellationToken ct)
    {
        var known = await db.Set<DataKey>().AsNoTracking().Select(k => new { k.Id, k.Class, k.Use }).ToListAsync(ct);
        var next = known.Select(k => k.Id).DefaultIfEmpty().Max();
        foreach (var @class in Encrypted)
            foreach (var use in Enum.GetValues<KeyUse>())
                if (!known.Any(k => k.Class == @class && k.Use == use)) Add(db, ++next, @class, use);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { db.ChangeTracker.Clear(); } // another process, started at the same moment, has made them
        Forget();
    }

    /// <summary>Adds a new key, with which everything is written from now on; the caller saves, and then calls <see cref="Forget"/>.</summary>
    internal DataKey Add(CityDb db, int id, DataClass @class, KeyUse use)
    {
        var suite = choice.Suite;
        var key = new DataKey { Id = id, Class = @class, Use = use, Suite = suite.Code, Keeper = wrap.Name, MadeAt = time.GetUtcNow().UtcDateTime };
        key.Wrapped = wrap.Wrap(RandomNumberGenerator.GetBytes(suite.KeyLength), key.About);
        db.Add(key);
        return key;
    }

    FrozenDictionary<int, LiveKey> Keys
    {
        get
        {
            if (keys is { } known && time.GetElapsedTime(loadedAt) < Fresh) return known;
            lock (door)
            {
                if (keys is { } meanwhile && time.GetElapsedTime(loadedAt) < Fresh) return meanwhile;
                // A scope of its own: values are opened while other queries of the request are still being read.
                using var scope = scopes.CreateScope();
                var stored = scope.ServiceProvider.GetRequiredService<CityDb>().Set<DataKey>().AsNoTracking().ToList();
                loadedAt = time.GetTimestamp();
                return keys = stored.ToFrozenDictionary(k => k.Id, k => new LiveKey(k.Id, k.Class, k.Use, CryptoSuite.Of(k.Suite), wrap.Unwrap(k.Wrapped, k.About), k.RetiredAt is not null));
            }
        }
    }
}
