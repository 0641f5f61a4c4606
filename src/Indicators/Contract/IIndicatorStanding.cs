namespace OneMetre.Indicators.Contract;

/// <summary>An indicator that lags behind its way to the target. Shown with its unit; Link leads to where the figure comes from.</summary>
public sealed record LaggingIndicator(string Name, string Shown, string Target, string Link);

/// <summary>How the indicators of the whole city stood in a year: Judged are those with a target and whole data, of which Met are met; NoData have a target and nothing to judge it by.</summary>
public sealed record IndicatorStanding(int Year, int All, int WithData, int Judged, int Met, int NoData, IReadOnlyList<LaggingIndicator> Lagging, string Link);

/// <summary>The standing of the indicators for those who write of the programme as a whole; narrowed to what the user may see.</summary>
public interface IIndicatorStanding
{
    /// <summary>Of a year, or of the newest one before it that has figures; null where there is none.</summary>
    Task<IndicatorStanding?> OfYear(int year, CancellationToken ct);
}
