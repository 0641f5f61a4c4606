using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Platform.Files;

/// <summary>The record of one stored content, named by its sha-256 in lower-case hex. Names that people gave it stay with whatever refers to it.</summary>
public sealed class StoredFile
{
    public string Sha256 { get; init; } = "";
    public long Size { get; init; }
    public DateTime StoredAt { get; init; }

    sealed class Map : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> builder)
        {
            builder.ToTable("platform_file");
            builder.HasKey(f => f.Sha256);
            builder.Property(f => f.Sha256).HasMaxLength(64);
        }
    }
}
