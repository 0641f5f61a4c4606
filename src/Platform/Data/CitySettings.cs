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

    /// <summary>The city that this installation serves.</summary>
    public Task<CityFace> Profile(CancellationToken ct) => Get("city", new CityFace(), ct);
}
