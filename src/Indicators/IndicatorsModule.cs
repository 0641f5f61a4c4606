using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators;

public static class IndicatorsModule
{
    public static IServiceCollection AddIndicators(this IServiceCollection services) => services
        .AddTexts("indicators", typeof(IndicatorsModule).Assembly)
        .AddScoped<IndicatorsData>()
        .AddScoped<IIndicatorCatalogue, Catalogue>();

    sealed class Catalogue(IndicatorsData data) : IIndicatorCatalogue
    {
        public async Task<IReadOnlyList<CatalogueIndicator>> All(CancellationToken ct) => await data.Indicators.AsNoTracking().OrderBy(i => i.Number)
            .Select(i => new CatalogueIndicator(i.Id, i.Number, i.Name, i.NameEn, i.MeasureUnit, i.Direction, i.Definition, i.DefinitionEn)).ToListAsync(ct);
    }
}
