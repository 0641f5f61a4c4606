namespace OneMetre.Indicators.Contract;

/// <summary>What a plan in force asks of an indicator of the catalogue: as printed, and as read. Link leads to the place in the plan.</summary>
public sealed record PlanTarget(string IndicatorId, string Text, string? Comparator, decimal? Value, decimal? ValueMax, DateOnly? Due, string? Domain, string Link);

/// <summary>The indicator table of one plan. RegionName as the plan prints it.</summary>
public sealed record PlanTargets(Guid Plan, string Title, string? RegionName, int? StartYear, int? EndYear, IReadOnlyList<PlanTarget> Targets);

/// <summary>The targets of plans, the newest plan first. The module that keeps plans answers; nobody copies a target.</summary>
public interface IPlanTargets
{
    /// <summary>Of the plans that the user may see.</summary>
    Task<IReadOnlyList<PlanTargets>> All(CancellationToken ct);

    /// <summary>Of the plans that everybody may see, whoever asks.</summary>
    Task<IReadOnlyList<PlanTargets>> InPublic(CancellationToken ct);
}
