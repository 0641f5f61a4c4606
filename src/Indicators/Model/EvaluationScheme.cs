using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Model;

/// <summary>Still being written; in force, and then never changed; replaced by a later version.</summary>
enum SchemeState { Draft, InForce, Replaced }

/// <summary>评价方案: how the city evaluates, one version of it. A version that was in force stays as it was; to change it a new one is made.</summary>
sealed class EvaluationScheme
{
    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public int Number { get; init; }
    public WeightMethod Method { get; set; }
    public AchievementForm Form { get; set; }

    /// <summary>The experts' weights as JSON, indicator → weight; empty for the other methods.</summary>
    public string Weights { get; set; } = "{}";

    /// <summary>The index from which each grade holds, as JSON, grade → index.</summary>
    public string Grades { get; set; } = "{}";

    /// <summary>一票否决: what caps the grade, as a JSON list of sentences.</summary>
    public string Vetoes { get; set; } = "[]";
    public SchemeState State { get; set; }
    public DateTime MadeAt { get; init; }
    public DateTime? InForceAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<EvaluationScheme>
    {
        public void Configure(EntityTypeBuilder<EvaluationScheme> builder)
        {
            builder.ToTable("indicators_scheme");
            builder.Property(s => s.Name).HasMaxLength(80);
            builder.Property(s => s.Method).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.Form).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(s => s.Version).IsConcurrencyToken();
            builder.HasIndex(s => new { s.Name, s.Number }).IsUnique();
        }
    }
}

/// <summary>One evaluation that was made: for a region and period, by one version of a scheme, with everything it rests on. It is never changed.</summary>
sealed class EvaluationRun
{
    public Guid Id { get; init; }
    public Guid SchemeId { get; init; }
    public string RegionCode { get; init; } = "";
    public Period Period { get; init; }
    public decimal? Index { get; init; }
    public Grade? Grade { get; init; }

    /// <summary>Every score with its figure, target and evidence, and the rules by which they were weighed, as JSON: see KeptEvaluation.</summary>
    public string Result { get; init; } = "{}";
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string UnitName { get; init; } = "";
    public DateTime At { get; init; }

    sealed class Map : IEntityTypeConfiguration<EvaluationRun>
    {
        public void Configure(EntityTypeBuilder<EvaluationRun> builder)
        {
            builder.ToTable("indicators_evaluation");
            builder.Property(r => r.RegionCode).HasMaxLength(12);
            builder.Property(r => r.Grade).HasConversion<string>().HasMaxLength(10);
            builder.Property(r => r.PersonName).HasMaxLength(80);
            builder.Property(r => r.UnitName).HasMaxLength(120);
            builder.HasIndex(r => r.At);
            builder.HasIndex(r => new { r.RegionCode, r.Period });
            builder.HasOne<EvaluationScheme>().WithMany().HasForeignKey(r => r.SchemeId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
