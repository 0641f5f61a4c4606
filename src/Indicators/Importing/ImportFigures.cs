using System.Collections.Concurrent;

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
