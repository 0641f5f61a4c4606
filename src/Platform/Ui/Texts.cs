using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Ui;

/// <summary>The texts of one module; its codes begin with the prefix and a dot.</summary>
public sealed record TextSource(string Prefix, ResourceManager Resources);

/// <summary>
/// Every word a person reads, by its code and in the language of the request. A code without a text shows itself and is logged once.
/// Days, instants, periods and figures among the arguments are written as the language writes them.
/// </summary>
public sealed class Texts(IEnumerable<TextSource> sources, ILogger<Texts> log)
{
    readonly Dictionary<string, ResourceManager> modules = sources.ToDictionary(s => s.Prefix, s => s.Resources, StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, bool> missing = new();

    public string this[string code, params object?[] args]
    {
        get
        {
            if (Find(code) is not { } text)
            {
                if (missing.TryAdd(code, true)) log.LogWarning("No text for {Code}", code);
                return code;
            }
            if (args.Length == 0) return text;
            try
            {
                return string.Format(CultureInfo.InvariantCulture, text, [.. args.Select(Written)]);
            }
            catch (FormatException wrong)
            {
                if (missing.TryAdd(code, true)) log.LogWarning(wrong, "The text of {Code} does not fit its {Count} arguments", code, args.Length);
                return text;
            }
        }
    }

    public string this[Problem problem] => this[problem.Code, problem.Args];

    public string this[Finding finding] => this[finding.Code, [.. finding.Args]];

    public string this[Light light] => this[$"platform.light.{light.ToString().ToLowerInvariant()}"];

    public string this[RoleCode role] => this[$"platform.role-{role.ToString().ToLowerInvariant()}"];

    /// <summary>A text with a number first; "code.one" is its form for one, where the language has such a form.</summary>
    public string Count(string code, long number, params object?[] more) =>
        this[number == 1 && Find($"{code}.one") is not null ? $"{code}.one" : code, [number, .. more]];

    /// <summary>Several things in a row, as the language writes them: 甲、乙 or A, B.</summary>
    public string List(IEnumerable<string> items) => string.Join(this["platform.comma"], items);

    /// <summary>What stands between a name and what is said of it.</summary>
    public string Colon => this["platform.colon"];

    public bool Has(string code) => Find(code) is not null;

    string? Find(string code) =>
        code.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && modules.TryGetValue(code[..dot], out var resources)
            ? resources.GetString(code, CultureInfo.CurrentUICulture)
            : null;

    object? Written(object? arg) => arg switch
    {
        DateOnly day => Day.Text(day),
        DateTimeOffset instant => Instant.Text(instant),
        DateTime utc => Instant.Text(new(DateTime.SpecifyKind(utc, DateTimeKind.Utc))),
        Period period => Day.Text(period),
        decimal figure => Figure.Text(figure),
        int or long => Figure.Text(Convert.ToDecimal(arg, CultureInfo.InvariantCulture)),
        Light light => this[light],
        _ => arg,
    };
}
