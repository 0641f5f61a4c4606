using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Programme.Contract;

namespace OneMetre.Programme.Model;

/// <summary>Where a child impact assessment stands (domain reference §7.4).</summary>
enum ImpactState { Registered, Screening, Scoping, Evidence, Assessing, Draft, Consultation, ExpertReview, Final, DecisionLinked, Published, Monitoring, Closed, Withdrawn }

/// <summary>How deep the assessment goes, as the screening says.</summary>
enum ImpactDepth { None, Light, Full }

enum ImpactAnswer { No, Yes, High }

/// <summary>Everything that can happen to an assessment; where it leads, <see cref="ImpactCourse"/> says.</summary>
enum ImpactStepKind
{
    Register, Screen, Raise, Lower, SignNone, Begin, Scope, Gather, AddEvidence, DropEvidence, Hear, DropHearing, SignUnheard, Assess, NameOptions, Rate, DropRow, Draft,
    Consult, Comment, Answer, AskExpert, Opine, Reopen, Finish, Decide, Write, Publish, Monitor, Close, Withdraw, Remind, Unpublish,
}

enum ImpactGroup { Age0To3, Age3To6, Age6To12, Age12To18, Girls, Boys, Disabled, Migrant, LeftBehind, Poor }

/// <summary>The four groups of rights of the Convention, and five of the domains of a child-friendly city; the sixth, participation, is among the rights.</summary>
enum ChildRight { Survival, Development, Protection, Participation, SocialPolicy, PublicServices, RightsProtection, GrowthSpace, DevelopmentEnvironment }

/// <summary>A: studies or statistics of this city; B: of elsewhere; C: experience and what was heard; D: a guess.</summary>
enum EvidenceGrade { A, B, C, D }

enum ImpactEvidenceKind { Indicator, Task, Paper }

/// <summary>One child impact assessment (儿童影响评价) of a plan, policy or project before it is decided.</summary>
sealed class ImpactAssessment
{
    public const int LongestTitle = 120, LongestText = 2000, LongestLine = 600, LongestName = 120, MostOptions = 4, LongestOptions = 400;

    public Guid Id { get; init; }
    public string Title { get; set; } = "";
    public string About { get; init; } = "";
    public ImpactKind Kind { get; init; }
    public Guid UnitId { get; init; }
    public ImpactState State { get; set; }
    public ImpactDepth Depth { get; set; }

    /// <summary>The questions as they stood, with their answers: a list of <see cref="ScreeningLine"/> as JSON.</summary>
    public string Answers { get; init; } = "[]";
    public Guid? ScreenedBy { get; init; }

    /// <summary>Which groups are looked at under which rights: "Girls.Protection Poor.Survival".</summary>
    public string Scope { get; set; } = "";

    /// <summary>The options that are compared, a line each; the first is the proposal itself.</summary>
    public string Options { get; set; } = "";
    public DateOnly RegisteredOn { get; init; }

    /// <summary>Why no child was heard, signed by the unit's leader or the office.</summary>
    public string? UnheardReason { get; set; }
    public string? UnheardBy { get; set; }
    public ImpactDecision? Decision { get; set; }
    public string? DecisionReason { get; set; }
    public DateOnly? DecidedOn { get; set; }
    public string? PublicSummary { get; set; }
    public string? ChildrenSaid { get; set; }
    public string? WhatChanged { get; set; }
    public string? ChildVersion { get; set; }
    public DateOnly? PublishedOn { get; set; }

    /// <summary>When the next look at what came of it is due.</summary>
    public DateOnly? NextDue { get; set; }
    public int Looks { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<ImpactAssessment>
    {
        public void Configure(EntityTypeBuilder<ImpactAssessment> builder)
        {
            builder.ToTable("programme_impact");
            builder.Property(a => a.Title).HasMaxLength(LongestTitle);
            builder.Property(a => a.About).HasMaxLength(LongestText);
            builder.Property(a => a.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(a => a.State).HasConversion<string>().HasMaxLength(16);
            builder.Property(a => a.Depth).HasConversion<string>().HasMaxLength(8);
            builder.Property(a => a.Options).HasMaxLength(LongestOptions);
            builder.Property(a => a.UnheardReason).HasMaxLength(LongestText);
            builder.Property(a => a.UnheardBy).HasMaxLength(80);
            builder.Property(a => a.Decision).HasConversion<string>().HasMaxLength(12);
            builder.Property(a => a.DecisionReason).HasMaxLength(LongestText);
            builder.Property(a => a.PublicSummary).HasMaxLength(LongestText);
            builder.Property(a => a.ChildrenSaid).HasMaxLength(LongestText);
            builder.Property(a => a.WhatChanged).HasMaxLength(LongestText);
            builder.Property(a => a.ChildVersion).HasMaxLength(LongestText);
            builder.Property(a => a.Version).IsConcurrencyToken();
            builder.HasIndex(a => new { a.UnitId, a.State });
            builder.HasIndex(a => new { a.State, a.NextDue });
            builder.HasIndex(a => a.PublishedOn);
        }
    }
}

/// <summary>One question of the screening as it stood, its answer and the sentence that explains it.</summary>
sealed record ScreeningLine(string Question, ImpactAnswer Answer, string Said);

/// <summary>A line of an assessment's chain. Number is the version that the assessment had after it. Never edited, never removed. A step of the clock has no person.</summary>
sealed class ImpactStep
{
    public Guid Id { get; init; }
    public Guid ImpactId { get; init; }
    public int Number { get; init; }
    public ImpactStepKind Kind { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string? Text { get; init; }

    /// <summary>The day that a look or a reminder was due on.</summary>
    public DateOnly? Day { get; init; }

    sealed class Map : IEntityTypeConfiguration<ImpactStep>
    {
        public void Configure(EntityTypeBuilder<ImpactStep> builder)
        {
            builder.ToTable("programme_impact_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.Text).HasMaxLength(ImpactAssessment.LongestText);
            builder.HasIndex(s => new { s.ImpactId, s.Number }).IsUnique();
        }
    }
}

/// <summary>What an assessment rests on: a figure as it stood when it was cited, a task of the plan, a paper. Never typed again: the figure comes from the indicators themselves.</summary>
sealed class ImpactEvidence
{
    public Guid Id { get; init; }
    public Guid ImpactId { get; init; }
    public ImpactEvidenceKind Kind { get; init; }
    public string Title { get; init; } = "";
    public string? IndicatorId { get; init; }
    public string? Region { get; init; }
    public string? Period { get; init; }
    public string? Figure { get; init; }
    public Guid? TaskId { get; init; }
    public string? FileSha256 { get; init; }
    public string? FileName { get; init; }
    public long FileSize { get; init; }
    public DateOnly AddedOn { get; init; }

    sealed class Map : IEntityTypeConfiguration<ImpactEvidence>
    {
        public void Configure(EntityTypeBuilder<ImpactEvidence> builder)
        {
            builder.ToTable("programme_impact_evidence");
            builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(e => e.Title).HasMaxLength(200);
            builder.Property(e => e.IndicatorId).HasMaxLength(80);
            builder.Property(e => e.Region).HasMaxLength(80);
            builder.Property(e => e.Period).HasMaxLength(12);
            builder.Property(e => e.Figure).HasMaxLength(60);
            builder.Property(e => e.FileSha256).HasMaxLength(64);
            builder.Property(e => e.FileName).HasMaxLength(200);
            builder.HasIndex(e => e.ImpactId);
        }
    }
}

/// <summary>One time that children were heard: how, how many, of which ages, what they said, how they were invited, who was missing. No child's name.</summary>
sealed class ImpactHearing
{
    public Guid Id { get; init; }
    public Guid ImpactId { get; init; }
    public DateOnly On { get; init; }
    public HearingMethod Method { get; init; }
    public int Number { get; init; }
    public int AgeFrom { get; init; }
    public int AgeTo { get; init; }
    public string Said { get; init; } = "";
    public string Invited { get; init; } = "";
    public string Missing { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<ImpactHearing>
    {
        public void Configure(EntityTypeBuilder<ImpactHearing> builder)
        {
            builder.ToTable("programme_impact_hearing");
            builder.Property(h => h.Method).HasConversion<string>().HasMaxLength(12);
            builder.Property(h => h.Said).HasMaxLength(ImpactAssessment.LongestText);
            builder.Property(h => h.Invited).HasMaxLength(ImpactAssessment.LongestLine);
            builder.Property(h => h.Missing).HasMaxLength(ImpactAssessment.LongestLine);
            builder.HasIndex(h => h.ImpactId);
        }
    }
}

/// <summary>A cell of the matrix: what an option does to a group under a right. Effect −3..+3, likelihood and duration 1..3.</summary>
sealed class ImpactRow
{
    public Guid Id { get; init; }
    public Guid ImpactId { get; init; }

    /// <summary>Counts from nought; nought is the proposal itself.</summary>
    public int Option { get; init; }
    public ImpactGroup Group { get; init; }
    public ChildRight Right { get; init; }
    public int Effect { get; init; }
    public int Likelihood { get; init; }
    public int Duration { get; init; }
    public EvidenceGrade Grade { get; init; }
    public string Why { get; init; } = "";
    public string? Mitigation { get; init; }
    public string? Owner { get; init; }
    public DateOnly? MitigateBy { get; init; }

    sealed class Map : IEntityTypeConfiguration<ImpactRow>
    {
        public void Configure(EntityTypeBuilder<ImpactRow> builder)
        {
            builder.ToTable("programme_impact_row");
            builder.Property(r => r.Group).HasConversion<string>().HasMaxLength(12);
            builder.Property(r => r.Right).HasConversion<string>().HasMaxLength(24);
            builder.Property(r => r.Grade).HasConversion<string>().HasMaxLength(2);
            builder.Property(r => r.Why).HasMaxLength(ImpactAssessment.LongestLine);
            builder.Property(r => r.Mitigation).HasMaxLength(ImpactAssessment.LongestLine);
            builder.Property(r => r.Owner).HasMaxLength(ImpactAssessment.LongestName);
            // One judgement for a cell of an option: judging it again replaces it.
            builder.HasIndex(r => new { r.ImpactId, r.Option, r.Group, r.Right }).IsUnique();
        }
    }
}

/// <summary>A comment in consultation, or the opinion of an expert. An answer is owed to each.</summary>
sealed class ImpactComment
{
    public Guid Id { get; init; }
    public Guid ImpactId { get; init; }
    public bool Expert { get; init; }
    public string By { get; init; } = "";
    public string Text { get; init; } = "";
    public string? Answer { get; set; }
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<ImpactComment>
    {
        public void Configure(EntityTypeBuilder<ImpactComment> builder)
        {
            builder.ToTable("programme_impact_comment");
            builder.Property(c => c.By).HasMaxLength(ImpactAssessment.LongestName);
            builder.Property(c => c.Text).HasMaxLength(ImpactAssessment.LongestText);
            builder.Property(c => c.Answer).HasMaxLength(ImpactAssessment.LongestText);
            builder.HasIndex(c => c.ImpactId);
        }
    }
}
