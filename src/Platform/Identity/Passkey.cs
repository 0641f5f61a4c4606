using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Platform.Identity;

/// <summary>A key in a person's telephone, computer or security stick that opens the account with a finger, a face or a PIN (WebAuthn). Only its public half is here.</summary>
public sealed class Passkey : INotAudited
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public byte[] CredentialId { get; init; } = [];
    public byte[] PublicKey { get; init; } = [];

    /// <summary>By which its owner knows it again.</summary>
    public string Name { get; set; } = "";
    public DateTime CreatedAt { get; init; }
    public DateTime? UsedAt { get; set; }

    /// <summary>As the authenticator counts its signatures; 0 for those that do not.</summary>
    public long SignCount { get; set; }
    public bool BackupEligible { get; init; }
    public bool BackedUp { get; set; }

    /// <summary>How the browser reaches it, blank-separated: usb, nfc, internal, hybrid …</summary>
    public string Transports { get; init; } = "";

    public const int LongestName = 60;

    sealed class Map : IEntityTypeConfiguration<Passkey>
    {
        public void Configure(EntityTypeBuilder<Passkey> builder)
        {
            builder.ToTable("platform_passkey");
            builder.Property(k => k.CredentialId).HasMaxLength(1023); // WebAuthn Level 3, §4
            builder.Property(k => k.Name).HasMaxLength(LongestName);
            builder.Property(k => k.Transports).HasMaxLength(100);
            builder.HasIndex(k => k.CredentialId).IsUnique();
            builder.HasIndex(k => k.PersonId);
        }
    }
}
