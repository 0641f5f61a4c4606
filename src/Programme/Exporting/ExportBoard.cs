using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Board;
using OneMetre.Programme.Importing;

namespace OneMetre.Programme.Exporting;

/// <summary>The board as a table, exactly as filtered and ordered, all its pages: as a worksheet, or as text for older programs.</summary>
sealed class ExportBoard(ReadBoard board, ProgrammeData data, Texts texts)
{
    static readonly (string Code, double Width)[] Columns =
    [
        ("number", 6), ("plan", 28), ("domain", 18), ("label", 10), ("task", 40), ("light", 10), ("state", 10), ("role-lead", 22), ("role-cooperating", 30), ("role-guiding", 18),
        ("role-territorial", 22), ("targets", 36), ("goal", 12), ("current", 10), ("progress-percent", 10), ("due-day", 12), ("last-news", 12),
    ];

    public async Task WriteSheet(Stream file, BoardFilter filter, CancellationToken ct) =>
        await Sheet.Write(file, texts["programme.board-title"], [.. Columns.Select(c => (Title(c.Code), c.Width))], Rows(filter, ct), ct);

    public Task WriteText(Stream stream, BoardFilter filter, Encoding encoding, CancellationToken ct) =>
        CsvText.Write(stream, encoding, Columns.Select(c => Title(c.Code)), Rows(filter, ct), ct);

    string Title(string code) => texts[$"programme.{code}"];

    async IAsyncEnumerable<object?[]> Rows(BoardFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var plans = await data.Plans.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Title, ct);
        var domains = await data.Domains.AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        var number = 0;
        await foreach (var row in board.All(filter, ct))
        {
            yield return
            [
                ++number, plans.GetValueOrDefault(row.PlanId), row.DomainId is { } domain ? domains.GetValueOrDefault(domain) : null, row.Label, row.Title,
                Words.Of(texts, row.Light, row.LightReason), texts[Words.Of(row.State)],
                Names(row, UnitRole.Lead), Names(row, UnitRole.Cooperating), Names(row, UnitRole.Guiding), Names(row, UnitRole.Territorial),
                row.Target?.Text, row.Target is { Value: { } goal } target ? Words.Goal(target.Comparator, goal, target.MeasureUnit) : null, row.Target?.Current, row.Progress,
                row.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                row.LastNewsAt is { } at ? ChinaTime.DayOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            ];
        }
    }

    string? Names(BoardRow row, UnitRole role) => row.In(role).Any() ? texts.List(row.In(role).Select(u => u.Name)) : null;
}
