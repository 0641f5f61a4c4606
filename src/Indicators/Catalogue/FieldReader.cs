using System.Globalization;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Catalogue;

/// <summary>Reads the fields of one definition and collects what is wrong with them, each with its field.</summary>
sealed class FieldReader
{
    public List<Problem> Problems { get; } = [];

    /// <summary>One line; signs that nobody sees are refused, because one code or name would pass for another.</summary>
    public string Line(string? typed, string field, int longest, bool required = true)
    {
        var text = PlainText.OneLine(typed);
        if (text.Length == 0 && required) Problems.Add(new("indicators.required", field));
        if (text.Length > longest) Problems.Add(new("indicators.too-long", field, longest));
        if (PlainText.HasUnseen(text)) Problems.Add(new("indicators.unseen-signs", field));
        return text;
    }

    /// <summary>Several lines become one paragraph.</summary>
    public string Words(string? typed, string field, int longest, bool required = true) => Line((typed ?? "").ReplaceLineEndings(" "), field, longest, required);

    public string OneOf(string? typed, string field, string[] known)
    {
        if (known.Contains(typed ?? "", StringComparer.Ordinal)) return typed ?? "";
        Problems.Add(new("indicators.choose-one", field));
        return "";
    }

    public string AnyOf(IEnumerable<string> typed, string field, string[] known, char between, bool required = false)
    {
        var chosen = typed.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (chosen.Exists(c => !known.Contains(c, StringComparer.Ordinal)) || (required && chosen.Count == 0)) Problems.Add(new("indicators.choose-one", field));
        return string.Join(between, known.Where(k => chosen.Contains(k, StringComparer.Ordinal)));
    }

    public T Named<T>(string? typed, string field) where T : struct, Enum
    {
        if (Platform.Results.Named.Is<T>(typed, out var value)) return value;
        Problems.Add(new("indicators.choose-one", field));
        return default;
    }

    /// <summary>Null where nothing was typed and nothing has to be, and where it was no such number.</summary>
    public int? Whole(string? typed, string field, int least, int most, bool required = true)
    {
        var text = (typed ?? "").Trim().Normalize(System.Text.NormalizationForm.FormKC);
        if (text.Length == 0 && !required) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Problems.Add(new("indicators.settings-not-whole", field, least, most));
        return null;
    }

    /// <summary>发改；卫健 → 发改;卫健</summary>
    public string Departments(string? typed, string field)
    {
        var all = Line(typed, field, 120);
        return string.Join(';', all.Split([';', '；', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct());
    }
}
