using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Contract;

/// <summary>An invented figure. Split is empty for the total, or a part such as sex:f.</summary>
public sealed record SeededValue(string Element, string Region, Period Period, string Split, decimal Number);

/// <summary>A line of an invented form; Heading stands above it. Proven asks for a paper behind it.</summary>
public sealed record SeededLine(string Element, string SplitBy = "", string? Heading = null, bool Proven = false);

/// <summary>Who reports: the unit by its full name, for a region; Supervisor by its full name or null.</summary>
public sealed record SeededDuty(string Unit, string Region, string? Supervisor);

/// <summary>Where one submission of a running round stands: Draft, Returned, Signed, Checked, Locked. Filled is the share of its cells in percent.</summary>
public sealed record SeededStand(string Region, string State, int Filled);

/// <summary>A period for which an invented form is asked. Stands: of a round under way, whoever is not among them has begun nothing; null where every submission was accepted and published.</summary>
public sealed record SeededRound(Period Period, DateOnly OpenOn, DateOnly DueOn, IReadOnlyList<SeededStand>? Stands);

/// <summary>An invented form with its legal marks; without rounds it is not asked for.</summary>
public sealed record SeededForm(
    string Number, string Title, string TitleEn, string IssuedBy, string ApprovedBy, string ApprovalNumber, DateOnly ValidUntil, PeriodKind Frequency, bool Reviewed,
    IReadOnlyList<SeededLine> Lines, IReadOnlyList<SeededDuty> Duties, IReadOnlyList<SeededRound> Rounds);

/// <summary>Fills a demo city with figures that were reported over the years, and with rounds that are under way.</summary>
public interface ISeedFigures
{
    Task Run(IReadOnlyList<SeededForm> forms, IReadOnlyList<SeededValue> values, CancellationToken ct);
}
