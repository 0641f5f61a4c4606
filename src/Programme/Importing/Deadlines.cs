using OneMetre.Platform.Results;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>A point in time named in a sentence. Day is null where a span of years (2023-2025年) begins: it ends the reach of the deadline before it.</summary>
readonly record struct Deadline(int Start, int End, DateOnly? Day);

/// <summary>Reads by when something is promised: 到2025年底, 2026年6月底前, 上半年, “十五五”末. A year that only names or compares gives none.</summary>
static partial class Deadlines
{
    static readonly string[] By = ["截止到", "截至", "截止", "力争", "争取", "确保", "预计", "计划", "到", "至", "在", "于"];

    /// <summary>All deadlines of a sentence, in order. BaseYear is the year of issue, for 年底前 and 12月底前.</summary>
    public static List<Deadline> Find(string folded, int? baseYear)
    {
        var found = new List<Deadline>();
        if (folded.AsSpan().IndexOfAny('年', '月', '五') < 0) return found;
        foreach (Match match in Years.Matches(folded))
        {
            var start = match.Index;
            var end = match.Index + match.Length;
            if (match.Groups["span"].Success) { found.Add(new(start, end, null)); continue; }

            var year = match.Groups["y"].Success ? ChineseNumerals.ReadInt(match.Groups["y"].ValueSpan)
                : match.Groups["plan"].Success && ChineseNumerals.ReadInt(match.Groups["plan"].ValueSpan) is { } plan and >= 10 and <= 30 ? 2025 + (plan - 14) * 5
                : baseYear;
            if (year is not (>= 1990 and <= 2100)) continue;

            // 每年12月底前 comes round every year; 自2023年起 and 较2020年 look back.
            if (start > 0 && folded[start - 1] is '每' or '自' or '从' or '比' or '较') continue;
            var to = 0; // the word that says by when, looked for here because a pattern that starts with an optional word tries every character
            foreach (var word in By)
                if (folded.AsSpan(0, start).EndsWith(word, StringComparison.Ordinal)) { to = word.Length; break; }
            start -= to;
            if (match.Groups["origin"].Success || end < folded.Length && folded[end] is '起' or '来') continue;
            var firm = to > 0 || match.Groups["by"].Success || match.Groups["part"].Success || match.Groups["plan"].Success;
            var opens = start == 0 || folded[start - 1] is '，' or '。' or '；' or '：' or ' ' or '、' or '\n' or '（' or '）' || start > 1 && folded[start - 2] == '其' && folded[start - 1] == '中';
            // 新校区2027年9月建成使用: what is done then follows at once.
            var done = end < folded.Length && Done.IsMatch(folded.AsSpan(end, Math.Min(8, folded.Length - end)));
            if (!firm && !opens && !done) continue;
            if (!firm && !done && end < folded.Length && Names.IsMatch(folded.AsSpan(end, Math.Min(12, folded.Length - end)))) continue;
            if (Day(match, year.Value) is { } day) found.Add(new(start, end, day));
        }
        return found;
    }

    /// <summary>The one deadline that a 完成时限 cell or line gives, or null (长期, 持续推进).</summary>
    public static DateOnly? One(string folded, int? baseYear)
    {
        if (baseYear is >= 1990 and <= 2100 && AllYear.IsMatch(folded)) return new(baseYear.Value, 12, 31);
        var days = Find(folded, baseYear).Where(d => d.Day is not null).ToList();
        if (days.Count > 0) return days[^1].Day;
        if (Bare.Match(folded.Trim()) is { Success: true } bare)
        {
            var year = int.Parse(bare.Groups["y"].ValueSpan, CultureInfo.InvariantCulture);
            var month = bare.Groups["m"].Success ? int.Parse(bare.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 12;
            if (year is < 1990 or > 2100 || month is < 1 or > 12) return null;
            var last = DateTime.DaysInMonth(year, month);
            var day = bare.Groups["d"].Success ? Math.Clamp(int.Parse(bare.Groups["d"].ValueSpan, CultureInfo.InvariantCulture), 1, last) : last;
            return new(year, month, day);
        }
        return null;
    }

    /// <summary>The day of every year by which a report is due: 每年12月底前 is --12-31. Null without a day.</summary>
    public static string? EveryYear(string folded)
    {
        if (Yearly.Match(folded) is not { Success: true } match) return null;
        if (!match.Groups["m"].Success) return "--12-31";
        var month = ChineseNumerals.ReadInt(match.Groups["m"].ValueSpan);
        if (month is not (>= 1 and <= 12)) return null;
        var day = match.Groups["d"].Success ? ChineseNumerals.ReadInt(match.Groups["d"].ValueSpan) : null;
        var last = DateTime.DaysInMonth(2023, month.Value);
        return $"--{month:00}-{Math.Clamp(day ?? last, 1, last):00}";
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static DateOnly? Day(Match match, int year)
    {
        if (match.Groups["half"].Success) return match.Groups["half"].ValueSpan[0] == '上' ? new(year, 6, 30) : new(year, 12, 31);
        if (match.Groups["q"].Success) return ChineseNumerals.ReadInt(match.Groups["q"].ValueSpan) is { } quarter and >= 1 and <= 4
            ? new DateOnly(year, quarter * 3, DateTime.DaysInMonth(year, quarter * 3)) : null;
        // 六一前 and 秋季学期开学前 are days everybody knows: the first of the month, and the last day of the holidays.
        if (match.Groups["feast"].Success) return new(year, "五六七".IndexOf(match.Groups["feast"].Value[0]) + 5, 1);
        if (match.Groups["term"].Success) return match.Groups["term"].ValueSpan[0] == '秋' ? new(year, 8, 31) : new(year, 2, 28);
        if (match.Groups["part"].ValueSpan.StartsWith("国庆")) return new(year, 10, 1);
        if (!match.Groups["m"].Success) return new(year, 12, 31);
        if (ChineseNumerals.ReadInt(match.Groups["m"].ValueSpan) is not { } month || month is < 1 or > 12) return null;
        var last = DateTime.DaysInMonth(year, month);
        if (!match.Groups["d"].Success) return new(year, month, last);
        return ChineseNumerals.ReadInt(match.Groups["d"].ValueSpan) is { } day and >= 1 ? new DateOnly(year, month, Math.Min(day, last)) : null;
    }

    [GeneratedRegex(@"(?<span>(?:19|20)\d\d年? ?[-至到] ?(?:19|20)\d\d年)|(?:(?<y>(?:19|20)\d\d|二[〇零○]\d?[一二三四五六七八九〇零○]{2})年度?|[“""‘]?(?<plan>十[一二三四五六七八九])[五][”""’]?(?:时期|规划)?(?<by>末|期末|期间|时期末|收官|结束时|时期)|(?:今|本|当)年(?:度)?|(?<![一二两三四五六七八九十几\d])(?=年内|年底|(?<![\d年])\d{1,2}月(?:\d{1,2}日)?(?:底|末|上旬|中旬|下旬)?(?:之?前|以前)))(?:(?<part>(?<half>[上下]半年)|第?(?<q>[一二三四1-4])季度|(?<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:(?<d>\d{1,2}|[一二三四五六七八九十]{1,3})日)?(?:上旬|中旬|下旬)?|[“""‘]?(?<feast>[五六七]一)[”""’]?(?:国际)?(?:儿童节|节)?(?=之?前|以前)|国庆节?(?=之?前|以前)|(?<term>[春秋])季(?:学期)?(?:开学)?(?=之?前|以前)|年?内|年?终))?(?<by>年?(?:底|末|终)(?:之?前|以前)?|(?:之?前|以前))?(?<origin>起|以来|为基[数期准])?")]
    static partial Regex Years { get; }

    [GeneratedRegex("^(?:全面|全部|正式|基本)?(?:建成|完成|投用|投入使用|启用|开园|开馆|开学|开工|竣工|上线|开通|运营|挂牌|达到?|实现|新增|控制在|不低于|不少于|不超过)")]
    static partial Regex Done { get; }

    [GeneratedRegex("^ ?(?:全年|年内|年底|年底前|年内完成) ?$")]
    static partial Regex AllYear { get; }

    /// <summary>What follows a bare year that belongs to a name: 2024年行动计划, 2023年度评估.</summary>
    [GeneratedRegex(@"^(?:版|第|《|（|[\u4e00-\u9fff]{0,6}(?:规划|纲要|方案|条例|办法|意见|通知|数据|水平|基数))")]
    static partial Regex Names { get; }

    [GeneratedRegex(@"^(?<y>20\d\d)(?:[.\-/](?<m>\d{1,2})(?:[.\-/](?<d>\d{1,2}))?)?(?:年|年底|前|之前)*$")]
    static partial Regex Bare { get; }

    [GeneratedRegex(@"(?:每|各)年度?(?:(?<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?<d>\d{1,2}|[一二三四五六七八九十]{1,3})日)?(?:底|末|份|上旬|中旬|下旬)*(?:之?前|以前)?|年?[底末终](?:之?前)?)")]
    static partial Regex Yearly { get; }
}
