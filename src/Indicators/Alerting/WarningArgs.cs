using System.Globalization;
using System.Text.Json;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>What fills the text of a warning, kept so that every reader gets it in their own language: n a number, d a day, p a period, s words.</summary>
static class WarningArgs
{
    public static string Write(IEnumerable<object> args) => JsonSerializer.Serialize(args.Select(Kept));

    public static object[] Read(string json) => [.. (JsonSerializer.Deserialize<string[]>(json) ?? []).Select(Given)];

    /// <summary>What a warning rests on: the figures, not the days that go by and not the threshold that was crossed. A warning that a person has cleared comes back only when this is another.</summary>
    public static string Basis(WarningRule rule, string json)
    {
        var args = JsonSerializer.Deserialize<string[]>(json) ?? [];
        return string.Join('|', rule is WarningRule.Due or WarningRule.StaleRegister or WarningRule.Worsening ? args.Skip(1) : args);
    }

    static string Kept(object arg) => arg switch
    {
        decimal number => "n" + number.ToString("0.####", CultureInfo.InvariantCulture),
        int number => "n" + number.ToString(CultureInfo.InvariantCulture),
        DateOnly day => "d" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Period period => "p" + period,
        _ => "s" + arg,
    };

    static object Given(string kept) => (kept is [var kind, .. var rest] ? (kind, rest) : ('s', "")) switch
    {
        ('n', var text) when decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        ('d', var text) when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        ('p', var text) when Period.TryParse(text, out var period) => period,
        (_, var text) => text,
    };
}
