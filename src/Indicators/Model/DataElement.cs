using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Indicators.Rules;

namespace OneMetre.Indicators.Model;

/// <summary>
/// What is counted and reported once: live births, usable nursery seats. Indicators are formulas over data elements; no rate is ever typed in.
/// Id is a stable word in small letters (births.live).
/// </summary>
sealed class DataElement
{
    public string Id { get; init; } = "";
    public string Name { get; set; } = "";
    public string NameEn { get; set; } = "";
    public string MeasureUnit { get; set; } = "";
    public ElementKind Kind { get; set; }
    public Combine Combine { get; set; }
    public string Departments { get; set; } = "";

    /// <summary>The dimensions by which it may be split, joined by semicolons: sex;area.</summary>
    public string Splits { get; set; } = "";

    /// <summary>Small counts of it could point at a child: published only from ten up.</summary>
    public bool Sensitive { get; set; }

    /// <summary>The module contract that it arrives from, so that nobody types it; null for what people report.</summary>
    public string? Source { get; set; }
    public string? Note { get; set; }

    /// <summary>Made by the city; the product's own are changed by its editions alone.</summary>
    public bool Own { get; init; }

    /// <summary>Not asked for any more from this day on; figures that were reported stay.</summary>
    public DateOnly? RetiredOn { get; set; }
    public string? RetiredWhy { get; set; }
    public int Version { get; set; }

    public void Become(DataElement newer) =>
        (Name, NameEn, MeasureUnit, Kind, Combine, Departments, Splits, Sensitive, Source, Note) =
        (newer.Name, newer.NameEn, newer.MeasureUnit, newer.Kind, newer.Combine, newer.Departments, newer.Splits, newer.Sensitive, newer.Source, newer.Note);

    sealed class Map : IEntityTypeConfiguration<DataElement>
    {
        public void Configure(EntityTypeBuilder<DataElement> builder)
        {
            builder.ToTable("indicators_element");
            builder.Property(e => e.Id).HasMaxLength(60);
            builder.Property(e => e.Name).HasMaxLength(120);
            builder.Property(e => e.NameEn).HasMaxLength(160);
            builder.Property(e => e.MeasureUnit).HasMaxLength(40);
            builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(e => e.Combine).HasConversion<string>().HasMaxLength(12);
            builder.Property(e => e.Departments).HasMaxLength(120);
            builder.Property(e => e.Splits).HasMaxLength(60);
            builder.Property(e => e.Source).HasMaxLength(40);
            builder.Property(e => e.Note).HasMaxLength(400);
            builder.Property(e => e.RetiredWhy).HasMaxLength(200);
            builder.Property(e => e.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>What a value of the element is: a count, an amount, yes (1) or no (0), a standard that is set, or one end of a range.</summary>
enum ElementKind { Count, Amount, YesNo, Standard, Range }

/// <summary>
/// The formula of an indicator from one year on. A later version marks a break in every series: what stands before it was measured otherwise.
/// Numerator and denominator are expressions over data elements; value = numerator ÷ denominator × factor.
/// </summary>
sealed class FormulaVersion
{
    public Guid Id { get; init; }
    public string IndicatorId { get; init; } = "";

    /// <summary>1 for the first, and no number twice for an indicator.</summary>
    public int Number { get; init; }
    public int FromYear { get; set; }
    public string Numerator { get; set; } = "";
    public string? Denominator { get; set; }
    public int Factor { get; set; } = 1;

    /// <summary>Places after the point when it is shown; what is kept is exact.</summary>
    public int Digits { get; set; }

    /// <summary>The year that base(x) looks up.</summary>
    public int? BaseYear { get; set; }

    /// <summary>A gross rate counts people of any age above the line, so it may exceed 100.</summary>
    public bool Gross { get; set; }

    /// <summary>A region's figure is that of its lowest part, such as the township with its lowest vaccine, not one of the sums.</summary>
    public bool Lowest { get; set; }
    public string? Note { get; set; }
    public string? NoteEn { get; set; }

    /// <summary>Why the city measures otherwise from here on; null for what the product ships.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it begins in or before a year that was published under the formula before it; null where it does not.</summary>
    public string? Override { get; init; }

    /// <summary>For readers of the portal it begins later than for the city: what was published under the formula before it is not rewritten. Null where both are the same.</summary>
    public int? PublicFromYear { get; init; }

    /// <summary>The versions of the city are numbered above those of the product, so that none of either takes the number of the other.</summary>
    public const int FirstOwn = 1001;

    /// <summary>As the portal knows it.</summary>
    public FormulaVersion ForThePublic => PublicFromYear is not { } year ? this : new()
    {
        Id = Id,
        IndicatorId = IndicatorId,
        Number = Number,
        FromYear = year,
        Numerator = Numerator,
        Denominator = Denominator,
        Factor = Factor,
        Digits = Digits,
        BaseYear = BaseYear,
        Gross = Gross,
        Lowest = Lowest,
        Note = Note,
        NoteEn = NoteEn,
        Reason = Reason,
    };

    sealed class Map : IEntityTypeConfiguration<FormulaVersion>
    {
        public void Configure(EntityTypeBuilder<FormulaVersion> builder)
        {
            builder.ToTable("indicators_formula");
            builder.Property(f => f.IndicatorId).HasMaxLength(40);
            builder.Property(f => f.Numerator).HasMaxLength(400);
            builder.Property(f => f.Denominator).HasMaxLength(400);
            builder.Property(f => f.Note).HasMaxLength(400);
            builder.Property(f => f.NoteEn).HasMaxLength(400);
            builder.Property(f => f.Reason).HasMaxLength(400);
            builder.Property(f => f.Override).HasMaxLength(400);
            builder.Ignore(f => f.ForThePublic);
            builder.HasIndex(f => new { f.IndicatorId, f.Number }).IsUnique();
        }
    }
}
