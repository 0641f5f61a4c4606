using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Programme.Model;

/// <summary>How far a research topic (研究课题) is: 起草, 征集, 评审, 立项, 已提交成果, 结题; or not awarded, or withdrawn.</summary>
enum ResearchState { Draft, Open, Reviewing, Awarded, HandedIn, Accepted, NotAwarded, Withdrawn }

/// <summary>What happened to a topic. Reason is why a bid was awarded that has not the best average: the office's alone.</summary>
enum ResearchStepKind { Open, Withdraw, Review, Award, Reason, Pass, Interim, Extend, HandIn, SendBack, Accept }

/// <summary>What a bid is judged by: 选题针对性, 研究方案, 研究团队, 经费安排.</summary>
enum BidCriterion { Relevance, Method, Team, Cost }

/// <summary>
/// A topic that the office calls for research on: the question, the days and the money; who was awarded it; how far it is. Who was awarded stands here and not in the bid, for of the bids nobody else ever knows.
/// </summary>
sealed class ResearchTopic
{
    public const int LongestTitle = 120, LongestText = 2_000, MostYuanOfAll = 100_000_000, LeastReviewers = 3;

    public Guid Id { get; init; }
    public int Year { get; set; }
    public string Title { get; set; } = "";

    /// <summary>What the research is to answer, what is expected of it, who may bid and under which conditions.</summary>
    public string Question { get; set; } = "";
    public string Expected { get; set; } = "";
    public string Conditions { get; set; } = "";

    /// <summary>The most money that may be asked, in whole yuan; nought while nobody has said.</summary>
    public int MostYuan { get; set; }

    /// <summary>The last day on which bids are taken.</summary>
    public DateOnly? BidsUntil { get; set; }
    public DateOnly? DueOn { get; set; }

    /// <summary>What each criterion weighs, of 100, in their order: 30,30,20,20.</summary>
    public string Weights { get; set; } = "30,30,20,20";
    public ResearchState State { get; set; }
    public DateOnly? OpenedOn { get; set; }
    public Guid? BidId { get; set; }
    public Guid? UnitId { get; set; }
    public string UnitName { get; set; } = "";
    public string Institution { get; set; } = "";
    public string Leader { get; set; } = "";
    public int? Yuan { get; set; }
    public DateOnly? AwardedOn { get; set; }
    public int Version { get; set; }

    public IReadOnlyList<int> WeightList => Numbers(Weights);

    /// <summary>As everybody is told: nobody learns from the state whether the review of what came in has begun.</summary>
    public ResearchState Told(DateOnly today) => Over(today) ? ResearchState.Reviewing : State;

    /// <summary>No more bids are taken, and the review has not begun.</summary>
    public bool Over(DateOnly today) => State == ResearchState.Open && BidsUntil < today;

    public static IReadOnlyList<int> Numbers(string text) => [.. text.Split(',').Select(n => int.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture))];
    public static string Text(IEnumerable<int> numbers) => string.Join(',', numbers);

    sealed class Map : IEntityTypeConfiguration<ResearchTopic>
    {
        public void Configure(EntityTypeBuilder<ResearchTopic> builder)
        {
            builder.ToTable("programme_research");
            builder.Ignore(t => t.WeightList);
            builder.Property(t => t.Title).HasMaxLength(LongestTitle);
            builder.Property(t => t.Question).HasMaxLength(LongestText);
            builder.Property(t => t.Expected).HasMaxLength(LongestText);
            builder.Property(t => t.Conditions).HasMaxLength(LongestText);
            builder.Property(t => t.Weights).HasMaxLength(20);
            builder.Property(t => t.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(t => t.UnitName).HasMaxLength(120);
            builder.Property(t => t.Institution).HasMaxLength(ResearchBid.LongestInstitution);
            builder.Property(t => t.Leader).HasMaxLength(ResearchBid.LongestLeader);
            builder.Property(t => t.Version).IsConcurrencyToken();
            builder.HasIndex(t => new { t.Year, t.State });
            builder.HasIndex(t => new { t.UnitId, t.State });
        }
    }
}

/// <summary>What a unit offers, for itself (no institution) or for a university or institute. Read by the unit that made it; after the last day by the office and by those who review.</summary>
sealed class ResearchBid
{
    public const int LongestInstitution = 80, LongestLeader = 40, LongestPlan = 6_000, MostOfUnit = 10;

    public Guid Id { get; init; }
    public Guid TopicId { get; init; }
    public Guid UnitId { get; init; }
    public string UnitName { get; set; } = "";
    public string Institution { get; set; } = "";
    public string Leader { get; set; } = "";
    public string Plan { get; set; } = "";
    public int Yuan { get; set; }
    public string? FileSha256 { get; set; }
    public string? FileName { get; set; }
    public long FileSize { get; set; }
    public bool Withdrawn { get; set; }
    public string PersonName { get; set; } = "";
    public DateTime At { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<ResearchBid>
    {
        public void Configure(EntityTypeBuilder<ResearchBid> builder)
        {
            builder.ToTable("programme_research_bid");
            builder.Property(b => b.UnitName).HasMaxLength(120);
            builder.Property(b => b.Institution).HasMaxLength(LongestInstitution);
            builder.Property(b => b.Leader).HasMaxLength(LongestLeader);
            builder.Property(b => b.Plan).HasMaxLength(LongestPlan);
            builder.Property(b => b.FileSha256).HasMaxLength(64);
            builder.Property(b => b.FileName).HasMaxLength(200);
            builder.Property(b => b.PersonName).HasMaxLength(80);
            builder.Property(b => b.Version).IsConcurrencyToken();
            // One bid of a unit for an institution, also when two people of it write at the same moment.
            builder.HasIndex(b => new { b.TopicId, b.UnitId, b.Institution }).IsUnique();
        }
    }
}

/// <summary>Somebody who judges the bids of a topic, under the post for which they were named.</summary>
sealed class ResearchReviewer
{
    public const int Most = 15;

    public Guid Id { get; init; }
    public Guid TopicId { get; init; }
    public Guid PersonId { get; init; }
    public Guid PostId { get; init; }
    public string Name { get; init; } = "";
    public string UnitName { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<ResearchReviewer>
    {
        public void Configure(EntityTypeBuilder<ResearchReviewer> builder)
        {
            builder.ToTable("programme_research_reviewer");
            builder.Property(r => r.Name).HasMaxLength(80);
            builder.Property(r => r.UnitName).HasMaxLength(120);
            builder.HasIndex(r => new { r.TopicId, r.PersonId }).IsUnique();
        }
    }
}

/// <summary>The marks of one reviewer for one bid, 1 to 100 for each criterion, with a line why. Given once, never changed.</summary>
sealed class ResearchScore
{
    public const int LongestReason = 300, Least = 1, Most = 100;

    public Guid Id { get; init; }
    public Guid TopicId { get; init; }
    public Guid BidId { get; init; }
    public Guid ReviewerId { get; init; }
    public string Marks { get; init; } = "";
    public string Reason { get; init; } = "";
    public DateTime At { get; init; }

    public IReadOnlyList<int> MarkList => ResearchTopic.Numbers(Marks);

    sealed class Map : IEntityTypeConfiguration<ResearchScore>
    {
        public void Configure(EntityTypeBuilder<ResearchScore> builder)
        {
            builder.ToTable("programme_research_score");
            builder.Ignore(s => s.MarkList);
            builder.Property(s => s.Marks).HasMaxLength(20);
            builder.Property(s => s.Reason).HasMaxLength(LongestReason);
            builder.HasIndex(s => new { s.BidId, s.ReviewerId }).IsUnique();
            builder.HasIndex(s => s.TopicId);
        }
    }
}

/// <summary>One line of a topic's course, with the paper that came with it. Never edited, never removed.</summary>
sealed class ResearchStep
{
    public const int LongestText = 4_000;

    public Guid Id { get; init; }
    public Guid TopicId { get; init; }

    /// <summary>The version that the topic had after it.</summary>
    public int Number { get; init; }
    public ResearchStepKind Kind { get; init; }
    public string? Text { get; init; }

    /// <summary>The new day of an extension.</summary>
    public DateOnly? Day { get; init; }
    public string? FileSha256 { get; init; }
    public string? FileName { get; init; }
    public long FileSize { get; init; }
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";
    public string PersonName { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<ResearchStep>
    {
        public void Configure(EntityTypeBuilder<ResearchStep> builder)
        {
            builder.ToTable("programme_research_step");
            builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(s => s.Text).HasMaxLength(LongestText);
            builder.Property(s => s.FileSha256).HasMaxLength(64);
            builder.Property(s => s.FileName).HasMaxLength(200);
            builder.Property(s => s.UnitName).HasMaxLength(120);
            builder.Property(s => s.PersonName).HasMaxLength(80);
            builder.HasIndex(s => new { s.TopicId, s.Number }).IsUnique();
        }
    }
}

/// <summary>Where what was found out has been used: something of the product, or words.</summary>
sealed class ResearchUse
{
    public const int LongestText = 500, Most = 60;

    public Guid Id { get; init; }
    public Guid TopicId { get; init; }
    public LinkKind? Kind { get; init; }
    public Guid? LinkId { get; init; }
    public string Text { get; init; } = "";
    public DateTime At { get; init; }
    public string UnitName { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<ResearchUse>
    {
        public void Configure(EntityTypeBuilder<ResearchUse> builder)
        {
            builder.ToTable("programme_research_use");
            builder.Property(u => u.Kind).HasConversion<string>().HasMaxLength(8);
            builder.Property(u => u.Text).HasMaxLength(LongestText);
            builder.Property(u => u.UnitName).HasMaxLength(120);
            builder.HasIndex(u => u.TopicId);
        }
    }
}
