using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace OneMetre.Platform.Data;

/// <summary>The city that this installation serves.</summary>
public sealed record CityProfile(string Name = "示范市", string NameEn = "Demo City", string RegionCode = "990100000000", string Host = "示范市妇女儿童工作委员会办公室", bool Demo = false);

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

    public Task<CityProfile> Profile(CancellationToken ct) => Get("city", new CityProfile(), ct);
}
