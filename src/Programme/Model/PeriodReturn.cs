using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>What one unit answers in one round, for all its tasks at once: a contact hands in once a period, however many tasks the unit carries.</summary>
sealed class PeriodReturn
{
    public const int LongestReason = 500;

    public Guid Id { get; init; }
    public Guid RoundId { get; init; }
    public Guid UnitId { get; init; }

    /// <summary>That of the unit on the day the round opened: a county's office sees all returns of its county.</summary>
    public string RegionCode { get; init; } = "";
    public ReturnState State { get; set; }

    /// <summary>The day of the round, or another one given when it was sent back.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>Why the whole is signed off although partner units have not answered; null where none was missing.</summary>
    public string? MissingWhy { get; set; }

    /// <summary>Asks for an accepted return to be opened again, in the unit's words; null when nobody asks.</summary>
    public string? RevisionReason { get; set; }
    public int Revision { get; set; }
    public Guid? SubmittedBy { get; set; }
    public DateTime? SubmittedAt { get; set; }

    /// <summary>When it first left the unit, by its leader's hand: what the unit has only among its own people is not handed in.</summary>
    public DateTime? HandedOnAt { get; set; }
    public DateTime? AcceptedAt { get; set; }

    /// <summary>The last day on which the office reminded the unit; at most once a day.</summary>
    public DateOnly? RemindedOn { get; set; }

    /// <summary>When its leader was told that it is late, and when it came onto the office's list. Both are forgotten when a new due day is given.</summary>
    public DateTime? LeaderToldAt { get; set; }
    public DateTime? ListedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<PeriodReturn>
    {
        public void Configure(EntityTypeBuilder<PeriodReturn> builder)
        {
            builder.ToTable("programme_return");
            builder.Property(r => r.RegionCode).HasMaxLength(12);
            builder.Property(r => r.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(r => r.HandedOnAt).HasColumnName("FirstSubmittedAt");
            builder.Property(r => r.MissingWhy).HasMaxLength(LongestReason);
            builder.Property(r => r.RevisionReason).HasMaxLength(LongestReason);
            builder.Property(r => r.Version).IsConcurrencyToken();
            // Telling somebody changes no version that a person is typing against; two who tell at once still stand against each other.
            builder.Property(r => r.RemindedOn).IsConcurrencyToken();
            builder.Property(r => r.LeaderToldAt).IsConcurrencyToken();
            builder.Property(r => r.ListedAt).IsConcurrencyToken();
            builder.HasIndex(r => new { r.RoundId, r.UnitId }).IsUnique();
            builder.HasIndex(r => new { r.UnitId, r.State });
            builder.HasIndex(r => new { r.State, r.DueOn });
            builder.HasOne<ReturnRound>().WithMany().HasForeignKey(r => r.RoundId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>Whether a unit answers for the whole of a task, or for its own part of it.</summary>
enum ReturnPart { Lead, Partner }

enum ReturnAnswer { OnPlan, Advanced, Behind, Stuck, Done }

/// <summary>What a unit says of one task in one period.</summary>
sealed class ReturnLine
{
    public const int LongestText = 2000;

    public Guid Id { get; init; }
    public Guid ReturnId { get; init; }

    /// <summary>Repeated from the return, so that the parts of a task are found together.</summary>
    public Guid RoundId { get; init; }
    public Guid UnitId { get; init; }
    public Guid TaskId { get; init; }
    public ReturnPart Part { get; init; }
    public int SortOrder { get; init; }

    /// <summary>Null: not answered yet.</summary>
    public ReturnAnswer? Answer { get; set; }
    public int? Progress { get; set; }
    public string? Said { get; set; }
    public string? Problems { get; set; }
    public string? NextSteps { get; set; }

    /// <summary>The milestones that the unit says are reached, as a JSON array of ids.</summary>
    public string Reached { get; set; } = "[]";

    /// <summary>Values of targets that no indicator measures, as JSON, target → value.</summary>
    public string Figures { get; set; } = "{}";
    public int Version { get; set; }

    /// <summary>The version that the office accepted last: what has not changed since is not written on the task a second time.</summary>
    public int? AcceptedVersion { get; set; }

    public HashSet<Guid> ReachedIds => JsonSerializer.Deserialize<HashSet<Guid>>(Reached) ?? [];
    public Dictionary<Guid, decimal> FigureValues => JsonSerializer.Deserialize<Dictionary<Guid, decimal>>(Figures) ?? [];

    sealed class Map : IEntityTypeConfiguration<ReturnLine>
    {
        public void Configure(EntityTypeBuilder<ReturnLine> builder)
        {
            builder.ToTable("programme_return_line");
            builder.Property(l => l.Part).HasConversion<string>().HasMaxLength(8);
            builder.Property(l => l.Answer).HasConversion<string>().HasMaxLength(10);
            builder.Property(l => l.Said).HasMaxLength(LongestText);
            builder.Property(l => l.Problems).HasMaxLength(LongestText);
            builder.Property(l => l.NextSteps).HasMaxLength(LongestText);
            builder.Property(l => l.Version).IsConcurrencyToken();
            builder.HasIndex(l => new { l.ReturnId, l.TaskId }).IsUnique();
            builder.HasIndex(l => new { l.TaskId, l.RoundId });
            builder.HasIndex(l => new { l.RoundId, l.Part, l.Answer });
            builder.HasOne<PeriodReturn>().WithMany().HasForeignKey(l => l.ReturnId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>One step on a return's way: who moved it, when, from where to where, and why. Never edited, never removed.</summary>
sealed class ReturnStep
{
    public Guid Id { get; init; }
    public Guid ReturnId { get; init; }
    public ReturnMove Move { get; init; }
    public ReturnState Before { get; init; }
    public ReturnState After { get; init; }
    public Guid? PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string UnitName { get; init; } = "";
    public DateTime At { get; init; }
    public string? Reason { get; init; }
    public DateOnly? NewDue { get; init; }

    /// <summary>The same person did both, because there is nobody else: said on the sheet.</summary>
    public bool Alone { get; init; }

    /// <summary>The partner units that had not answered when the whole was signed off.</summary>
    public string? Missing { get; init; }

    sealed class Map : IEntityTypeConfiguration<ReturnStep>
    {
        public void Configure(EntityTypeBuilder<ReturnStep> builder)
        {
            builder.ToTable("programme_return_step");
            builder.Property(s => s.Move).HasConversion<string>().HasMaxLength(14);
            builder.Property(s => s.Before).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.After).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.Reason).HasMaxLength(PeriodReturn.LongestReason);
            builder.Property(s => s.Missing).HasMaxLength(PeriodReturn.LongestReason);
            builder.HasIndex(s => new { s.ReturnId, s.At });
            builder.HasOne<PeriodReturn>().WithMany().HasForeignKey(s => s.ReturnId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
