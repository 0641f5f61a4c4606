using OneMetre.Platform.Results;
using System.Buffers;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>What a number counts: shares and rates, things that can be built or done, or measures of size, time, age and money.</summary>
enum QuantityKind { Share, Count, Measure, Age }

/// <summary>A number with its unit, at its place in a clause; ValueMax closes a range.</summary>
readonly record struct Quantity(int Start, int Length, decimal Value, decimal? ValueMax, string Unit, QuantityKind Kind, bool Chinese)
{
    public int End => Start + Length;
}

/// <summary>Finds numbers with units in Arabic and Chinese writing. Dates, ordinals and bare numbers are none.</summary>
static partial class Quantities
{
    static readonly SearchValues<char> Numerals = SearchValues.Create("0123456789一二两三四五六七八九十百千半");

    public static List<Quantity> Find(string masked)
    {
        var found = new List<Quantity>();
        if (masked.AsSpan().IndexOfAny(Numerals) < 0) return found;
        foreach (Match match in Form.Matches(masked))
        {
            var unit = match.Groups["u"].Value;
            decimal? value, max = null;
            var chinese = false;
            if (match.Groups["pct"].Success)
            {
                (value, unit, chinese) = (ChineseNumerals.Read(match.Groups["pct"].ValueSpan), "%", true);
                if (match.Groups["pct2"].Success) max = ChineseNumerals.Read(match.Groups["pct2"].ValueSpan);
            }
            else if (match.Groups["per1000"].Success) (value, unit, chinese) = (ChineseNumerals.Read(match.Groups["per1000"].ValueSpan), "‰", true);
            // 翻一番 is an increase by as much again, 翻两番 by three times as much; 八成五 is 85 %.
            else if (match.Groups["times"].Success) (value, unit, chinese) = (match.Groups["times"].ValueSpan[0] == '一' ? 100 : 300, "%", true);
            else if (match.Groups["tenth"].Success)
            {
                var ones = !match.Groups["half"].Success ? 0 : match.Groups["half"].ValueSpan[0] == '半' ? 5 : ChineseNumerals.DigitOf(match.Groups["half"].ValueSpan[0]);
                (value, unit, chinese) = (ChineseNumerals.DigitOf(match.Groups["tenth"].ValueSpan[0]) * 10 + ones, "%", true);
            }
            else if (match.Groups["part"].Success) (value, unit, chinese) = (50, "%", true);
            else if (match.Groups["c"].Success)
            {
                var digits = match.Groups["c"].ValueSpan;
                // 三千万元 is printed in 万元, as 3000万元 is.
                if (digits.Length > 1 && digits[^1] == '万' && unit is ['元' or '平', ..])
                {
                    digits = digits[..^1];
                    unit = "万" + unit;
                }
                (value, chinese) = (ChineseNumerals.Read(digits), true);
                // 三四个 is a guess, not a number; 一二 in a row neither.
                if (digits.Length == 2 && ChineseNumerals.DigitOf(digits[0]) > 0 && ChineseNumerals.DigitOf(digits[1]) > 0)
                    (value, max) = (ChineseNumerals.DigitOf(digits[0]), ChineseNumerals.DigitOf(digits[1]));
            }
            else
            {
                var (low, high) = (match.Groups["as"].Value, match.Groups["bs"].Value);
                var range = match.Groups["b"].Success;
                if (range && low.Length == 0) low = high;
                // Money and areas keep the scale they are printed in: 3000万元 is 3000 of 万元.
                if (unit is ['元' or '平', ..] && low is [.., '万' or '亿'] && (!range || low == high)) (low, high, unit) = (low[..^1], low[..^1], low[^1] + unit);
                value = Scaled(match.Groups["a"].ValueSpan, low);
                if (range) max = Scaled(match.Groups["b"].ValueSpan, high);
            }
            if (value is null) continue;
            if (max is not null && max <= value) max = null;
            found.Add(new(match.Index, match.Length, value.Value, max, unit.Trim(), KindOf(unit), chinese));
        }
        return found;
    }

    static QuantityKind KindOf(string unit) => unit.Trim() switch
    {
        "%" or "‰" or "个百分点" or "百分点" => QuantityKind.Share,
        "岁" or "周岁" or "月龄" or "个月" => QuantityKind.Age,
        "米" or "千米" or "公里" or "平方米" or "平方公里" or "万平方米" or "亩" or "公顷" or "元" or "万元" or "亿元" or "小时" or "分钟" or "天" or "个工作日" or "工作日" or "倍" or "学时" or "课时" or "勒克斯" or "分贝" or "微克" => QuantityKind.Measure,
        ['/', ..] => QuantityKind.Share,
        var u when u.StartsWith("微克", StringComparison.Ordinal) || u.StartsWith("毫克", StringComparison.Ordinal) || u.StartsWith('元') || u is ['万' or '亿', '元' or '平', ..] => QuantityKind.Measure,
        _ => QuantityKind.Count,
    };

    static decimal? Scaled(ReadOnlySpan<char> digits, ReadOnlySpan<char> scale)
    {
        if (ChineseNumerals.Read(digits) is not { } number) return null;
        foreach (var c in scale) number *= c switch { '百' => 100, '千' => 1000, '万' => 10_000, '亿' => 100_000_000, _ => 1 };
        return number;
    }

    const string Counted = "人次|场次|批次|个(?!人|别|体|性|工作日|月|百分点|\\d)|家(?!庭|长|校|园|乡|风|教|政|访)|所(?!有|属|在|需|以(?![上下内])|谓)|处(?!理|置|于|方|罚|在)|条(?!件|例)|户(?!籍|外|口)|名(?!称|单|录|师|校|家|额)|人(?!民|才|员|口|均|大|群|文|身|数|居|类|力|工|格|际|行|社|物|防|性|体|心)|支(?!持|撑|部|付|出)|场(?!所|景|馆|地|域)|次(?!序|要|日|生)|项(?!目)|片(?!区|面)|张|座|套(?!餐)|件(?!数|事)|台(?!账|阶)|辆|间|册|本(?!地|市|区|县|级|科|方|行|年|着|土|质|身|单)|篇|期(?!间|末|限|望|满)|门(?!类|诊|口|户)|组(?!织|建|成)|对(?!象|于|接|外|口|全|各|标|照|儿|学|孩|重|困|家|有|社|该|所|未|其)|幅(?!度)|首(?!府|次|批|个|位|先|要)|堂|例|起(?!步|来|点|到)|株|轮(?!训)|届|份(?!额)|款|档|栋|幢|部(?!门|分|署|委|队)|节(?!约|日|点|假)|班(?!级|次)|颗|床|个班|公里|平方公里|学位|托位|车位|床位|厕位|样本|种(?!植|类|子|族|树|苗|花|草|养|形|方|模|情|途|渠|因|原)";
    const string Measured = "/(?:10|十)万|/万|微克/立方米|毫克/升|毫克/立方米|平方公里|万平方米|平方米|公里|千米|米(?!阳光|高度)|亩|公顷|亿元|万元|元/[\\u4e00-\\u9fff]{1,4}(?:[·/][\\u4e00-\\u9fff]{1,2})?|元|小时|分钟|个工作日|工作日|天|周岁|岁|月龄|个月|倍|学时|课时|勒克斯|分贝";

    [GeneratedRegex(@"(?<![\d.\-:：/A-Za-z第])(?<a>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?)(?<as>[百千万亿]{0,2}) ?(?:[%‰]?(?: ?[-至到] ?)(?<b>\d{1,9}(?:\.\d{1,4})?)(?<bs>[百千万亿]{0,2}))?(?:余|多)? ?(?<u>%|‰|个百分点|百分点|" + Measured + "|" + Counted + @")|百分之(?<pct>[零〇一二两三四五六七八九十百点]{1,8})(?:至百分之(?<pct2>[零〇一二两三四五六七八九十百点]{1,8}))?|千分之(?<per1000>[零〇一二两三四五六七八九十百点]{1,8})|翻(?<times>[一两二])番|(?<![完形建变])(?<tenth>[一二三四六七八九])成(?<half>[一二三四五六七八九半](?!个|年|套|批))?(?=以上|以下|以内|左右|的|[，。；、）]|$)|(?<part>(?:一半|半数|五成)(?=以上|的|及)|五成(?=以下|以内|左右|[，。；、）]|$))|(?<![第每这那某另同统之零〇一二两三四五六七八九十百千万几数近各单唯])(?<c>[一二两三四五六七八九十百千万]{1,7})(?:余|多)?(?<u>个百分点|人次|场次|" + Measured + "|" + Counted + ")")]
    static partial Regex Form { get; }
}
