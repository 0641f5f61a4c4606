namespace OneMetre.Programme.Model;

/// <summary>One figure of money as it is summed: the project, its unit and domain where known, year and source; amounts in yuan.</summary>
sealed record FundFigure(Guid Project, Guid? Unit, Guid? Domain, int Year, FundSource Source, decimal? Planned, decimal? Paid);

/// <summary>A sum in yuan with how many projects gave figures for it: a sum without its coverage would pass for the whole.</summary>
sealed record FundSum(decimal Planned, decimal Paid, int Projects)
{
    /// <summary>Paid in hundredths of planned; null where nothing is planned.</summary>
    public decimal? PaidShare => Planned > 0 ? Paid * 100 / Planned : null;
}

/// <summary>Sums over the money of projects. Pure: every grouping adds up to the same whole, to the yuan.</summary>
static class FundSums
{
    /// <summary>The largest amount that is taken for one figure: a hundred thousand million yuan, which no project of a city reaches.</summary>
    public const decimal MostYuan = 100_000_000_000m;
    public const int YuanPerWan = 10_000;
    public const int FirstYear = 2000, LastYear = 2100;

    public static FundSum Whole(IEnumerable<FundFigure> figures)
    {
        var (planned, paid, projects) = (0m, 0m, new HashSet<Guid>());
        foreach (var f in figures)
        {
            if (f.Planned is null && f.Paid is null) continue;
            (planned, paid) = (planned + (f.Planned ?? 0), paid + (f.Paid ?? 0));
            projects.Add(f.Project);
        }
        return new(planned, paid, projects.Count);
    }

    public static IReadOnlyList<(T Key, FundSum Sum)> By<T>(IEnumerable<FundFigure> figures, Func<FundFigure, T> key) =>
        [.. figures.GroupBy(key).Select(g => (g.Key, Whole(g))).Where(g => g.Item2.Projects > 0)];

    /// <summary>More paid than planned, or paid without a plan, is taken only with its reason.</summary>
    public static bool NeedsReason(decimal? planned, decimal? paid) => paid > (planned ?? 0);
}
