using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;

namespace OneMetre.Platform.Audit;

/// <summary>Turns what a unit of work is about to write into audit entries.</summary>
static class AuditTrail
{
    const int LongestValue = 400;
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    static readonly HashSet<string> Secrets = ["PasswordHash", "SecurityStamp", "ConcurrencyStamp", "Value", "FeedSecretHash"];

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
                var hidden = Secrets.Contains(property.Metadata.Name) && table.StartsWith("platform_person", StringComparison.Ordinal);
                var before = entry.State == EntityState.Added ? null : hidden ? "•" : Shown(property.OriginalValue);
                var after = entry.State == EntityState.Deleted ? null : hidden ? "•" : Shown(property.CurrentValue);
                if (hidden || before != after) changes[property.Metadata.Name] = [before, after];
            }
            entries.Add(New(AuditKind.Write, table, string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue)),
                entry.State switch { EntityState.Added => "added", EntityState.Deleted => "removed", _ => "changed" }, JsonSerializer.Serialize(changes, Json), user, time));
        }
        return entries;
    }

    public static AuditEntry New(AuditKind kind, string entity, string key, string action, string changes, CurrentUser user, TimeProvider time, Guid? person = null)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            At = new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc), // as exact as both databases keep it
            Kind = kind,
            PersonId = user.PersonId ?? person,
            PostId = user.PostId,
            Entity = entity,
            Key = key.Length > 120 ? key[..120] : key,
            Action = action,
            Changes = changes,
        };
    }

    public static string Written(object details) => JsonSerializer.Serialize(details, Json);

    static string? Shown(object? value)
    {
        var text = value switch { null => null, IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture), _ => value.ToString() };
        return text is { Length: > LongestValue } ? text[..LongestValue] + "…" : text;
    }
}
