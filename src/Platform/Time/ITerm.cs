namespace OneMetre.Platform.Time;

/// <summary>What holds from a day on, and until the day before another, or without an end.</summary>
public interface ITerm
{
    DateOnly From { get; }

    /// <summary>The first day on which it holds no more.</summary>
    DateOnly? Until { get; }
}

public static class Terms
{
    /// <summary>Those that hold on the day; said in this one place, for both engines.</summary>
    public static IQueryable<T> HeldOn<T>(this IQueryable<T> terms, DateOnly day) where T : class, ITerm => terms.Where(t => t.From <= day && (t.Until == null || t.Until > day));
}
