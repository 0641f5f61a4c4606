using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Model;

/// <summary>Why two regions count the same: some of what they count is the other's too, or it is one facility that both have on their books.</summary>
enum OverlapKind { Shared, SameFacility }

/// <summary>What two regions both count of one element, declared by the statistics bureau; wherever both are added up it is taken off once. No person is named in it.</summary>
sealed class FigureOverlap
{
    public Guid Id { get; init; }
    public string ElementId { get; init; } = "";

    /// <summary>Empty for the total, or a part such as sex:f.</summary>
    public string Split { get; init; } = "";
    public string RegionCode { get; init; } = "";
    public string OtherCode { get; init; } = "";
    public OverlapKind Kind { get; init; }

    /// <summary>How many of the element both count.</summary>
    public decimal Count { get; init; }
    public int FromYear { get; init; }

    /// <summary>The last year that it holds for; null while it goes on.</summary>
    public int? UntilYear { get; set; }

    /// <summary>The facility, or what is shared and how that is known.</summary>
    public string What { get; init; } = "";
    public int Version { get; set; }

    public bool Holds(Period period) => FromYear <= period.Year && (UntilYear is null || period.Year <= UntilYear);

    sealed class Map : IEntityTypeConfiguration<FigureOverlap>
    {
        public void Configure(EntityTypeBuilder<FigureOverlap> builder)
        {
            builder.ToTable("indicators_overlap");
            builder.Property(o => o.ElementId).HasMaxLength(60);
            builder.Property(o => o.Split).HasMaxLength(20);
            builder.Property(o => o.RegionCode).HasMaxLength(12);
            builder.Property(o => o.OtherCode).HasMaxLength(12);
            builder.Property(o => o.Kind).HasConversion<string>().HasMaxLength(14);
            builder.Property(o => o.What).HasMaxLength(200);
            builder.Property(o => o.Version).IsConcurrencyToken();
            builder.HasIndex(o => o.ElementId);
        }
    }
}
