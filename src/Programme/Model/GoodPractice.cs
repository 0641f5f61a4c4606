using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Programme.Contract;

namespace OneMetre.Programme.Model;

/// <summary>Where a good practice stands on its way to the public (三审三校).</summary>
enum PracticeState { Draft, FirstReview, SecondReview, FinalReview, Approved, Published, Withdrawn }

/// <summary>Everything that can happen to a good practice; where it leads, <see cref="PracticeCourse"/> says.</summary>
enum PracticeStepKind { Open, Write, Correct, Submit, Pass, Return, Publish, Withdraw, Reopen, TakePhoto }

/// <summary>The parts of a good practice that are written, reviewed and proofread.</summary>
enum PracticePart { Title, Summary, ForChildren, Place, Background, Doing, ChildrenPart, Effect, Sources, Lesson }

/// <summary>What a proofreader found: a fact, a figure, a name or title, the wording, or something that tells of a person.</summary>
enum ProofKind { Fact, Figure, Name, Wording, Privacy }

enum ProofState { Open, Applied, Declined }

/// <summary>A good practice (优秀案例) of the city. What the public reads was read whole by three people who did not write it.</summary>
sealed class GoodPractice
{
    public const int MostPhotos = 8, MostProofs = 200;

    public Guid Id { get; init; }
    public Guid UnitId { get; init; }
    public PracticeField Field { get; set; }

    /// <summary>The task of the plan that it came of.</summary>
    public Guid? TaskId { get; set; }
    public string Title { get; set; } = "";
    public string Summary { get; set; } = "";

    /// <summary>The same for a child of ten.</summary>
    public string ForChildren { get; set; } = "";
    public string Place { get; set; } = "";
    public string Background { get; set; } = "";
    public string Doing { get; set; } = "";

    /// <summary>What children themselves had to say and do in it.</summary>
    public string ChildrenPart { get; set; } = "";
    public string Effect { get; set; } = "";

    /// <summary>Where the figures come from.</summary>
    public string Sources { get; set; } = "";

    /// <summary>What others may take over.</summary>
    public string Lesson { get; set; } = "";
    public PracticeState State { get; set; }

    /// <summary>Counts the texts: a text that was changed otherwise than as a proofreader asked is a new one, and every review begins anew.</summary>
    public int Round { get; set; } = 1;

    /// <summary>The review that comes next in this round: 1 to 3, 4 after the last.</summary>
    public int Stage { get; set; } = 1;
    public int StepCount { get; set; }
    public DateOnly? PublishedOn { get; set; }
    public DateTime ChangedAt { get; set; }
    public int Version { get; set; }

    public string this[PracticePart part]
    {
        get => part switch
        {
            PracticePart.Title => Title,
            PracticePart.Summary => Summary,
            PracticePart.ForChildren => ForChildren,
            PracticePart.Place => Place,
            PracticePart.Background => Background,
            PracticePart.Doing => Doing,
            PracticePart.ChildrenPart => ChildrenPart,
            PracticePart.Effect => Effect,
            PracticePart.Sources => Sources,
            _ => Lesson,
        };
        set
        {
            switch (part)
            {
                case PracticePart.Title: Title = value; break;
                case PracticePart.Summary: Summary = value; break;
                case PracticePart.ForChildren: ForChildren = value; break;
                case PracticePart.Place: Place = value; break;
                case PracticePart.Background: Background = value; break;
                case PracticePart.Doing: Doing = value; break;
                case PracticePart.ChildrenPart: ChildrenPart = value; break;
                case PracticePart.Effect: Effect = value; break;
                case PracticePart.Sources: Sources = value; break;
                default: Lesson = value; break;
            }
        }
    }

    /// <summary>Characters at most.</summary>
    public static int Longest(PracticePart part) => part switch
    {
        PracticePart.Title => 60,
        PracticePart.Summary => 200,
        PracticePart.ForChildren => 400,
        PracticePart.Place => 120,
        PracticePart.Doing => 4_000,
        PracticePart.Sources => 600,
        _ => 1_500,
    };

    /// <summary>Without these nothing is submitted; sources as soon as figures are given.</summary>
    public static bool Needed(PracticePart part) => part is not (PracticePart.Place or PracticePart.Sources or PracticePart.ChildrenPart);

    /// <summary>One line, not a text of paragraphs.</summary>
    public static bool IsLine(PracticePart part) => part is PracticePart.Title or PracticePart.Place;

    sealed class Map : IEntityTypeConfiguration<GoodPractice>
    {
        public void Configure(EntityTypeBuilder<GoodPractice> builder)
        {
            builder.ToTable("programme_practice");
            builder.Property(p => p.Field).HasConversion<string>().HasMaxLength(24);
            builder.Property(p => p.State).HasConversion<string>().HasMaxLength(16);
            foreach (var part in Enum.GetValues<PracticePart>()) builder.Property<string>(part.ToString()).HasMaxLength(Longest(part));
            builder.Property(p => p.Version).IsConcurrencyToken();
            builder.HasIndex(p => new { p.State, p.PublishedOn });
            builder.HasIndex(p => p.UnitId);
        }
    }
}

/// <summary>One step of a good practice, with who took it: three different people have passed what is published.</summary>
sealed class PracticeStep
{
    public const int LongestText = 600;

    public Guid Id { get; init; }
    public Guid PracticeId { get; init; }

    /// <summary>0, 1, 2 … without a gap.</summary>
    public int Number { get; init; }
    public PracticeStepKind Kind { get; init; }

    /// <summary>The round and the review in which it was taken.</summary>
    public int Round { get; init; }
    public int Stage { get; init; }
    public Guid? PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string UnitName { get; init; } = "";
    public DateTime At { get; init; }
    public string? Text { get; init; }

    sealed class Map : IEntityTypeConfiguration<PracticeStep>
    {
        public void Configure(EntityTypeBuilder<PracticeStep> builder)
        {
            builder.ToTable("programme_practice_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.Text).HasMaxLength(LongestText);
            builder.HasIndex(s => new { s.PracticeId, s.Number }).IsUnique();
        }
    }
}

/// <summary>A proofreader's mark (校对意见): this passage, for this reason, should read so.</summary>
sealed class ProofMark
{
    public const int LongestPassage = 200, LongestProposal = 400, LongestNote = 300;

    public Guid Id { get; init; }
    public Guid PracticeId { get; init; }
    public int Round { get; init; }
    public int Stage { get; init; }
    public PracticePart Part { get; init; }

    /// <summary>As it stands in the text, once.</summary>
    public string Passage { get; init; } = "";
    public ProofKind Kind { get; init; }

    /// <summary>What should stand there instead; empty to strike it, null where the writers are to find it themselves.</summary>
    public string? Proposal { get; init; }
    public string? Note { get; init; }
    public ProofState State { get; set; }

    /// <summary>Why it was declined.</summary>
    public string? Answer { get; set; }
    public string PersonName { get; init; } = "";
    public string SettledBy { get; set; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<ProofMark>
    {
        public void Configure(EntityTypeBuilder<ProofMark> builder)
        {
            builder.ToTable("programme_practice_mark");
            builder.Property(m => m.Part).HasConversion<string>().HasMaxLength(16);
            builder.Property(m => m.Kind).HasConversion<string>().HasMaxLength(8);
            builder.Property(m => m.State).HasConversion<string>().HasMaxLength(8);
            builder.Property(m => m.Passage).HasMaxLength(LongestPassage);
            builder.Property(m => m.Proposal).HasMaxLength(LongestProposal);
            builder.Property(m => m.Note).HasMaxLength(LongestNote);
            builder.Property(m => m.Answer).HasMaxLength(LongestNote);
            builder.Property(m => m.PersonName).HasMaxLength(80);
            builder.Property(m => m.SettledBy).HasMaxLength(80);
            builder.HasIndex(m => new { m.PracticeId, m.At });
        }
    }
}

/// <summary>A photograph of a good practice, drawn anew and, where somebody could be recognised, blurred; what came in is not kept.</summary>
sealed class PracticePhoto
{
    public const int LongestSays = 120;

    public Guid Id { get; init; }
    public Guid PracticeId { get; init; }
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long FileSize { get; init; }
    public PhotoGround Ground { get; init; }
    public string? ConsentReference { get; init; }

    /// <summary>What is to be seen, for those who do not see it; also printed below it.</summary>
    public string Says { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<PracticePhoto>
    {
        public void Configure(EntityTypeBuilder<PracticePhoto> builder)
        {
            builder.ToTable("programme_practice_photo");
            builder.Property(p => p.FileSha256).HasMaxLength(64);
            builder.Property(p => p.FileName).HasMaxLength(200);
            builder.Property(p => p.Ground).HasConversion<string>().HasMaxLength(12);
            builder.Property(p => p.ConsentReference).HasMaxLength(InspectionPhoto.LongestConsent);
            builder.Property(p => p.Says).HasMaxLength(LongestSays);
            builder.HasIndex(p => new { p.PracticeId, p.At });
        }
    }
}
