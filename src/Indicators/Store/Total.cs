namespace OneMetre.Indicators.Store;

/// <summary>An exact sum of figures, in ten-thousandths, and how many there were: a sum of none is not a zero.</summary>
readonly record struct Total(Int128 Units, int Count)
{
    public decimal Sum => (decimal)Units / 10_000m;
}

/// <summary>One line of a league table.</summary>
readonly record struct Ranked(int Row, long Units)
{
    public decimal Number => decimal.FromOACurrency(Units);
}

/// <summary>A figure is set, or with null taken away.</summary>
readonly record struct Change(Cell Cell, decimal? Number);

/// <summary>Figures as the record keeps them, 18 digits of which 4 after the point, are whole ten-thousandths here: sums are exact and need no decimal arithmetic.</summary>
static class Units
{
    const long Limit = 1_000_000_000_000_000_000;

    public static long Of(decimal number)
    {
        var units = decimal.ToOACurrency(number);
        if (units is <= -Limit or >= Limit || decimal.FromOACurrency(units) != number) throw new ArgumentOutOfRangeException(nameof(number), number, "A figure has at most 14 digits before the point and 4 after it.");
        return units;
    }
}
