using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Model;

/// <summary>
/// A statistical form (报表) with the marks that the law asks for in its upper right corner: number, issuing body, approving body, approval number and the last day on which it may be used.
/// A form whose approval has run out cannot be issued (domain reference §3.1).
/// </summary>
sealed class ReportForm
{
    public Guid Id { get; init; }

    /// <summary>表号, such as 示妇儿监3表.</summary>
    public string Number { get; set; } = "";
    public string Title { get; set; } = "";
    public string TitleEn { get; set; } = "";
    public string IssuedBy { get; set; } = "";
    public string ApprovedBy { get; set; } = "";
    public string ApprovalNumber { get; set; } = "";
    public DateOnly ValidUntil { get; set; }
    public PeriodKind Frequency { get; set; }

    /// <summary>The digits that all regions share for which it may be asked: those of whoever made it. Nobody of another region changes or issues it.</summary>
    public string RegionPrefix { get; init; } = "";

    /// <summary>Whether a second person of the unit reviews (审核) before the head of the unit signs.</summary>
    public bool Reviewed { get; set; }
    public int Version { get; set; }

    public bool ExpiredOn(DateOnly day) => day > ValidUntil;

    sealed class Map : IEntityTypeConfiguration<ReportForm>
    {
        public void Configure(EntityTypeBuilder<ReportForm> builder)
        {
            builder.ToTable("indicators_form");
            builder.Property(f => f.Number).HasMaxLength(40);
            builder.Property(f => f.Title).HasMaxLength(120);
            builder.Property(f => f.TitleEn).HasMaxLength(160);
            builder.Property(f => f.IssuedBy).HasMaxLength(120);
            builder.Property(f => f.ApprovedBy).HasMaxLength(120);
            builder.Property(f => f.ApprovalNumber).HasMaxLength(60);
            builder.Property(f => f.Frequency).HasConversion<string>().HasMaxLength(12);
            builder.Property(f => f.RegionPrefix).HasMaxLength(12);
            builder.Property(f => f.Version).IsConcurrencyToken();
            builder.HasIndex(f => f.Number).IsUnique();
        }
    }
}

/// <summary>A line of a form: one data element to report, perhaps split, perhaps under a heading. Indicators that follow from its elements the form works out itself.</summary>
sealed class FormLine
{
    public Guid Id { get; init; }
    public Guid FormId { get; init; }
    public int SortOrder { get; set; }
    public string ElementId { get; init; } = "";

    /// <summary>Stands above the line; null goes on under the heading before.</summary>
    public string? Heading { get; set; }

    /// <summary>The dimension by which this form asks for it; empty for the total alone.</summary>
    public string SplitBy { get; set; } = "";
    public bool Required { get; set; }

    /// <summary>A figure on this line, or a "yes", is handed in with at least one paper that proves it.</summary>
    public bool EvidenceRequired { get; set; }

    sealed class Map : IEntityTypeConfiguration<FormLine>
    {
        public void Configure(EntityTypeBuilder<FormLine> builder)
        {
            builder.ToTable("indicators_form_line");
            builder.Property(l => l.ElementId).HasMaxLength(60);
            builder.Property(l => l.Heading).HasMaxLength(120);
            builder.Property(l => l.SplitBy).HasMaxLength(20);
            builder.HasIndex(l => new { l.FormId, l.ElementId }).IsUnique();
            builder.HasOne<ReportForm>().WithMany().HasForeignKey(l => l.FormId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>Which unit reports a form for which region, and which department in charge looks it over before the statistics bureau does.</summary>
sealed class FormDuty
{
    public Guid Id { get; init; }
    public Guid FormId { get; init; }
    public Guid UnitId { get; init; }
    public string RegionCode { get; init; } = "";
    public Guid? SupervisorId { get; set; }

    sealed class Map : IEntityTypeConfiguration<FormDuty>
    {
        public void Configure(EntityTypeBuilder<FormDuty> builder)
        {
            builder.ToTable("indicators_form_duty");
            builder.Property(d => d.RegionCode).HasMaxLength(12);
            builder.HasIndex(d => new { d.FormId, d.RegionCode, d.UnitId }).IsUnique();
            builder.HasOne<ReportForm>().WithMany().HasForeignKey(d => d.FormId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>One period for which a form is asked for: when it opens, when it is due, and how many days more are let pass.</summary>
sealed class ReportRound
{
    public Guid Id { get; init; }
    public Guid FormId { get; init; }
    public Period Period { get; init; }
    public DateOnly OpenOn { get; set; }
    public DateOnly DueOn { get; set; }
    public int GraceDays { get; set; }
    public int Version { get; set; }

    public DateOnly LastDay => LastDayOf(DueOn);

    /// <summary>The last day of grace after a due day, which a return may have moved.</summary>
    public DateOnly LastDayOf(DateOnly due) => due.DayNumber > DateOnly.MaxValue.DayNumber - GraceDays ? DateOnly.MaxValue : due.AddDays(GraceDays);

    /// <summary>Nobody is given longer than this.</summary>
    public const int LongestYears = 2;

    sealed class Map : IEntityTypeConfiguration<ReportRound>
    {
        public void Configure(EntityTypeBuilder<ReportRound> builder)
        {
            builder.ToTable("indicators_round");
            builder.Property(r => r.Version).IsConcurrencyToken();
            builder.HasIndex(r => new { r.FormId, r.Period }).IsUnique();
            builder.HasOne<ReportForm>().WithMany().HasForeignKey(r => r.FormId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
