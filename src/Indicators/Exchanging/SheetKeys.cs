using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// What a sheet carries unseen, so that a filled one is matched by what its rows and columns are and not by where they stand: in column A the element of each row, in one row the part of each column,
/// in A1 the submission. Rows may be sorted, columns moved, notes added.
/// </summary>
static class SheetKeys
{
    const string Sheet = "onemetre-sheet/1";

    /// <summary>Marks the row that says what each column is.</summary>
    public const string Columns = "onemetre-columns";

    /// <summary>Marks rows that hold words only.</summary>
    public const string Words = "onemetre-words";

    public const string Reason = "reason";
    public const string WasReason = "was-reason";
    public static string Value(string split) => "value|" + split;

    /// <summary>What stood in the cell when the sheet was taken: so nobody's newer figure is overwritten unseen.</summary>
    public static string Was(string split) => "was|" + split;

    /// <summary>Stands for the former value of a cell that the form does not ask for.</summary>
    public const string NotAsked = "×";

    /// <summary>The part of a column of values or of former values; null for another column.</summary>
    public static string? SplitOf(string column, string kind) => column.StartsWith(kind, StringComparison.Ordinal) ? column[kind.Length..] : null;

    public static string Of(Guid submission, string form, Period period) => $"{Sheet}|{submission}|{period}|{form}";

    /// <summary>Null where the text is no key of a sheet.</summary>
    public static (Guid Submission, string Period, string Form)? Read(string text) =>
        text.Split('|', 4) is [Sheet, var id, var period, var form] && Guid.TryParse(id, out var submission) ? (submission, period, form) : null;
}
