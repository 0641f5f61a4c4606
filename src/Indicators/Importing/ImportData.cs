using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;

namespace OneMetre.Indicators.Importing;

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
