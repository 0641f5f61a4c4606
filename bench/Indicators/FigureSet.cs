using OneMetre.Indicators.Store;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Bench;

/// <summary>An invented country: 31 provinces, 333 cities and 2,844 counties, of which each has a figure (or one in ten has) for 57 measures, 3 splits and up to 206 periods.</summary>
sealed class FigureSet
{
    public const int MostPeriods = 206;
    const int MeasureCount = 57, SplitCount = 3, Counties = 2844, Cities = 333, ProvinceCount = 31;
    readonly bool sparse;
    readonly int[] provinceOf = new int[Counties];

    public FigureSet(int periods, bool sparse)
    {
        this.sparse = sparse;
        var kinds = Enumerable.Range(2015, 12).SelectMany(year => Enum.GetValues<PeriodKind>().SelectMany(kind =>
            Enumerable.Range(1, kind switch { PeriodKind.Month => 12, PeriodKind.Quarter => 4, PeriodKind.Half => 2, _ => 1 }).Select(ordinal => new Period(kind, year, ordinal))));
        Shape = new("bench", Enumerable.Range(0, MeasureCount).Select(measure => $"Measure{measure}"), kinds.Order().Take(periods), SplitCount, new(Codes()));
        Provinces = Shape.Regions.Parts(RegionLevel.Province, RegionLevel.County);
        Periods = periods;
        Cells = (long)MeasureCount * SplitCount * periods * Counties;
        for (var part = 0; part < Provinces.Count; part++) provinceOf.AsSpan(Provinces[part].From, Provinces[part].Count).Fill(part);
    }

    public Shape Shape { get; }
    public RegionParts Provinces { get; }
    public int Periods { get; }
    public long Cells { get; }
    public long Figures => Rows().LongCount();

    public readonly record struct Row(int Measure, int Period, int Split, int Province, int Region, long Units);

    /// <summary>Every figure once, in an order that no index, zone or cache likes; always the same one.</summary>
    public IEnumerable<Row> Rows()
    {
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Cells - 1);
        bits += bits & 1;
        for (long i = 0; i < 1L << bits; i++)
        {
            // Four rounds of a Feistel network are a permutation of 2^bits; places beyond the last cell are left out.
            var half = bits / 2;
            var (left, right) = ((uint)(i >> half), (uint)i & ((1u << half) - 1));
            for (var round = 0u; round < 4; round++) (left, right) = (right, (left ^ (uint)(Mix(right + ((ulong)round << 40)) >> 20)) & ((1u << half) - 1));
            var cell = (long)left << half | right;
            if (cell >= Cells) continue;

            var random = Mix((ulong)cell + 0x1234567800000000);
            if (sparse && random % 10 != 0) continue;
            var (rest, region) = Math.DivRem((uint)cell, (uint)Counties);
            var (series, period) = Math.DivRem(rest, (uint)Periods);
            yield return new((int)(series / SplitCount), (int)period, (int)(series % SplitCount), provinceOf[region], (int)region, (long)((random >> 8) % 100_000_000));
        }
    }

    static ulong Mix(ulong x)
    {
        x = (x ^ x >> 32) * 0xD6E8FEB86659FD93;
        x = (x ^ x >> 32) * 0xD6E8FEB86659FD93;
        return x ^ x >> 32;
    }

    // Provinces and cities of unequal size, as in any country.
    static IEnumerable<string> Codes()
    {
        static int City(int county) => (int)(Cities * Math.Pow(county / (double)Counties, 0.9));
        static int Province(int city) => (int)(ProvinceCount * Math.Pow(city / (double)Cities, 0.8));
        return Enumerable.Range(0, Counties).SelectMany(county =>
        {
            var (city, province) = (City(county), Province(City(county)));
            var (cityIn, countyIn) = (city - Enumerable.Range(0, city + 1).First(c => Province(c) == province), county - Enumerable.Range(0, county + 1).First(c => City(c) == city));
            var code = $"{11 + province}{cityIn + 1:00}";
            return (string[])[$"{11 + province}0000000000", code + "00000000", $"{code}{countyIn + 1:00}000000"];
        }).Distinct();
    }
}

/// <summary>One question of the bench with its parameters.</summary>
readonly record struct Question(string Name, int Measure, int Period, int Split, int Region)
{
    public const string ByProvince = "provinces", OfNation = "series", OfRegion = "region", League = "league", RollUp = "rollup";

    public static IEnumerable<Question> Any(string name, FigureSet set, int seed)
    {
        var random = new Random(seed);
        while (true) yield return new(name, random.Next(set.Shape.Measures.Count), random.Next(set.Periods), random.Next(set.Shape.Splits), random.Next(set.Shape.Regions.Count(RegionLevel.County)));
    }

    /// <summary>The answer has a key, the sum or figure, and how many.</summary>
    public string Sql(string from, FigureSet set) => Name switch
    {
        ByProvince => $"SELECT province::int, sum(value), count(*) FROM {from} WHERE measure = {Measure} AND period = {Period} AND split = {Split} GROUP BY province",
        OfNation => $"SELECT period::int, sum(value), count(*) FROM {from} WHERE measure = {Measure} AND split = {Split} GROUP BY period ORDER BY period",
        // Measures by name and not only 'all of them': PostgreSQL can then go down its index 57 times.
        OfRegion => $"SELECT measure::int, value, 1::bigint FROM {from} WHERE measure IN ({string.Join(',', Enumerable.Range(0, set.Shape.Measures.Count))}) AND period = {Period} AND split = {Split} AND region = {Region}",
        League => $"SELECT region::int, value, 1::bigint FROM {from} WHERE measure = {Measure} AND period = {Period} AND split = {Split} ORDER BY value DESC, region",
        _ => $"SELECT ((measure::int * {set.Shape.Splits} + split) * {set.Periods} + period) * {set.Provinces.Count} + province, sum(value), count(*) FROM {from} GROUP BY measure, split, period, province",
    };

    public bool InOrder => Name is OfNation or League;
}

/// <summary>One line of an answer; every engine must give the same ones.</summary>
readonly record struct Line(int Key, Int128 Units, long Count);
