namespace OneMetre.Indicators.Contract;

/// <summary>One published figure. Hidden: there is one, and it is kept from view because it is small or would give a small one away. Value is rounded as it is shown; High closes a range; null without data.</summary>
public sealed record PublishedFigure(int Year, decimal? Value, bool Hidden, decimal? High = null);

/// <summary>The years of one region; Path is the way to the target, year by year.</summary>
public sealed record PublicSeries(string Region, string Name, IReadOnlyList<PublishedFigure> Figures, IReadOnlyList<decimal?> Path, decimal? Target);

/// <summary>A region by its code.</summary>
public sealed record PublicRegion(string Code, string Name);

/// <summary>An indicator as everybody may see it. Counties are those with something to tell, Land all of today, for a map. BreakYears are the first years of new definitions; Target as the plan prints it, Met null where it cannot be judged.</summary>
public sealed record PublicIndicator(CatalogueIndicator Indicator, IReadOnlyList<int> Years, PublicSeries City, IReadOnlyList<PublicSeries> Counties, IReadOnlyList<PublicRegion> Land, IReadOnlyList<int> BreakYears, string? Target, int? DueYear, bool? Met, bool YesNo);

/// <summary>A row of the open data: one indicator, region and year. Broken: the first year of a new definition.</summary>
public sealed record OpenRow(string Indicator, string Name, string NameEn, string MeasureUnit, string RegionCode, string Region, int Year, decimal? Value, bool Hidden, bool Broken = false);

/// <summary>Published figures, with small ones hidden, for the portal and for open data.</summary>
public interface IPublicFigures
{
    /// <summary>Null where there is no such indicator.</summary>
    Task<PublicIndicator?> One(string id, CancellationToken ct);

    /// <summary>The newest published figure of the city by indicator.</summary>
    Task<IReadOnlyDictionary<string, PublishedFigure>> Newest(CancellationToken ct);

    /// <summary>Everything that is published, in catalogue order.</summary>
    IAsyncEnumerable<OpenRow> All(CancellationToken ct);
}
