using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Indicators.Model;

/// <summary>Where a submission stands (domain reference §3.1): typed in, reviewed, signed, checked by the department in charge, locked by the statistics bureau, published.</summary>
enum SubmissionState { Draft, Submitted, Reviewed, Signed, Checked, Locked, Published, Returned }

/// <summary>What one unit reports on one form for one region and period.</summary>
sealed class Submission
{
    public const int LongestReason = 500;

    public Guid Id { get; init; }
    public Guid RoundId { get; init; }
    public Guid UnitId { get; init; }
    public string RegionCode { get; init; } = "";
    public Guid? SupervisorId { get; init; }
    public SubmissionState State { get; set; }

    /// <summary>The day of the round, or a later one set with a return.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>How often it was opened again after it had been locked.</summary>
    public int Revision { get; set; }

    /// <summary>Asks for locked figures to be opened again, in the unit's words; null when nobody asks.</summary>
    public string? RevisionReason { get; set; }

    /// <summary>Whoever handed it in last: somebody else has to sign.</summary>
    public Guid? SubmittedBy { get; set; }
    public DateTime? SubmittedAt { get; set; }
    public DateTime? FirstSubmittedAt { get; set; }
    public DateTime? LockedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<Submission>
    {
        public void Configure(EntityTypeBuilder<Submission> builder)
        {
            builder.ToTable("indicators_submission");
            builder.Property(s => s.RegionCode).HasMaxLength(12);
            builder.Property(s => s.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.RevisionReason).HasMaxLength(LongestReason);
            builder.Property(s => s.Version).IsConcurrencyToken();
            builder.HasIndex(s => new { s.RoundId, s.RegionCode, s.UnitId }).IsUnique();
            builder.HasIndex(s => new { s.UnitId, s.State });
            builder.HasIndex(s => new { s.SupervisorId, s.State });
            builder.HasOne<ReportRound>().WithMany().HasForeignKey(s => s.RoundId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>Missing is not nought, and neither is "there is no such thing here".</summary>
enum CellState { Missing, NotApplicable, Known }

/// <summary>One cell of a submission: an element, a split (empty: the total), and what is known of it.</summary>
sealed class SubmissionCell
{
    public const int LongestReason = 300;

    public Guid Id { get; init; }
    public Guid SubmissionId { get; init; }
    public string ElementId { get; init; } = "";
    public string Split { get; init; } = "";
    public CellState State { get; set; }
    public decimal? Number { get; set; }

    /// <summary>Why it is missing, or why it is so different.</summary>
    public string? Reason { get; set; }

    /// <summary>What whoever returned the submission says about this cell.</summary>
    public string? Remark { get; set; }

    /// <summary>Whoever typed the figure that stands here: somebody else has to pass it on.</summary>
    public Guid? TypedBy { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<SubmissionCell>
    {
        public void Configure(EntityTypeBuilder<SubmissionCell> builder)
        {
            builder.ToTable("indicators_cell");
            builder.Property(c => c.ElementId).HasMaxLength(60);
            builder.Property(c => c.Split).HasMaxLength(20);
            builder.Property(c => c.State).HasConversion<string>().HasMaxLength(14);
            builder.Property(c => c.Reason).HasMaxLength(LongestReason);
            builder.Property(c => c.Remark).HasMaxLength(Submission.LongestReason);
            builder.Property(c => c.Version).IsConcurrencyToken();
            builder.HasIndex(c => new { c.SubmissionId, c.ElementId, c.Split }).IsUnique();
            builder.HasOne<Submission>().WithMany().HasForeignKey(c => c.SubmissionId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

enum StepKind { Submit, Review, Sign, Check, Lock, Publish, Return, AskRevision, GrantRevision, RefuseRevision }

/// <summary>One step on a submission's way, in somebody's name. Figures keeps what the cells were at that moment, so that the next reader sees what has changed since.</summary>
sealed class SubmissionStep
{
    public Guid Id { get; init; }
    public Guid SubmissionId { get; init; }
    public StepKind Kind { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string UnitName { get; init; } = "";
    public DateTime At { get; init; }
    public string? Reason { get; init; }

    /// <summary>The cells as JSON, element|split → number, at a step that hands figures on; null at the others.</summary>
    public string? Figures { get; init; }

    /// <summary>The papers behind the cells as JSON, element|split → names of files, beside Figures; null at steps from before papers were kept.</summary>
    public string? Papers { get; init; }

    sealed class Map : IEntityTypeConfiguration<SubmissionStep>
    {
        public void Configure(EntityTypeBuilder<SubmissionStep> builder)
        {
            builder.ToTable("indicators_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(16);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.Reason).HasMaxLength(Submission.LongestReason);
            builder.HasIndex(s => new { s.SubmissionId, s.At });
            builder.HasOne<Submission>().WithMany().HasForeignKey(s => s.SubmissionId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
