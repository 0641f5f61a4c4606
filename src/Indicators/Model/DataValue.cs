using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Model;

/// <summary>How far a value may be relied on: reported and not yet confirmed for good, confirmed, or changed after it had been confirmed.</summary>
enum ValueStatus { Provisional, Final, Revised }

/// <summary>
/// An accepted figure: one element, region, period and split. It names the submission or the import that it came from; there the record of who did what is kept,
/// and the figure itself is not written to it a second time.
/// </summary>
sealed class DataValue : INotAudited
{
    public string ElementId { get; init; } = "";
    public Period Period { get; init; }
    public string RegionCode { get; init; } = "";
    public string Split { get; init; } = "";
    public CellState State { get; set; }
    public decimal? Number { get; set; }
    public ValueStatus Status { get; set; }
    public bool Published { get; set; }
    public string? Reason { get; set; }

    /// <summary>The submission whose lock made it; null for what was brought in from another system.</summary>
    public Guid? SubmissionId { get; set; }
    public DateTime At { get; set; }

    sealed class Map : IEntityTypeConfiguration<DataValue>
    {
        public void Configure(EntityTypeBuilder<DataValue> builder)
        {
            builder.ToTable("indicators_value");
            builder.HasKey(v => new { v.ElementId, v.Period, v.RegionCode, v.Split });
            builder.Property(v => v.ElementId).HasMaxLength(60);
            builder.Property(v => v.RegionCode).HasMaxLength(12);
            builder.Property(v => v.Split).HasMaxLength(20);
            builder.Property(v => v.State).HasConversion<string>().HasMaxLength(14);
            builder.Property(v => v.Status).HasConversion<string>().HasMaxLength(12);
            builder.Property(v => v.Reason).HasMaxLength(SubmissionCell.LongestReason);
            builder.HasIndex(v => v.SubmissionId);
        }
    }
}

/// <summary>One line of the outbox: these figures have changed. Whoever keeps a copy of the accepted figures reads from the last number that it has seen.</summary>
sealed class ValueChange : INotAudited
{
    public long Number { get; init; }
    public string ElementId { get; init; } = "";
    public Period Period { get; init; }
    public string RegionCode { get; init; } = "";
    public string Split { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<ValueChange>
    {
        public void Configure(EntityTypeBuilder<ValueChange> builder)
        {
            builder.ToTable("indicators_value_change");
            builder.HasKey(c => c.Number);
            builder.Property(c => c.Number).ValueGeneratedOnAdd();
            builder.Property(c => c.ElementId).HasMaxLength(60);
            builder.Property(c => c.RegionCode).HasMaxLength(12);
            builder.Property(c => c.Split).HasMaxLength(20);
        }
    }
}
