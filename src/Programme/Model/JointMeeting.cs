using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>Who came for a unit, or will come: the member, a stand-in, nobody with leave, nobody without.</summary>
enum MeetingPresence { Member, StandIn, Excused, Absent }

/// <summary>Where an item of the agenda comes from: typed freely, a decision that is still open, a task, an order, a warning.</summary>
enum AgendaSource { Free, Decision, Task, Order, Warning }

/// <summary>How a decision is followed: by itself, by a task of the plan, by a supervision order that its confirmation opens.</summary>
enum DecisionFollow { Own, Task, Order }

/// <summary>A row of meetings with the same members (联席会议), and the rules that its meetings take over when they are opened.</summary>
sealed class MeetingSeries
{
    public const int LongestName = 80, MostMembers = 90;

    public Guid Id { get; init; }
    public string Name { get; set; } = "";

    /// <summary>So many of so many parts of the called units have to be there: 2 of 3.</summary>
    public int QuorumOf { get; set; } = 2;
    public int QuorumIn { get; set; } = 3;

    /// <summary>Whether somebody who stands in for the member counts.</summary>
    public bool StandInsCount { get; set; } = true;

    /// <summary>Working days for what members say of the minutes.</summary>
    public int CommentDays { get; set; } = 3;
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<MeetingSeries>
    {
        public void Configure(EntityTypeBuilder<MeetingSeries> builder)
        {
            builder.ToTable("programme_meeting_series");
            builder.Property(s => s.Name).HasMaxLength(LongestName);
            builder.Property(s => s.Version).IsConcurrencyToken();
            builder.HasIndex(s => s.Name).IsUnique();
        }
    }
}

/// <summary>A unit that is called to every meeting of a series.</summary>
sealed class SeriesMember
{
    public Guid Id { get; init; }
    public Guid SeriesId { get; init; }
    public Guid UnitId { get; init; }

    sealed class Map : IEntityTypeConfiguration<SeriesMember>
    {
        public void Configure(EntityTypeBuilder<SeriesMember> builder)
        {
            builder.ToTable("programme_series_member");
            builder.HasIndex(m => new { m.SeriesId, m.UnitId }).IsUnique();
        }
    }
}

/// <summary>One meeting: when and where, by which rules, and how far it is.</summary>
sealed class JointMeeting
{
    public const int LongestTitle = 120, LongestPlace = 120, LongestChair = 80, LongestMinutes = 4000, LongestText = 1000, MostUnits = 90, MostItems = 60, MostDecisions = 60;

    public Guid Id { get; init; }
    public Guid SeriesId { get; init; }

    /// <summary>The unit that called it: its leader may confirm the minutes.</summary>
    public Guid ConvenerId { get; init; }
    public string Title { get; set; } = "";
    public string Place { get; set; } = "";
    public DateOnly Day { get; set; }

    /// <summary>The hour it begins, 09:30, city time.</summary>
    public string Clock { get; set; } = "";
    public MeetingState State { get; set; }
    public int QuorumOf { get; init; }
    public int QuorumIn { get; init; }
    public bool StandInsCount { get; init; }
    public int CommentDays { get; init; }
    public DateOnly? InvitedOn { get; set; }
    public DateOnly? HeldOn { get; set; }

    /// <summary>The last day on which members say something about the minutes, and how often these went round.</summary>
    public DateOnly? CommentsBy { get; set; }
    public int Rounds { get; set; }

    /// <summary>Who sent the minutes round: somebody else confirms them.</summary>
    public Guid? CirculatedBy { get; set; }
    public DateOnly? ConfirmedOn { get; set; }

    /// <summary>Who presided, by name and office.</summary>
    public string Chair { get; set; } = "";

    /// <summary>What was said beside the items of the agenda.</summary>
    public string Minutes { get; set; } = "";
    public int StepCount { get; set; }

    /// <summary>Goes up with every change of the meeting, its agenda, its units and its decisions.</summary>
    public int Version { get; set; }

    public bool Open => State is not (MeetingState.Confirmed or MeetingState.Cancelled);

    /// <summary>Whether the called units may read minutes and decisions.</summary>
    public bool Told => State is MeetingState.Circulated or MeetingState.Confirmed;

    sealed class Map : IEntityTypeConfiguration<JointMeeting>
    {
        public void Configure(EntityTypeBuilder<JointMeeting> builder)
        {
            builder.ToTable("programme_meeting");
            builder.Property(m => m.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(m => m.Title).HasMaxLength(LongestTitle);
            builder.Property(m => m.Place).HasMaxLength(LongestPlace);
            builder.Property(m => m.Clock).HasMaxLength(5);
            builder.Property(m => m.Chair).HasMaxLength(LongestChair);
            builder.Property(m => m.Minutes).HasMaxLength(LongestMinutes);
            builder.Property(m => m.Version).IsConcurrencyToken();
            builder.Ignore(m => m.Open);
            builder.Ignore(m => m.Told);
            builder.HasIndex(m => new { m.SeriesId, m.Day });
            builder.HasIndex(m => new { m.State, m.Day });
        }
    }
}

/// <summary>A unit that is called to a meeting: what it answered, and who came.</summary>
sealed class MeetingUnit
{
    public const int LongestWho = 60;

    public Guid Id { get; init; }
    public Guid MeetingId { get; init; }
    public Guid UnitId { get; init; }
    public MeetingPresence? Reply { get; set; }
    public string ReplyWho { get; set; } = "";
    public DateTime? RepliedAt { get; set; }
    public MeetingPresence? Came { get; set; }
    public string CameWho { get; set; } = "";
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<MeetingUnit>
    {
        public void Configure(EntityTypeBuilder<MeetingUnit> builder)
        {
            builder.ToTable("programme_meeting_unit");
            builder.Property(u => u.Reply).HasConversion<string>().HasMaxLength(8);
            builder.Property(u => u.ReplyWho).HasMaxLength(LongestWho);
            builder.Property(u => u.Came).HasConversion<string>().HasMaxLength(8);
            builder.Property(u => u.CameWho).HasMaxLength(LongestWho);
            builder.Property(u => u.Version).IsConcurrencyToken();
            builder.HasIndex(u => new { u.MeetingId, u.UnitId }).IsUnique();
            builder.HasIndex(u => u.UnitId);
        }
    }
}

/// <summary>One item of an agenda, and what came of it.</summary>
sealed class AgendaItem
{
    public const int LongestTitle = 200, LongestNote = 600, LongestOutcome = 2000;

    public Guid Id { get; init; }
    public Guid MeetingId { get; init; }
    public AgendaSource Source { get; init; }
    public Guid? SourceId { get; init; }
    public string Title { get; init; } = "";
    public string Note { get; init; } = "";
    public string Outcome { get; set; } = "";

    /// <summary>Decisions that are still open come first, whatever this says.</summary>
    public int SortOrder { get; set; }

    sealed class Map : IEntityTypeConfiguration<AgendaItem>
    {
        public void Configure(EntityTypeBuilder<AgendaItem> builder)
        {
            builder.ToTable("programme_agenda_item");
            builder.Property(i => i.Source).HasConversion<string>().HasMaxLength(8);
            builder.Property(i => i.Title).HasMaxLength(LongestTitle);
            builder.Property(i => i.Note).HasMaxLength(LongestNote);
            builder.Property(i => i.Outcome).HasMaxLength(LongestOutcome);
            builder.HasIndex(i => new { i.MeetingId, i.SortOrder });
            // One matter stands once on an agenda, also when two people put it there at the same moment.
            builder.HasIndex(i => new { i.MeetingId, i.SourceId }).IsUnique().HasFilter("\"SourceId\" IS NOT NULL");
        }
    }
}

/// <summary>What a meeting decided: by whom it is done and by when. It binds once the minutes are confirmed.</summary>
sealed class MeetingDecision
{
    public const int LongestText = 1000;

    public Guid Id { get; init; }
    public Guid MeetingId { get; init; }
    public Guid SeriesId { get; init; }
    public int Number { get; init; }
    public string Text { get; init; } = "";
    public Guid UnitId { get; init; }
    public DateOnly DueOn { get; init; }
    public DecisionFollow Follow { get; init; }

    /// <summary>The task, or the order once it was opened.</summary>
    public Guid? FollowId { get; set; }
    public DecisionState State { get; set; }

    /// <summary>What the unit says that it has done.</summary>
    public string Said { get; set; } = "";
    public DateOnly? EndedOn { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<MeetingDecision>
    {
        public void Configure(EntityTypeBuilder<MeetingDecision> builder)
        {
            builder.ToTable("programme_meeting_decision");
            builder.Property(d => d.Text).HasMaxLength(LongestText);
            builder.Property(d => d.Follow).HasConversion<string>().HasMaxLength(8);
            builder.Property(d => d.State).HasConversion<string>().HasMaxLength(8);
            builder.Property(d => d.Said).HasMaxLength(JointMeeting.LongestText);
            builder.Property(d => d.Version).IsConcurrencyToken();
            builder.HasIndex(d => new { d.MeetingId, d.Number }).IsUnique();
            builder.HasIndex(d => new { d.SeriesId, d.State, d.DueOn });
            builder.HasIndex(d => new { d.UnitId, d.State, d.DueOn });
        }
    }
}

/// <summary>What a called unit says of the minutes that went round.</summary>
sealed class MeetingComment
{
    public Guid Id { get; init; }
    public Guid MeetingId { get; init; }
    public Guid UnitId { get; init; }
    public int Round { get; init; }
    public bool Agrees { get; init; }
    public string Text { get; init; } = "";
    public string PersonName { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<MeetingComment>
    {
        public void Configure(EntityTypeBuilder<MeetingComment> builder)
        {
            builder.ToTable("programme_meeting_comment");
            builder.Property(c => c.Text).HasMaxLength(JointMeeting.LongestText);
            builder.Property(c => c.PersonName).HasMaxLength(80);
            builder.HasIndex(c => new { c.MeetingId, c.UnitId, c.Round }).IsUnique(); // a unit speaks once in a round, with one voice
        }
    }
}

/// <summary>One line of a meeting's chain; numbered without gaps, never edited, never removed.</summary>
sealed class MeetingStep
{
    public Guid Id { get; init; }
    public Guid MeetingId { get; init; }
    public int Number { get; init; }
    public MeetingStepKind Kind { get; init; }

    /// <summary>The decision that the step is about; null where it is about the meeting.</summary>
    public Guid? DecisionId { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string? Text { get; init; }

    sealed class Map : IEntityTypeConfiguration<MeetingStep>
    {
        public void Configure(EntityTypeBuilder<MeetingStep> builder)
        {
            builder.ToTable("programme_meeting_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.Text).HasMaxLength(JointMeeting.LongestText);
            builder.HasIndex(s => new { s.MeetingId, s.Number }).IsUnique();
        }
    }
}
