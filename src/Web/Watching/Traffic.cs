namespace OneMetre.Web.Watching;

/// <summary>Requests of the last minutes and how long 99 of 100 took at most; P99 is null when there were none.</summary>
sealed record Flow(double PerMinute, TimeSpan? P99, int Minutes);

/// <summary>How busy the server is right now, for the operations page. Keeps counts by minute and length, forgets after some minutes.</summary>
sealed class Traffic(TimeProvider time)
{
    const int Kept = 6;
    const int Steps = 72; // four to each doubling, from 1 ms to 262 s
    readonly Lock gate = new();
    readonly Minute[] ring = [.. Enumerable.Range(0, Kept).Select(_ => new Minute())];
    readonly long started = Now(time);

    sealed class Minute
    {
        public long Number = -1;
        public readonly int[] Counts = new int[Steps + 1];
    }

    static long Now(TimeProvider time) => time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;

    public void Add(TimeSpan took)
    {
        var now = Now(time);
        var step = Math.Clamp((int)Math.Ceiling(4 * Math.Log2(Math.Max(1, took.TotalMilliseconds))), 0, Steps);
        lock (gate)
        {
            var minute = ring[now % Kept];
            if (minute.Number != now)
            {
                minute.Number = now;
                Array.Clear(minute.Counts);
            }
            minute.Counts[step]++;
        }
    }

    /// <summary>The last five whole minutes; in the first minute of the server, that one.</summary>
    public Flow Look()
    {
        var now = Now(time);
        var (from, until) = now == started ? (now, now) : (Math.Max(started, now - Kept + 1), now - 1);
        var sum = new long[Steps + 1];
        lock (gate)
        {
            foreach (var minute in ring.Where(m => m.Number >= from && m.Number <= until))
                for (var i = 0; i <= Steps; i++) sum[i] += minute.Counts[i];
        }
        var all = sum.Sum();
        var minutes = (int)(until - from + 1);
        if (all == 0) return new(0, null, minutes);
        var (within, at) = (0L, 0);
        while ((within += sum[at]) < Math.Ceiling(all * 0.99)) at++;
        return new((double)all / minutes, TimeSpan.FromMilliseconds(Math.Pow(2, at / 4.0)), minutes);
    }
}
