namespace OneMetre.Indicators.Contract;

/// <summary>How one indicator stood in a region and year. Well: met, or not behind the straight way to a target that is due later; null where it cannot be judged, for want of a target or of whole data. Shown and Target with their unit.</summary>
public sealed record IndicatorResult(string Id, string Name, bool? Well, string Shown, string? Target, string Link);

/// <summary>The standing of single indicators, for those who evaluate who has kept their word; narrowed to what the user may see.</summary>
public interface IIndicatorResults
{
    /// <summary>Of the whole city (null) or of a county by its code, in exactly that year; empty where there are no figures of it.</summary>
    Task<IReadOnlyList<IndicatorResult>> InYear(int year, string? region, CancellationToken ct);
}
