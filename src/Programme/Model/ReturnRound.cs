using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Model;

/// <summary>How often the units answer for their tasks: from which day, until which day, and what happens after it. Days count from the last day of the period and may lie before it.</summary>
sealed class ReturnCycle
{
    public const int LongestName = 80, LongestDays = 120;

    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public PeriodKind Kind { get; set; }

    /// <summary>The tasks of one plan; null: those of every plan.</summary>
    public Guid? PlanId { get; set; }
    public int OpensAfter { get; set; }
    public int DueAfter { get; set; }
    public int GraceDays { get; set; }

    /// <summary>So many days after the last day the leader of a unit that owes is told, and after as many again the office.</summary>
    public int EscalatesAfter { get; set; }

    /// <summary>The first day whose period is asked for; Until is the first day that is not asked for any more.</summary>
    public DateOnly From { get; set; }
    public DateOnly? Until { get; set; }
    public int Version { get; set; }

    public DateOnly OpenOn(Period period) => period.End.AddDays(OpensAfter);
    public DateOnly DueOn(Period period) => period.End.AddDays(DueAfter);

    /// <summary>The periods that can be answered on a day: those in force whose days to answer have begun and are not over.</summary>
    public IEnumerable<Period> OpenPeriods(DateOnly today)
    {
        for (var period = Period.Of(Kind, today.AddDays(Math.Max(0, -OpensAfter))); DueOn(period).AddDays(GraceDays) >= today && period.End >= From; period = period.Previous)
            if (OpenOn(period) <= today && (Until is null || period.Start < Until)) yield return period;
    }

    sealed class Map : IEntityTypeConfiguration<ReturnCycle>
    {
        public void Configure(EntityTypeBuilder<ReturnCycle> builder)
        {
            builder.ToTable("programme_return_cycle");
            builder.Property(c => c.Name).HasMaxLength(LongestName);
            builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(c => c.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>One period for which the units are asked. Its days are those of the cycle on the day it opened: a later change of the cycle moves nobody's due day.</summary>
sealed class ReturnRound
{
    public Guid Id { get; init; }
    public Guid CycleId { get; init; }
    public string Name { get; init; } = "";
    public Period Period { get; init; }
    public DateOnly OpenOn { get; init; }
    public DateOnly DueOn { get; init; }
    public int GraceDays { get; init; }
    public int EscalatesAfter { get; init; }
    public DateTime OpenedAt { get; init; }

    public DateOnly LastDay => LastDayOf(DueOn);
    public DateOnly LastDayOf(DateOnly due) => due.DayNumber > DateOnly.MaxValue.DayNumber - GraceDays ? DateOnly.MaxValue : due.AddDays(GraceDays);

    sealed class Map : IEntityTypeConfiguration<ReturnRound>
    {
        public void Configure(EntityTypeBuilder<ReturnRound> builder)
        {
            builder.ToTable("programme_return_round");
            builder.Property(r => r.Name).HasMaxLength(ReturnCycle.LongestName);
            builder.HasIndex(r => new { r.CycleId, r.Period }).IsUnique(); // a round opens once, however many clocks tick
            builder.HasIndex(r => r.DueOn);
            builder.HasOne<ReturnCycle>().WithMany().HasForeignKey(r => r.CycleId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
