using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Indicators.Model;

/// <summary>Targets that belong together: those of a plan in force, those of another city's plan to compare with, or the city's own. No set ever overwrites another.</summary>
sealed class TargetSet
{
    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public string RegionCode { get; init; } = "";

    /// <summary>The plan whose indicator table it is; null for sets to compare with.</summary>
    public Guid? PlanId { get; init; }
    public int? EndYear { get; set; }

    sealed class Map : IEntityTypeConfiguration<TargetSet>
    {
        public void Configure(EntityTypeBuilder<TargetSet> builder)
        {
            builder.ToTable("indicators_target_set");
            builder.Property(s => s.Name).HasMaxLength(200);
            builder.Property(s => s.RegionCode).HasMaxLength(12);
            builder.HasIndex(s => s.PlanId);
        }
    }
}

/// <summary>What a set asks of one indicator: as printed, and as read. Base year and base value start the path to it.</summary>
sealed class IndicatorTarget
{
    public Guid Id { get; init; }
    public Guid SetId { get; init; }
    public string IndicatorId { get; init; } = "";

    /// <summary>As printed: >90%, 力争100, 每年降低0.5个百分点以上.</summary>
    public string Text { get; set; } = "";
    public string? Comparator { get; set; }
    public decimal? Value { get; set; }
    public decimal? ValueMax { get; set; }
    public int? DueYear { get; set; }
    public int? BaseYear { get; set; }
    public decimal? BaseValue { get; set; }
    public bool Binding { get; set; }

    /// <summary>Where in the plan it stands, for whoever wants to read the clause.</summary>
    public string? Link { get; set; }

    sealed class Map : IEntityTypeConfiguration<IndicatorTarget>
    {
        public void Configure(EntityTypeBuilder<IndicatorTarget> builder)
        {
            builder.ToTable("indicators_target");
            builder.Property(t => t.IndicatorId).HasMaxLength(40);
            builder.Property(t => t.Text).HasMaxLength(200);
            builder.Property(t => t.Comparator).HasMaxLength(12);
            builder.Property(t => t.Link).HasMaxLength(120);
            builder.HasIndex(t => new { t.SetId, t.IndicatorId }).IsUnique();
            builder.HasOne<TargetSet>().WithMany().HasForeignKey(t => t.SetId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
