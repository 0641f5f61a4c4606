using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>How far a key project is, in the order of its course: 谋划储备, 前期工作, 在建, 完工, 投用. Stopped (停缓建) stands beside the course.</summary>
enum ProjectStage { Reserved, Preparing, Building, Completed, InUse, Stopped }

/// <summary>Where the money of a project comes from: 中央预算内投资, 地方政府专项债券, 上级补助, 以奖代补, 自筹 (the city's own budget and the unit's means).</summary>
enum FundSource { CentralBudget, SpecialBond, Subsidy, Reward, Own }

/// <summary>One key project (重点工程): what is built, how far it is, where it stands. Its stages, funds and milestones hang on it and count up its version.</summary>
sealed class KeyProject : RegisterRow
{
    public const int LongestFact = 300;

    public Guid? DomainId { get; set; }
    public ProjectStage Stage { get; set; }
    public DateOnly? StageOn { get; set; }

    /// <summary>Short facts: what land it stands on and how that was granted; which permits it has.</summary>
    public string? Land { get; set; }
    public string? Permit { get; set; }
    public string? Address { get; set; }

    /// <summary>WGS 84, in degrees, to about ten metres; both or neither.</summary>
    public decimal? Latitude { get; set; }
    public decimal? Longitude { get; set; }

    sealed class Map : IEntityTypeConfiguration<KeyProject>
    {
        public void Configure(EntityTypeBuilder<KeyProject> builder)
        {
            builder.ToTable("programme_project");
            Describe(builder);
            builder.Property(p => p.Stage).HasConversion<string>().HasMaxLength(12);
            builder.Property(p => p.Land).HasMaxLength(LongestFact);
            builder.Property(p => p.Permit).HasMaxLength(LongestFact);
            builder.Property(p => p.Address).HasMaxLength(LongestFact);
            builder.HasIndex(p => new { p.UnitId, p.Stage });
        }
    }
}

/// <summary>One line of a project's course: the stage it came to, on which day, and who said so. Never edited, never removed.</summary>
sealed class ProjectStep
{
    public const int LongestText = 500;

    public Guid Id { get; init; }
    public Guid ProjectId { get; init; }

    /// <summary>The version that the project had after it.</summary>
    public int Number { get; init; }
    public ProjectStage Stage { get; init; }
    public DateOnly Day { get; init; }
    public string? Text { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<ProjectStep>
    {
        public void Configure(EntityTypeBuilder<ProjectStep> builder)
        {
            builder.ToTable("programme_project_step");
            builder.Property(s => s.Stage).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.Text).HasMaxLength(LongestText);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.HasIndex(s => new { s.ProjectId, s.Number }).IsUnique();
        }
    }
}

/// <summary>The money of a project from one source in one year, in yuan; null where nobody has given the figure.</summary>
sealed class ProjectFund
{
    public const int LongestReason = 300;

    public Guid Id { get; init; }
    public Guid ProjectId { get; init; }
    public int Year { get; init; }
    public FundSource Source { get; init; }
    public decimal? Planned { get; set; }
    public decimal? Paid { get; set; }

    /// <summary>Why more was paid than planned.</summary>
    public string? Reason { get; set; }

    sealed class Map : IEntityTypeConfiguration<ProjectFund>
    {
        public void Configure(EntityTypeBuilder<ProjectFund> builder)
        {
            builder.ToTable("programme_project_fund");
            builder.Property(f => f.Source).HasConversion<string>().HasMaxLength(16);
            builder.Property(f => f.Reason).HasMaxLength(LongestReason);
            builder.HasIndex(f => new { f.ProjectId, f.Year, f.Source }).IsUnique();
        }
    }
}

/// <summary>A point of a project's way: what is to be there by which day, and since when it is.</summary>
sealed class ProjectMilestone
{
    public const int LongestTitle = 120, Most = 60;

    public Guid Id { get; init; }
    public Guid ProjectId { get; init; }
    public string Title { get; set; } = "";
    public DateOnly Due { get; set; }
    public DateOnly? DoneOn { get; set; }

    sealed class Map : IEntityTypeConfiguration<ProjectMilestone>
    {
        public void Configure(EntityTypeBuilder<ProjectMilestone> builder)
        {
            builder.ToTable("programme_project_milestone");
            builder.Property(m => m.Title).HasMaxLength(LongestTitle);
            builder.HasIndex(m => new { m.ProjectId, m.Due });
        }
    }
}
