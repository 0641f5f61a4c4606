using System.Text;

using System.Text.Json;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Platform.Audit;

/// <summary>Written for an entity whose every change need not be kept: working rows such as job progress.</summary>
public interface INotAudited;

/// <summary>Written once: its rows are neither changed nor removed, and on PostgreSQL the role under which the server runs could not.</summary>
public interface IAppendOnly : INotAudited;

/// <summary>What sort of thing an entry tells (security profile of the domain reference, §8.2).</summary>
public enum AuditKind { Write, SignIn, SignOut, Refused, Export, Permission, Read }

/// <summary>One thing that happened: who, when, to which row, and for a write each changed field before and after. Never changed and never removed.</summary>
public sealed class AuditEntry : IAppendOnly
{
    public Guid Id { get; init; }

    /// <summary>1, 2, 3 … in the order of commits, without a gap. Null for the few entries from before the chain was kept.</summary>
    public long? Seq { get; set; }
    public DateTime At { get; init; }
    public AuditKind Kind { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? PostId { get; init; }

    /// <summary>The table's name and the row's key; for what is no write, its subject.</summary>
    public string Entity { get; init; } = "";
    public string Key { get; init; } = "";

    /// <summary>added, changed or removed; for what is no write, how it ended.</summary>
    public string Action { get; init; } = "";

    /// <summary>{"Field":["before","after"]}; long texts are cut, credentials are never written.</summary>
    public string Changes { get; init; } = "{}";

    /// <summary>Keyed hash over this entry and the hash of the one before, in hexadecimal.</summary>
    public string? Hash { get; set; }

    /// <summary>Until then the entry is in the chain and shown to no reader: what nobody may know of yet, an unannounced inspection for one. Null for all others.</summary>
    public DateTime? HiddenUntil { get; init; }

    /// <summary>What the hash covers, in one spelling on both databases.</summary>
    internal byte[] Content()
    {
        object?[] content = [Seq, Id, Instant(At), Kind.ToString(), PersonId, PostId, Entity, Key, Action, Changes];
        return JsonSerializer.SerializeToUtf8Bytes(HiddenUntil is { } until ? [.. content, Instant(until)] : content);

        static string Instant(DateTime at) => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
    }

    sealed class Map : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.ToTable("platform_audit");
            builder.Property(a => a.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(a => a.Entity).HasMaxLength(60);
            builder.Property(a => a.Key).HasMaxLength(120);
            builder.Property(a => a.Action).HasMaxLength(12);
            builder.Property(a => a.Hash).HasMaxLength(64);
            builder.HasIndex(a => new { a.Entity, a.Key, a.At });
            builder.HasIndex(a => a.At);
            builder.HasIndex(a => a.Seq).IsUnique();
            builder.HasIndex(a => new { a.PersonId, a.Seq });
        }
    }
}

/// <summary>The head of the chain at a moment, signed. The same line is appended to a file beside the keys: cutting off the end of the table shows.</summary>
public sealed class AuditSeal : IAppendOnly
{
    public long Seq { get; init; }
    public string Head { get; init; } = "";
    public DateTime At { get; init; }

    /// <summary>Over "seq head at", as <see cref="Vault.MasterKey.Sign"/> writes it: ECDSA P-256, or SM2.</summary>
    public string Signature { get; init; } = "";

    internal static byte[] Signed(long seq, string head, DateTime at) => Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seq} {head} {at:O}"));

    sealed class Map : IEntityTypeConfiguration<AuditSeal>
    {
        public void Configure(EntityTypeBuilder<AuditSeal> builder)
        {
            builder.ToTable("platform_audit_seal").HasKey(s => s.Seq);
            builder.Property(s => s.Seq).ValueGeneratedNever();
            builder.Property(s => s.Head).HasMaxLength(64);
            builder.Property(s => s.Signature).HasMaxLength(200);
        }
    }
}
