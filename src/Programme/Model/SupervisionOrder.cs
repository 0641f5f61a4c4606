using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>Why an order was given. SourceId names the task, the warning, the finding of an inspection or the decision of a meeting; an instruction stands in the basis.</summary>
enum OrderSource { Task, Warning, Instruction, Inspection, Meeting }

/// <summary>Where an order (督办) stands: 立项, 交办, 签收, 整改, 反馈, 核查, 销号; withdrawn when it should not have been given.</summary>
enum OrderState { Opened, Notified, Acknowledged, Rectifying, Replied, Verified, Closed, Withdrawn }

/// <summary>What can happen to an order; where it leads, <see cref="OrderCourse"/> says.</summary>
enum OrderStepKind { Open, Notify, Acknowledge, Plan, Reply, SendBack, Verify, Close, Withdraw, AskTime, GrantTime, RefuseTime, Escalate, ProposeCriticism, Criticise, RefuseCriticism, Remind }

/// <summary>Whether the unit is criticised by notice (通报批评): only after somebody else than the proposer has approved.</summary>
enum Criticism { None, Proposed, Approved, Refused }

/// <summary>One supervision order: what a unit has to put right, by which working day, and how far that is.</summary>
sealed class SupervisionOrder
{
    public const int LongestTitle = 120, LongestDemand = 2000, LongestText = 2000, LongestBasis = 300;
    /// <summary>The office's own list; then the unit's leader; then the city's leaders.</summary>
    public const int HighestLevel = 2;

    public Guid Id { get; init; }

    /// <summary>Given when the unit is notified, without gaps within a year.</summary>
    public int? Year { get; set; }
    public int? Serial { get; set; }
    public string? Number { get; set; }

    public OrderSource Source { get; init; }
    public Guid? SourceId { get; init; }
    public string Title { get; init; } = "";
    public string Demand { get; init; } = "";

    /// <summary>What the order rests on: the clause, the warning's words, whose instruction of which day.</summary>
    public string Basis { get; init; } = "";
    public Guid UnitId { get; init; }
    public OrderState State { get; set; }

    /// <summary>Working days for the reply, counted from the day of notice.</summary>
    public int Days { get; init; }
    public DateOnly OpenedOn { get; init; }
    public DateOnly? NotifiedOn { get; set; }
    public DateOnly? AcknowledgeBy { get; set; }
    public DateOnly? DueOn { get; set; }
    public DateOnly? FirstDueOn { get; set; }

    /// <summary>A later day that the unit has asked for and nobody has answered yet.</summary>
    public DateOnly? AskedDue { get; set; }
    public int Extensions { get; set; }
    public int TimesSentBack { get; set; }
    public int Level { get; set; }
    public Criticism Criticism { get; set; }
    public Guid? CriticismBy { get; set; }
    public DateOnly? RepliedOn { get; set; }
    public DateOnly? ClosedOn { get; set; }
    public int Version { get; set; }

    public bool Open => State is not (OrderState.Closed or OrderState.Withdrawn);

    sealed class Map : IEntityTypeConfiguration<SupervisionOrder>
    {
        public void Configure(EntityTypeBuilder<SupervisionOrder> builder)
        {
            builder.ToTable("programme_order");
            builder.Property(o => o.Number).HasMaxLength(60);
            builder.Property(o => o.Source).HasConversion<string>().HasMaxLength(12);
            builder.Property(o => o.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(o => o.Criticism).HasConversion<string>().HasMaxLength(8);
            builder.Property(o => o.Title).HasMaxLength(LongestTitle);
            builder.Property(o => o.Demand).HasMaxLength(LongestDemand);
            builder.Property(o => o.Basis).HasMaxLength(LongestBasis);
            builder.Property(o => o.Version).IsConcurrencyToken();
            builder.Ignore(o => o.Open);
            builder.HasIndex(o => new { o.Year, o.Serial }).IsUnique();
            builder.HasIndex(o => new { o.UnitId, o.State, o.DueOn });
            builder.HasIndex(o => new { o.State, o.DueOn });
            // One matter has one open order for one unit, also when two people open it at the same moment.
            builder.HasIndex(o => new { o.SourceId, o.UnitId }).IsUnique().HasFilter("\"SourceId\" IS NOT NULL AND \"State\" NOT IN ('Closed', 'Withdrawn')");
        }
    }
}

/// <summary>One line of an order's chain: what was done, by whom, for which unit. Never edited, never removed. A step of the clock has no person.</summary>
sealed class OrderStep
{
    public Guid Id { get; init; }
    public Guid OrderId { get; init; }

    /// <summary>Counts from nought within its order, without gaps: the version that the order had after it.</summary>
    public int Number { get; init; }
    public OrderStepKind Kind { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string? Text { get; init; }

    /// <summary>A day that the step sets or asks for.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>A paper that proves the step: reply, verification.</summary>
    public string? FileSha256 { get; init; }
    public string? FileName { get; init; }
    public long FileSize { get; init; }

    sealed class Map : IEntityTypeConfiguration<OrderStep>
    {
        public void Configure(EntityTypeBuilder<OrderStep> builder)
        {
            builder.ToTable("programme_order_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.Text).HasMaxLength(SupervisionOrder.LongestText);
            builder.Property(s => s.FileSha256).HasMaxLength(64);
            builder.Property(s => s.FileName).HasMaxLength(200);
            builder.HasIndex(s => new { s.OrderId, s.Number }).IsUnique();
        }
    }
}
