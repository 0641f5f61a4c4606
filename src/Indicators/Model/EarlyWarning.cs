using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Model;

/// <summary>
/// 预警: what the figures say should be looked at, one for a rule, an indicator, a region and a period. What became of it, and by whom, is in its steps; they stand in the record, and the
/// nightly look at it does not.
/// </summary>
sealed class EarlyWarning : INotAudited
{
    /// <summary>The code of those that checks raised; their arguments are the ids of the checks.</summary>
    public const string OfChecks = "indicators.warning-clash";

    public Guid Id { get; init; }
    public WarningRule Rule { get; init; }

    /// <summary>Empty for a contradiction between figures of which no indicator is made, and for a sheet that feeds none.</summary>
    public string IndicatorId { get; init; } = "";
    public string RegionCode { get; init; } = "";
    public Period Period { get; init; }
    public Light Light { get; set; }
    public string Code { get; set; } = "";

    /// <summary>What fills the text, see WarningArgs.</summary>
    public string Args { get; set; } = "[]";
    public WarningState State { get; set; }
    public DateTime RaisedAt { get; set; }

    /// <summary>When its cause was last found to stand.</summary>
    public DateTime LastSeenAt { get; set; }

    /// <summary>The unit that has to answer; null where nobody reports the figure, then the office does.</summary>
    public Guid? OwnerUnitId { get; set; }

    /// <summary>The sheet that is due.</summary>
    public Guid? SubmissionId { get; set; }

    /// <summary>A person cleared it: for the same figures it is not raised again.</summary>
    public bool Settled { get; set; }

    /// <summary>Counts the steps, not the looks.</summary>
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<EarlyWarning>
    {
        public void Configure(EntityTypeBuilder<EarlyWarning> builder)
        {
            builder.ToTable("indicators_warning");
            builder.Property(w => w.Rule).HasConversion<string>().HasMaxLength(16);
            builder.Property(w => w.IndicatorId).HasMaxLength(40);
            builder.Property(w => w.RegionCode).HasMaxLength(12);
            builder.Property(w => w.Light).HasConversion<string>().HasMaxLength(8);
            builder.Property(w => w.Code).HasMaxLength(60);
            builder.Property(w => w.State).HasConversion<string>().HasMaxLength(16);
            builder.Property(w => w.Version).IsConcurrencyToken();
            builder.HasIndex(w => new { w.Rule, w.IndicatorId, w.RegionCode, w.Period }).IsUnique();
            builder.HasIndex(w => new { w.State, w.RegionCode });
            builder.HasIndex(w => w.IndicatorId);
        }
    }
}

/// <summary>A data element behind a warning: whoever reports it, or is in charge of those who do, sees the warning.</summary>
sealed class WarningElement : INotAudited
{
    public Guid WarningId { get; init; }
    public string ElementId { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<WarningElement>
    {
        public void Configure(EntityTypeBuilder<WarningElement> builder)
        {
            builder.ToTable("indicators_warning_element");
            builder.HasKey(e => new { e.WarningId, e.ElementId });
            builder.Property(e => e.ElementId).HasMaxLength(60);
            builder.HasOne<EarlyWarning>().WithMany().HasForeignKey(e => e.WarningId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>One step in the life of a warning. PersonId is null where the system took it, and then Code says why.</summary>
sealed class WarningStep
{
    public const int LongestText = 500;

    public Guid Id { get; init; }
    public Guid WarningId { get; init; }

    /// <summary>Where it led.</summary>
    public WarningState State { get; init; }
    public Guid? PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string UnitName { get; init; } = "";
    public DateTime At { get; init; }
    public string? Text { get; init; }
    public string? Code { get; init; }

    /// <summary>For a plan: the day by which it is to be done.</summary>
    public DateOnly? Due { get; init; }

    sealed class Map : IEntityTypeConfiguration<WarningStep>
    {
        public void Configure(EntityTypeBuilder<WarningStep> builder)
        {
            builder.ToTable("indicators_warning_step");
            builder.Property(s => s.State).HasConversion<string>().HasMaxLength(16);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.Text).HasMaxLength(LongestText);
            builder.Property(s => s.Code).HasMaxLength(60);
            builder.HasIndex(s => new { s.WarningId, s.At });
            builder.HasOne<EarlyWarning>().WithMany().HasForeignKey(s => s.WarningId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
