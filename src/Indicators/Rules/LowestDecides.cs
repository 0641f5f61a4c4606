namespace OneMetre.Indicators.Rules;

/// <summary>The figure of one part, such as a vaccine, in one region, such as a township.</summary>
sealed record PartFigure(string Region, string Part, decimal? Value);

/// <summary>
/// Vaccination "by township": the city passes only if its lowest township passes with its lowest vaccine, and those that fail are named. A figure that is missing leaves a pass open.
/// Lowest is the figure published for the city.
/// </summary>
sealed record LowestDecides(TargetMet Met, PartFigure? Lowest, IReadOnlyList<PartFigure> Failing, IReadOnlyList<PartFigure> Missing)
{
    public static LowestDecides Of(Target target, IReadOnlyList<PartFigure> figures)
    {
        var failing = figures.Where(f => target.Met(new(f.Value)) == TargetMet.NotMet).OrderBy(f => f.Value).ThenBy(f => f.Region, StringComparer.Ordinal).ThenBy(f => f.Part, StringComparer.Ordinal).ToList();
        var missing = figures.Where(f => f.Value is null).ToList();
        var met = failing.Count > 0 ? TargetMet.NotMet : figures.Count == 0 || missing.Count > 0 ? TargetMet.NoData : TargetMet.Met;
        return new(met, figures.Where(f => f.Value is not null).MinBy(f => f.Value), failing, missing);
    }
}
