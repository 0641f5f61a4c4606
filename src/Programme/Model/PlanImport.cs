using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Model;

enum ImportState { Reading, Reviewing, Applied, Refused, Abandoned }

/// <summary>One uploaded plan document on its way to a running programme: read by machine, checked by people, then applied as a whole or not at all.</summary>
sealed class PlanImport
{
    public Guid Id { get; init; }
    public string FileSha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public ImportState State { get; set; }

    /// <summary>The plan whose later version this is; null for a new plan.</summary>
    public Guid? RevisesPlanId { get; set; }

    /// <summary>The plan it became.</summary>
    public Guid? PlanId { get; set; }
    public Guid? JobId { get; set; }

    /// <summary>DraftHeader as JSON.</summary>
    public string Header { get; set; } = "{}";
    public string? Title { get; set; }
    public Guid? CreatedByPost { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? AppliedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<PlanImport>
    {
        public void Configure(EntityTypeBuilder<PlanImport> builder)
        {
            builder.ToTable("programme_import");
            builder.Property(i => i.FileSha256).HasMaxLength(64);
            builder.Property(i => i.FileName).HasMaxLength(200);
            builder.Property(i => i.Title).HasMaxLength(200);
            builder.Property(i => i.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(i => i.Version).IsConcurrencyToken();
            // One live import per file: whoever uploads it again opens the draft that is there.
            builder.HasIndex(i => i.FileSha256).IsUnique().HasFilter("\"State\" <> 'Abandoned'");
            builder.HasIndex(i => i.PlanId);
        }
    }
}

/// <summary>One block of an imported document, kept so that every task and target can open its clause in the source.</summary>
sealed class SourceBlock : INotAudited
{
    public Guid ImportId { get; init; }
    public int Number { get; init; }
    public string Kind { get; init; } = "";
    public string Text { get; init; } = "";
    public int? Page { get; init; }
    public int? TableNumber { get; init; }
    public int? RowNumber { get; init; }
    public int? ColumnNumber { get; init; }
    public int RowSpan { get; init; } = 1;
    public int ColumnSpan { get; init; } = 1;

    sealed class Map : IEntityTypeConfiguration<SourceBlock>
    {
        public void Configure(EntityTypeBuilder<SourceBlock> builder)
        {
            builder.ToTable("programme_source_block");
            builder.HasKey(b => new { b.ImportId, b.Number });
            builder.Property(b => b.Kind).HasMaxLength(12);
        }
    }
}

enum EntryKind { Task, DocumentTarget, Indicator, Project, Policy }
enum EntryState { Open, Confirmed, Dropped }

/// <summary>One thing understood of the document, waiting for a person. Body is the draft record of its kind as JSON; Original what the reader proposed.</summary>
sealed class DraftEntry
{
    public Guid Id { get; init; }
    public Guid ImportId { get; init; }
    public EntryKind Kind { get; init; }
    public int SortOrder { get; set; }
    public string Body { get; set; } = "{}";
    public string? Original { get; init; }
    public double Confidence { get; init; }
    public EntryState State { get; set; }
    public string? EditedBy { get; set; }
    public DateTime? EditedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<DraftEntry>
    {
        public void Configure(EntityTypeBuilder<DraftEntry> builder)
        {
            builder.ToTable("programme_draft_entry");
            builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(16);
            builder.Property(e => e.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(e => e.EditedBy).HasMaxLength(80);
            builder.Property(e => e.Version).IsConcurrencyToken();
            builder.HasIndex(e => new { e.ImportId, e.Kind, e.SortOrder });
        }
    }
}

/// <summary>A finding of the reader on one import, to be worked off: done with when somebody says so, or when its cause is gone.</summary>
sealed class DraftFinding
{
    public Guid Id { get; init; }
    public Guid ImportId { get; init; }
    public int SortOrder { get; init; }
    public string Code { get; init; } = "";
    public Severity Severity { get; init; }

    /// <summary>The text's arguments as a JSON array of strings.</summary>
    public string Args { get; init; } = "[]";
    public int? Block { get; init; }
    public int? Start { get; init; }
    public int? Length { get; init; }
    public string? SettledBy { get; set; }
    public DateTime? SettledAt { get; set; }

    sealed class Map : IEntityTypeConfiguration<DraftFinding>
    {
        public void Configure(EntityTypeBuilder<DraftFinding> builder)
        {
            builder.ToTable("programme_draft_finding");
            builder.Property(f => f.Code).HasMaxLength(60);
            builder.Property(f => f.Severity).HasConversion<string>().HasMaxLength(8);
            builder.Property(f => f.SettledBy).HasMaxLength(80);
            builder.HasIndex(f => new { f.ImportId, f.SortOrder });
        }
    }
}

/// <summary>Which registered unit or group a printed name means in one import. One decision holds for every place that prints the name.</summary>
sealed class UnitMatch
{
    public Guid Id { get; init; }
    public Guid ImportId { get; init; }
    public string PrintedName { get; init; } = "";
    public Guid? UnitId { get; set; }
    public Guid? GroupId { get; set; }

    /// <summary>0 to 1; 1 for an exact name or alias, or when a person chose.</summary>
    public double Confidence { get; set; }
    public string? ChosenBy { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<UnitMatch>
    {
        public void Configure(EntityTypeBuilder<UnitMatch> builder)
        {
            builder.ToTable("programme_unit_match");
            builder.Property(m => m.PrintedName).HasMaxLength(120);
            builder.Property(m => m.ChosenBy).HasMaxLength(80);
            builder.Property(m => m.Version).IsConcurrencyToken();
            builder.HasIndex(m => new { m.ImportId, m.PrintedName }).IsUnique();
        }
    }
}
