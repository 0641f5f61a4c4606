using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>How much a finding weighs. Advice needs no rectification; the others become a supervision order.</summary>
enum FindingSeverity { Advice, Ordinary, Serious }

/// <summary>Why a photograph may be kept: nobody can be recognised, what could be was blurred, or a recorded consent is named.</summary>
enum PhotoGround { NobodySeen, Blurred, Consent }

/// <summary>A row that hangs on an inspection, and is as secret as it.</summary>
interface IOfInspection
{
    Guid InspectionId { get; }
}

/// <summary>One inspection: how, of whom, when, by which checklist, and how far it is.</summary>
sealed class Inspection : IOfInspection
{
    public const int LongestTitle = 120, LongestPlace = 120, LongestPurpose = 1000, LongestText = 1000;

    public Guid Id { get; init; }
    public InspectionKind Kind { get; init; }
    public string Title { get; set; } = "";
    public string Place { get; set; } = "";
    public string Purpose { get; set; } = "";
    public DateOnly FromDay { get; set; }
    public DateOnly ToDay { get; set; }

    /// <summary>The version of the checklist that the team fills in; null where it only talks and reads.</summary>
    public Guid? ChecklistId { get; set; }

    /// <summary>Unannounced only, UTC: before it nobody knows but office and team. It is moved earlier, never later; null once it was called off before it, for nobody else ever knows then.</summary>
    public DateTime? RevealAt { get; set; }

    public const int DaysHeldBack = 30;

    /// <summary>
    /// Until when the record keeps the entries about it back: so many days after the moment of revealing as first set. One that was called off and planned anew for another day must not be told by what is left of the first.
    /// </summary>
    public DateTime? HeldBackUntil { get; init; }
    public InspectionState State { get; set; }
    public DateOnly? PlannedOn { get; set; }
    public DateOnly? IssuedOn { get; set; }
    public DateOnly? EndedOn { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>How many steps it has taken.</summary>
    public int StepCount { get; set; }

    /// <summary>Goes up with every change, of the plan, the team or the state.</summary>
    public int Version { get; set; }

    public bool Open => State is not (InspectionState.Closed or InspectionState.Cancelled);
    public bool Hidden(DateTime now) => Kind == InspectionKind.Unannounced && !(RevealAt <= now);

    Guid IOfInspection.InspectionId => Id;

    sealed class Map : IEntityTypeConfiguration<Inspection>
    {
        public void Configure(EntityTypeBuilder<Inspection> builder)
        {
            builder.ToTable("programme_inspection");
            builder.Property(i => i.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(i => i.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(i => i.Title).HasMaxLength(LongestTitle);
            builder.Property(i => i.Place).HasMaxLength(LongestPlace);
            builder.Property(i => i.Purpose).HasMaxLength(LongestPurpose);
            builder.Property(i => i.Version).IsConcurrencyToken();
            builder.Ignore(i => i.Open);
            builder.HasIndex(i => new { i.State, i.FromDay });
        }
    }
}

/// <summary>A unit that is inspected.</summary>
sealed class InspectedUnit : IOfInspection
{
    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid UnitId { get; init; }

    sealed class Map : IEntityTypeConfiguration<InspectedUnit>
    {
        public void Configure(EntityTypeBuilder<InspectedUnit> builder)
        {
            builder.ToTable("programme_inspection_unit");
            builder.HasIndex(u => new { u.InspectionId, u.UnitId }).IsUnique();
            builder.HasIndex(u => u.UnitId);
        }
    }
}

/// <summary>A task of the plan whose carrying out is inspected.</summary>
sealed class InspectedTask : IOfInspection
{
    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid TaskId { get; init; }

    sealed class Map : IEntityTypeConfiguration<InspectedTask>
    {
        public void Configure(EntityTypeBuilder<InspectedTask> builder)
        {
            builder.ToTable("programme_inspection_task");
            builder.HasIndex(t => new { t.InspectionId, t.TaskId }).IsUnique();
        }
    }
}

/// <summary>Somebody of the team: a person with the post under which they go, or, from outside, a name and an organisation.</summary>
sealed class InspectionMember : IOfInspection
{
    public const int LongestName = 80, LongestOrganisation = 120;

    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? PostId { get; init; }
    public string Name { get; init; } = "";
    public string Organisation { get; init; } = "";
    public bool Leads { get; set; }

    sealed class Map : IEntityTypeConfiguration<InspectionMember>
    {
        public void Configure(EntityTypeBuilder<InspectionMember> builder)
        {
            builder.ToTable("programme_inspection_member");
            builder.Property(m => m.Name).HasMaxLength(LongestName);
            builder.Property(m => m.Organisation).HasMaxLength(LongestOrganisation);
            builder.HasIndex(m => new { m.InspectionId, m.PersonId }).IsUnique();
            builder.HasIndex(m => m.PersonId);
        }
    }
}

/// <summary>One line of an inspection's chain; numbered without gaps, never edited, never removed.</summary>
sealed class InspectionStep : IOfInspection
{
    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public int Number { get; init; }
    public InspectionStepKind Kind { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string? Text { get; init; }

    sealed class Map : IEntityTypeConfiguration<InspectionStep>
    {
        public void Configure(EntityTypeBuilder<InspectionStep> builder)
        {
            builder.ToTable("programme_inspection_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.Text).HasMaxLength(Inspection.LongestText);
            builder.HasIndex(s => new { s.InspectionId, s.Number }).IsUnique();
        }
    }
}

/// <summary>What one member answers to one item. Each has a row of their own: nobody writes over anybody. Where two differ, one is chosen by a person, and the other stays.</summary>
sealed class SheetAnswer : IOfInspection
{
    public const int LongestNote = 300;

    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid ItemId { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; set; } = "";
    public ItemAnswer Answer { get; set; }
    public string? Note { get; set; }
    public bool Chosen { get; set; }
    public DateTime At { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<SheetAnswer>
    {
        public void Configure(EntityTypeBuilder<SheetAnswer> builder)
        {
            builder.ToTable("programme_inspection_answer");
            builder.Property(a => a.PersonName).HasMaxLength(80);
            builder.Property(a => a.Answer).HasConversion<string>().HasMaxLength(16);
            builder.Property(a => a.Note).HasMaxLength(LongestNote);
            builder.Property(a => a.Version).IsConcurrencyToken();
            builder.HasIndex(a => new { a.InspectionId, a.ItemId, a.PersonId }).IsUnique();
        }
    }
}

/// <summary>What the team found at one unit. From the day it is issued the unit sees it, and a supervision order chases it.</summary>
sealed class InspectionFinding : IOfInspection
{
    public const int LongestWords = 500, LongestDemand = 500, LongestSays = 500;

    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid UnitId { get; init; }
    public Guid? ItemId { get; init; }
    public FindingSeverity Severity { get; set; }
    public string Text { get; set; } = "";
    public string Demand { get; set; } = "";

    /// <summary>A working day; null for advice.</summary>
    public DateOnly? DueOn { get; set; }
    public Guid? OrderId { get; set; }
    public string PersonName { get; init; } = "";
    public DateTime At { get; init; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<InspectionFinding>
    {
        public void Configure(EntityTypeBuilder<InspectionFinding> builder)
        {
            builder.ToTable("programme_inspection_finding");
            builder.Property(f => f.Severity).HasConversion<string>().HasMaxLength(12);
            builder.Property(f => f.Text).HasMaxLength(LongestWords);
            builder.Property(f => f.Demand).HasMaxLength(LongestDemand);
            builder.Property(f => f.PersonName).HasMaxLength(80);
            builder.Property(f => f.Version).IsConcurrencyToken();
            builder.HasIndex(f => new { f.InspectionId, f.At });
            builder.HasIndex(f => f.OrderId);
        }
    }
}

/// <summary>The team has looked again at what the unit says it has put right (复查). Round: how often the order had been sent back by then.</summary>
sealed class FindingCheck : IOfInspection
{
    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid FindingId { get; init; }
    public bool Passed { get; init; }
    public string Text { get; init; } = "";
    public int Round { get; init; }
    public string PersonName { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<FindingCheck>
    {
        public void Configure(EntityTypeBuilder<FindingCheck> builder)
        {
            builder.ToTable("programme_inspection_check");
            builder.Property(c => c.Text).HasMaxLength(InspectionFinding.LongestSays);
            builder.Property(c => c.PersonName).HasMaxLength(80);
            builder.HasIndex(c => new { c.FindingId, c.At });
        }
    }
}

/// <summary>A photograph beside a finding, drawn anew and, where somebody could be recognised, blurred; what came in is not kept.</summary>
sealed class InspectionPhoto : IOfInspection
{
    public const int LongestConsent = 60;

    public Guid Id { get; init; }
    public Guid InspectionId { get; init; }
    public Guid FindingId { get; init; }
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long FileSize { get; init; }
    public PhotoGround Ground { get; init; }
    public string? ConsentReference { get; init; }
    public string PersonName { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<InspectionPhoto>
    {
        public void Configure(EntityTypeBuilder<InspectionPhoto> builder)
        {
            builder.ToTable("programme_inspection_photo");
            builder.Property(p => p.FileSha256).HasMaxLength(64);
            builder.Property(p => p.FileName).HasMaxLength(200);
            builder.Property(p => p.Ground).HasConversion<string>().HasMaxLength(12);
            builder.Property(p => p.ConsentReference).HasMaxLength(LongestConsent);
            builder.Property(p => p.PersonName).HasMaxLength(80);
            builder.HasIndex(p => new { p.FindingId, p.At });
        }
    }
}
