namespace OneMetre.Programme.Contract;

/// <summary>What is assessed: a plan, a policy, a project, a budget, or a place that is built or changed.</summary>
public enum ImpactKind { Plan, Policy, Project, Budget, Space }

/// <summary>What was decided on the advice of an assessment.</summary>
public enum ImpactDecision { Accepted, Partly, Refused }

/// <summary>How children were heard.</summary>
public enum HearingMethod { Talk, Survey, Workshop, Council, Walk, Drawing }

/// <summary>
/// The public register of child impact assessments: only what the office has published, and of children only how many of which ages were heard in which way, and what the unit wrote of it for the public.
/// </summary>
public interface IPublicImpacts
{
    /// <summary>The newest published first; page counts from 1.</summary>
    Task<PublicImpacts> Find(int page, int size, CancellationToken ct);

    /// <summary>Null when there is no such assessment, or none that is published.</summary>
    Task<PublicImpactDetail?> Read(Guid id, CancellationToken ct);
}

public sealed record PublicImpact(Guid Id, string Title, ImpactKind Kind, string Unit, DateOnly PublishedOn, ImpactDecision Decision);
public sealed record PublicImpacts(IReadOnlyList<PublicImpact> Items, int Total);

/// <summary>Number children of AgeFrom to AgeTo years; all three null where they were fewer than <see cref="Few"/>: who knows the place would know the child.</summary>
public sealed record PublicHearing(HearingMethod Method, int? Number, int? AgeFrom, int? AgeTo)
{
    public const int Few = 5;
}

/// <summary>What was found after so many months.</summary>
public sealed record PublicMonitoring(int Months, DateOnly On, string Text);

/// <summary>Unheard is the signed reason, where no child was heard.</summary>
public sealed record PublicImpactDetail(
    PublicImpact Impact, string Summary, string? ChildrenSaid, string WhatChanged, string DecisionReason, DateOnly DecidedOn, string ChildVersion, string? Unheard,
    IReadOnlyList<PublicHearing> Hearings, IReadOnlyList<PublicMonitoring> Monitoring, DateOnly? NextDue);
