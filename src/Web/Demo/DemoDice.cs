namespace OneMetre.Web.Demo;

/// <summary>Chance that falls the same way on every machine and in every version of .NET (SplitMix64).</summary>
sealed class DemoDice(int seed, string topic)
{
    ulong state = Start(seed, topic);

    /// <summary>At least 0, below <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    public int Between(int first, int last) => first + Below(last - first + 1);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }
        return shuffled;
    }

    ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    // One stream per topic (FNV-1a over it): a new village must not change who answers the telephone.
    static ulong Start(int seed, string topic)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in topic) hash = (hash ^ letter) * 0x100000001B3;
        return hash ^ (uint)seed;
    }
}
