using System.Collections.Concurrent;
using System.Collections.Frozen;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Store;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>
/// The figures of one predicate in a <see cref="ValueStore"/>: numbers in columns, and beside them a mark for each figure that is more than a final number (not applicable, missing, revised). It follows
/// the outbox; what it has no room for, a new period or a new split, makes it begin anew.
/// </summary>
sealed class FigurePlane : IKnownFigures
{
    /// <summary>One making of the plane. What readers hold of an older one stays readable until they let go of it.</summary>
    sealed record Room(
        ValueStore Store, FrozenDictionary<(string Element, string Split), int> Measures, (string Element, string Split)[] Names, FrozenDictionary<Period, int> Periods,
        FrozenDictionary<string, (RegionLevel Level, int Row)> Places, ConcurrentDictionary<Key, (CellState State, ValueStatus Status)> Marks, long Since)
    {
        /// <summary>The stamp of an element's last change in a period; none: since the room was made.</summary>
        public ConcurrentDictionary<(string Element, Period Period), long> Changed { get; } = [];

        public ConcurrentDictionary<Period, Land> Lands { get; } = [];

        public Land LandOf(Period period) => Lands.TryGetValue(period, out var land) ? land : Lands.GetOrAdd(period, p => new(Since, Look(this, p)));

        public static Room Empty { get; } = new(ValueStore.Create(new("", [], [], 1, new([]))), FrozenDictionary<(string, string), int>.Empty, [], FrozenDictionary<Period, int>.Empty, FrozenDictionary<string, (RegionLevel, int)>.Empty, [], 0);

        public Cell? Find(Key key) => Measures.TryGetValue((key.Element, key.Split), out var measure) && Periods.TryGetValue(key.Period, out var period) && Places.TryGetValue(key.Region, out var place)
            ? new(new(measure, period, 0), place.Level, place.Row) : null;
    }

    internal readonly record struct Key(string Element, string Region, Period Period, string Split);

    static readonly RegionLevel[] Levels = Enum.GetValues<RegionLevel>();

    /// <summary>The regions with a figure in a period, and the stamp since when they are these.</summary>
    sealed record Land(long Since, HashSet<string> Regions);

    volatile Room room = Room.Empty;
    long version; // odd while figures change
    long sequence = -1;

    /// <summary>The number of the last change of the outbox that is in it; -1 before it was filled.</summary>
    public long Sequence => Volatile.Read(ref sequence);

    public long Stamp
    {
        get
        {
            var spin = new SpinWait();
            for (long now; ; spin.SpinOnce())
                if (((now = Volatile.Read(ref version)) & 1) == 0) return now;
        }
    }

    public KnownValue? At(string element, string region, Period period, string split)
    {
        var here = room;
        var key = new Key(element, region, period, split);
        if (here.Find(key) is not { } cell) return null;
        var number = here.Store[cell];
        return here.Marks.TryGetValue(key, out var mark) ? new(element, region, period, split, mark.State, number, mark.Status)
            : number is null ? null : new(element, region, period, split, CellState.Known, number, ValueStatus.Final);
    }

    public long ChangedAt(string element, Period period)
    {
        var here = room;
        return here.Changed.TryGetValue((element, period), out var at) ? at : here.Since;
    }

    public long LandAt(Period period) => room.LandOf(period).Since;

    public IReadOnlyCollection<Period> Periods
    {
        get
        {
            var here = room;
            return [.. here.Periods.Keys.Where(p => here.LandOf(p).Regions.Count > 0)];
        }
    }

    public IEnumerable<string> Regions(Period period) => room.LandOf(period).Regions;

    static HashSet<string> Look(Room here, Period period)
    {
        var found = here.Marks.Keys.Where(k => k.Period == period).Select(k => k.Region).ToHashSet(StringComparer.Ordinal);
        if (!here.Periods.TryGetValue(period, out var p)) return found;
        foreach (var level in Levels)
        {
            var regions = here.Store.Shape.Regions;
            var seen = new bool[regions.Count(level)];
            for (var measure = 0; measure < here.Names.Length; measure++) here.Store.Rows(new(measure, p, 0), level, seen);
            for (var row = 0; row < seen.Length; row++) if (seen[row]) found.Add(regions.Code(level, row));
        }
        return found;
    }

    public IEnumerable<KnownValue> In(Period period)
    {
        var here = room;
        if (!here.Periods.TryGetValue(period, out var p)) return [];
        var found = here.Marks.Keys.Where(k => k.Period == period).ToHashSet();
        foreach (var level in Levels)
            for (var measure = 0; measure < here.Names.Length; measure++)
            {
                var seen = new bool[here.Store.Shape.Regions.Count(level)];
                here.Store.Rows(new(measure, p, 0), level, seen);
                for (var row = 0; row < seen.Length; row++) if (seen[row]) found.Add(new(here.Names[measure].Element, here.Store.Shape.Regions.Code(level, row), period, here.Names[measure].Split));
            }
        return found.Select(k => At(k.Element, k.Region, k.Period, k.Split)).OfType<KnownValue>();
    }

    /// <summary>Begins anew with room for what is named.</summary>
    public async Task Fill(long sequence, IReadOnlyCollection<(string Element, string Split)> measures, IReadOnlyCollection<Period> periods, IEnumerable<string> regions, IAsyncEnumerable<KnownValue> values, CancellationToken ct)
    {
        var names = measures.Distinct().ToArray();
        var order = new RegionOrder(regions.Where(RegionCode.IsValid));
        var shape = new Shape("", names.Select(n => n.Element + "|" + n.Split), periods, 1, order);
        var since = Stamp + 2;
        var fresh = new Room(ValueStore.Create(shape), names.Index().ToFrozenDictionary(n => n.Item, n => n.Index), names, shape.Periods.Index().ToFrozenDictionary(p => p.Item, p => p.Index),
            Levels.SelectMany(l => Enumerable.Range(0, order.Count(l)).Select(row => (Code: order.Code(l, row), l, row))).ToFrozenDictionary(p => p.Code, p => (p.l, p.row), StringComparer.Ordinal), [], since);
        const int Some = 10_000;
        var some = new List<Change>(Some);
        await foreach (var value in values.WithCancellation(ct))
        {
            // A figure that came while the plane was being filled, and has no room: the outbox names it, and the next reader makes room.
            if (Put(fresh, value) is { } change) some.Add(change);
            if (some.Count < Some) continue;
            fresh.Store.Apply(sequence, some);
            some.Clear();
        }
        fresh.Store.Apply(sequence, some);
        Interlocked.Increment(ref version);
        room = fresh;
        Volatile.Write(ref this.sequence, sequence);
        Interlocked.Increment(ref version);
    }

    /// <summary>Brings in what has changed: the keys that the outbox names, with the figures that are there now. False when there is no room for one of them; then nothing was changed.</summary>
    public bool Follow(long sequence, IEnumerable<Key> named, IReadOnlyCollection<KnownValue> now)
    {
        var here = room;
        if (now.Any(v => here.Find(KeyOf(v)) is null)) return false;
        var gone = named.Except(now.Select(KeyOf)).ToList();
        var touched = now.Select(v => (v.Element, v.Period)).Concat(gone.Select(k => (k.Element, k.Period))).ToHashSet();
        var before = touched.Select(t => t.Period).Distinct().ToDictionary(p => p, here.LandOf);
        var since = Interlocked.Increment(ref version) + 1;
        try
        {
            foreach (var one in touched) here.Changed[one] = since;
            foreach (var key in gone) here.Marks.TryRemove(key, out _);
            here.Store.Apply(sequence, [.. gone.Select(k => here.Find(k)).OfType<Cell>().Select(c => new Change(c, null)), .. now.Select(v => Put(here, v)).OfType<Change>()]);
            foreach (var (period, land) in before)
                if (Look(here, period) is var regions && !regions.SetEquals(land.Regions)) here.Lands[period] = new(since, regions);
            Volatile.Write(ref this.sequence, sequence);
        }
        finally
        {
            Interlocked.Increment(ref version);
        }
        return true;
    }

    /// <summary>The figures of a whole series that the plane has, to compare with those that the record has.</summary>
    public IEnumerable<Key> Of(string element, Period period) => In(period).Where(v => v.Element == element).Select(KeyOf);

    static Key KeyOf(KnownValue value) => new(value.Element, value.Region, value.Period, value.Split);

    static Change? Put(Room room, KnownValue value)
    {
        var key = KeyOf(value);
        if (room.Find(key) is not { } cell) return null;
        if ((value.State, value.Status) == (CellState.Known, ValueStatus.Final)) room.Marks.TryRemove(key, out _);
        else room.Marks[key] = (value.State, value.Status);
        return new(cell, value.State == CellState.Known ? value.Number : null);
    }
}
