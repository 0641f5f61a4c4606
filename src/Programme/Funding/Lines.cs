using System.Globalization;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Funding;

/// <summary>Reads what was typed about a row of a register, and collects what is wrong beside its field.</summary>
sealed class Lines
{
    public List<Problem> Problems { get; } = [];

    /// <summary>One line; null when nothing stands there.</summary>
    public string? Line(string? text, string field, int most, bool needed = false)
    {
        var line = PlainText.OneLine(OpenOrder.Said(text).Replace('\n', ' '));
        return Kept(line, field, most, needed);
    }

    public string? Text(string? text, string field, int most, bool needed = false) => Kept(OpenOrder.Said(text), field, most, needed);

    string? Kept(string text, string field, int most, bool needed)
    {
        if (text.Length == 0 && needed) Problems.Add(new("programme.order-say", field));
        if (text.Length > most) Problems.Add(new("programme.text-too-long", field, most));
        return text.Length == 0 ? null : text;
    }

    public DateOnly? Day(string? text, string field, bool needed = false)
    {
        if (!Typed.Day(text, out var day) || day is { Year: < FundSums.FirstYear or > FundSums.LastYear }) Problems.Add(new("programme.not-a-day", field));
        else if (day is null && needed) Problems.Add(new("programme.register-which-day", field));
        return day;
    }

    /// <summary>An amount typed in ten thousand yuan, as yuan. Four decimals are a yuan; what is finer is refused, so that nothing is rounded in silence.</summary>
    public decimal? Yuan(string? text, string field)
    {
        if (!Typed.Figure(text, out var wan)) Problems.Add(new("programme.fund-not-an-amount", field));
        else if (wan is { } amount)
        {
            if (amount < 0 || amount * FundSums.YuanPerWan > FundSums.MostYuan) Problems.Add(new("programme.fund-out-of-range", field));
            else if (Finer(text!)) Problems.Add(new("programme.fund-too-fine", field));
            else return amount * FundSums.YuanPerWan;
        }
        return null;
    }

    static bool Finer(string text) => text.Trim().Normalize(System.Text.NormalizationForm.FormKC) is var plain && plain.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point && plain[(point + 1)..].TrimEnd('0').Length > 4;

    /// <summary>A whole number between two bounds.</summary>
    public int? Whole(string? text, string field, int least, int most)
    {
        if (Typed.Figure(text, out var figure) && figure is { } number && number == decimal.Truncate(number) && number >= least && number <= most) return (int)number;
        Problems.Add(new("programme.settings-not-a-number", field, least, most));
        return null;
    }

    /// <summary>A member of an enumeration by its name; a number is no name.</summary>
    public T? Named<T>(string? text, string field) where T : struct, Enum
    {
        if (Platform.Results.Named.Of<T>(text) is { } value) return value;
        Problems.Add(new("programme.register-choose", field));
        return null;
    }

    /// <summary>Yuan as ten thousand yuan, to the yuan.</summary>
    public static string Wan(decimal yuan) => (yuan / FundSums.YuanPerWan).ToString("#,0.####", CultureInfo.InvariantCulture);
}
