using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Platform.Templates;

/// <summary>A template is tried, in force, or was in force.</summary>
public enum TemplateState { Tried, InForce, Replaced }

/// <summary>One version of the office's own template for a type of paper: a .docx with content controls. What lies there is never changed; a new file is a new version. Of a type none or one is in force; with none ours is.</summary>
public sealed class PaperTemplate
{
    public const int LongestType = 40, LongestNote = 200;

    public Guid Id { get; init; }

    /// <summary><see cref="IPaperType.Key"/>.</summary>
    public string Type { get; init; } = "";

    /// <summary>1, 2, 3 … within the type.</summary>
    public int Number { get; init; }
    public TemplateState State { get; set; }
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long FileSize { get; init; }

    /// <summary>What is other than in the version before, in the office's words.</summary>
    public string Note { get; init; } = "";
    public DateTime AddedAt { get; init; }
    public Guid? AddedBy { get; init; }
    public DateTime? InForceAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<PaperTemplate>
    {
        public void Configure(EntityTypeBuilder<PaperTemplate> builder)
        {
            builder.ToTable("platform_paper_template");
            builder.Property(t => t.Type).HasMaxLength(LongestType);
            builder.Property(t => t.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(t => t.FileSha256).HasMaxLength(64);
            builder.Property(t => t.FileName).HasMaxLength(200);
            builder.Property(t => t.Note).HasMaxLength(LongestNote);
            builder.Property(t => t.Version).IsConcurrencyToken();
            builder.HasIndex(t => new { t.Type, t.Number }).IsUnique();
            builder.HasIndex(t => t.Type).IsUnique().HasFilter("\"State\" = 'InForce'").HasDatabaseName("IX_platform_paper_template_in_force");
        }
    }
}
