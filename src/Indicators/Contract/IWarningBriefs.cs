namespace OneMetre.Indicators.Contract;

/// <summary>What a warning says, for an order that comes from it; Unit reports the figure, where somebody does. In the words of the plan's language, since orders are papers of a Chinese office.</summary>
public sealed record WarningBrief(Guid Id, string Indicator, string Region, string Period, string Says, Guid? Unit);

/// <summary>Warnings that the office has handed over to supervision, for the module that gives the orders.</summary>
public interface IWarningBriefs
{
    /// <summary>Null when the user does not see such a warning, or when it was not handed over.</summary>
    Task<WarningBrief?> One(Guid id, CancellationToken ct);

    /// <summary>Those that were handed over and are not settled, the newest first, no more than so many.</summary>
    Task<IReadOnlyList<WarningBrief>> HandedOver(int most, CancellationToken ct);
}
