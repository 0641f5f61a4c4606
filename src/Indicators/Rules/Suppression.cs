namespace OneMetre.Indicators.Rules;

/// <summary>
/// One figure of a published table. Sensitive: a small one could point at a child. The Id names element, region, split and period, and gets a new edition only when a revision changed the value:
/// the same Id in two tables or two publications is the same figure.
/// </summary>
sealed record PublishedCell(string Id, decimal Value, bool Sensitive = true);

/// <summary>Any reader knows that the parts make the total, along regions or splits; declared overlaps, being public, change nothing of that.</summary>
sealed record PublishedSum(string Total, IReadOnlyList<string> Parts);

/// <summary>A published rate: with its denominator it gives the numerator away.</summary>
sealed record PublishedRate(string Id, string Numerator, string Denominator);

/// <summary>Counts from 1 up to below Threshold are small. Whatever is hidden must be able to differ by Width at least, as far as any reader can tell.</summary>
sealed record SuppressionSettings(decimal Threshold = 10, int Width = 3);

/// <summary>
/// Hidden are the cells and rates to be shown as one and the same mark; Small those of them that are small themselves, the rest keeps them from being worked out.
/// Proofs: for each small cell a set of changes that turns the true figures into other figures, which agree with all that is shown: nobody can tell them apart.
/// Unprotected cells could be found out whatever else is hidden now, because earlier publications said too much: then the table must not be published. Exposed are small cells that are public already, itself or by their rate;
/// printing them again says nothing new.
/// </summary>
sealed record SuppressionResult(
    IReadOnlySet<string> Hidden, IReadOnlySet<string> Small, IReadOnlyList<string> Unprotected, IReadOnlyList<string> Exposed, IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Proofs);

/// <summary>
/// Hides small counts, and as little else as possible so that they cannot be worked out from rows, columns, regions, rates, other tables or earlier publications: all published sums count together.
/// Decisions: zero is published, it points at nobody; a hidden cell is therefore known to be 1 or more. All hidden cells bear the same mark, never "&lt;10", which would give away which of them are small.
/// Method: a small cell is safe when other whole, non-negative figures exist that agree with everything shown and differ in it by Width. Such a change is found by linear programming with the least
/// cost of shown cells moved (Fischetti and Salazar-González 2000; Hundepool et al., Statistical Disclosure Control, 2012, ch. 4), and what it moves is hidden. Hiding more later never breaks an earlier proof.
/// Protected against: readers of all publications who know these rules' sums, signs and marks. Not against: a unit that knows its own figure inside a hidden pair, or what a newspaper adds.
/// Revisions: pass all editions together with what was shown and hidden before. What was hidden stays hidden, what was shown cannot be taken back.
/// </summary>
static class Suppression
{
    /// <param name="shown">Cells and rates that are public already.</param>
    /// <param name="withheld">Cells that stay hidden whatever comes out: hidden before, or parts of sums that no table prints.</param>
    public static SuppressionResult Of(
        IReadOnlyList<PublishedCell> cells, IReadOnlyList<PublishedSum> sums, IReadOnlyList<PublishedRate>? rates = null, SuppressionSettings? settings = null,
        IReadOnlySet<string>? shown = null, IReadOnlySet<string>? withheld = null)
    {
        var s = settings ?? new();
        var known = cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var usable = sums.Where(sum => known.ContainsKey(sum.Total) && sum.Parts.All(known.ContainsKey)).ToList();
        var isPublic = new HashSet<string>(shown ?? new HashSet<string>(), StringComparer.Ordinal);
        foreach (var rate in (rates ?? []).Where(r => isPublic.Contains(r.Id) && isPublic.Contains(r.Denominator))) isPublic.Add(rate.Numerator);

        var small = cells.Where(c => c.Sensitive && c.Value > 0 && c.Value < s.Threshold).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var hidden = small.Concat(withheld ?? new HashSet<string>()).Where(id => known.ContainsKey(id) && !isPublic.Contains(id)).ToHashSet(StringComparer.Ordinal);
        var proofs = new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal);
        var unprotected = new List<string>();
        var table = new LinkedCells(known, usable, isPublic, withheld ?? new HashSet<string>());

        foreach (var cell in small.Where(hidden.Contains).OrderByDescending(id => known[id].Value).ThenBy(id => id, StringComparer.Ordinal).ToList())
        {
            if (proofs.Values.FirstOrDefault(p => p.TryGetValue(cell, out var by) && Math.Abs(by) >= s.Width) is { } already) proofs[cell] = already;
            else if (table.Change(cell, s.Width, hidden) is { } change)
            {
                proofs[cell] = change;
                hidden.UnionWith(change.Keys);
            }
            else unprotected.Add(cell);
        }

        foreach (var rate in (rates ?? []).Where(r => hidden.Contains(r.Numerator) || hidden.Contains(r.Denominator)).ToList())
        {
            if (isPublic.Contains(rate.Id)) unprotected.Add(rate.Id);
            else hidden.Add(rate.Id);
        }
        return new(hidden, small, unprotected, [.. small.Where(isPublic.Contains)], proofs);
    }
}

/// <summary>Cells that sums tie together, and the cheapest change of some that nobody would notice.</summary>
sealed class LinkedCells(IReadOnlyDictionary<string, PublishedCell> cells, IReadOnlyList<PublishedSum> sums, IReadOnlySet<string> isPublic, IReadOnlySet<string> withheld)
{
    readonly ILookup<string, PublishedSum> around = sums.SelectMany(s => s.Parts.Append(s.Total).Select(id => (id, s))).ToLookup(p => p.id, p => p.s, StringComparer.Ordinal);
    readonly HashSet<string> totals = [.. sums.Select(s => s.Total)];

    /// <summary>Whole changes, none of them 0, that keep every sum, move the cell by width up or down, touch no public cell and bring none below 1; null when there are none.</summary>
    public IReadOnlyDictionary<string, long>? Change(string cell, int width, IReadOnlySet<string> hidden)
    {
        var (free, rows) = Reach(cell);
        var place = free.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i, StringComparer.Ordinal);
        var matrix = rows.Select(r => r.Parts.Where(place.ContainsKey).Select(p => (place[p], 1d)).Concat(place.TryGetValue(r.Total, out var t) ? [(t, -1d)] : Array.Empty<(int, double)>()).ToArray()).ToArray();
        var room = free.Select(id => (double)Math.Floor(cells[id].Value - (cells[id].Value >= 1 ? 1 : 0))).ToArray();

        // Sums of sums may lead to a fractional corner: other prices and a little more width lead to others.
        for (var attempt = 0; attempt < 24; attempt++)
        {
            var price = free.Select((id, i) => hidden.Contains(id) ? 0.001 : (1 + Math.Log10(1 + (double)cells[id].Value) + (totals.Contains(id) ? 1 : 0)) * (1 + attempt * (i * (7919 + attempt) % 101) / 100d)).ToArray();
            var by = width + attempt % 3;
            var found = new[] { by, -by }.Select(way => LeastChange.Of(matrix, room, price, place[cell], way)).OfType<double[]>()
                .OrderBy(v => v.Zip(price, (x, p) => Math.Abs(x) * p).Sum()).Select(v => Whole(v, matrix, room)).FirstOrDefault(v => v is not null);
            if (found is not null) return free.Zip(found).Where(p => p.Second != 0).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        }
        return WithAllAbove(cell, width);
    }

    // The dear way that is always whole: the cell and every total it is part of rise together.
    Dictionary<string, long>? WithAllAbove(string cell, int width)
    {
        var rise = new Dictionary<string, long>(StringComparer.Ordinal) { [cell] = width };
        for (var before = 0; before != rise.Count;)
        {
            before = rise.Count;
            foreach (var sum in sums.Where(s => s.Parts.Any(rise.ContainsKey))) rise[sum.Total] = width;
        }
        return rise.Keys.Any(id => isPublic.Contains(id) || cells[id].Value <= 0 && !withheld.Contains(id)) || sums.Any(s => rise.GetValueOrDefault(s.Total) != s.Parts.Sum(p => rise.GetValueOrDefault(p))) ? null : rise;
    }

    // Halves and thirds become whole when all is taken twice or three times, as long as there is room.
    static long[]? Whole(double[] change, (int, double)[][] matrix, double[] room) => Enumerable.Range(1, 3).Select(times =>
    {
        var whole = change.Select(x => (long)Math.Round(x * times)).ToArray();
        var near = change.Zip(whole).All(p => Math.Abs(p.First * times - p.Second) < 1e-6);
        return near && whole.Zip(room).All(p => p.First >= -p.Second) && matrix.All(row => row.Sum(c => whole[c.Item1] * (long)c.Item2) == 0) ? whole : null;
    }).FirstOrDefault(w => w is not null);

    // Public cells and published zeros stand still and cut the table into parts.
    (List<string> Free, List<PublishedSum> Rows) Reach(string cell)
    {
        var (free, rows, seen) = (new List<string> { cell }, new List<PublishedSum>(), new HashSet<string>(StringComparer.Ordinal) { cell });
        var used = new HashSet<PublishedSum>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < free.Count; i++)
            foreach (var sum in around[free[i]].Where(used.Add))
            {
                rows.Add(sum);
                free.AddRange(sum.Parts.Append(sum.Total).Where(id => !isPublic.Contains(id) && (cells[id].Value > 0 || withheld.Contains(id)) && seen.Add(id)));
            }
        return (free, rows);
    }
}

/// <summary>
/// The cheapest change v with A·v = 0, v ≥ −room and one entry as wanted: a simplex method for bounded variables, rises and falls apart, which starts from "no change" and pushes the wanted entry as far as it is asked to go.
/// </summary>
static class LeastChange
{
    const double Tiny = 1e-9, Reward = 1e6;
    const int MostSteps = 20_000, Stuck = 40;

    public static double[]? Of((int Column, double Sign)[][] rows, double[] room, double[] price, int wanted, int by)
    {
        var (m, cells) = (rows.Length, room.Length);
        var n = cells * 2; // entry i rises by column i and falls by column cells + i
        var push = by > 0 ? wanted : cells + wanted;
        var most = new double[n];
        var cost = new double[n];
        for (var i = 0; i < cells; i++)
        {
            (most[i], most[cells + i]) = (double.PositiveInfinity, room[i]);
            cost[i] = cost[cells + i] = price[i];
        }
        most[by > 0 ? cells + wanted : wanted] = 0;
        if (most[push] < Math.Abs(by)) return null;
        (most[push], cost[push]) = (Math.Abs(by), -Reward);

        var table = new double[m][];
        for (var r = 0; r < m; r++)
        {
            table[r] = new double[n];
            foreach (var (column, sign) in rows[r]) (table[r][column], table[r][cells + column]) = (sign, -sign);
        }
        var basis = Enumerable.Range(n, m).ToArray(); // one artificial variable a row, fixed at 0
        var value = new double[m];
        var atTop = new bool[n];
        var inBasis = new bool[n];

        var idle = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var entering = Entering(cost, most, atTop, inBasis, careful: idle > Stuck);
            if (entering < 0) return Changes();

            var way = atTop[entering] ? -1 : 1;
            var (far, leaving, leavesTop) = (most[entering], -1, false);
            for (var r = 0; r < m; r++)
            {
                var moves = -way * table[r][entering];
                if (Math.Abs(moves) < Tiny) continue;
                var top = basis[r] < n ? most[basis[r]] : 0;
                var reach = Math.Max(0, moves < 0 ? value[r] / -moves : (top - value[r]) / moves);
                if (reach < far - Tiny || leaving >= 0 && reach < far + Tiny && basis[r] < basis[leaving]) (far, leaving, leavesTop) = (Math.Min(far, reach), r, moves > 0);
            }
            if (double.IsInfinity(far)) return null;
            idle = far < Tiny ? idle + 1 : 0;
            for (var r = 0; r < m; r++) value[r] -= way * far * table[r][entering];
            if (leaving < 0)
            {
                atTop[entering] = !atTop[entering];
                continue;
            }

            if (basis[leaving] < n) (inBasis[basis[leaving]], atTop[basis[leaving]]) = (false, leavesTop);
            value[leaving] = atTop[entering] ? most[entering] - far : far;
            (basis[leaving], inBasis[entering], atTop[entering]) = (entering, true, false);
            Pivot(table, cost, leaving, entering);
        }
        return null;

        double[]? Changes()
        {
            var x = new double[n];
            for (var j = 0; j < n; j++) if (!inBasis[j] && atTop[j]) x[j] = most[j];
            for (var r = 0; r < m; r++) if (basis[r] < n) x[basis[r]] = value[r];
            return Math.Abs(x[push] - Math.Abs(by)) > 1e-6 ? null : [.. Enumerable.Range(0, cells).Select(i => x[i] - x[cells + i])];
        }
    }

    // The steepest column; after many steps on the spot the first one, which cannot go round in circles (Bland 1977).
    static int Entering(double[] cost, double[] most, bool[] atTop, bool[] inBasis, bool careful)
    {
        var (best, steepest) = (-1, Tiny);
        for (var j = 0; j < cost.Length; j++)
        {
            if (inBasis[j] || most[j] <= 0) continue;
            var gain = atTop[j] ? cost[j] : -cost[j];
            if (gain <= steepest) continue;
            if (careful) return j;
            (best, steepest) = (j, gain);
        }
        return best;
    }

    static void Pivot(double[][] table, double[] cost, int row, int column)
    {
        var pivot = table[row];
        var by = pivot[column];
        var filled = new List<int>();
        for (var j = 0; j < pivot.Length; j++)
        {
            if (pivot[j] == 0) continue;
            pivot[j] /= by;
            filled.Add(j);
        }
        foreach (var other in table.Append(cost))
        {
            var times = other[column];
            if (other == pivot || Math.Abs(times) < 1e-12) continue;
            foreach (var j in filled) other[j] -= times * pivot[j];
            other[column] = 0;
        }
    }
}
