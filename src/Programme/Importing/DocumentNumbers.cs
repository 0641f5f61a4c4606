using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>发文字号 such as 某政办字〔2024〕8号: as printed, and in the one form that the standard allows.</summary>
static partial class DocumentNumbers
{
    public static IEnumerable<(string Raw, string Normal)> Find(string text)
    {
        foreach (Match match in Form.Matches(text))
        {
            var agency = Introduction.Replace(match.Groups["agency"].Value, "");
            if (agency.Length is < 2 or > 12) continue;
            yield return (agency + match.Value[match.Groups["agency"].Length..], $"{agency}〔{match.Groups["year"].Value}〕{match.Groups["serial"].Value.TrimStart('0')}号");
        }
    }

    /// <summary>The number when the line is nothing else.</summary>
    public static (string Raw, string Normal)? Alone(string line)
    {
        line = line.Trim();
        if (Labelled.Match(line) is { Success: true } label) line = line[label.Length..].Trim();
        var match = Form.Match(line);
        return match.Success && match.Length == line.Length ? Find(line).Cast<(string, string)?>().FirstOrDefault() : null;
    }

    [GeneratedRegex(@"(?<agency>[\u4e00-\u9fff]{2,14}) ?(?:[〔\[［（(【﹝〈] ?(?<year>(?:19|20)\d\d) ?年?[〕\]］）)】﹞〉]|(?<=发|字|函|办|令|通|规)(?<year>(?:19|20)\d\d)年) ?第?(?<serial>\d{1,5}) ?号")]
    static partial Regex Form { get; }

    [GeneratedRegex(@"^(?:发文字号|文号|文 ?号|字号)[：:]")]
    static partial Regex Labelled { get; }

    [GeneratedRegex("^.*(?:的通知|通知|根据|按照|依据|意见|方案)")]
    static partial Regex Introduction { get; }
}
