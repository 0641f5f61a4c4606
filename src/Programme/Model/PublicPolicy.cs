using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>What has become of a policy, as decided by people: 起草, 施行, 废止, 由新文件替代. That a policy in force has expired follows from its day.</summary>
enum PolicyState { Drafting, InForce, Repealed, Replaced }

/// <summary>Where a policy stands on a day.</summary>
enum PolicyStanding { Drafting, Coming, InForce, Expiring, Expired, Repealed, Replaced }

/// <summary>One policy (重点政策): what was promised, the document that came of it, and how long that holds.</summary>
sealed class PublicPolicy : RegisterRow
{
    public const int LongestNumber = 60;

    public PolicyState State { get; set; }

    /// <summary>发文字号, as printed on the document.</summary>
    public string? Number { get; set; }
    public DateOnly? From { get; set; }

    /// <summary>The last day on which it holds; null where it holds until further notice.</summary>
    public DateOnly? ExpiresOn { get; set; }
    public Guid? ReplacedBy { get; set; }
    public string? FileSha256 { get; set; }
    public string? FileName { get; set; }
    public long FileSize { get; set; }

    /// <summary>The last day of which its unit has been told that it comes near.</summary>
    public DateOnly? ToldOf { get; set; }

    sealed class Map : IEntityTypeConfiguration<PublicPolicy>
    {
        public void Configure(EntityTypeBuilder<PublicPolicy> builder)
        {
            builder.ToTable("programme_policy");
            Describe(builder);
            builder.Property(p => p.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(p => p.Number).HasMaxLength(LongestNumber);
            builder.Property(p => p.FileSha256).HasMaxLength(64);
            builder.Property(p => p.FileName).HasMaxLength(200);
            builder.HasIndex(p => new { p.UnitId, p.State });
            builder.HasIndex(p => new { p.State, p.ExpiresOn });
        }
    }
}

/// <summary>What days do to a policy. Pure.</summary>
static class PolicyCourse
{
    /// <summary>How many days before its last one a policy is told of to its unit.</summary>
    public const int TellBefore = 90;

    public static PolicyStanding On(PolicyState state, DateOnly? from, DateOnly? expires, DateOnly today) => state switch
    {
        PolicyState.Drafting => PolicyStanding.Drafting,
        PolicyState.Repealed => PolicyStanding.Repealed,
        PolicyState.Replaced => PolicyStanding.Replaced,
        _ when expires < today => PolicyStanding.Expired,
        _ when from > today => PolicyStanding.Coming,
        _ when expires is { } last && last.DayNumber - today.DayNumber <= TellBefore => PolicyStanding.Expiring,
        _ => PolicyStanding.InForce,
    };

    /// <summary>Whether the unit is to be told today that the policy ends: once for each last day, and no longer once that is past.</summary>
    public static bool Tells(PolicyState state, DateOnly? expires, DateOnly? toldOf, DateOnly today) =>
        state == PolicyState.InForce && expires is { } last && last >= today && last.DayNumber - today.DayNumber <= TellBefore && toldOf != last;
}
