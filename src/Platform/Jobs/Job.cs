using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Platform.Jobs;

public enum JobState { Queued, Running, Done, Failed, Cancelled }

/// <summary>A long piece of work, kept in the database so that it shows its progress, can be stopped, and goes on after a restart.</summary>
public sealed class Job : INotAudited
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";

    /// <summary>What the work is about, usually an id.</summary>
    public string Subject { get; init; } = "";
    public JobState State { get; set; }
    public int Percent { get; set; }
    public int Attempts { get; set; }
    public bool CancelAsked { get; set; }

    /// <summary>A text code telling why it failed.</summary>
    public string? ProblemCode { get; set; }
    public Guid? PostId { get; init; }
    public DateTime QueuedAt { get; init; }
    public DateTime? StartedAt { get; set; }

    /// <summary>The process that runs it, as machine/process, and when that was last heard of.</summary>
    public string? Holder { get; set; }
    public DateTime? SeenAt { get; set; }
    public DateTime? EndedAt { get; set; }

    sealed class Map : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> builder)
        {
            builder.ToTable("platform_job");
            builder.Property(j => j.Kind).HasMaxLength(60);
            builder.Property(j => j.Subject).HasMaxLength(80);
            builder.Property(j => j.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(j => j.ProblemCode).HasMaxLength(60);
            builder.Property(j => j.Holder).HasMaxLength(80);
            builder.HasIndex(j => new { j.State, j.QueuedAt });
        }
    }
}
