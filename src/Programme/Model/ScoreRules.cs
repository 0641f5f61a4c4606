using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>What an item of the evaluation is scored by: the record (the first six), a survey, the panel, the unit's own claim that the office looks at, or the office's judgement.</summary>
enum ScoreKind { TasksDone, TasksOnTime, IndicatorsMet, ReturnsOnTime, FindingsClosed, OrdersAnswered, PublicSatisfaction, PanelScore, SelfAssessed, Manual }

/// <summary>优秀, 良好, 合格, 不合格 (domain reference §3.3).</summary>
enum UnitGrade { Excellent, Good, Pass, Fail }

/// <summary>Still being written; in force, and then never changed; replaced by a later version.</summary>
enum ScoreRulesState { Draft, InForce, Replaced }

/// <summary>One item of a rule set. Weight: its points of 100.</summary>
sealed record ScoreItem(ScoreKind Kind, string Name, decimal Weight);

/// <summary>评分规则: by what the city evaluates its units, one version of it. A version that was in force stays as it was; an evaluation keeps the version with which it was opened.</summary>
sealed class ScoreRules
{
    public const int LongestName = 80, LongestItem = 60, LongestVeto = 120, MostVetoes = 10;

    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public int Number { get; init; }

    /// <summary>JSON: see <see cref="ScoreItem"/>.</summary>
    public string Items { get; set; } = "[]";

    /// <summary>一票否决: what caps the grade, as a JSON list of sentences.</summary>
    public string Vetoes { get; set; } = "[]";
    public decimal ExcellentFrom { get; set; }
    public decimal GoodFrom { get; set; }
    public decimal PassFrom { get; set; }

    /// <summary>So much of the weight, in percent, must have data, or there is no grade.</summary>
    public decimal LeastCoverage { get; set; }

    /// <summary>Whether units read each other's grades by name; off unless the city wants it.</summary>
    public bool NamesShown { get; set; }
    public ScoreRulesState State { get; set; }
    public DateTime MadeAt { get; init; }
    public DateTime? InForceAt { get; set; }
    public int Version { get; set; }

    public IReadOnlyList<ScoreItem> ItemList => JsonSerializer.Deserialize<List<ScoreItem>>(Items) ?? [];
    public IReadOnlyList<string> VetoList => JsonSerializer.Deserialize<List<string>>(Vetoes) ?? [];

    sealed class Map : IEntityTypeConfiguration<ScoreRules>
    {
        public void Configure(EntityTypeBuilder<ScoreRules> builder)
        {
            builder.ToTable("programme_score_rules");
            builder.Property(r => r.Name).HasMaxLength(LongestName);
            builder.Property(r => r.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(r => r.Version).IsConcurrencyToken();
            builder.Ignore(r => r.ItemList);
            builder.Ignore(r => r.VetoList);
            builder.HasIndex(r => new { r.Name, r.Number }).IsUnique();
        }
    }
}
