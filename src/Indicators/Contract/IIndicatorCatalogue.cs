namespace OneMetre.Indicators.Contract;

/// <summary>An indicator as other modules see it. Direction: up, down, boolean, rising, falling, range or decrease-by.</summary>
public sealed record CatalogueIndicator(string Id, int Number, string Name, string NameEn, string MeasureUnit, string Direction, string Definition, string DefinitionEn)
{
    /// <summary>Whether everybody may see it: the product's own, and of a city's those that it has opened.</summary>
    public bool Open { get; init; } = true;

    /// <summary>No longer watched: no plan is matched with it.</summary>
    public bool Retired { get; init; }
}

/// <summary>The catalogue, for other modules to read.</summary>
public interface IIndicatorCatalogue
{
    Task<IReadOnlyList<CatalogueIndicator>> All(CancellationToken ct);
}
