using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Model;

/// <summary>
/// Whether the public may see one figure, or one rate, of a period. Key names it (element|region|split, or rate:indicator|region|split); a revision that changes the figure makes a new edition of it. Once
/// shown is shown for good, and so is once hidden: this is the memory of what readers know already.
/// </summary>
sealed class PublicCell : INotAudited
{
    public Period Period { get; init; }
    public string Key { get; init; } = "";
    public int Edition { get; init; }
    public decimal Value { get; init; }
    public bool Sensitive { get; init; }
    public bool Shown { get; init; }

    /// <summary>As suppression names it: the same id is the same figure.</summary>
    public string Id => $"{Key}#{Edition}";

    sealed class Map : IEntityTypeConfiguration<PublicCell>
    {
        public void Configure(EntityTypeBuilder<PublicCell> builder)
        {
            builder.ToTable("indicators_public_cell");
            builder.HasKey(c => new { c.Period, c.Key, c.Edition });
            builder.Property(c => c.Key).HasMaxLength(140);
            builder.Ignore(c => c.Id);
        }
    }
}

/// <summary>One publication of a period: the sums and rates by which its figures hang together, as JSON over the ids of its cells. Later publications must not let a reader work out what this one hid.</summary>
sealed class Publication
{
    public Guid Id { get; init; }
    public Period Period { get; init; }
    public DateTime At { get; init; }
    public string Sums { get; init; } = "[]";
    public string Rates { get; init; } = "[]";

    sealed class Map : IEntityTypeConfiguration<Publication>
    {
        public void Configure(EntityTypeBuilder<Publication> builder)
        {
            builder.ToTable("indicators_publication");
            builder.HasIndex(p => new { p.Period, p.At });
        }
    }
}
