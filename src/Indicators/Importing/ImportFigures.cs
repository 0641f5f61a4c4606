using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;

namespace OneMetre.Indicators.Importing;

/// <summary>What to do with a file that has wrong rows: leave all of it, or bring in the rows that are in order.</summary>
enum OnWrongRow { LeaveAll, LeaveRow }

/// <summary>Rows read, figures brought in, rows found wrong, and the first of these.</summary>
sealed record ImportOutcome(long Rows, long Written, long Wrong, IReadOnlyList<WrongRow> First);

/// <summary>
/// Brings the figures of another system into the record, as accepted ones, by the million. One transaction: a reader sees none of them or all. While the engine writes one part of the file the next is
/// checked, and neither waits long for the other, so the file may be larger than the memory.
/// </summary>
sealed class ImportFigures(ImportData data, TimeProvider time)
{
    const int PartSize = 4096, PartsAhead = 8;

    public async Task<ImportOutcome> Run(TextReader text, OnWrongRow onWrongRow, CancellationToken ct)
    {
        var places = await data.Places(ct);
        var (file, wrong, now) = (new FigureFile(places), new WrongRows(), time.GetUtcNow().UtcDateTime);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var parts = new BlockingCollection<ImportedFigure[]>(PartsAhead);
        var checking = Task.Factory.StartNew(Check, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var written = await data.Write(parts.GetConsumingEnumerable(stop.Token).SelectMany(part => part), now, places, async () =>
            {
                await checking;
                return wrong.Count == 0 || onWrongRow == OnWrongRow.LeaveRow;
            }, ct);
            return new(file.Rows, written, wrong.Count, wrong.First);
        }
        finally
        {
            await stop.CancelAsync(); // whoever waits for the other waits no more
            await checking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Check()
        {
            try
            {
                var part = new List<ImportedFigure>(PartSize);
                foreach (var figure in file.Read(text, wrong))
                {
                    if (wrong.Count > 0 && onWrongRow == OnWrongRow.LeaveAll)
                    {
                        // Nothing more is worth writing, but the person wants to hear of all wrong rows at once.
                        if (!parts.IsAddingCompleted) parts.CompleteAdding();
                        stop.Token.ThrowIfCancellationRequested();
                        continue;
                    }
                    part.Add(figure);
                    if (part.Count < PartSize) continue;
                    parts.Add([.. part], stop.Token);
                    part.Clear();
                }
                if (!parts.IsAddingCompleted) parts.Add([.. part], stop.Token);
            }
            finally
            {
                if (!parts.IsAddingCompleted) parts.CompleteAdding();
            }
        }
    }
}

/// <summary>The import's own door: it reads what it must know whoever asks, and writes the accepted figures with their outbox.</summary>
#pragma warning disable RS0030 // This is the door.
sealed class ImportData(CityDb db, IBulkRows bulk, AuditLog audit)
{
    static readonly string[] Columns = ["ElementId", "Period", "RegionCode", "Split", "State", "Number", "Status", "Published", "Reason", "SubmissionId", "At"];

    public async Task<FigurePlaces> Places(CancellationToken ct)
    {
        var places = new FigurePlaces(await db.Set<DataElement>().AsNoTracking().OrderBy(e => e.Id).ToListAsync(ct), await db.Set<Platform.Regions.Region>().AsNoTracking().ToListAsync(ct));
        await foreach (var value in db.Set<DataValue>().AsNoTracking().Select(v => new { v.ElementId, v.Period, v.RegionCode, v.Split }).AsAsyncEnumerable().WithCancellation(ct))
            if (places.TryElement(value.ElementId, out var element) && places.TryRegion(value.RegionCode, out var region) && places.TryPeriod(value.Period.ToString(), out var period) && element.Splits.TryGetValue(value.Split, out var split))
                places.Take(element, period, split.Index, region);
        places.Seen();
        return places;
    }

    /// <summary>Nothing stays unless the last word, asked after the last row, is yes.</summary>
    public async Task<long> Write(IEnumerable<ImportedFigure> figures, DateTime now, FigurePlaces places, Func<Task<bool>> may, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (final, states) = (ValueStatus.Final.ToString(), Enum.GetValues<CellState>().Select(state => state.ToString()).ToArray());
        var written = await bulk.Write(db, "indicators_value", Columns, figures, (row, figure) =>
        {
            row.Text(figure.Element);
            row.Text(figure.Period);
            row.Text(figure.Region);
            row.Text(figure.Split);
            row.Text(states[(int)figure.State]);
            row.Number(figure.Number);
            row.Text(final);
            row.Flag(false);
            row.Text(null);
            row.Id(null);
            row.Instant(now);
        }, ct);
        if (!await may()) return 0;
        // One line for a series and period, with no region: five million lines would cost as much as the figures, and whoever follows reads the period again.
        db.AddRange(places.Series.Select(series => new ValueChange { ElementId = series.Element, Period = series.Period, RegionCode = "", Split = "" }));
        await db.SaveChangesAsync(ct);
        await audit.Note(AuditKind.Write, "indicators_value", now.ToString("O", CultureInfo.InvariantCulture), "import", new { figures = written }, ct: ct);
        await transaction.CommitAsync(ct);
        return written;
    }
}
