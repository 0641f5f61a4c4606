using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Indicators.Rules;

namespace OneMetre.Indicators.Model;

/// <summary>Whose target it is, the nearest last. A county's is its own; the city's holds for its counties too where a rate can be asked of each.</summary>
enum TargetLevel { National, Province, City, County }

/// <summary>
/// A target that no plan of this system holds, set by hand: a national standard, the province's plan, a county's own promise, a value on the way in one year. It stands beside those of the plans; which one the light goes by is
/// decided by <see cref="Measuring.KnownIndicator"/>, the nearest region first.
/// </summary>
sealed class IndicatorTarget
{
    public Guid Id { get; init; }
    public string IndicatorId { get; init; } = "";
    public TargetLevel Level { get; set; }

    /// <summary>The region that it is asked of: the city's code, for a county's its own.</summary>
    public string RegionCode { get; set; } = "";

    /// <summary>The paper that it stands in.</summary>
    public string Source { get; set; } = "";

    /// <summary>To be reached at the end of this year.</summary>
    public int Year { get; set; }
    public TargetComparison Comparison { get; set; }

    /// <summary>In the indicator's unit, or in percent of the base; a negative change is a fall. Null for a trend and for yes.</summary>
    public decimal? Value { get; set; }

    /// <summary>The end of a range.</summary>
    public decimal? ValueMax { get; set; }
    public int? BaseYear { get; set; }

    /// <summary>力争: missing it is told and not held against anybody.</summary>
    public bool Soft { get; set; }

    /// <summary>Shown on the portal too.</summary>
    public bool Open { get; set; }
    public string? Note { get; set; }
    public int Version { get; set; }

    public Target Read => new(Comparison, Value, ValueMax) { Soft = Soft, DueYear = Year, BaseYear = BaseYear };

    sealed class Map : IEntityTypeConfiguration<IndicatorTarget>
    {
        public void Configure(EntityTypeBuilder<IndicatorTarget> builder)
        {
            builder.ToTable("indicators_target");
            builder.Property(t => t.IndicatorId).HasMaxLength(40);
            builder.Property(t => t.Level).HasConversion<string>().HasMaxLength(10);
            builder.Property(t => t.RegionCode).HasMaxLength(12);
            builder.Property(t => t.Source).HasMaxLength(160);
            builder.Property(t => t.Comparison).HasConversion<string>().HasMaxLength(20);
            builder.Property(t => t.Note).HasMaxLength(400);
            builder.Property(t => t.Version).IsConcurrencyToken();
            builder.Ignore(t => t.Read);
            builder.HasIndex(t => t.IndicatorId);
        }
    }
}
