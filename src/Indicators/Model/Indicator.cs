using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Indicators.Model;

/// <summary>
/// One indicator of the catalogue: what is measured and how. Id is a stable word (NurserySeatsPer1000); targets belong to plans, not here.
/// </summary>
sealed class Indicator
{
    public string Id { get; init; } = "";
    public int Number { get; set; }
    public string Name { get; set; } = "";
    public string NameEn { get; set; } = "";
    public string MeasureUnit { get; set; } = "";

    /// <summary>up, down, boolean, rising, falling, range or decrease-by.</summary>
    public string Direction { get; set; } = "";
    public string TargetKind { get; set; } = "";
    public string? Numerator { get; set; }
    public string? Denominator { get; set; }
    public int? Factor { get; set; }
    public string Definition { get; set; } = "";
    public string DefinitionEn { get; set; } = "";

    /// <summary>A year, H half-year, S survey; several joined by commas.</summary>
    public string Frequency { get; set; } = "";
    public string Departments { get; set; } = "";
    public string Split { get; set; } = "";

    /// <summary>policy, service, rights, space, environment or participation; a plan's own domain goes before it.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Made by the city; the product's own are changed by its editions alone.</summary>
    public bool Own { get; init; }

    /// <summary>The city measures it by the year alone; of the product's own the frequency is the least that is asked.</summary>
    public bool OnlyOnceAYear => Own && Frequency.Length > 0 && !Frequency.Contains('H', StringComparison.Ordinal);

    /// <summary>Whether the portal shows it; the product's own are shown wherever they are published.</summary>
    public bool Open { get; set; }

    /// <summary>No longer watched from this day on; what was measured stays readable.</summary>
    public DateOnly? RetiredOn { get; set; }
    public string? RetiredWhy { get; set; }
    public int Version { get; set; }

    /// <summary>Takes over the wording of a newer edition; the identity stays.</summary>
    public void Become(Indicator newer)
    {
        (Number, Name, NameEn, MeasureUnit) = (newer.Number, newer.Name, newer.NameEn, newer.MeasureUnit);
        (Direction, TargetKind, Numerator, Denominator, Factor) = (newer.Direction, newer.TargetKind, newer.Numerator, newer.Denominator, newer.Factor);
        (Definition, DefinitionEn, Frequency, Departments, Split, Domain) = (newer.Definition, newer.DefinitionEn, newer.Frequency, newer.Departments, newer.Split, newer.Domain);
    }

    sealed class Map : IEntityTypeConfiguration<Indicator>
    {
        public void Configure(EntityTypeBuilder<Indicator> builder)
        {
            builder.ToTable("indicators_indicator");
            builder.Ignore(i => i.OnlyOnceAYear);
            builder.HasKey(i => i.Id);
            builder.Property(i => i.Id).HasMaxLength(40);
            builder.Property(i => i.Name).HasMaxLength(120);
            builder.Property(i => i.NameEn).HasMaxLength(160);
            builder.Property(i => i.MeasureUnit).HasMaxLength(40);
            builder.Property(i => i.Direction).HasMaxLength(16);
            builder.Property(i => i.TargetKind).HasMaxLength(20);
            builder.Property(i => i.Frequency).HasMaxLength(16);
            builder.Property(i => i.Departments).HasMaxLength(120);
            builder.Property(i => i.Split).HasMaxLength(40);
            builder.Property(i => i.Domain).HasMaxLength(20);
            builder.Property(i => i.RetiredWhy).HasMaxLength(200);
            builder.Property(i => i.Version).IsConcurrencyToken();
            builder.HasIndex(i => i.Number);
        }
    }
}
