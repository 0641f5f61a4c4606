using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;

namespace OneMetre.Programme.Model;

/// <summary>The course of a task, domain reference §0.1. Suspended and Cancelled need the office and a reason.</summary>
enum TaskState { Planned, Assigned, InProgress, AwaitingAcceptance, Completed, SentBack, Suspended, Cancelled }

/// <summary>One promise of a plan that units carry out: the smallest numbered item with units of its own.</summary>
sealed partial class ProgrammeTask
{
    public Guid Id { get; init; }
    public Guid PlanId { get; init; }
    public Guid? DomainId { get; set; }
    public string? ActionName { get; set; }

    /// <summary>As printed: 行动17, （23）. Order is <see cref="SortOrder"/>, never the label.</summary>
    public string Label { get; set; } = "";
    public int SortOrder { get; set; }
    public string Title { get; set; } = "";
    public string Text { get; set; } = "";

    /// <summary>The promise in plain words, for the portal; empty means the title serves.</summary>
    public string? PlainTitle { get; set; }
    public string? PlainTitleEn { get; set; }

    public TaskState State { get; set; }
    public DateOnly StartsOn { get; set; }

    /// <summary>The last day by which something is owed: the latest deadline among the targets, else the end of the plan.</summary>
    public DateOnly? Due { get; set; }

    /// <summary>0 to 100 as the lead unit last reported; null: nothing reported yet.</summary>
    public int? Progress { get; set; }

    /// <summary>Computed by <see cref="Assigning.LightRule"/> on every write and once a day.</summary>
    public Light Light { get; set; } = Light.Grey;
    public string? LightReason { get; set; }

    /// <summary>How often the office sent it back without acceptance in between.</summary>
    public int TimesReturned { get; set; }
    public DateTime? LastNewsAt { get; set; }
    public bool Public { get; set; } = true;

    /// <summary>Where the clause stands: places in the blocks of <see cref="ImportId"/>, as JSON.</summary>
    public Guid ImportId { get; set; }
    public string Where { get; set; } = "[]";
    public int? FirstBlock { get; set; }

    /// <summary>Set when a later version of the plan no longer has it.</summary>
    public int? DroppedInVersion { get; set; }

    /// <summary>Label, title, text and unit names in lower case, for search.</summary>
    public string SearchText { get; set; } = "";
    public int Version { get; set; }

    /// <summary>Whether it is late on a day: its last day is over, and it runs. The board's filter says the same in SQL.</summary>
    public static bool IsLate(TaskState state, DateOnly? due, DateOnly on) => due < on && state is not (TaskState.Completed or TaskState.Cancelled or TaskState.Suspended);

    sealed class Map : IEntityTypeConfiguration<ProgrammeTask>
    {
        public void Configure(EntityTypeBuilder<ProgrammeTask> builder)
        {
            builder.ToTable("programme_task");
            builder.Property(t => t.ActionName).HasMaxLength(200);
            builder.Property(t => t.Label).HasMaxLength(40);
            builder.Property(t => t.Title).HasMaxLength(300);
            builder.Property(t => t.PlainTitle).HasMaxLength(120);
            builder.Property(t => t.PlainTitleEn).HasMaxLength(200);
            builder.Property(t => t.State).HasConversion<string>().HasMaxLength(20);
            builder.Property(t => t.Light).HasConversion<string>().HasMaxLength(8);
            builder.Property(t => t.LightReason).HasMaxLength(60);
            builder.Property(t => t.Version).IsConcurrencyToken();
            builder.HasIndex(t => new { t.PlanId, t.SortOrder });
            builder.HasIndex(t => new { t.PlanId, t.Light, t.SortOrder });
            builder.HasIndex(t => new { t.PlanId, t.DomainId, t.SortOrder });
            builder.HasIndex(t => new { t.PlanId, t.Due });
            builder.HasIndex(t => new { t.State, t.DroppedInVersion });
            builder.HasIndex(t => new { t.DroppedInVersion, t.PlanId, t.DomainId, t.Light }); // what the board counts, without the rows
            builder.HasIndex(t => new { t.Id, t.DroppedInVersion, t.PlanId, t.DomainId, t.Light }); // the same for a department, whose tasks are found by number
        }
    }
}

/// <summary>A unit's part in a task: which role, under which printed word, and whether it has confirmed. Exactly one of UnitId and GroupId is set.</summary>
sealed class TaskUnit
{
    public Guid Id { get; init; }
    public Guid TaskId { get; init; }
    public Guid? UnitId { get; set; }
    public Guid? GroupId { get; set; }
    public UnitRole Role { get; set; }
    public string? RoleLabel { get; set; }
    public string PrintedName { get; set; } = "";
    public int SortOrder { get; set; }

    /// <summary>The one of several lead units that answers for the whole.</summary>
    public bool Primary { get; set; }
    public DateTime? ConfirmedAt { get; set; }
    public string? ConfirmedBy { get; set; }

    sealed class Map : IEntityTypeConfiguration<TaskUnit>
    {
        public void Configure(EntityTypeBuilder<TaskUnit> builder)
        {
            builder.ToTable("programme_task_unit");
            builder.Property(u => u.Role).HasConversion<string>().HasMaxLength(12);
            builder.Property(u => u.RoleLabel).HasMaxLength(20);
            builder.Property(u => u.PrintedName).HasMaxLength(120);
            builder.Property(u => u.ConfirmedBy).HasMaxLength(80);
            builder.HasIndex(u => new { u.TaskId, u.SortOrder });
            builder.HasIndex(u => new { u.UnitId, u.TaskId });
            builder.HasIndex(u => new { u.TaskId, u.UnitId });
            builder.HasIndex(u => new { u.GroupId, u.TaskId });
        }
    }
}

/// <summary>One checkable promise of a task.</summary>
sealed class TaskTarget
{
    public Guid Id { get; init; }
    public Guid TaskId { get; init; }
    public int SortOrder { get; set; }
    public string Text { get; set; } = "";
    public string? Metric { get; set; }
    public string? Comparator { get; set; }
    public decimal? Value { get; set; }
    public decimal? ValueMax { get; set; }
    public string? MeasureUnit { get; set; }
    public DateOnly? Due { get; set; }

    /// <summary>As read: an ISO day, or --MM-dd for every year.</summary>
    public string? Deadline { get; set; }
    public string? Every { get; set; }
    public TargetKind Kind { get; set; }
    public bool Soft { get; set; }
    public string? IndicatorId { get; set; }
    public int? Block { get; set; }
    public int? Start { get; set; }
    public int? Length { get; set; }

    /// <summary>The newest reading, repeated here so that lists need no join.</summary>
    public decimal? CurrentValue { get; set; }
    public DateOnly? CurrentOn { get; set; }

    sealed class Map : IEntityTypeConfiguration<TaskTarget>
    {
        public void Configure(EntityTypeBuilder<TaskTarget> builder)
        {
            builder.ToTable("programme_target");
            builder.Property(t => t.Metric).HasMaxLength(300);
            builder.Property(t => t.Comparator).HasMaxLength(12);
            builder.Property(t => t.MeasureUnit).HasMaxLength(40);
            builder.Property(t => t.Deadline).HasMaxLength(10);
            builder.Property(t => t.Every).HasMaxLength(16);
            builder.Property(t => t.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(t => t.IndicatorId).HasMaxLength(40);
            builder.HasIndex(t => new { t.TaskId, t.SortOrder });
        }
    }
}

/// <summary>A value that a unit reported for a target on a day.</summary>
sealed class TargetReading
{
    public Guid Id { get; init; }
    public Guid TargetId { get; init; }
    public DateOnly On { get; init; }
    public decimal Value { get; init; }
    public Guid NoteId { get; init; }

    sealed class Map : IEntityTypeConfiguration<TargetReading>
    {
        public void Configure(EntityTypeBuilder<TargetReading> builder)
        {
            builder.ToTable("programme_target_reading");
            builder.HasIndex(r => new { r.TargetId, r.On });
        }
    }
}

/// <summary>A step on the way, with the day it was planned for and the day it was reached.</summary>
sealed class Milestone
{
    public Guid Id { get; init; }
    public Guid TaskId { get; init; }
    public string Title { get; set; } = "";
    public DateOnly Due { get; set; }
    public DateOnly? ReachedOn { get; set; }

    sealed class Map : IEntityTypeConfiguration<Milestone>
    {
        public void Configure(EntityTypeBuilder<Milestone> builder)
        {
            builder.ToTable("programme_milestone");
            builder.Property(m => m.Title).HasMaxLength(120);
            builder.HasIndex(m => new { m.TaskId, m.Due });
        }
    }
}

enum NoteKind { Progress, Comment, Assigned, Confirmed, Objected, Submitted, Accepted, SentBack, Suspended, Resumed, Cancelled, Revised, Evidence, Milestone, Unsubmitted, Unreached }

/// <summary>One line of a task's timeline: what happened, who said it, for which unit. Never edited, never removed.</summary>
sealed class TaskNote
{
    public Guid Id { get; init; }
    public Guid TaskId { get; init; }
    public NoteKind Kind { get; init; }
    public DateTime At { get; init; }
    public Guid? UnitId { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string Text { get; init; } = "";
    public int? Progress { get; init; }

    /// <summary>A newer due day, where the note sets one.</summary>
    public DateOnly? NewDue { get; init; }

    /// <summary>The period return with which the office accepted these words; null for what a unit says by itself.</summary>
    public Guid? ReturnId { get; init; }

    /// <summary>A line in the user's name and that of their unit.</summary>
    public static TaskNote By(CurrentUser user, Guid id, Guid task, NoteKind kind, DateTime at, string? text = null, int? progress = null, DateOnly? newDue = null) => new()
    {
        Id = id,
        TaskId = task,
        Kind = kind,
        At = at,
        UnitId = user.UnitId,
        UnitName = user.UnitName,
        PersonName = user.Name,
        Text = text?.Trim() ?? "",
        Progress = progress,
        NewDue = newDue,
    };

    sealed class Map : IEntityTypeConfiguration<TaskNote>
    {
        public void Configure(EntityTypeBuilder<TaskNote> builder)
        {
            builder.ToTable("programme_note");
            builder.Property(n => n.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(n => n.UnitName).HasMaxLength(120);
            builder.Property(n => n.PersonName).HasMaxLength(80);
            builder.HasIndex(n => new { n.TaskId, n.At });
        }
    }
}

/// <summary>A file that proves something about a task. Where a child's face shows, it stays inside unless a consent is named or the faces are blurred.</summary>
sealed class Evidence
{
    public Guid Id { get; init; }
    public Guid TaskId { get; init; }
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long Size { get; init; }
    public string? Source { get; init; }
    public DateOnly? TakenOn { get; init; }
    public bool ShowsChildren { get; init; }
    public bool Blurred { get; init; }
    public string? ConsentReference { get; init; }
    public Guid? UnitId { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public DateTime AddedAt { get; init; }

    public bool MayBePublic => !ShowsChildren || Blurred || !string.IsNullOrWhiteSpace(ConsentReference);

    sealed class Map : IEntityTypeConfiguration<Evidence>
    {
        public void Configure(EntityTypeBuilder<Evidence> builder)
        {
            builder.ToTable("programme_evidence");
            builder.Property(e => e.FileSha256).HasMaxLength(64);
            builder.Property(e => e.FileName).HasMaxLength(200);
            builder.Property(e => e.Source).HasMaxLength(120);
            builder.Property(e => e.ConsentReference).HasMaxLength(60);
            builder.Property(e => e.UnitName).HasMaxLength(120);
            builder.Property(e => e.PersonName).HasMaxLength(80);
            builder.HasIndex(e => e.TaskId);
        }
    }
}

/// <summary>A secret link under which a post's calendar of deadlines can be subscribed to. Only the secret's hash is kept.</summary>
sealed class CalendarFeed
{
    public Guid Id { get; init; }
    public Guid PostId { get; init; }
    public string FeedSecretHash { get; set; } = "";
    public DateTime CreatedAt { get; init; }

    sealed class Map : IEntityTypeConfiguration<CalendarFeed>
    {
        public void Configure(EntityTypeBuilder<CalendarFeed> builder)
        {
            builder.ToTable("programme_calendar_feed");
            builder.Property(f => f.FeedSecretHash).HasMaxLength(64);
            builder.HasIndex(f => f.FeedSecretHash).IsUnique();
            builder.HasIndex(f => f.PostId).IsUnique();
        }
    }
}
