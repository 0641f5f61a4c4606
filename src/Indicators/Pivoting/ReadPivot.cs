using Microsoft.AspNetCore.Http;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Pivoting;

/// <summary>The head of a row or column. Unit and Link only where they say something.</summary>
sealed record PivotHead(string Key, string Name, string? Unit = null, string? Link = null);

/// <summary>One figure, rounded as it is shown; High closes a range. Have of Expected regions stand behind it. Break: a new definition begins with this period.</summary>
readonly record struct PivotCell(decimal? Value, decimal? High, bool YesNo, int Have, int Expected, bool Revised, bool Break)
{
    public bool Whole => Have >= Expected;

    public string? Shown(Texts texts) => Value is not { } value ? null : YesNo ? texts[value > 0 ? "indicators.yes" : "indicators.no"] : High is { } high ? $"{Figure.Text(value)}—{Figure.Text(high)}" : Figure.Text(value);
}

/// <summary>A row: what it stands under, what it is, and a figure for each column.</summary>
sealed record PivotRow(PivotHead Outer, PivotHead? Inner, IReadOnlyList<PivotCell> Cells);

/// <summary>A table whose rows are worked out when they are asked for.</summary>
sealed record PivotTable(PivotQuery Query, FigureView View, IReadOnlyList<PivotHead> Columns, IReadOnlyList<PivotHead> Fixed, int Total, Func<int, PivotRow> Row)
{
    public const int PageSize = 60;

    /// <summary>Page counts from 1.</summary>
    public IEnumerable<PivotRow> Page(int page) => Enumerable.Range(Math.Min((page - 1) * PageSize, Total), Math.Clamp(Total - (page - 1) * PageSize, 0, PageSize)).Select(Row);

    public IEnumerable<PivotRow> All => Enumerable.Range(0, Total).Select(Row);
}

/// <summary>Lays out figures by indicator, region, period and split. Every rate is worked out for its own place in the table from the sums below it; nothing is averaged.</summary>
sealed class ReadPivot(ReadFigures figures, Texts texts)
{
    public async Task<PivotTable> Run(IQueryCollection query, CancellationToken ct)
    {
        var view = await figures.OwnWithoutTargets(ct);
        return Of(view, PivotQuery.Of(query, view));
    }

    public PivotTable Of(FigureView view, PivotQuery query)
    {
        var heads = Enum.GetValues<Dimension>().ToDictionary(d => d, d => Heads(d, query, view));
        var (outer, inner, columns) = (heads[query.Rows], query.Inner is { } i ? heads[i] : null, heads[query.Columns].Take(PivotQuery.MostColumns).ToList());
        var within = inner?.Count ?? 1;
        var items = query.Items.Select(item => (Known: view.Indicator(item), Element: item.StartsWith(PivotQuery.Element, StringComparison.Ordinal) ? view.Elements[item[PivotQuery.Element.Length..]] : null)).ToList();

        PivotRow Row(int n)
        {
            var at = new int[4];
            at[(int)query.Rows] = n / within;
            if (query.Inner is { } place) at[(int)place] = n % within;
            var cells = new PivotCell[columns.Count];
            for (var column = 0; column < columns.Count; column++)
            {
                at[(int)query.Columns] = column;
                cells[column] = Cell(view, items[at[(int)Dimension.Item]], query.Regions[at[(int)Dimension.Region]], query.Periods[at[(int)Dimension.Period]], query.Splits[at[(int)Dimension.Split]]);
            }
            return new(outer[n / within], inner?[n % within], cells);
        }

        return new(query, view, columns, [.. query.Fixed.Select(d => heads[d].FirstOrDefault()).OfType<PivotHead>()], query.TooMany || Enum.GetValues<Dimension>().Any(d => query.Count(d) == 0) ? 0 : outer.Count * within, Row);
    }

    static PivotCell Cell(FigureView view, (KnownIndicator? Known, DataElement? Element) item, string region, Period period, string split)
    {
        if (item.Element is { } element)
        {
            var (reading, have, expected) = view.Table.Of(element.Id, region, period, split);
            return new(reading.Value, reading.High, element.Kind == ElementKind.YesNo, have, expected, view.Table.Reported(element.Id, region, period, split)?.Status == ValueStatus.Revised, false);
        }
        var known = item.Known!;
        if (FormulaBook.For(known.Versions, period) is not { } version) return default;
        var figure = view.Of(known, region, period, split)!;
        return new(figure.Value is { } value ? Formula.Shown(value, version.Digits) : null, figure.Worked.High is { } high ? Formula.Shown(high, version.Digits) : null, known.Indicator.Direction == "boolean",
            figure.Have, figure.Expected, figure.Revised, known.Breaks.Any(b => b.FromYear == period.Year));
    }

    List<PivotHead> Heads(Dimension dimension, PivotQuery query, FigureView view) => dimension switch
    {
        Dimension.Item => [.. query.Items.Select(item => Item(item, view))],
        Dimension.Region => [.. query.Regions.Select(r => new PivotHead(r, view.Names.GetValueOrDefault(r) ?? r))],
        Dimension.Period => [.. query.Periods.Select(p => new PivotHead(p.ToString(), Day.Text(p)))],
        _ => [.. query.Splits.Select(s => new PivotHead(s.Length == 0 ? "total" : s, ReportWords.Column(texts, s)))],
    };

    static PivotHead Item(string item, FigureView view)
    {
        if (item.StartsWith(PivotQuery.Element, StringComparison.Ordinal) && view.Elements[item[PivotQuery.Element.Length..]] is { } element) return new(item, ReportWords.Name(element), UnitWords.Of(element.MeasureUnit));
        var indicator = view.Indicator(item)!.Indicator;
        return new(item, IndicatorWords.Name(indicator), indicator.Direction == "boolean" ? null : UnitWords.Of(indicator.MeasureUnit), $"/indicators/{indicator.Id}");
    }
}
