using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Publishing;

/// <summary>
/// Decides, for every published figure of a period that could point at a child, whether the public sees it: small ones are hidden, and with them whatever would let a reader work them out from totals,
/// from boys and girls, from rates, or from what was published before (domain reference §3.2, Rules/Suppression). Runs in the transaction that publishes; what cannot be protected is not published.
/// </summary>
sealed class PublishFigures(IndicatorsData data, TimeProvider time)
{
    /// <summary>The number of figures that are hidden now; or why the period cannot be published like this.</summary>
    public async Task<Result<int>> Run(Period period, CancellationToken ct)
    {
        if (await Weigh(period, v => v.Published, ct) is not { } weighed) return 0;
        var (table, ledger, sums, rates, result) = weighed;
        if (result.Unprotected.Count > 0) return new Problem("indicators.cannot-hide", null, result.Unprotected.Count);

        var written = ledger.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        data.AddRange(table.Now.Where(c => !written.Contains(c.Id)).Select(c => Row(period, c.Id, c.Value, c.Sensitive, !result.Hidden.Contains(c.Id))));
        data.AddRange(rates.Where(r => !written.Contains(r.Id)).Select(r => Row(period, r.Id, 0, true, !result.Hidden.Contains(r.Id))));
        data.Add(new Publication { Id = data.NewId(), Period = period, At = time.GetUtcNow().UtcDateTime, Sums = JsonSerializer.Serialize(sums), Rates = JsonSerializer.Serialize(rates) });
        await data.Save(ct);
        return result.Hidden.Count;
    }

    /// <summary>What publishing these figures beside those that are public would do, and nothing is written: how many of them nobody would see, and how many could not be protected.</summary>
    public async Task<(int Hidden, int Unprotected)> Preview(Period period, IQueryable<DataValue> more, CancellationToken ct)
    {
        var keys = (await more.AsNoTracking().Where(v => v.Period == period && v.State == CellState.Known).Select(v => new { v.ElementId, v.RegionCode, v.Split }).ToListAsync(ct)).Select(v => (v.ElementId, v.RegionCode, v.Split)).ToHashSet();
        // The figures that would be public are those that are, and these: what the caller may not publish stays out of the reckoning.
        return await Weigh(period, v => v.Published || more.Any(m => m.ElementId == v.ElementId && m.Period == v.Period && m.RegionCode == v.RegionCode && m.Split == v.Split), ct) is { } weighed
            ? (keys.Count(k => weighed.Table.Has(k.ElementId, k.RegionCode, k.Split) && weighed.Result.Hidden.Contains(weighed.Table.Id(k.ElementId, k.RegionCode, k.Split))), weighed.Result.Unprotected.Count) : (0, 0);
    }

    sealed record Weighed(Cells Table, IReadOnlyList<PublicCell> Ledger, IReadOnlyList<PublishedSum> Sums, IReadOnlyList<PublishedRate> Rates, SuppressionResult Result);

    /// <summary>What has to be hidden when these figures of the period are public; null where none of them could point at a child.</summary>
    async Task<Weighed?> Weigh(Period period, Expression<Func<DataValue, bool>> shown, CancellationToken ct)
    {
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        var formulas = await Rates(period, elements, ct);
        var watched = elements.Values.OrderBy(e => e.Id, StringComparer.Ordinal).Where(e => e.Sensitive).Select(e => e.Id).Concat(formulas.Select(f => f.Denominator)).ToHashSet(StringComparer.Ordinal);
        // Ordered here and not by the engines, which do not agree about strings: the same figures hide the same figures, wherever and however often they are published.
        var values = (await data.ValuesOfTheCity.AsNoTracking().Where(shown).Where(v => v.Period == period && v.State != CellState.Missing && watched.Contains(v.ElementId)).ToListAsync(ct)).OrderBy(v => PublicKey.Of(v.ElementId, v.RegionCode, v.Split), StringComparer.Ordinal).ToList();
        if (values.Count == 0) return null;
        var lands = Lands(await data.Regions.AsNoTracking().ToListAsync(ct), period, values.Select(v => v.RegionCode));
        List<Region> regions = [.. lands.SelectMany(l => l).DistinctBy(r => r.Code)];
        var ledger = (await data.PublicCells.AsNoTracking().Where(c => c.Period == period).ToListAsync(ct)).OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
        var table = new Cells(ledger);
        foreach (var value in values.Where(v => v.State == CellState.Known)) table.Put(value.ElementId, value.RegionCode, value.Split, value.Number!.Value, elements[value.ElementId].Sensitive);

        var absent = values.Where(v => v.State == CellState.NotApplicable).Select(v => (v.ElementId, v.RegionCode, v.Split)).ToHashSet();
        var overlaps = new OverlapBook(await data.Overlaps.AsNoTracking().ToListAsync(ct), regions);
        List<PublishedSum> sums = [.. lands.SelectMany(land => Sums(table, watched, elements, land, absent, (element, split, parts) => Aggregation.Twice(parts, overlaps.Between(new(element, split), split, period, [.. parts.Keys])))), .. Differences(table, [.. formulas.Where(f => f.OfWhole && elements[f.Denominator].Sensitive).Select(f => (f.Numerator, f.Denominator)), .. await Nested(elements, ct)])];
        var rates = formulas.SelectMany(f => table.Places(f.Numerator).Where(p => table.Has(f.Denominator, p.Region, p.Split))
            .Select(p => new PublishedRate(table.RateId(f.Indicator, p.Region, p.Split, f.Numerator, f.Denominator), table.Id(f.Numerator, p.Region, p.Split), table.Id(f.Denominator, p.Region, p.Split)))).ToList();

        var before = await data.Publications.AsNoTracking().Where(p => p.Period == period).OrderBy(p => p.Id).ToListAsync(ct);
        List<PublishedSum> allSums = [.. before.SelectMany(p => JsonSerializer.Deserialize<List<PublishedSum>>(p.Sums)!), .. sums];
        List<PublishedRate> allRates = [.. before.SelectMany(p => JsonSerializer.Deserialize<List<PublishedRate>>(p.Rates)!).Concat(rates).DistinctBy(r => r.Id)];
        var known = ledger.Where(c => !c.Key.StartsWith("rate:", StringComparison.Ordinal)).Select(c => new PublishedCell(c.Id, c.Value, c.Sensitive)).Concat(table.Now).DistinctBy(c => c.Id).ToList();
        var result = Suppression.Of(known, [.. allSums.DistinctBy(s => s.Total + "=" + string.Join('+', s.Parts))], allRates, null,
            ledger.Where(c => c.Shown).Select(c => c.Id).ToHashSet(StringComparer.Ordinal), ledger.Where(c => !c.Shown).Select(c => c.Id).ToHashSet(StringComparer.Ordinal));
        return new(table, ledger, sums, rates, result);
    }

    /// <summary>
    /// The country as it was at the end of the period; and, for figures of regions that were not there then, as it was when they were, at the day nearest to the period. A year before a merger may stand
    /// under the old codes, the new one or both: whoever reads the table can add up either.
    /// </summary>
    static List<List<Region>> Lands(List<Region> known, Period period, IEnumerable<string> needed)
    {
        var then = On(period.End);
        var codes = then.Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        var strangers = needed.Where(code => !codes.Contains(code)).ToHashSet(StringComparer.Ordinal);
        var days = known.Where(r => strangers.Contains(r.Code)).GroupBy(r => r.Code, StringComparer.Ordinal).Select(g => g.Select(Nearest).MinBy(day => Math.Abs(day.DayNumber - period.End.DayNumber)));
        return [then, .. days.Distinct().Order().Select(On)];

        List<Region> On(DateOnly day) => [.. known.Where(r => r.ValidFrom <= day && (r.ValidTo is null || r.ValidTo > day)).OrderBy(r => r.Code, StringComparer.Ordinal)];
        DateOnly Nearest(Region region) => region.ValidFrom > period.End ? region.ValidFrom : region.ValidTo!.Value.AddDays(-1);
    }

    static PublicCell Row(Period period, string id, decimal value, bool sensitive, bool shown)
    {
        var at = id.LastIndexOf('#');
        return new() { Period = period, Key = id[..at], Edition = int.Parse(id[(at + 1)..], System.Globalization.CultureInfo.InvariantCulture), Value = value, Sensitive = sensitive, Shown = shown };
    }

    sealed record SimpleRate(string Indicator, string Numerator, string Denominator, bool OfWhole);

    /// <summary>The indicators that divide one sensitive count by one other figure: with the figure below, the rate tells the count above.</summary>
    async Task<List<SimpleRate>> Rates(Period period, Dictionary<string, DataElement> elements, CancellationToken ct) =>
    [
        .. (await data.Formulas.AsNoTracking().Where(f => f.Denominator != null).ToListAsync(ct)).OrderBy(f => f.IndicatorId, StringComparer.Ordinal).ThenBy(f => f.Number).GroupBy(f => f.IndicatorId).Select(g => (g.Key, Formula: FormulaBook.For(g.Select(v => v.ForThePublic), period) is { } v ? FormulaBook.Of(v) : null))
            .Where(f => f.Formula is { } formula && formula.Numerator.Names is [{ Look: Look.Now, Split: "" } top] && formula.Denominator!.Names is [{ Look: Look.Now, Split: "" } bottom] && elements.GetValueOrDefault(top.Element)?.Sensitive == true && elements.ContainsKey(bottom.Element))
            .Select(f => new SimpleRate(f.Key, f.Formula!.Numerator.Names[0].Element, f.Formula.Denominator!.Names[0].Element, elements[f.Formula.Denominator.Names[0].Element].MeasureUnit == elements[f.Formula.Numerator.Names[0].Element].MeasureUnit)),
    ];

    /// <summary>
    /// Counts of which one is a part of the other, as the checks say it (deaths.neonatal &lt;= deaths.infant): with both, a reader has what lies between.
    /// </summary>
    async Task<List<(string Part, string Whole)>> Nested(Dictionary<string, DataElement> elements, CancellationToken ct) =>
    [
        .. (await data.Checks.AsNoTracking().Select(c => new { c.Id, c.Expression }).ToListAsync(ct)).OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => c.Expression.Split("<="))
            .Where(e => e.Length == 2 && elements.GetValueOrDefault(e[0].Trim())?.Sensitive == true && elements.GetValueOrDefault(e[1].Trim())?.Sensitive == true).Select(e => (e[0].Trim(), e[1].Trim())),
    ];

    /// <summary>What lies between a part and its whole is a count of children like any other, though no table prints it: five deaths between the first and the fifth birthday.</summary>
    static List<PublishedSum> Differences(Cells table, List<(string Part, string Whole)> pairs)
    {
        var sums = new List<PublishedSum>();
        foreach (var (part, whole) in pairs.Distinct())
            foreach (var (region, split) in table.Places(part).Where(p => table.Has(whole, p.Region, p.Split)))
            {
                var between = table.Value(whole, region, split) - table.Value(part, region, split);
                if (between < 0) continue;
                var name = $"{whole}-{part}";
                table.Put(name, region, split, between, true);
                sums.Add(new(table.Id(whole, region, split), [table.Id(part, region, split), table.Id(name, region, split)]));
            }
        return sums;
    }

    /// <summary>What any reader can add up: the regions below a region, once all of them are published, and the parts of a split. A declared overlap makes the sum less by a number that is no secret.</summary>
    static List<PublishedSum> Sums(
        Cells table, IEnumerable<string> watched, Dictionary<string, DataElement> elements, List<Region> regions, HashSet<(string, string, string)> absent, Func<string, string, IReadOnlyDictionary<string, decimal>, decimal> twice)
    {
        var sums = new List<PublishedSum>();
        var below = regions.Where(r => r.ParentCode is not null).ToLookup(r => r.ParentCode!, StringComparer.Ordinal);
        foreach (var element in watched)
        {
            // From the villages up, so that a county's sum is there when the city asks for it.
            if (elements[element].Combine == Combine.Sum)
                foreach (var upper in regions.OrderByDescending(r => r.Level).Where(r => below[r.Code].Any()))
                    foreach (var split in below[upper.Code].SelectMany(b => table.SplitsAt(element, b.Code)).Distinct().ToList())
                    {
                        // Where a count does not apply there is nothing to add: the others still make the whole.
                        var parts = below[upper.Code].Where(p => !absent.Contains((element, p.Code, split))).ToList();
                        if (parts.Count == 0 || !parts.TrueForAll(p => table.Has(element, p.Code, split))) continue;
                        if (!table.Has(element, upper.Code, split)) table.Put(element, upper.Code, split, parts.Sum(p => table.Value(element, p.Code, split)) - twice(element, split, parts.ToDictionary(p => p.Code, p => table.Value(element, p.Code, split), StringComparer.Ordinal)), elements[element].Sensitive);
                        sums.Add(new(table.Id(element, upper.Code, split), [.. parts.Select(p => table.Id(element, p.Code, split))]));
                    }
            foreach (var (region, _) in table.Places(element).Where(p => p.Split.Length == 0))
                foreach (var dimension in elements[element].Splits.Split(';').Where(Splits.AddUp))
                    if (Splits.Of(dimension) is { Count: > 0 } parts && parts.All(p => table.Has(element, region, p)))
                        sums.Add(new(table.Id(element, region, Splits.Total), [.. parts.Select(p => table.Id(element, region, p))]));
        }
        return sums;
    }

    /// <summary>The figures of this publication under their ids: a figure that has not changed since it was last published keeps its edition.</summary>
    sealed class Cells(IReadOnlyList<PublicCell> ledger)
    {
        readonly Dictionary<string, PublicCell> last = ledger.GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.MaxBy(c => c.Edition)!, StringComparer.Ordinal);
        readonly Dictionary<(string Element, string Region, string Split), (string Id, decimal Value, bool Sensitive)> cells = [];

        public IEnumerable<PublishedCell> Now => cells.Values.Select(c => new PublishedCell(c.Id, c.Value, c.Sensitive));
        public List<(string Region, string Split)> Places(string element) => [.. cells.Keys.Where(k => k.Element == element).Select(k => (k.Region, k.Split))];
        public IEnumerable<string> SplitsAt(string element, string region) => cells.Keys.Where(k => k.Element == element && k.Region == region).Select(k => k.Split);
        public bool Has(string element, string region, string split) => cells.ContainsKey((element, region, split));
        public string Id(string element, string region, string split) => cells[(element, region, split)].Id;
        public decimal Value(string element, string region, string split) => cells[(element, region, split)].Value;

        public void Put(string element, string region, string split, decimal value, bool sensitive)
        {
            var key = PublicKey.Of(element, region, split);
            var edition = last.TryGetValue(key, out var was) ? was.Value == value ? was.Edition : was.Edition + 1 : 1;
            cells[(element, region, split)] = ($"{key}#{edition}", value, sensitive);
        }

        /// <summary>A rate is another one when either half is: its edition is that of both.</summary>
        public string RateId(string indicator, string region, string split, string numerator, string denominator) =>
            $"{PublicKey.OfRate(indicator, region, split)}#{Edition(numerator, region, split) * 1000 + Edition(denominator, region, split)}";

        int Edition(string element, string region, string split) => int.Parse(Id(element, region, split).Split('#')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The names of figures and rates in the memory of what is public.</summary>
static class PublicKey
{
    public static string Of(string element, string region, string split) => $"{element}|{region}|{split}";
    public static string OfRate(string indicator, string region, string split) => $"rate:{indicator}|{region}|{split}";
}
