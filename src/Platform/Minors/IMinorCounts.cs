namespace OneMetre.Platform.Minors;

/// <summary>How many minors a register holds, by their age on the last day of a year: not yet 14, and 14 to 17. For the yearly audit, which the cyberspace administration wants split so.</summary>
public sealed record MinorCounts(string Register, int Under14, int From14To17);

/// <summary>A register that holds data about identifiable minors. Every module that has one counts it; sums of the whole city, whoever asks.</summary>
public interface IMinorCounts
{
    Task<MinorCounts> InYear(int year, CancellationToken ct);
}
