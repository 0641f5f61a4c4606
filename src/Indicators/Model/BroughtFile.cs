using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Indicators.Model;

/// <summary>Looked at and waiting for a person to decide, brought in, or let go.</summary>
enum BroughtState { Looked, BroughtIn, Dropped }

/// <summary>
/// A file of earlier figures that the statistics bureau handed in. Its bytes lie in the file store, so that what is brought in is what was looked at. Report is what the last look, or the bringing in, came to, as JSON
/// (Bringing/BroughtReport); the record notes the bringing in itself.
/// </summary>
sealed class BroughtFile : INotAudited
{
    public Guid Id { get; init; }
    public string Sha256 { get; init; } = "";
    public string FileName { get; init; } = "";

    /// <summary>Of whoever handed it in: the bureau of another region does not see it.</summary>
    public string RegionPrefix { get; init; } = "";
    public BroughtState State { get; set; }
    public DateTime At { get; init; }
    public DateTime? DoneAt { get; set; }

    /// <summary>How many figures it brought in; 0 until then.</summary>
    public int Written { get; set; }
    public string Report { get; set; } = "{}";

    /// <summary>What the file came to when it was last looked at: brought in only while it would come to the same.</summary>
    public string Print { get; set; } = "";
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<BroughtFile>
    {
        public void Configure(EntityTypeBuilder<BroughtFile> builder)
        {
            builder.ToTable("indicators_brought_file");
            builder.Property(f => f.Sha256).HasMaxLength(64);
            builder.Property(f => f.FileName).HasMaxLength(Platform.Files.FileName.Longest);
            builder.Property(f => f.RegionPrefix).HasMaxLength(12);
            builder.Property(f => f.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(f => f.Print).HasMaxLength(64);
            builder.Property(f => f.Version).IsConcurrencyToken();
            builder.HasIndex(f => new { f.RegionPrefix, f.At });
        }
    }
}
