using System.Numerics;

namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>
/// An exact fraction in lowest terms, so that a third taken three times is one, and the server and the browser, which has no decimals, come to the same answer.
/// Kept below 1,024 bits above and below the line; beyond that an operation says null.
/// </summary>
readonly record struct Fraction(BigInteger Top, BigInteger Bottom) : IComparable<Fraction>
{
    const int MostBits = 1024;
    static readonly BigInteger MostOfDecimal = (BigInteger.One << 96) - 1;

    public static Fraction Zero => new(0, 1);
    public static Fraction One => new(1, 1);

    public static Fraction? Of(BigInteger top, BigInteger bottom)
    {
        if (bottom.IsZero) return null;
        var common = BigInteger.GreatestCommonDivisor(top, bottom);
        if (bottom.Sign < 0) common = -common;
        (top, bottom) = (top / common, bottom / common);
        return BigInteger.Abs(top).GetBitLength() > MostBits || bottom.GetBitLength() > MostBits ? null : new(top, bottom);
    }

    public static Fraction Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var top = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return Of(bits[3] < 0 ? -top : top, BigInteger.Pow(10, bits[3] >> 16 & 0xFF))!.Value;
    }

    public static Fraction? Plus(Fraction a, Fraction b) => Of(a.Top * b.Bottom + b.Top * a.Bottom, a.Bottom * b.Bottom);
    public static Fraction? Minus(Fraction a, Fraction b) => Plus(a, -b);
    public static Fraction? Times(Fraction a, Fraction b) => Of(a.Top * b.Top, a.Bottom * b.Bottom);
    public static Fraction? Over(Fraction a, Fraction b) => Of(a.Top * b.Bottom, a.Bottom * b.Top);
    public static Fraction operator -(Fraction a) => new(-a.Top, a.Bottom);

    public Fraction Abs => new(BigInteger.Abs(Top), Bottom);

    /// <summary>Half away from zero, as people round.</summary>
    public Fraction? Round(int digits) => Of(Scaled(digits), BigInteger.Pow(10, digits));

    /// <summary>With as many digits as a decimal holds, trailing zeros dropped; null beyond its range.</summary>
    public decimal? ToDecimal()
    {
        for (var digits = 28; digits >= 0; digits--)
        {
            var scaled = Scaled(digits);
            var size = BigInteger.Abs(scaled);
            if (size > MostOfDecimal) continue;
            for (; digits > 0 && (size % 10).IsZero; digits--) size /= 10;
            return new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)(size >> 32 & uint.MaxValue), (int)(uint)(size >> 64), scaled.Sign < 0, (byte)digits);
        }
        return null;
    }

    public int CompareTo(Fraction other) => (Top * other.Bottom).CompareTo(other.Top * Bottom);

    BigInteger Scaled(int digits)
    {
        var twice = BigInteger.Abs(Top) * BigInteger.Pow(10, digits) * 2 + Bottom;
        var rounded = twice / (Bottom * 2);
        return Top.Sign < 0 ? -rounded : rounded;
    }
}
