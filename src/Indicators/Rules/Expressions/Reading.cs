namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>
/// Where a name is looked up: Now, the same element of the period before (prev), of the same period a year ago (lastyear), in the base year (base),
/// the sum over the child regions (children), or the count of the register it arrives from, such as designations (registry).
/// </summary>
enum Look { Now, Prev, LastYear, Base, Children, Registry }

/// <summary>What an expression reads: a data element, with a split such as "sex:f" ("" is the whole; several are joined by commas, in order), looked up somewhere. "target" is a name like any other.</summary>
sealed record Name(string Element, string Split = "", Look Look = Look.Now)
{
    public override string ToString()
    {
        var read = Split.Length == 0 ? Element : $"{Element}[{Split}]";
        return Look == Look.Now ? read : $"{Look.ToString().ToLowerInvariant()}({read})";
    }
}

/// <summary>What a form holds under a name: a value (yes is 1, no is 0), a range up to High, nothing yet, or "not applicable". Missing is never 0.</summary>
readonly record struct Reading(decimal? Value, decimal? High = null, bool NotApplicable = false)
{
    public static Reading Missing => default;
    public static Reading None => new(null, null, true);
    public static implicit operator Reading(decimal value) => new(value);
}

/// <summary>Why nothing comes out of an expression; where several reasons meet, the later one of this list is told.</summary>
enum Unknown { None, Missing, NotApplicable, DividedByZero, TooLarge }

/// <summary>
/// What an expression says: a Number (to 28 digits; High when it is a range that was read whole), or for a condition Truth; both null, and Why says the reason, when it cannot be told.
/// A check clashes only where Truth is false: what is unknown does not fail.
/// </summary>
readonly record struct Outcome(decimal? Number, bool? Truth, Unknown Why, decimal? High = null);
