using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Model;

/// <summary>What a training is: a meeting of the city, one of a county, online, a visit to where it is done well.</summary>
enum TrainingKind { CityMeeting, County, Online, Visit }

/// <summary>Written by its holder alone, open to be signed up for, held with attendance, called off.</summary>
enum TrainingState { Draft, Planned, Held, CalledOff }

/// <summary>Whether somebody who was signed up, or came without, was there.</summary>
enum TrainingPresence { Present, Absent, Excused }

/// <summary>What is told of a training in its record.</summary>
enum TrainingStepKind { Announce, Move, CallOff, Hold, Correct, Add }

/// <summary>
/// One training of the programme: for whom, when, and by whom it is held, the office or a county's office for its own county. Its course: Draft → Planned → Held, or called off. Once held only corrections
/// with a reason change who was there.
/// </summary>
sealed class TrainingSession
{
    public const int LongestTitle = 120, LongestPlace = 120, LongestAbout = 2_000, LongestReason = 500, MostPeople = 500, MostFiles = 5, MostHours = 80;

    /// <summary>Who may be trained: those who carry the programme and those who work with children.</summary>
    public static IReadOnlyList<RoleCode> Audience { get; } = [.. Policies.Programme, RoleCode.ChildSupervisor, RoleCode.ChildDirector, RoleCode.School, RoleCode.Hospital, RoleCode.Rehab];

    public Guid Id { get; init; }
    public Guid HolderId { get; init; }

    /// <summary>The digits that the regions share from which people come: the city's, or those of one county.</summary>
    public string Region { get; init; } = "";
    public TrainingKind Kind { get; set; }
    public string Title { get; set; } = "";
    public DateOnly Day { get; set; }

    /// <summary>The hour it begins, 09:30, city time; empty for what each does in their own time.</summary>
    public string Clock { get; set; } = "";

    /// <summary>How long it is, in halves.</summary>
    public decimal Hours { get; set; }
    public string Place { get; set; } = "";

    /// <summary>For whom, as ;DeptContact;UnitLeader; so that one of them is found in SQL.</summary>
    public string Roles { get; set; } = "";
    public string About { get; set; } = "";

    /// <summary>How many may be signed up; null without a limit.</summary>
    public int? Capacity { get; set; }

    /// <summary>The last day on which units sign up and withdraw.</summary>
    public DateOnly SignUpBy { get; set; }
    public TrainingState State { get; set; }

    /// <summary>Why it was called off.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How many are signed up, without those who came unannounced. Whoever signs up counts here first, so that of two at once the later one sees the other.</summary>
    public int SignedUp { get; set; }

    /// <summary>Goes up with every change by the holder; signing up leaves it, so that it does not disturb who writes.</summary>
    public int Version { get; set; }

    public static string Mark(RoleCode role) => $";{role};";

    public IReadOnlyList<RoleCode> For
    {
        get => [.. Roles.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(r => Named.Of<RoleCode>(r)).OfType<RoleCode>()];
        set => Roles = value.Count == 0 ? "" : $";{string.Join(';', value.Distinct().Order())};";
    }

    public bool OpenOn(DateOnly today) => State == TrainingState.Planned && today <= SignUpBy;

    sealed class Map : IEntityTypeConfiguration<TrainingSession>
    {
        public void Configure(EntityTypeBuilder<TrainingSession> builder)
        {
            builder.ToTable("programme_training");
            builder.Ignore(s => s.For);
            builder.Property(s => s.Region).HasMaxLength(12);
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.Title).HasMaxLength(LongestTitle);
            builder.Property(s => s.Clock).HasMaxLength(5);
            builder.Property(s => s.Place).HasMaxLength(LongestPlace);
            builder.Property(s => s.Roles).HasMaxLength(300);
            builder.Property(s => s.About).HasMaxLength(LongestAbout);
            builder.Property(s => s.Reason).HasMaxLength(LongestReason);
            builder.Property(s => s.SignedUp).IsConcurrencyToken();
            builder.Property(s => s.Version).IsConcurrencyToken();
            builder.HasIndex(s => new { s.State, s.Day });
            builder.HasIndex(s => new { s.HolderId, s.Day });
        }
    }
}

/// <summary>Somebody who is signed up for a training, or came unannounced, with the post and the unit of that time.</summary>
sealed class TrainingEntry
{
    public Guid Id { get; init; }
    public Guid SessionId { get; init; }
    public Guid PersonId { get; init; }
    public Guid PostId { get; init; }
    public Guid UnitId { get; init; }

    /// <summary>Put down by the holder on the day or after it.</summary>
    public bool Unannounced { get; init; }
    public TrainingPresence? Came { get; set; }

    /// <summary>Has said what the training was worth; what was said is kept without a name.</summary>
    public bool Spoke { get; set; }

    sealed class Map : IEntityTypeConfiguration<TrainingEntry>
    {
        public void Configure(EntityTypeBuilder<TrainingEntry> builder)
        {
            builder.ToTable("programme_training_entry");
            builder.Property(e => e.Came).HasConversion<string>().HasMaxLength(8);
            builder.Property(e => e.Spoke).IsConcurrencyToken();
            builder.HasIndex(e => new { e.SessionId, e.PersonId }).IsUnique();
            builder.HasIndex(e => new { e.PersonId, e.Came });
            builder.HasIndex(e => new { e.UnitId, e.SessionId });
        }
    }
}

/// <summary>A file with what a training teaches.</summary>
sealed class TrainingFile
{
    public Guid Id { get; init; }
    public Guid SessionId { get; init; }
    public string Sha256 { get; init; } = "";
    public string Name { get; init; } = "";
    public long Size { get; init; }

    sealed class Map : IEntityTypeConfiguration<TrainingFile>
    {
        public void Configure(EntityTypeBuilder<TrainingFile> builder)
        {
            builder.ToTable("programme_training_file");
            builder.Property(f => f.Sha256).HasMaxLength(64);
            builder.Property(f => f.Name).HasMaxLength(200);
            builder.HasIndex(f => new { f.SessionId, f.Sha256 }).IsUnique();
        }
    }
}

/// <summary>One line of a training's record: never edited, never removed.</summary>
sealed class TrainingStep
{
    public const int LongestText = 800;

    public Guid Id { get; init; }
    public Guid SessionId { get; init; }
    public TrainingStepKind Kind { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";

    /// <summary>Of a correction: what stood there, and what stands there now.</summary>
    public TrainingPresence? Was { get; init; }
    public TrainingPresence? Now { get; init; }
    public string? Text { get; init; }

    sealed class Map : IEntityTypeConfiguration<TrainingStep>
    {
        public void Configure(EntityTypeBuilder<TrainingStep> builder)
        {
            builder.ToTable("programme_training_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(8);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.Was).HasConversion<string>().HasMaxLength(8);
            builder.Property(s => s.Now).HasConversion<string>().HasMaxLength(8);
            builder.Property(s => s.Text).HasMaxLength(LongestText);
            builder.HasIndex(s => new { s.SessionId, s.At });
        }
    }
}

/// <summary>What somebody who was there thought of it: without a name, and not in the audit record, which would give it one. Its id tells no moment either.</summary>
sealed class TrainingFeedback : INotAudited
{
    public const int LongestLine = 200, Best = 5;

    /// <summary>Fewer answers than this are shown to nobody.</summary>
    public const int Fewest = 5;

    public Guid Id { get; init; }
    public Guid SessionId { get; init; }
    public int Score { get; init; }
    public string? Line { get; init; }

    sealed class Map : IEntityTypeConfiguration<TrainingFeedback>
    {
        public void Configure(EntityTypeBuilder<TrainingFeedback> builder)
        {
            builder.ToTable("programme_training_feedback");
            builder.Property(f => f.Line).HasMaxLength(LongestLine);
            builder.HasIndex(f => f.SessionId);
        }
    }
}
