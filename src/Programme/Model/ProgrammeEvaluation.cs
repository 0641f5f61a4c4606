using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Programme.Model;

/// <summary>Of one year, or of a plan that has ended.</summary>
enum EvaluationTerm { Yearly, Final }

/// <summary>Where an evaluation stands: 已建立, 自评, 审核, 监督团评分, 预告知, 异议, 定案; withdrawn when it should not have been opened.</summary>
enum EvaluationState { Prepared, SelfAssessment, Review, Panel, Announced, Objections, Final, Withdrawn }

/// <summary>What can happen to an evaluation or, from HandIn on, to the sheet of one unit in it.</summary>
enum EvaluationStepKind { Open, Start, Count, Review, Panel, Announce, TakeObjections, Finish, Withdraw, HandIn, Set, Veto, LiftVeto, Object, Uphold, Refuse, Survey, Links }

/// <summary>What became of a unit's objection to one point.</summary>
enum ObjectionState { None, Raised, Upheld, Refused }

/// <summary>Who scores from outside: a people's deputy, a political adviser, a citizen, a child, or a third-party evaluator.</summary>
enum PanelSeat { Deputy, Adviser, Citizen, Child, Evaluator }

/// <summary>One evaluation of the units that carry the programme. Its rules are fixed at the opening.</summary>
sealed class ProgrammeEvaluation
{
    public const int LongestTitle = 120, LongestText = 1000, QuestionCount = 5, LongestQuestion = 80;

    public Guid Id { get; init; }
    public string Title { get; init; } = "";
    public EvaluationTerm Term { get; init; }
    public int Year { get; init; }
    public DateOnly FromDay { get; init; }
    public DateOnly ToDay { get; init; }
    public Guid RulesId { get; init; }
    public EvaluationState State { get; set; }

    /// <summary>What the panel is asked, and the same in words for children: JSON, five each.</summary>
    public string Questions { get; init; } = "[]";
    public string ChildQuestions { get; init; } = "[]";
    public DateOnly OpenedOn { get; init; }
    public DateOnly SelfDueOn { get; init; }

    /// <summary>The last day for an objection.</summary>
    public DateOnly? ObjectUntil { get; set; }

    /// <summary>The record as it stood at that moment (UTC).</summary>
    public DateTime? MeasuredAt { get; set; }
    public DateOnly? FinalOn { get; set; }
    public int Version { get; set; }

    public static IReadOnlyList<string> Listed(string json) => JsonSerializer.Deserialize<List<string>>(json) ?? [];

    sealed class Map : IEntityTypeConfiguration<ProgrammeEvaluation>
    {
        public void Configure(EntityTypeBuilder<ProgrammeEvaluation> builder)
        {
            builder.ToTable("programme_evaluation");
            builder.Property(e => e.Title).HasMaxLength(LongestTitle);
            builder.Property(e => e.Term).HasConversion<string>().HasMaxLength(10);
            builder.Property(e => e.State).HasConversion<string>().HasMaxLength(16);
            builder.Property(e => e.Version).IsConcurrencyToken();
            builder.HasIndex(e => new { e.State, e.Year });
            builder.HasOne<ScoreRules>().WithMany().HasForeignKey(e => e.RulesId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>What one evaluation says of one unit. Its score is written when it is announced, and again when an objection is upheld.</summary>
sealed class EvaluationSheet
{
    public Guid Id { get; init; }
    public Guid EvaluationId { get; init; }
    public Guid UnitId { get; init; }
    public string UnitName { get; init; } = "";
    public string RegionCode { get; init; } = "";
    public int SortOrder { get; init; }

    /// <summary>The unit's own words on the whole; handed in once.</summary>
    public string? Said { get; set; }
    public DateTime? HandedInAt { get; set; }

    /// <summary>The veto item that holds, in the rules' words, and why.</summary>
    public string? Veto { get; set; }
    public string? VetoWhy { get; set; }
    public decimal? Score { get; set; }

    /// <summary>The part of the weight that has data, in percent.</summary>
    public decimal? Coverage { get; set; }
    public UnitGrade? Grade { get; set; }

    /// <summary>How many objections wait for their answer.</summary>
    public int OpenObjections { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<EvaluationSheet>
    {
        public void Configure(EntityTypeBuilder<EvaluationSheet> builder)
        {
            builder.ToTable("programme_evaluation_sheet");
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.RegionCode).HasMaxLength(12);
            builder.Property(s => s.Said).HasMaxLength(ProgrammeEvaluation.LongestText);
            builder.Property(s => s.Veto).HasMaxLength(ScoreRules.LongestVeto);
            builder.Property(s => s.VetoWhy).HasMaxLength(ProgrammeEvaluation.LongestText);
            builder.Property(s => s.Grade).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.Version).IsConcurrencyToken();
            builder.HasIndex(s => new { s.EvaluationId, s.UnitId }).IsUnique();
            builder.HasIndex(s => s.UnitId);
            builder.HasOne<ProgrammeEvaluation>().WithMany().HasForeignKey(s => s.EvaluationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>One thing that a point rests on: a task, a return, an order. Counted: whether it counts for the unit.</summary>
sealed record ScoreBasis(string Text, string? Link, bool Counted);

/// <summary>One item on the sheet of one unit: Got of Of, both null without data; and what was said about it. Guarded by the version of its sheet.</summary>
sealed class ScoreLine
{
    public const int LongestWords = 500;

    /// <summary>What people give and no record holds: the unit learns it with the result and not before.</summary>
    public static IReadOnlyList<ScoreKind> Given { get; } = [ScoreKind.PublicSatisfaction, ScoreKind.PanelScore, ScoreKind.SelfAssessed, ScoreKind.Manual];

    public Guid Id { get; init; }
    public Guid SheetId { get; init; }

    /// <summary>Which item of the rules, from nought.</summary>
    public int Item { get; init; }
    public ScoreKind Kind { get; init; }
    public decimal? Got { get; set; }
    public decimal? Of { get; set; }

    /// <summary>JSON: see <see cref="ScoreBasis"/>.</summary>
    public string Basis { get; set; } = "[]";

    /// <summary>What the unit claims, in percent, and its words.</summary>
    public decimal? Claimed { get; set; }
    public string? Said { get; set; }

    /// <summary>Why the office gave what it gave.</summary>
    public string? Why { get; set; }
    public ObjectionState Objection { get; set; }
    public string? ObjectionText { get; set; }
    public string? Answer { get; set; }

    /// <summary>What stood before an objection was upheld.</summary>
    public decimal? GotBefore { get; set; }
    public decimal? OfBefore { get; set; }

    public IReadOnlyList<ScoreBasis> BasisList => JsonSerializer.Deserialize<List<ScoreBasis>>(Basis) ?? [];

    sealed class Map : IEntityTypeConfiguration<ScoreLine>
    {
        public void Configure(EntityTypeBuilder<ScoreLine> builder)
        {
            builder.ToTable("programme_evaluation_line");
            builder.Property(l => l.Kind).HasConversion<string>().HasMaxLength(20);
            builder.Property(l => l.Said).HasMaxLength(LongestWords);
            builder.Property(l => l.Why).HasMaxLength(LongestWords);
            builder.Property(l => l.Objection).HasConversion<string>().HasMaxLength(8);
            builder.Property(l => l.ObjectionText).HasMaxLength(LongestWords);
            builder.Property(l => l.Answer).HasMaxLength(LongestWords);
            builder.Ignore(l => l.BasisList);
            builder.HasIndex(l => new { l.SheetId, l.Item }).IsUnique();
            builder.HasOne<EvaluationSheet>().WithMany().HasForeignKey(l => l.SheetId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>One line of the chain of an evaluation or, with a sheet, of what happened to that sheet. Numbered without gaps within its owner, never edited, never removed.</summary>
sealed class EvaluationStep
{
    public Guid Id { get; init; }
    public Guid EvaluationId { get; init; }
    public Guid? SheetId { get; init; }

    /// <summary>The sheet, or the evaluation itself.</summary>
    public Guid OwnerId { get; init; }

    /// <summary>The version that the owner had after it.</summary>
    public int Number { get; init; }
    public EvaluationStepKind Kind { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string? Text { get; init; }
    public DateOnly? Day { get; init; }

    sealed class Map : IEntityTypeConfiguration<EvaluationStep>
    {
        public void Configure(EntityTypeBuilder<EvaluationStep> builder)
        {
            builder.ToTable("programme_evaluation_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(16);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.Property(s => s.Text).HasMaxLength(ProgrammeEvaluation.LongestText);
            builder.HasIndex(s => new { s.OwnerId, s.Number }).IsUnique();
            builder.HasIndex(s => s.EvaluationId);
        }
    }
}

/// <summary>A paper that a unit gave with its self-assessment.</summary>
sealed class EvaluationPaper
{
    public const int Most = 5;

    public Guid Id { get; init; }
    public Guid SheetId { get; init; }
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long FileSize { get; init; }
    public string PersonName { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<EvaluationPaper>
    {
        public void Configure(EntityTypeBuilder<EvaluationPaper> builder)
        {
            builder.ToTable("programme_evaluation_paper");
            builder.Property(p => p.FileSha256).HasMaxLength(64);
            builder.Property(p => p.FileName).HasMaxLength(200);
            builder.Property(p => p.PersonName).HasMaxLength(80);
            builder.HasIndex(p => p.SheetId);
            builder.HasOne<EvaluationSheet>().WithMany().HasForeignKey(p => p.SheetId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>How satisfied the public is, by a survey made elsewhere: of one unit, or of all that have none of their own. The newest counts.</summary>
sealed class SatisfactionSurvey
{
    public const int LongestSource = 120, LongestMethod = 300, MostAsked = 10_000_000;

    public Guid Id { get; init; }
    public Guid EvaluationId { get; init; }
    public Guid? UnitId { get; init; }

    /// <summary>Satisfied, in percent of those who were asked.</summary>
    public decimal Share { get; init; }
    public int Asked { get; init; }
    public string Source { get; init; } = "";
    public string Method { get; init; } = "";
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public long FileSize { get; init; }
    public string PersonName { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<SatisfactionSurvey>
    {
        public void Configure(EntityTypeBuilder<SatisfactionSurvey> builder)
        {
            builder.ToTable("programme_evaluation_survey");
            builder.Property(s => s.Source).HasMaxLength(LongestSource);
            builder.Property(s => s.Method).HasMaxLength(LongestMethod);
            builder.Property(s => s.FileSha256).HasMaxLength(64);
            builder.Property(s => s.FileName).HasMaxLength(200);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.HasIndex(s => s.EvaluationId);
            builder.HasOne<ProgrammeEvaluation>().WithMany().HasForeignKey(s => s.EvaluationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>
/// A link by which one member of the panel scores a few units, once and until a day, without an account. It has a serial number and no name: who was given it, the office knows and the product does not.
/// Only the hash of its secret is kept.
/// </summary>
sealed class PanelLink
{
    public const int MostUnits = 5, MostAtOnce = 50, MostDays = 60;

    public Guid Id { get; init; }
    public Guid EvaluationId { get; init; }
    public int Serial { get; init; }
    public PanelSeat Seat { get; init; }
    public string SecretHash { get; init; } = "";

    /// <summary>The sheets that may be scored, as a JSON array of ids.</summary>
    public string Sheets { get; init; } = "[]";
    public DateOnly Until { get; init; }
    public bool Used { get; set; }
    public bool Ended { get; set; }
    public int Version { get; set; }

    public IReadOnlyList<Guid> SheetIds => JsonSerializer.Deserialize<List<Guid>>(Sheets) ?? [];

    sealed class Map : IEntityTypeConfiguration<PanelLink>
    {
        public void Configure(EntityTypeBuilder<PanelLink> builder)
        {
            builder.ToTable("programme_panel_link");
            builder.Property(l => l.Seat).HasConversion<string>().HasMaxLength(10);
            builder.Property(l => l.SecretHash).HasMaxLength(64);
            builder.Property(l => l.Version).IsConcurrencyToken();
            builder.Ignore(l => l.SheetIds);
            builder.HasIndex(l => l.SecretHash).IsUnique();
            builder.HasIndex(l => new { l.EvaluationId, l.Serial }).IsUnique();
            builder.HasOne<ProgrammeEvaluation>().WithMany().HasForeignKey(l => l.EvaluationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>
/// What one member of the panel said of one unit: five answers from 1 to 5. It does not know its link, and the record does not tell of it beside the link that was used: nobody can find out who scored what.
/// That a link was used is in the record.
/// </summary>
sealed class PanelVote : INotAudited
{
    public Guid Id { get; init; }
    public Guid SheetId { get; init; }

    /// <summary>Five figures from 1 to 5 with commas between; empty where the member could not say.</summary>
    public string Answers { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<PanelVote>
    {
        public void Configure(EntityTypeBuilder<PanelVote> builder)
        {
            builder.ToTable("programme_panel_vote");
            builder.Property(v => v.Answers).HasMaxLength(20);
            builder.HasIndex(v => v.SheetId);
            builder.HasOne<EvaluationSheet>().WithMany().HasForeignKey(v => v.SheetId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
