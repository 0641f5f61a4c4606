using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;

namespace OneMetre.Platform.Audit;

/// <summary>Written for an entity whose every change need not be kept: working rows such as job progress.</summary>
public interface INotAudited;

/// <summary>One write: who, when, which row, and each changed field before and after.</summary>
public sealed class AuditEntry : INotAudited
{
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? PostId { get; init; }

    /// <summary>The table's name and the row's key.</summary>
    public string Entity { get; init; } = "";
    public string Key { get; init; } = "";

    /// <summary>added, changed or removed.</summary>
    public string Action { get; init; } = "";

    /// <summary>{"Field":["before","after"]}; long texts are cut, credentials are never written.</summary>
    public string Changes { get; init; } = "{}";

    sealed class Map : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.ToTable("platform_audit");
            builder.Property(a => a.Entity).HasMaxLength(60);
            builder.Property(a => a.Key).HasMaxLength(120);
            builder.Property(a => a.Action).HasMaxLength(8);
            builder.HasIndex(a => new { a.Entity, a.Key, a.At });
            builder.HasIndex(a => a.At);
        }
    }
}

/// <summary>Turns what a unit of work changed into audit entries of the same transaction.</summary>
static class AuditTrail
{
    const int LongestValue = 400;
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    static readonly HashSet<string> Secrets = ["PasswordHash", "SecurityStamp", "ConcurrencyStamp", "Value", "FeedSecretHash"];

    public static void Record(CityDb db, CurrentUser user, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var entries = new List<AuditEntry>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.Entity is INotAudited || entry.State is EntityState.Unchanged or EntityState.Detached) continue;

            var changes = new Dictionary<string, string?[]>();
            foreach (var property in entry.Properties)
            {
                if (entry.State == EntityState.Modified && !property.IsModified) continue;
                var hidden = Secrets.Contains(property.Metadata.Name) && entry.Metadata.GetTableName()!.StartsWith("platform_person", StringComparison.Ordinal);
                var before = entry.State == EntityState.Added ? null : hidden ? "•" : Shown(property.OriginalValue);
                var after = entry.State == EntityState.Deleted ? null : hidden ? "•" : Shown(property.CurrentValue);
                if (hidden || before != after) changes[property.Metadata.Name] = [before, after];
            }
            entries.Add(new()
            {
                Id = Guid.CreateVersion7(now),
                At = now.UtcDateTime,
                PersonId = user.PersonId,
                PostId = user.PostId,
                Entity = entry.Metadata.GetTableName()!,
                Key = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue)),
                Action = entry.State switch { EntityState.Added => "added", EntityState.Deleted => "removed", _ => "changed" },
                Changes = JsonSerializer.Serialize(changes, Json),
            });
        }
        db.AddRange(entries);
    }

    static string? Shown(object? value)
    {
        var text = value switch { null => null, IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture), _ => value.ToString() };
        return text is { Length: > LongestValue } ? text[..LongestValue] + "…" : text;
    }
}
