namespace OneMetre.Indicators.Contract;

/// <summary>When somebody last kept a register, by the county that it lies in. It says nothing of anybody in it.</summary>
public sealed record RegisterKept(string RegionCode, DateOnly On);

/// <summary>A register that another module keeps tells the early warnings when it was last kept (W7).</summary>
public interface IRegisterDates
{
    /// <summary>Of every county that has an open file, for work that no person asked for; never for a page.</summary>
    Task<IReadOnlyList<RegisterKept>> OfTheCity(CancellationToken ct);
}
