using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneMetre.Indicators.Exchanging;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Bringing;

/// <summary>One row that is not taken, in the words of the file (cut to what a table shows), and why.</summary>
sealed record BroughtFinding(int Row, string Code, IReadOnlyList<string> Args, string Element, string Region, string Period, string Split, string Value)
{
    const int Shown = 60;

    public static BroughtFinding Of(RowConflict conflict) => new(conflict.Row, conflict.Problem.Code, [.. conflict.Problem.Args.Select(Written)],
        Cut(conflict.Sent.Element), Cut(conflict.Sent.Region), Cut(conflict.Sent.Period), Cut(string.Join(' ', conflict.Sent.Splits)), Cut(conflict.Sent.Value));

    /// <summary>Told in the language of whoever reads, so periods and numbers are kept as such.</summary>
    [JsonIgnore]
    public Problem Problem => new(Code, null, [.. Args.Select(Read)]);

    static string Written(object arg) => arg switch
    {
        Period period => "p" + period,
        int or long or decimal => "n" + Convert.ToString(arg, CultureInfo.InvariantCulture),
        _ => "t" + Cut(Convert.ToString(arg, CultureInfo.InvariantCulture)),
    };

    static object Read(string written) => written switch
    {
        ['p', .. var text] when Platform.Time.Period.TryParse(text, out var period) => period,
        ['n', .. var text] when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        [_, .. var text] => text,
        _ => "",
    };

    static string Cut(string? text) => text is null ? "" : text.Length <= Shown ? text : PlainText.Cut(text, Shown) + "…";
}

/// <summary>
/// What a file comes to: New figures, those that stand so already (Same), those that stand otherwise (Standing), and those refused. Findings names the first thousand rows of Standing and Refused. Replaced is counted once the
/// file has been brought in.
/// </summary>
sealed record BroughtReport(string Kind, int Rows, int New, int Same, int Standing, int Refused, int Replaced, IReadOnlyList<BroughtFinding> Findings, IReadOnlyList<StrangeName> Names)
{
    public static BroughtReport Of(ImportReport report) => new(report.Kind, report.Rows, report.History - report.Replaced, report.Unchanged, report.Standing, report.AllConflicts - report.Standing, report.Replaced,
        [.. report.Conflicts.Select(BroughtFinding.Of)], report.Names);

    [JsonIgnore]
    public int Unlisted => Standing + Refused - Findings.Count;
    public string Json() => JsonSerializer.Serialize(this);
    public static BroughtReport From(string json) => JsonSerializer.Deserialize<BroughtReport>(json)!;
}
