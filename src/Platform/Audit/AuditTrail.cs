using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using Microsoft.EntityFrameworkCore.Metadata;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Audit;

/// <summary>Turns what a unit of work is about to write into audit entries.</summary>
static class AuditTrail
{
    const int LongestValue = 400;
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    static readonly HashSet<string> Credentials = ["PasswordHash", "SecurityStamp", "ConcurrencyStamp", "Value", "FeedSecretHash"];

    public static List<AuditEntry> Of(CityDb db, CurrentUser user, TimeProvider time)
    {
        var entries = new List<AuditEntry>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.Entity is INotAudited || entry.State is EntityState.Unchanged or EntityState.Detached) continue;

            var table = entry.Metadata.GetTableName()!;
            var changes = new Dictionary<string, string?[]>();
            foreach (var property in entry.Properties)
            {
                if (entry.State == EntityState.Modified && !property.IsModified) continue;
                var hidden = (Credentials.Contains(property.Metadata.Name) && table.StartsWith("platform_person", StringComparison.Ordinal)) || InClear(property.Metadata);
                var before = entry.State == EntityState.Added ? null : hidden ? "•" : Shown(property.OriginalValue);
                var after = entry.State == EntityState.Deleted ? null : hidden ? "•" : Shown(property.CurrentValue);
                if (hidden || before != after) changes[property.Metadata.Name] = [before, after];
            }
            if (entry.State == EntityState.Modified && changes.Count == 0) continue; // written as it was, to hold it
            entries.Add(New(AuditKind.Write, table, string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue)),
                entry.State switch { EntityState.Added => "added", EntityState.Deleted => "removed", _ => "changed" }, JsonSerializer.Serialize(changes, Json), user, time, hiddenUntil: db.HeldBackUntil(entry.Entity)));
        }
        return entries;
    }

    public static AuditEntry New(AuditKind kind, string entity, string key, string action, string changes, CurrentUser user, TimeProvider time, Guid? person = null, DateTime? hiddenUntil = null)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            At = Kept(now.UtcDateTime),
            HiddenUntil = hiddenUntil is { } until ? Kept(until) : null,
            Kind = kind,
            PersonId = user.PersonId ?? person,
            PostId = user.PostId,
            Entity = entity,
            Key = key.Length > 120 ? key[..120] : key,
            Action = action,
            Changes = changes,
        };
    }

    // As exact as both databases keep it.
    static DateTime Kept(DateTime utc) => new(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    public static string Written(object details) => JsonSerializer.Serialize(details, Json);

    // A year of birth or a label of difficulty lies in clear for the predicate's sake; the record only says that it changed.
    static bool InClear(IReadOnlyProperty property) => property.ClrType != typeof(Secret) && property.PropertyInfo?.GetCustomAttribute<ClassifiedAttribute>() is { Class: >= DataClass.Sensitive };

    static string? Shown(object? value)
    {
        var text = value switch { null => null, Secret secret => secret.Fingerprint, IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture), _ => value.ToString() };
        return text is { Length: > LongestValue } ? text[..LongestValue] + "…" : text;
    }
}
