using Microsoft.AspNetCore.Http;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Pivoting;

/// <summary>What a table can be laid out by. An item is an indicator, or an element written element:births.live.</summary>
enum Dimension { Item, Region, Period, Split }

/// <summary>
/// A pivot table as its address says it: ?rows=item&amp;inner=split&amp;cols=period&amp;item=…&amp;region=…&amp;kind=Year&amp;period=…&amp;split=…. A region may be below:CODE, all regions right below it. Whatever is
/// not said has a sensible answer: all indicators of the whole city over the last five periods.
/// </summary>
/// <param name="Inner">The rows within each row; null for plain rows.</param>
/// <param name="Unknown">Words of the address that name nothing here.</param>
sealed record PivotQuery(
    Dimension Rows, Dimension? Inner, Dimension Columns, IReadOnlyList<string> Items, IReadOnlyList<string> Regions, PeriodKind Kind, IReadOnlyList<Period> Periods, IReadOnlyList<string> Splits, IReadOnlyList<string> Unknown)
{
    public const int MostColumns = 60, MostItems = 300, MostRegions = 500, MostRows = 20_000, MostCells = 200_000;
    const int Usual = 5;
    public const string Element = "element:", Below = "below:";

    public int Count(Dimension dimension) => dimension switch { Dimension.Item => Items.Count, Dimension.Region => Regions.Count, Dimension.Period => Periods.Count, _ => Splits.Count };

    /// <summary>More rows than anybody reads, or than one answer should hold: such a table is not made.</summary>
    public bool TooMany => AllRows > MostRows || AllRows * Math.Min(Count(Columns), MostColumns) > MostCells;

    long AllRows => (long)Count(Rows) * (Inner is { } inner ? Count(inner) : 1);

    /// <summary>Neither a row nor a column: of these the first value is shown.</summary>
    public IEnumerable<Dimension> Fixed => Enum.GetValues<Dimension>().Where(d => d != Rows && d != Inner && d != Columns);

    public static PivotQuery Of(IQueryCollection query, FigureView view)
    {
        var unknown = new List<string>();
        var rows = Dim("rows") ?? Dimension.Item;
        var columns = Dim("cols") is { } c && c != rows ? c : Others(rows).First();
        var inner = Dim("inner") is { } i && i != rows && i != columns ? i : (Dimension?)null;

        var kinds = view.Kinds;
        var kind = One<PeriodKind>("kind") is { } k && kinds.Contains(k) ? k : kinds.Count == 0 ? PeriodKind.Year : kinds[0];
        var there = view.Times(kind);
        var periods = Chosen<Period>("period", MostColumns, text => Period.TryParse(text, out var p) && there.Contains(p) ? [p] : Period.TryParse(text, out p) ? [] : null).Order().ToList();
        if (periods.Count == 0) periods = [.. there.TakeLast(Usual)];

        var items = Chosen<string>("item", MostItems, text => view.Indicator(text) is not null || (text.StartsWith(Element, StringComparison.Ordinal) && view.Elements.ContainsKey(text[Element.Length..])) ? [text] : null);
        if (items.Count == 0) items = [.. view.Indicators.Select(x => x.Indicator.Id)];
        var regions = Chosen<string>("region", MostRegions, text => text.StartsWith(Below, StringComparison.Ordinal) && view.Names.ContainsKey(text[Below.Length..]) ? [.. RightBelow(view, text[Below.Length..])] : view.Names.ContainsKey(text) ? [text] : null);
        if (regions.Count == 0) regions = [view.Top.Code];
        var splits = Chosen<string>("split", MostColumns, text => text == "total" ? [Model.Splits.Total] : Model.Splits.Of(Model.Splits.DimensionOf(text)).Contains(text) ? [text] : null);
        if (splits.Count == 0) splits = [Model.Splits.Total];

        var asked = new PivotQuery(rows, inner, columns, items, regions, kind, periods, splits, unknown);
        // Several values of something that has no place yet: it gets the place within the rows.
        return inner is null && asked.Fixed.Where(d => asked.Count(d) > 1).Select(d => (Dimension?)d).FirstOrDefault() is { } homeless ? asked with { Inner = homeless } : asked;

        T? One<T>(string name) where T : struct, Enum => query[name].ToString() is { Length: > 0 } text ? text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : Say<T>(text) : null;
        T? Say<T>(string text) where T : struct
        {
            unknown.Add(text);
            return null;
        }
        Dimension? Dim(string name) => One<Dimension>(name);
        List<T> Chosen<T>(string name, int most, Func<string, T[]?> read) where T : notnull
        {
            var found = new List<T>();
            foreach (var text in query[name])
            {
                if (string.IsNullOrEmpty(text)) continue;
                if (read(text) is { } values) found.AddRange(values);
                else unknown.Add(text.Length <= 40 ? text : text[..40] + "…");
            }
            var distinct = found.Distinct().ToList();
            return distinct.Count > most ? distinct[..most] : distinct;
        }
    }

    /// <summary>The regions right below as they are today.</summary>
    static IEnumerable<string> RightBelow(FigureView view, string code) => view.Regions.Where(r => r.ParentCode == code && r.ValidTo is null).Select(r => r.Code).Distinct().Order(StringComparer.Ordinal);

    static IEnumerable<Dimension> Others(Dimension dimension) => new[] { Dimension.Period, Dimension.Region, Dimension.Item, Dimension.Split }.Where(d => d != dimension);
}
