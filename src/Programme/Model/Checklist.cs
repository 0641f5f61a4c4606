using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>What a checklist (检查表) is for: a public place, a school, a children's home, or the carrying out of a task.</summary>
enum ChecklistKind { PublicPlace, School, ChildrensHome, Task }

/// <summary>A version of a checklist is drafted, in force, or replaced by a later one. Only drafts change.</summary>
enum ChecklistState { Draft, InForce, Replaced }

/// <summary>What can be answered to an item.</summary>
enum ItemAnswer { Yes, Partly, No, NotApplicable }

/// <summary>One version of a checklist. What an inspection was carried out with stays as it was.</summary>
sealed class Checklist
{
    public const int LongestName = 80, MostItems = 60;

    public Guid Id { get; init; }

    /// <summary>The same for all versions of one checklist.</summary>
    public Guid SeriesId { get; init; }

    /// <summary>1, 2, 3 … within the series.</summary>
    public int Number { get; init; }
    public ChecklistKind Kind { get; init; }
    public string Name { get; set; } = "";
    public ChecklistState State { get; set; }
    public DateOnly? InForceOn { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<Checklist>
    {
        public void Configure(EntityTypeBuilder<Checklist> builder)
        {
            builder.ToTable("programme_checklist");
            builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(16);
            builder.Property(c => c.Name).HasMaxLength(LongestName);
            builder.Property(c => c.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(c => c.Version).IsConcurrencyToken();
            builder.HasIndex(c => new { c.SeriesId, c.Number }).IsUnique();
            // One version of a series is in force, also when two people put one into force at the same moment.
            builder.HasIndex(c => c.SeriesId).IsUnique().HasFilter("\"State\" = 'InForce'").HasDatabaseName("IX_programme_checklist_in_force");
        }
    }
}

/// <summary>One question of a checklist: for the inspector, and, where it has words of its own, for a child.</summary>
sealed class ChecklistItem
{
    public const int LongestWords = 200, LongestChildWords = 60, LongestSource = 100, MostWeight = 10;

    public Guid Id { get; init; }
    public Guid ChecklistId { get; init; }
    public int SortOrder { get; set; }
    public string Text { get; set; } = "";

    /// <summary>The same asked of a child, short and plain; null where a child cannot tell.</summary>
    public string? ChildText { get; set; }

    /// <summary>1 to 10.</summary>
    public int Weight { get; set; }

    /// <summary>Without it the place does not pass, whatever the points.</summary>
    public bool Must { get; set; }

    /// <summary>The guide and clause that ask for it, as printed; null where it is the office's own question.</summary>
    public string? Source { get; set; }

    /// <summary>The clause of the guide in the register, where the item was made out of it.</summary>
    public Guid? ClauseId { get; set; }

    sealed class Map : IEntityTypeConfiguration<ChecklistItem>
    {
        public void Configure(EntityTypeBuilder<ChecklistItem> builder)
        {
            builder.ToTable("programme_checklist_item");
            builder.Property(i => i.Text).HasMaxLength(LongestWords);
            builder.Property(i => i.ChildText).HasMaxLength(LongestChildWords);
            builder.Property(i => i.Source).HasMaxLength(LongestSource);
            builder.HasIndex(i => new { i.ChecklistId, i.SortOrder });
        }
    }
}
