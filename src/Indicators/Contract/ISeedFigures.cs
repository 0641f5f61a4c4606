namespace OneMetre.Indicators.Contract;

/// <summary>An invented figure. Split is empty for the total, or a part such as sex:f.</summary>
public sealed record SeededValue(string Element, string Region, int Year, string Split, decimal Number);

/// <summary>A line of an invented form; Heading stands above it.</summary>
public sealed record SeededLine(string Element, string SplitBy = "", string? Heading = null);

/// <summary>Who reports: the unit by its full name, for a region; Supervisor by its full name or null.</summary>
public sealed record SeededDuty(string Unit, string Region, string? Supervisor);

/// <summary>Where one submission of the running round stands: Draft, Returned, Signed, Checked, Locked. Filled is the share of its cells in percent.</summary>
public sealed record SeededStand(string Region, string State, int Filled);

/// <summary>An invented form with its legal marks. Year is that of the round now running; null for a form that is not asked for.</summary>
public sealed record SeededForm(
    string Number, string Title, string TitleEn, string IssuedBy, string ApprovedBy, string ApprovalNumber, DateOnly ValidUntil, bool Reviewed,
    IReadOnlyList<SeededLine> Lines, IReadOnlyList<SeededDuty> Duties, int? Year, IReadOnlyList<SeededStand> Stands);

/// <summary>Fills a demo city with figures that were reported over the years, and with a round that is under way.</summary>
public interface ISeedFigures
{
    Task Run(IReadOnlyList<SeededForm> forms, IReadOnlyList<SeededValue> values, CancellationToken ct);
}
