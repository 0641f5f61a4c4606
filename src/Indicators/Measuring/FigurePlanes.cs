using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>Indicators, formulas, elements, regions, overlaps and targets, which hold no figures and are the same for every reader.</summary>
sealed record Definitions(IReadOnlyList<Indicator> Indicators, ILookup<string, FormulaVersion> Versions, IReadOnlyDictionary<string, DataElement> Elements, IReadOnlyList<Region> Regions,
    IReadOnlyList<FigureOverlap> Overlaps, ILookup<string, IndicatorTarget> Targets)
{
    /// <summary>The elements whose counts could point at a child, as one text.</summary>
    public string Sensitive { get; } = string.Join(' ', Elements.Values.Where(e => e.Sensitive).Select(e => e.Id).Order(StringComparer.Ordinal));

    /// <summary>What each region is called, by its code; of a code that was given twice, the later region.</summary>
    public IReadOnlyDictionary<string, string> Names { get; } = Regions.GroupBy(r => r.Code).ToFrozenDictionary(g => g.Key, g => g.MaxBy(r => r.ValidFrom)!.Name, StringComparer.Ordinal);

    /// <summary>The indicators for whoever asks for no targets.</summary>
    public IReadOnlyList<KnownIndicator> Bare { get; } = [.. Indicators.Select(i => new KnownIndicator(i, [.. Versions[i.Id]], []))];
}

/// <summary>
/// The accepted figures in memory, one plane for each predicate that readers have: filled once from the record by that very predicate and then brought up by the outbox, whichever process accepted a
/// figure.
/// </summary>
sealed class FigurePlanes(ModuleWrites writes, TimeProvider time) : IDisposable
{
    /// <summary>So many changes at once are read faster by beginning anew.</summary>
    const int MostToFollow = 20_000;
    const int MostPlanes = 300;

    /// <summary>What the outbox does not tell: definitions are seen at once when this process changed them, and after this long when another one did; so are regions, whoever changed them.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    sealed class Place
    {
        public FigurePlane Plane { get; } = new();
        public SemaphoreSlim Turn { get; } = new(1);
        public volatile string? Rights; // those that it was filled by
        public DateTimeOffset Used { get; set; }
    }

    /// <summary>How long a look at the outbox is good for, unless this process has written. With the time that a page is kept it makes the second within which every accepted figure is in every chart.</summary>
    static readonly TimeSpan Recent = TimeSpan.FromMilliseconds(250);

    sealed record Look(long Change, long Writes, DateTimeOffset At);

    volatile Look? looked;

    readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, (Definitions By, FigureTable Table)> tables = new(StringComparer.Ordinal);
    readonly SemaphoreSlim turn = new(1);
    sealed record Read(Definitions Definitions, string Text, long Change, long Writes, DateTimeOffset At);

    volatile Read? last;

    /// <summary>The last change of the outbox: whatever this process has written is in it, and what another one has written since a quarter of a second.</summary>
    public async ValueTask<long> Change(IndicatorsData data, CancellationToken ct)
    {
        // Counted before it is read: a write that comes between makes the next reader look again.
        var (written, now) = (writes.All, time.GetUtcNow());
        if (looked is { } kept && kept.Writes == written && (now - kept.At).Duration() < Recent) return kept.Change;
        var change = await data.LastChange(ct);
        looked = new(change, written, now);
        return change;
    }

    public async Task<Definitions> Definitions(IndicatorsData data, long change, CancellationToken ct)
    {
        if (Good(last)) return last!.Definitions;
        await turn.WaitAsync(ct);
        try
        {
            if (Good(last)) return last!.Definitions;
            var (written, now, fresh) = (writes.Of("indicators"), time.GetUtcNow(), await ReadDefinitions(data, ct));
            // The same definitions again: what was worked out by them stays.
            var text = Text(fresh);
            if (last is { } old && old.Text == text) fresh = old.Definitions;
            last = new(fresh, text, change, written, now);
            return fresh;
        }
        finally
        {
            turn.Release();
        }

        bool Good(Read? kept) => kept is not null && kept.Change == change && kept.Writes == writes.Of("indicators") && time.GetUtcNow() - kept.At < Longest;
    }

    /// <summary>The figures as the table that works out indicators; what it has worked out is kept with it until a figure or a definition changes.</summary>
    public FigureTable Table(string rights, Definitions definitions, IKnownFigures figures)
    {
        if (tables.TryGetValue(rights, out var known) && ReferenceEquals(known.By, definitions) && known.Table.Over(figures)) return known.Table;
        if (tables.Count > MostPlanes) tables.Clear();
        var table = new FigureTable(figures, definitions.Elements.Values, definitions.Regions, definitions.Overlaps);
        tables[rights] = (definitions, table);
        return table;
    }

    /// <param name="change">The last change of the outbox when the reader asked.</param>
    /// <param name="rights">Names the predicate, and what it depends on beside the figures.</param>
    public async Task<FigurePlane> Plane(string name, string rights, long change, IQueryable<DataValue> visible, IndicatorsData data, Definitions definitions, CancellationToken ct)
    {
        var place = places.GetOrAdd(name, _ => new());
        place.Used = time.GetUtcNow();
        if (Current(place, rights, change)) return place.Plane;
        await place.Turn.WaitAsync(ct);
        try
        {
            if (Current(place, rights, change)) return place.Plane;
            if (place.Rights != rights || !await Follow(place.Plane, change, visible, data, ct))
            {
                await Fill(place.Plane, change, visible, definitions, ct);
                place.Rights = rights;
            }
        }
        finally
        {
            place.Turn.Release();
        }
        if (places.Count > MostPlanes)
            foreach (var old in places.OrderBy(p => p.Value.Used).Take(places.Count - MostPlanes).ToList())
            {
                places.TryRemove(old.Key, out _);
                tables.TryRemove(old.Key, out _);
            }
        return place.Plane;
    }

    public void Dispose() => turn.Dispose();

    /// <summary>A change that came after the reader asked may be in it already: a figure is never older than the asking.</summary>
    static bool Current(Place place, string rights, long change) => place.Rights == rights && place.Plane.Sequence >= change;

    static async Task<bool> Follow(FigurePlane plane, long change, IQueryable<DataValue> visible, IndicatorsData data, CancellationToken ct)
    {
        var since = plane.Sequence;
        var changes = data.Changes.AsNoTracking().Where(c => c.Number > since && c.Number <= change);
        var named = await changes.Select(c => new { c.ElementId, c.Period, c.RegionCode, c.Split }).Distinct().OrderBy(c => c.ElementId).ThenBy(c => c.Period).ThenBy(c => c.RegionCode).ThenBy(c => c.Split).Take(MostToFollow + 1).ToListAsync(ct);
        if (named.Count > MostToFollow) return false;
        var keys = named.Where(n => n.RegionCode.Length > 0).Select(n => new FigurePlane.Key(n.ElementId, n.RegionCode, n.Period, n.Split)).ToHashSet();
        var now = await Known(from v in visible join c in changes.Where(c => c.RegionCode != "") on new { v.ElementId, v.Period, v.RegionCode, v.Split } equals new { c.ElementId, c.Period, c.RegionCode, c.Split } select v).ToListAsync(ct);
        // A line without a region says that the whole series was read in.
        foreach (var series in named.Where(n => n.RegionCode.Length == 0).Select(n => (n.ElementId, n.Period)).Distinct())
        {
            keys.UnionWith(plane.Of(series.ElementId, series.Period));
            now.AddRange(await Known(visible.Where(v => v.ElementId == series.ElementId && v.Period == series.Period)).ToListAsync(ct));
            if (now.Count > MostToFollow) return false;
        }
        return plane.Follow(change, keys, [.. now.Distinct()]);
    }

    static async Task Fill(FigurePlane plane, long change, IQueryable<DataValue> visible, Definitions definitions, CancellationToken ct)
    {
        var measures = await visible.Select(v => new { v.ElementId, v.Split }).Distinct().ToListAsync(ct);
        var periods = await visible.Select(v => v.Period).Distinct().ToListAsync(ct);
        var regions = await visible.Select(v => v.RegionCode).Distinct().ToListAsync(ct);
        // Totals of every element, and the year to come, are what comes next: they find room.
        await plane.Fill(change, [.. measures.Select(m => (m.ElementId, m.Split)), .. definitions.Elements.Keys.Select(e => (e, Splits.Total))],
            [.. periods, .. periods.GroupBy(p => p.Kind).Select(g => g.Max().Next)], [.. regions, .. definitions.Regions.Select(r => r.Code)], Known(visible).AsAsyncEnumerable(), ct);
    }

    static IQueryable<KnownValue> Known(IQueryable<DataValue> values) => values.AsNoTracking().Select(v => new KnownValue(v.ElementId, v.RegionCode, v.Period, v.Split, v.State, v.Number, v.Status));

    static async Task<Definitions> ReadDefinitions(IndicatorsData data, CancellationToken ct) => new(
        await data.Indicators.AsNoTracking().OrderBy(i => i.Number).ToListAsync(ct),
        (await data.Formulas.AsNoTracking().OrderBy(f => f.Number).ToListAsync(ct)).ToLookup(f => f.IndicatorId, StringComparer.Ordinal),
        await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct),
        await data.Regions.AsNoTracking().Where(r => r.Level <= RegionLevel.Township).OrderBy(r => r.Id).ToListAsync(ct),
        await data.Overlaps.AsNoTracking().OrderBy(o => o.Id).ToListAsync(ct),
        (await data.Targets.AsNoTracking().OrderBy(t => t.Id).ToListAsync(ct)).ToLookup(t => t.IndicatorId, StringComparer.Ordinal));

    /// <summary>What is kept of a definition, without what it works out of that.</summary>
    static readonly System.Text.Json.JsonSerializerOptions Columns = new() { IgnoreReadOnlyProperties = true };

    static string Text(Definitions all) => System.Text.Json.JsonSerializer.Serialize(new object[] { all.Indicators, all.Versions.SelectMany(v => v), all.Elements.Values.OrderBy(e => e.Id, StringComparer.Ordinal), all.Regions, all.Overlaps, all.Targets.SelectMany(t => t) }, Columns);
}
