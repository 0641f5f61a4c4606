using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Data;

/// <summary>What the city has chosen, by key, with the product's own default where it has not.</summary>
#pragma warning disable RS0030 // This is the door to settings.
public sealed class CitySettings(CityDb db)
{
    public async Task<T> Get<T>(string key, T otherwise, CancellationToken ct)
    {
        var json = await db.Set<Setting>().AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefaultAsync(ct);
        return json is null ? otherwise : JsonSerializer.Deserialize<T>(json) ?? otherwise;
    }

    /// <summary>Sets a choice; the caller saves.</summary>
    public async Task Set<T>(string key, T value, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(value);
        if (await db.Set<Setting>().FirstOrDefaultAsync(s => s.Key == key, ct) is { } known) known.Value = json;
        else db.Set<Setting>().Add(new() { Key = key, Value = json });
    }

    /// <summary>All choices whose keys begin like this, by what follows: for what the city says of many things one by one, so that two people who speak of different ones do not meet.</summary>
    public async Task<IReadOnlyDictionary<string, T>> Under<T>(string prefix, CancellationToken ct) where T : struct =>
        (await db.Set<Setting>().AsNoTracking().Where(s => s.Key.StartsWith(prefix)).Select(s => new { s.Key, s.Value }).ToListAsync(ct)).ToDictionary(s => s.Key[prefix.Length..], s => JsonSerializer.Deserialize<T>(s.Value), StringComparer.Ordinal);

    /// <summary>Takes a choice back: the product's own default holds again. The caller saves.</summary>
    public async Task Clear(string key, CancellationToken ct)
    {
        if (await db.Set<Setting>().FirstOrDefaultAsync(s => s.Key == key, ct) is { } known) db.Set<Setting>().Remove(known);
    }

    /// <summary>The city that this installation serves.</summary>
    public Task<CityFace> Profile(CancellationToken ct) => Get("city", new CityFace(), ct);
}
