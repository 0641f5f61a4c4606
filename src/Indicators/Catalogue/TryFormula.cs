using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Catalogue;

/// <summary>What a formula would give for a region in a period; Lacking names the elements that nobody has reported there.</summary>
sealed record TriedFigure(Region Region, Period Period, RegionFigure Figure, IReadOnlyList<string> Lacking);

/// <summary>A formula that was tried on the newest figures.</summary>
/// <param name="Elements">Everything that a formula may be made of, by its code.</param>
sealed record Tried(ReadFormula Read, IReadOnlyList<TriedFigure> Figures, IReadOnlyDictionary<string, DataElement> Elements);

/// <summary>One year of a region by the formula in force and by the new one.</summary>
sealed record ComparedYear(Region Region, Period Period, RegionFigure? Old, RegionFigure New);

/// <summary>A new version beside the one in force. Published: the years from its first on that are published already.</summary>
sealed record Compared(ReadFormula Read, IReadOnlyList<ComparedYear> Years, IReadOnlyList<int> Published);

/// <summary>Works a typed formula out on the figures that the user may see; keeps nothing.</summary>
sealed class TryFormula(IndicatorsData data, ReadFigures figures)
{
    const int MostRegions = 40;

    public async Task<IReadOnlySet<string>> Asked(CancellationToken ct) => (await data.Lines.Select(l => l.ElementId).Distinct().ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether anything has been typed or accepted under an element, by anybody.</summary>
    public async Task<bool> Counted(string element, CancellationToken ct) => await data.ValuesOfTheCity.AnyAsync(v => v.ElementId == element, ct) || await data.CellsOfTheCity.AnyAsync(c => c.ElementId == element, ct);

    public async Task<Tried> Run(FormulaForm form, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        var read = FormulaReading.Read(form, "", 1, view.Elements, await Asked(ct));
        return new(read, read.Version is { } version ? Of(view, version) : [], view.Elements);
    }

    static IReadOnlyList<TriedFigure> Of(FigureView view, FormulaVersion version)
    {
        List<Region> regions = [view.Top, .. view.Counties.Take(MostRegions)];
        var years = view.Years;
        if (years.Count == 0) return [];
        // Half a round of reporting is no year to judge by, unless there is no better one.
        var newest = years.LastOrDefault(y => view.Table.Indicator(version, view.Top.Code, y) is { Value: not null, Whole: true }, years.LastOrDefault(y => regions.Exists(r => view.Table.Indicator(version, r.Code, y).Value is not null), years[^1]));
        var names = FormulaBook.Of(version)!.Names.Where(n => n.Look == Look.Now).ToList();
        return [.. regions.Select(r => new TriedFigure(r, newest, view.Table.Indicator(version, r.Code, newest), [.. names.Where(n => view.Table.Of(n.Element, r.Code, newest, n.Split).Reading is { Value: null, NotApplicable: false }).Select(n => n.Element).Distinct()]))];
    }

    public async Task<Compared?> Compare(string indicator, VersionForm form, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        if (view.Indicator(indicator) is not { } known) return null;
        var read = FormulaReading.Read(form, indicator, 1, view.Elements, await Asked(ct));
        if (read.Version is not { } version) return new(read, [], []);
        return new(read, [.. view.Counties.Prepend(view.Top).Take(MostRegions).SelectMany(r => view.Years.Select(y => new ComparedYear(r, y, view.Of(known, r.Code, y), view.Table.Indicator(version, r.Code, y))))
            .Where(c => c.Old?.Value is not null || c.New.Value is not null)], await Published(known.Versions, version.FromYear, ct));
    }

    /// <summary>The years from the given one on in which figures behind the indicator are public.</summary>
    public async Task<IReadOnlyList<int>> Published(IReadOnlyList<FormulaVersion> versions, int from, CancellationToken ct)
    {
        var elements = versions.Select(FormulaBook.Of).OfType<Formula>().SelectMany(f => f.Names).Select(n => n.Element).Distinct().ToList();
        var periods = await data.PublishedValues.Where(v => elements.Contains(v.ElementId)).Select(v => v.Period).Distinct().ToListAsync(ct);
        return [.. periods.Select(p => p.Year).Where(y => y >= from).Distinct().Order()];
    }
}
