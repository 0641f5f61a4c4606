using System.Globalization;
using System.Text;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Comparing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Exchanging;

/// <summary>What the list of indicators is narrowed to, as its address says it.</summary>
sealed record ListFilter(string? Words, string? Direction, string? Department, DashboardFilter Board);

/// <summary>
/// The indicators as a page shows them, as a table to take along: the figures of one region and period with the years beside them, or one indicator over the years and counties. What a number
/// does not say stands in words beside it: unit, how many regions stand behind it, a revision, a new definition.
/// </summary>
sealed class ExportFigures(ReadDashboard dashboard, ReadIndicator indicator, ListIndicators list, ReadComparison comparison, Texts texts)
{
    /// <summary>One table: titles with widths, and rows of texts and numbers.</summary>
    public sealed record Table(string Name, IReadOnlyList<(string Title, double Width)> Columns, IReadOnlyList<object?[]> Rows);

    public async Task<Table> Board(ListFilter filter, CancellationToken ct)
    {
        var wanted = await list.Run(filter.Words, filter.Direction, filter.Department, 1, ct, 1000);
        var board = await dashboard.Run(filter.Board, [.. wanted.Items.Select(i => i.Id)], ct);
        return new(texts["indicators.title"],
            [
                (texts["indicators.export-domain"], 16), (texts["indicators.number"], 6), (texts["indicators.export-indicator"], 40), (texts["indicators.region"], 14), (texts["indicators.period"], 12), (texts["indicators.export-figure"], 12),
                (texts["indicators.unit"], 12), (texts["indicators.target-of"], 24), (texts["indicators.export-light"], 14), .. board.Times.Select(y => (Day.Text(y), 10d)), (texts["indicators.export-notes"], 40),
            ],
            [.. from domain in board.Domains
                from card in domain.Cards
                let i = card.Known.Indicator
                select (object?[])[
                    domain.Name, i.Number, IndicatorWords.Name(i), board.Region.Name, board.Period == default ? null : Day.Text(board.Period), Shown(card), card.IsYesNo ? null : i.MeasureUnit,
                    card.Promised?.Promise.Text, texts[card.LightWord], .. card.Values.Select(v => (object?)v), Notes([
                        card.Now is { Value: not null, Whole: false } part ? texts["indicators.partial", part.Have, part.Expected] : null,
                        card.Now is { Value: not null, Revised: true } ? texts["indicators.revised"] : null,
                        .. card.Known.Breaks.Select(b => Break(b))])]]);
    }

    /// <summary>What is compared, line by line; null where nothing is.</summary>
    public async Task<Table?> Compared(CompareInput input, CancellationToken ct)
    {
        var view = await comparison.Run(input, ct);
        return view.Groups.Count == 0 ? null : new(view.Title,
            [(texts["indicators.export-indicator"], 40), (texts["indicators.region"], 14), (texts["indicators.unit"], 12), .. view.Years.Select(y => (Day.Text(y), 12d)), (texts["indicators.export-notes"], 60)],
            [.. from line in view.Groups.SelectMany(g => g.Lines)
                select (object?[])[
                    IndicatorWords.Name(line.Known.Indicator), line.Region.Name, line.IsYesNo ? null : line.Known.Indicator.MeasureUnit,
                    .. line.Figures.Select(f => f?.Value is not { } value ? null : line.IsYesNo || f.Worked.High is not null ? IndicatorWords.Shown(texts, line.Known, f, line.Digits) : (object?)Formula.Shown(value, line.Digits)),
                    Notes([
                        .. line.Figures.Zip(view.Years, (figure, year) => figure is { Value: not null, Whole: false } part ? Of(year, texts["indicators.partial", part.Have, part.Expected]) : null),
                        .. line.Figures.Zip(view.Years, (figure, year) => figure is { Value: not null, Revised: true } ? Of(year, texts["indicators.revised"]) : null),
                        .. line.Known.Breaks.Select(b => Break(b))])]]);
    }

    /// <summary>Null where the page has no such table.</summary>
    public async Task<IReadOnlyList<Table>?> Series(string id, string? period, CancellationToken ct)
    {
        if (await indicator.Run(id, period, ct) is not { Times.Count: > 0 } view) return null;
        var (i, digits) = (view.Known.Indicator, view.Version.Digits);
        decimal? Round(decimal? value) => value is { } v ? decimal.Round(v, digits, MidpointRounding.AwayFromZero) : null;
        object? Cell(RegionFigure? figure) => figure?.Value is null ? null : i.Direction == "boolean" ? texts[figure.Value > 0 ? "indicators.yes" : "indicators.no"]
            : figure.Worked.High is { } high ? $"{Figure.Text(Round(figure.Value)!.Value)}—{Figure.Text(Round(high)!.Value)}" : Round(figure.Value);

        var tables = new List<Table>
        {
            new(IndicatorWords.Name(i),
                [(texts["indicators.region"], 18), (texts["indicators.unit"], 12), .. view.Times.Select(y => (Day.Text(y), 12d)), (texts["indicators.target-of"], 24), (texts["indicators.export-notes"], 60)],
                [.. view.Counties.Prepend(view.City).Select(row => (object?[])[row.Region.Name, i.MeasureUnit, .. row.Figures.Select(Cell), row == view.City ? view.Known.Promise?.Text : null, Notes([
                    .. row.Figures.Zip(view.Times, (figure, year) => figure is { Value: not null, Whole: false } part ? Of(year, texts["indicators.partial", part.Have, part.Expected]) : null),
                    .. row.Figures.Zip(view.Times, (figure, year) => figure is { Value: not null, Revised: true } ? Of(year, texts["indicators.revised"]) : null),
                    .. row == view.City ? view.Known.Breaks.Select(b => Break(b)) : []])])]),
        };
        if (view.SplitBy is { } by && view.Parts.Count > 0)
            tables.Add(new(texts[$"indicators.gap-{by}"],
                [(texts["indicators.region"], 18), (texts["indicators.period"], 12), (ReportWords.Column(texts, Splits.Of(by)[0]), 12), (ReportWords.Column(texts, Splits.Of(by)[1]), 12), (texts["indicators.unit"], 12)],
                [.. view.Parts.Select(p => (object?[])[p.Region.Name, Day.Text(view.Period), Round(p.One), Round(p.Two), i.MeasureUnit])]));
        if (view.Trail.Any(t => t.Sources.Count > 0))
            tables.Add(new(texts["indicators.sources"],
                [(texts["indicators.element"], 36), (texts["indicators.region"], 18), (texts["indicators.period"], 12), (texts["indicators.export-figure"], 14), (texts["indicators.unit"], 12), (texts["indicators.signed-by"], 30), (texts["indicators.locked-by"], 14), (texts["indicators.export-notes"], 40)],
                [.. from line in view.Trail
                    from source in line.Sources
                    select (object?[])[
                        ReportWords.Name(line.Element) + (line.Split.Length > 0 ? " " + ReportWords.Column(texts, line.Split) : ""), source.Region, Day.Text(view.Period), source.State == CellState.NotApplicable ? CellText.NotApplicable : source.Number,
                        line.Element.MeasureUnit, source.SignedBy is null ? null : $"{source.Unit} {source.SignedBy}", source.LockedBy,
                        Notes([source.Status == ValueStatus.Revised ? texts["indicators.revised"] : null, source.Submission is null ? texts["indicators.brought-in"] : null, source.Reason])]]));
        return tables;
    }

    public static Task WriteSheet(Stream file, IReadOnlyList<Table> tables, CancellationToken ct) =>
        Sheet.Write(file, [.. tables.Select((t, n) => new SheetPage(tables.Take(n).Any(o => o.Name == t.Name) ? $"{n + 1} {t.Name}" : t.Name, t.Columns, Rows(t)))], ct);

    public static Task WriteText(Stream stream, Table table, Encoding encoding, CancellationToken ct) =>
        CsvText.Write(stream, encoding, table.Columns.Select(c => c.Title), Rows(table), ct);

    static async IAsyncEnumerable<object?[]> Rows(Table table)
    {
        await Task.CompletedTask;
        foreach (var row in table.Rows) yield return row;
    }

    object? Shown(DashboardCard card) => card.Now?.Value is not { } value ? null : card.IsYesNo || card.Now.Worked.High is not null ? card.Shown(texts) : Formula.Shown(value, card.Digits);

    string Break(FormulaVersion version) => texts["indicators.break-since", version.FromYear.ToString(CultureInfo.InvariantCulture)] + (IndicatorWords.InEnglish ? version.NoteEn : version.Note);

    string Of(Platform.Time.Period year, string says) => Day.Text(year) + texts.Colon + says;

    static string? Notes(IEnumerable<string?> notes) => string.Join(IndicatorWords.InEnglish ? "; " : "；", notes.OfType<string>().Where(n => n.Length > 0)) is { Length: > 0 } all ? all : null;
}
