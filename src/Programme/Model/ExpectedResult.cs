using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Model;

/// <summary>What an expected result is: 文件, 标准, 场所, 服务, 平台, 机制, 活动, 其他.</summary>
enum ResultForm { Document, Standard, Place, Service, Platform, Mechanism, Event, Other }

/// <summary>未启动, 推进中, 待确认 (its unit says that it is reached), 已达成 (confirmed by a second person), 不再推进.</summary>
enum ResultState { NotBegun, UnderWay, Said, Reached, GivenUp }

/// <summary>What may be done with an expected result.</summary>
enum ResultStep { Begin, Reach, TakeBack, Confirm, SendBack, GiveUp, Resume }

/// <summary>One thing that is to exist at the end (预期成果): what and how many, by when, and what proves that it is there.</summary>
sealed class ExpectedResult : RegisterRow
{
    public const int LongestCountUnit = 10, LongestSaid = 1_000, MostQuantity = 1_000_000;

    public ResultForm Form { get; set; }
    public int Quantity { get; set; }

    /// <summary>份, 个, 处: what is counted.</summary>
    public string CountUnit { get; set; } = "";
    public DateOnly? DueOn { get; set; }
    public ResultState State { get; set; }

    /// <summary>What its unit said of it when it was reached, by whom and on which day.</summary>
    public string? Said { get; set; }
    public Guid? SaidBy { get; set; }
    public string? SaidName { get; set; }
    public DateOnly? SaidOn { get; set; }

    /// <summary>What proves it: something of the product, a file, or both.</summary>
    public LinkKind? LinkKind { get; set; }
    public Guid? LinkId { get; set; }
    public string? FileSha256 { get; set; }
    public string? FileName { get; set; }
    public long FileSize { get; set; }

    /// <summary>Why the office sent it back or gave it up.</summary>
    public string? Reason { get; set; }
    public string? ConfirmedName { get; set; }
    public DateOnly? ConfirmedOn { get; set; }

    sealed class Map : IEntityTypeConfiguration<ExpectedResult>
    {
        public void Configure(EntityTypeBuilder<ExpectedResult> builder)
        {
            builder.ToTable("programme_result");
            Describe(builder);
            builder.Property(r => r.Form).HasConversion<string>().HasMaxLength(12);
            builder.Property(r => r.CountUnit).HasMaxLength(LongestCountUnit);
            builder.Property(r => r.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(r => r.Said).HasMaxLength(LongestSaid);
            builder.Property(r => r.SaidName).HasMaxLength(200);
            builder.Property(r => r.LinkKind).HasConversion<string>().HasMaxLength(8);
            builder.Property(r => r.FileSha256).HasMaxLength(64);
            builder.Property(r => r.FileName).HasMaxLength(200);
            builder.Property(r => r.Reason).HasMaxLength(LongestSaid);
            builder.Property(r => r.ConfirmedName).HasMaxLength(200);
            // By its name a row is known when a list is taken in again.
            builder.HasIndex(r => r.Name).IsUnique();
            builder.HasIndex(r => new { r.State, r.DueOn });
            builder.HasIndex(r => r.UnitId);
        }
    }
}

/// <summary>Who may do what with an expected result, and its light. Pure.</summary>
static class ResultCourse
{
    /// <summary>How many days before its day a result shows yellow, and how many after it red.</summary>
    public const int Soon = 60, VeryLate = 60;

    /// <param name="keeps">Of the unit that keeps the row, or of the office.</param>
    /// <param name="said">The same person said that it is reached: somebody else confirms.</param>
    public static IReadOnlyList<ResultStep> May(ResultState state, bool keeps, bool office, bool said) => !keeps ? [] : state switch
    {
        ResultState.NotBegun => office ? [ResultStep.Begin, ResultStep.Reach, ResultStep.GiveUp] : [ResultStep.Begin, ResultStep.Reach],
        ResultState.UnderWay => office ? [ResultStep.Reach, ResultStep.GiveUp] : [ResultStep.Reach],
        ResultState.Said => said || !office ? [ResultStep.TakeBack] : [ResultStep.Confirm, ResultStep.SendBack],
        ResultState.Reached => office ? [ResultStep.SendBack] : [],
        _ => office ? [ResultStep.Resume] : [],
    };

    public static Light LightOf(ResultState state, DateOnly? due, DateOnly today) => state switch
    {
        ResultState.Reached => Light.Green,
        ResultState.GivenUp => Light.Grey,
        ResultState.Said => Light.Yellow,
        _ when due is null => Light.Grey,
        _ when due < today.AddDays(-VeryLate) => Light.Red,
        _ when due < today => Light.Orange,
        _ when due <= today.AddDays(Soon) => Light.Yellow,
        ResultState.UnderWay => Light.Green,
        _ => Light.Grey,
    };
}
