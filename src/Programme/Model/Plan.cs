using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>A plan in force: what a government promised. Its wording is that of the latest applied version.</summary>
sealed class Plan
{
    public Guid Id { get; init; }
    public string Title { get; set; } = "";
    public string? DocNumber { get; set; }
    public string? DocNumberRaw { get; set; }
    public string? Issuer { get; set; }
    public DateOnly? IssuedOn { get; set; }
    public string? RegionName { get; set; }
    public int? StartYear { get; set; }
    public int? EndYear { get; set; }

    /// <summary>The import whose text is in force.</summary>
    public Guid ImportId { get; set; }
    public int VersionNumber { get; set; } = 1;
    public bool Public { get; set; } = true;
    public DateTime AppliedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<Plan>
    {
        public void Configure(EntityTypeBuilder<Plan> builder)
        {
            builder.ToTable("programme_plan");
            builder.Property(p => p.Title).HasMaxLength(200);
            builder.Property(p => p.DocNumber).HasMaxLength(60);
            builder.Property(p => p.DocNumberRaw).HasMaxLength(60);
            builder.Property(p => p.Issuer).HasMaxLength(120);
            builder.Property(p => p.RegionName).HasMaxLength(80);
            builder.Property(p => p.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>A domain of a plan (领域), such as 公共服务友好.</summary>
sealed class PlanDomain
{
    public Guid Id { get; init; }
    public Guid PlanId { get; init; }
    public int SortOrder { get; set; }
    public string? Label { get; set; }
    public string Name { get; set; } = "";

    sealed class Map : IEntityTypeConfiguration<PlanDomain>
    {
        public void Configure(EntityTypeBuilder<PlanDomain> builder)
        {
            builder.ToTable("programme_domain");
            builder.Property(d => d.Label).HasMaxLength(20);
            builder.Property(d => d.Name).HasMaxLength(200);
            builder.HasIndex(d => new { d.PlanId, d.SortOrder });
        }
    }
}

/// <summary>A row of the plan's register of key projects or of policy measures, kept as printed with its place in the source.</summary>
sealed class PlanMeasure
{
    public Guid Id { get; init; }
    public Guid PlanId { get; init; }
    public MeasureKind Kind { get; init; }
    public int Number { get; init; }
    public string? Name { get; init; }
    public string Text { get; init; } = "";
    public string UnitsText { get; init; } = "";
    public int? Block { get; init; }

    sealed class Map : IEntityTypeConfiguration<PlanMeasure>
    {
        public void Configure(EntityTypeBuilder<PlanMeasure> builder)
        {
            builder.ToTable("programme_measure");
            builder.Property(m => m.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(m => m.Name).HasMaxLength(200);
            builder.HasIndex(m => new { m.PlanId, m.Kind, m.Number });
        }
    }
}

enum MeasureKind { KeyProject, Policy }

/// <summary>A row of the plan's indicator table: the local target for an indicator. A national default never overwrites it.</summary>
sealed class PlanIndicator
{
    public Guid Id { get; init; }
    public Guid PlanId { get; init; }
    public int Number { get; init; }
    public string? Domain { get; init; }
    public string Name { get; init; } = "";
    public string? MeasureUnit { get; init; }
    public string TargetText { get; init; } = "";
    public string? Comparator { get; init; }
    public decimal? Value { get; init; }
    public decimal? ValueMax { get; init; }
    public DateOnly? Due { get; init; }
    public string UnitsText { get; init; } = "";

    /// <summary>Id of the catalogue indicator, null while nobody has linked it.</summary>
    public string? IndicatorId { get; set; }
    public int? Block { get; init; }

    sealed class Map : IEntityTypeConfiguration<PlanIndicator>
    {
        public void Configure(EntityTypeBuilder<PlanIndicator> builder)
        {
            builder.ToTable("programme_plan_indicator");
            builder.Property(i => i.Domain).HasMaxLength(200);
            builder.Property(i => i.Name).HasMaxLength(200);
            builder.Property(i => i.MeasureUnit).HasMaxLength(40);
            builder.Property(i => i.TargetText).HasMaxLength(200);
            builder.Property(i => i.Comparator).HasMaxLength(12);
            builder.Property(i => i.IndicatorId).HasMaxLength(40);
            builder.HasIndex(i => new { i.PlanId, i.Number });
        }
    }
}
