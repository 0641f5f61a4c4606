using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Indicators.Model;

/// <summary>A paper behind one cell of a submission, such as the approval whose number and clause prove a "yes". What is one sentence that says what it is.</summary>
sealed class CellEvidence
{
    public const int MostOfACell = 5, LongestWhat = 200;

    public Guid Id { get; init; }
    public Guid SubmissionId { get; init; }
    public string ElementId { get; init; } = "";
    public string Split { get; init; } = "";
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long Size { get; init; }
    public string What { get; init; } = "";
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string UnitName { get; init; } = "";
    public DateTime AddedAt { get; init; }

    /// <summary>What a step remembers of the paper: another content under the same name is another paper.</summary>
    public string Mark => $"{FileSha256[..MarkLength]} {FileName}";

    public static string NameOf(string mark) => mark[(MarkLength + 1)..];

    const int MarkLength = 16;

    sealed class Map : IEntityTypeConfiguration<CellEvidence>
    {
        public void Configure(EntityTypeBuilder<CellEvidence> builder)
        {
            builder.ToTable("indicators_cell_evidence");
            builder.Ignore(e => e.Mark);
            builder.Property(e => e.ElementId).HasMaxLength(60);
            builder.Property(e => e.Split).HasMaxLength(20);
            builder.Property(e => e.FileSha256).HasMaxLength(64);
            builder.Property(e => e.FileName).HasMaxLength(Platform.Files.FileName.Longest);
            builder.Property(e => e.What).HasMaxLength(LongestWhat);
            builder.Property(e => e.PersonName).HasMaxLength(80);
            builder.Property(e => e.UnitName).HasMaxLength(120);
            builder.HasIndex(e => new { e.SubmissionId, e.ElementId, e.Split, e.FileSha256 }).IsUnique().HasDatabaseName("IX_indicators_cell_evidence_file");
            builder.HasOne<Submission>().WithMany().HasForeignKey(e => e.SubmissionId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
