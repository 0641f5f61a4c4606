using OneMetre.Platform.Results;

namespace OneMetre.Programme.Contract;

/// <summary>
/// What anyone may know of the programme: public plans and their public promises that are still in the plan. No names of people, no words that
/// nobody has accepted, no file that shows a child.
/// </summary>
public interface IPublicPromises
{
    /// <summary>The plan of today first (the latest to begin among those that cover this year), then the others from the latest.</summary>
    Task<IReadOnlyList<PublicPlan>> Plans(CancellationToken ct);

    /// <summary>How the promises of a plan stand, by domain in the plan's own order.</summary>
    Task<PublicStanding> Standing(Guid plan, CancellationToken ct);

    /// <summary>Promises with a figure that says how far they have come, those with news first.</summary>
    Task<IReadOnlyList<PublicPromise>> WithFigures(Guid plan, int most, CancellationToken ct);

    Task<PublicPromises> Find(PublicSearch search, CancellationToken ct);

    /// <summary>Null when there is no such promise, or none that the public may see.</summary>
    Task<PublicPromiseDetail?> Read(Guid promise, CancellationToken ct);

    /// <summary>The targets that a plan sets for indicators, in the plan's own order.</summary>
    Task<IReadOnlyList<PublicIndicatorTarget>> IndicatorTargets(Guid plan, CancellationToken ct);
}

public sealed record PublicPlan(Guid Id, string Title, string? DocNumber, string? Issuer, DateOnly? IssuedOn, string? RegionName, int? StartYear, int? EndYear);

/// <summary>How many promises stand at each light; Completed of the green ones are done for good.</summary>
public sealed record PublicCounts(int Green, int Yellow, int Orange, int Red, int Grey, int Completed)
{
    public int All => Green + Yellow + Orange + Red + Grey;
    public int this[Light light] => light switch { Light.Green => Green, Light.Yellow => Yellow, Light.Orange => Orange, Light.Red => Red, _ => Grey };
}

/// <summary>Id is null for promises that stand outside every domain.</summary>
public sealed record PublicDomain(Guid? Id, string? Label, string Name, PublicCounts Counts);

public sealed record PublicStanding(PublicCounts Counts, IReadOnlyList<PublicDomain> Domains);

/// <summary>Course of a promise in public: the inner steps between assignment and acceptance are one "under way".</summary>
public enum PublicCourse { NotBegun, UnderWay, Completed, Suspended, Cancelled }

/// <summary>
/// How far a promise has come. Current is null while nothing has been reported; Comparator is literal (&gt;=, &lt;=, &gt;, &lt;, =, exists, increase, decrease …);
/// From is the first value reported, where several are known.
/// </summary>
public sealed record PublicFigure(
    Guid Id, string? Metric, decimal? Current, DateOnly? CurrentOn, string? Comparator, decimal? Target, decimal? TargetMax, string? MeasureUnit, DateOnly? Due, decimal? From = null);

/// <summary>One promise in a list. Title is in plain words where someone has written them; TitleEn null where nobody has translated it.</summary>
public sealed record PublicPromise(
    Guid Id, string Label, string Title, string? TitleEn, string? Domain, Light Light, string? LightReason, PublicCourse Course,
    DateOnly? Due, DateOnly? LastNews, PublicFigure? Figure, IReadOnlyList<string> LeadUnits);

/// <summary>What to look for; Page counts from 1.</summary>
public sealed record PublicSearch(Guid Plan, string? Words = null, Guid? Domain = null, Light? Light = null, int Page = 1, int Size = 30);

public sealed record PublicPromises(IReadOnlyList<PublicPromise> Items, int Total);

public enum PublicNewsKind { Begun, Progress, HandedIn, Accepted, SentBack, Suspended, Resumed, Cancelled, MilestoneReached, PlanRevised }

/// <summary>Something that happened. Text only for progress that was accepted afterwards; Unit is who reported or decided, never a person.</summary>
public sealed record PublicNews(PublicNewsKind Kind, DateTime At, string? Unit, string? Text, int? Progress);

public sealed record PublicMilestone(string Title, DateOnly Due, DateOnly? ReachedOn);

/// <summary>A target as the plan words it, with every value reported for it.</summary>
public sealed record PublicTarget(string Text, bool Soft, PublicFigure Figure, IReadOnlyList<PublicReading> Readings);
public sealed record PublicReading(DateOnly On, decimal Value);

/// <summary>Lead: answers for the promise; the first of several answers for the whole.</summary>
public sealed record PublicUnit(string Name, bool Lead, string? RoleLabel);

/// <summary>A file that proves something; only such as may be shown.</summary>
public sealed record PublicEvidence(string FileName, string? Source, DateOnly? TakenOn);

/// <summary>Clause is the source word for word, paragraph by paragraph; ActionName the action of the plan to which the promise belongs.</summary>
public sealed record PublicPromiseDetail(
    PublicPromise Promise, PublicPlan Plan, string FullTitle, string? ActionName, IReadOnlyList<string> Clause, int? Progress,
    IReadOnlyList<PublicTarget> Targets, IReadOnlyList<PublicUnit> Units, IReadOnlyList<PublicMilestone> Milestones,
    IReadOnlyList<PublicNews> News, IReadOnlyList<PublicEvidence> Evidence);

/// <summary>IndicatorId leads to the catalogue; null while nobody has linked the row.</summary>
public sealed record PublicIndicatorTarget(
    int Number, string? Domain, string Name, string? MeasureUnit, string TargetText, DateOnly? Due, string UnitsText, string? IndicatorId);
