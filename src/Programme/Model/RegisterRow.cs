using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>What rows of the registers have in common: the row of the plan's attachment that they came from, the unit that keeps them, the task they serve.</summary>
abstract class RegisterRow
{
    public const int LongestName = 200, LongestContent = 4000, LongestUnits = 400, LongestKey = 240;

    public Guid Id { get; init; }

    /// <summary>The plan whose attachment names it; null for a row that somebody added.</summary>
    public Guid? PlanId { get; init; }

    /// <summary>What makes it one row in its plan over all versions: its printed words without marks. The database takes none twice.</summary>
    public string? PlanKey { get; init; }

    /// <summary>The number printed in the version in force, and the block of its source.</summary>
    public int? PlanNumber { get; set; }
    public int? Block { get; set; }

    /// <summary>The version in force names it no longer; what its unit has entered stays.</summary>
    public bool Dropped { get; set; }

    public string Name { get; set; } = "";
    public string Content { get; set; } = "";

    /// <summary>The unit that keeps the row: the first of the printed ones, until the office says otherwise.</summary>
    public Guid? UnitId { get; set; }
    public string UnitsText { get; set; } = "";
    public Guid? TaskId { get; set; }
    public int Version { get; set; }

    protected static void Describe<T>(EntityTypeBuilder<T> builder) where T : RegisterRow
    {
        builder.Property(r => r.PlanKey).HasMaxLength(LongestKey);
        builder.Property(r => r.Name).HasMaxLength(LongestName);
        builder.Property(r => r.Content).HasMaxLength(LongestContent);
        builder.Property(r => r.UnitsText).HasMaxLength(LongestUnits);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => new { r.PlanId, r.PlanKey }).IsUnique();
    }
}
