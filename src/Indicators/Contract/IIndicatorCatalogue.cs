namespace OneMetre.Indicators.Contract;

/// <summary>An indicator as other modules see it. Direction: up, down, boolean, rising, falling, range or decrease-by.</summary>
public sealed record CatalogueIndicator(string Id, int Number, string Name, string NameEn, string MeasureUnit, string Direction, string Definition, string DefinitionEn);

/// <summary>The catalogue, for other modules to read.</summary>
public interface IIndicatorCatalogue
{
    Task<IReadOnlyList<CatalogueIndicator>> All(CancellationToken ct);
}
