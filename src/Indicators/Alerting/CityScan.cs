using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>What makes two warnings the same.</summary>
readonly record struct WarningKey(WarningRule Rule, string Indicator, string Region, Period Period);

/// <summary>A cause for a warning that stands today.</summary>
sealed record Cause(WarningKey Key, Light Light, string Code, IReadOnlyList<object> Args, IReadOnlyList<string> Elements, Guid? Owner, Guid? Submission = null);

/// <summary>A sheet that was asked for, with the elements of its form.</summary>
sealed record AskedSheet(Guid Id, Guid Unit, string Region, Period Period, SubmissionState State, DateOnly OpenOn, DateOnly LastDay, IReadOnlyCollection<string> Elements)
{
    public bool HandedOn => State is SubmissionState.Signed or SubmissionState.Checked || Locked;
    public bool Locked => State is SubmissionState.Locked or SubmissionState.Published;
}

/// <summary>Who reports which elements for a region, and who is in charge.</summary>
sealed record ElementDuty(Guid Unit, Guid? Supervisor, string Region, IReadOnlyCollection<string> Elements);

/// <summary>
/// Looks at every indicator of the city and its counties and finds what should be warned of (domain reference §3.3, W1 to W10). Figures are those of the newest period in which somebody has the whole of
/// them; a figure that only some regions stand behind is not judged. W7 is about a register and stands at no indicator. Pure: figures and sheets in, causes out.
/// </summary>
sealed class CityScan(
    FigureView view, IReadOnlyList<FigureCheck> checks, IReadOnlyList<AskedSheet> sheets, IReadOnlyList<ElementDuty> duties, WarningSettings settings, DateOnly today, IReadOnlyList<RegisterKept>? registers = null)
{
    readonly ClashScan clashes = new(view, checks);

    /// <summary>The last change of a figure and the last step of a sheet before the figures were read.</summary>
    public (long Change, Guid Step) Stamp { get; init; }

    /// <summary>Every period that has figures.</summary>
    public IEnumerable<Period> Periods => view.Table.Periods;

    /// <summary>The period that each indicator was judged by.</summary>
    public Dictionary<string, Period> Newest { get; } = new(StringComparer.Ordinal);

    /// <param name="also">Periods of which the checks are run too, beside the newest.</param>
    public IReadOnlyList<Cause> Run(IEnumerable<Period> also)
    {
        var causes = new List<Cause>();
        foreach (var known in view.Indicators) causes.AddRange(Of(known));
        causes.AddRange(Late());
        causes.AddRange(Unkept());
        foreach (var period in Newest.Values.Concat(also).Distinct().Order()) causes.AddRange(Clashes(period));
        return [.. causes.DistinctBy(c => c.Key)]; // an indicator that came again as a whole is warned of once, not again for its parts
    }

    /// <summary>The checks that are false in one period, one cause for each indicator and region.</summary>
    public IEnumerable<Cause> Clashes(Period period) => clashes.Of(period).Where(c => !settings.Off.Contains(c.Check.Warns))
        .GroupBy(c => (c.Check.Warns, c.Indicator, c.Region))
        .Select(g => new Cause(
            new(g.Key.Warns, g.Key.Indicator, g.Key.Region, period), g.Any(c => c.Check.Severity == CheckSeverity.Error) ? Light.Red : Light.Yellow, EarlyWarning.OfChecks,
            [.. g.Select(c => c.Check.Id).Distinct()], [.. g.SelectMany(c => c.Elements).Distinct()], OwnerOf([.. g.SelectMany(c => c.Elements)], g.Key.Region)));

    List<Cause> Of(KnownIndicator known)
    {
        Region[] regions = [view.Top, .. view.Counties];
        var found = new List<Cause>();
        foreach (var kind in view.Table.Periods.GroupBy(p => p.Kind))
        {
            var periods = kind.Where(p => FormulaBook.For(known.Versions, p) is not null).Order().ToList();
            var newest = periods.FindLast(p => regions.Any(r => view.Of(known, r.Code, p) is { Whole: true, Value: not null }));
            if (newest == default) continue;
            if (kind.Key == PeriodKind.Year || !Newest.ContainsKey(known.Indicator.Id)) Newest[known.Indicator.Id] = newest;
            var since = known.Breaks.Where(b => b.FromYear <= newest.Year).Select(b => b.FromYear).DefaultIfEmpty(0).Max();
            var series = regions.ToDictionary(r => r.Code, r => periods.Where(p => p.Year >= since && p.CompareTo(newest) <= 0).Select(p => Point(known, r.Code, p)).ToList(), StringComparer.Ordinal);
            foreach (var region in regions) found.AddRange(Judged(known, region, newest, series));
        }
        foreach (var region in regions) found.AddRange(NeverCame(known, region));
        return found;
    }

    IEnumerable<Cause> Judged(KnownIndicator known, Region region, Period newest, Dictionary<string, List<SeriesPoint>> series)
    {
        var elements = ElementsOf(known, newest);
        var watched = new Watched(series[region.Code], view.TargetFor(known, region.Code, newest), known.MoreIsBetter)
        {
            Children = region == view.Top ? [.. view.Counties.Select(c => (c.Name, Point: series[c.Code][^1])).Select(c => new RegionPoint(c.Name, c.Point.Value, c.Point.Count))] : [],
        };
        return Causes(Expect(watched, elements, region.Code, newest), known, region, newest, elements);
    }

    /// <summary>A figure that was asked for after the newest that anybody has, and that will not come any more.</summary>
    IEnumerable<Cause> NeverCame(KnownIndicator known, Region region)
    {
        var elements = ElementsOf(known, new(PeriodKind.Year, 9999, 1));
        var asked = sheets.Where(s => s.Region == region.Code && s.Elements.Intersect(elements).Any()).Select(s => s.Period).Order().LastOrDefault();
        if (asked == default || (Newest.TryGetValue(known.Indicator.Id, out var newest) && asked.CompareTo(newest) <= 0) || view.Of(known, region.Code, asked)?.Value is not null) return [];
        return Causes(Expect(new([new(asked, null)]), elements, region.Code, asked), known, region, asked, elements).Where(c => c.Key.Rule == WarningRule.NoData);
    }

    /// <summary>When the figure is due and whether it is in. What has left the unit and waits for its lock is neither missing nor late.</summary>
    Watched Expect(Watched watched, IReadOnlyList<string> elements, string region, Period period)
    {
        var asked = sheets.Where(s => s.Region == region && s.Period == period && s.Elements.Intersect(elements).Any()).ToList();
        if (asked.Count == 0) return watched;
        return watched with { Filed = asked.TrueForAll(s => s.Locked), Due = asked.Exists(s => !s.HandedOn) ? asked.Where(s => !s.HandedOn).Max(s => s.LastDay) : null };
    }

    // What is late is told once for each sheet, below; contradictions once for each check.
    IEnumerable<Cause> Causes(Watched watched, KnownIndicator known, Region region, Period period, IReadOnlyList<string> elements) =>
        WarningRules.Of(watched, today, settings).Where(f => f.Rule is not (WarningRule.Due or WarningRule.LogicClash))
            .Select(f => new Cause(new(f.Rule, known.Indicator.Id, region.Code, period), f.Light, f.Code, [.. f.Args.Select(a => a is decimal number ? Formula.Shown(number, Math.Max(1, FormulaBook.For(known.Versions, period)?.Digits ?? 2)) : a)], elements, OwnerOf(elements, region.Code)));

    /// <summary>W1 is about a sheet, not about each of its twenty indicators: it stands at the first one that the sheet feeds.</summary>
    IEnumerable<Cause> Late() =>
        from sheet in sheets
        where !sheet.HandedOn && sheet.OpenOn <= today
        from finding in WarningRules.Of(new([new(sheet.Period, null)]) { Due = sheet.LastDay }, today, settings)
        where finding.Rule == WarningRule.Due
        let first = view.Indicators.FirstOrDefault(i => ElementsOf(i, sheet.Period).Intersect(sheet.Elements).Any())?.Indicator.Id ?? ""
        let cause = new Cause(new(WarningRule.Due, first, sheet.Region, sheet.Period), finding.Light, finding.Code, finding.Args, [.. sheet.Elements], sheet.Unit, sheet.Id)
        group cause by cause.Key into same
        select same.MaxBy(c => c.Light)!;

    /// <summary>W7, under the year in which the register was last kept: it stays one warning until somebody keeps it.</summary>
    IEnumerable<Cause> Unkept() =>
        from register in registers ?? []
        from finding in WarningRules.Of(new([]) { RegisterUpdated = register.On }, today, settings)
        where finding.Rule == WarningRule.StaleRegister
        select new Cause(new(finding.Rule, "", register.RegionCode, new(PeriodKind.Year, register.On.Year, 1)), finding.Light, finding.Code, finding.Args, [], null);

    SeriesPoint Point(KnownIndicator known, string region, Period period) => view.Of(known, region, period) is { Whole: true, Value: { } value } figure ? new(period, value, figure.Worked.Numerator) : new(period, null);

    static IReadOnlyList<string> ElementsOf(KnownIndicator known, Period period) =>
        FormulaBook.For(known.Versions, period) is { } version && FormulaBook.Of(version) is { } formula ? [.. formula.Names.Select(n => n.Element).Distinct()] : [];

    Guid? OwnerOf(IReadOnlyList<string> elements, string region)
    {
        var own = duties.Where(d => d.Region == region).Select(d => (d.Unit, Part: d.Elements.Intersect(elements).Count())).Where(d => d.Part > 0).ToList();
        if (own.Count > 0) return own.MaxBy(d => d.Part).Unit;
        return region == view.Top.Code
            ? duties.Where(d => d.Supervisor is not null && d.Elements.Intersect(elements).Any()).CountBy(d => d.Supervisor!.Value).OrderByDescending(d => d.Value).ThenBy(d => d.Key).Select(d => (Guid?)d.Key).FirstOrDefault()
            : null;
    }
}
