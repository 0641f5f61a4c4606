namespace OneMetre.Platform.Privacy;

/// <summary>
/// How much harm a value does in the wrong hands (security profile of the domain reference, §8.2): L1 open (places, sums), L2 internal (tasks, drafts),
/// L3 sensitive (any identifiable child), L4 sealed (abuse, crisis, record checks).
/// </summary>
public enum DataClass { Open = 1, Internal, Sensitive, Sealed }

/// <summary>By what a sealed value can be found: not at all; by the whole value; by the whole value, which no second row may have; by any part of it.</summary>
public enum Find { No, Whole, Only, Parts }

/// <summary>
/// Declares the class of a property, in what form it is shown to those who may not see it clear, and how it is found. Everything else follows from this one line: encryption,
/// masks in list, detail, search, export and API, what the audit may say, and what a test demands.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClassifiedAttribute(DataClass @class, Mask mask = Mask.Hidden) : Attribute
{
    public DataClass Class { get; } = @class;
    public Mask Mask { get; } = mask;
    public Find Find { get; init; }
}
