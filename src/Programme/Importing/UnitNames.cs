using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>Splits a printed list of bodies into names, and knows bodies from other words and classes of bodies from single ones.</summary>
static partial class UnitNames
{
    public readonly record struct Name(Passage Text, bool Collective);

    public static IReadOnlyList<Name> Split(Passage list)
    {
        var names = new List<Name>();
        foreach (var (start, length) in Ranges(list.Folded))
        {
            var part = Clean(list.Slice(start, length));
            if (part.IsEmpty) continue;

            // A、B等C成员单位 is A, B and the class C成员单位.
            if (AndOthers.Match(part.Folded) is { Success: true } others)
            {
                Add(part.Slice(0, others.Index));
                var rest = part.Slice(others.Index + 1);
                if (!BareClass.IsMatch(rest.Folded)) Add(rest);
            }
            else Add(part);
        }
        return names;

        void Add(Passage raw)
        {
            var name = Clean(raw);
            if (Apart(name.Folded) is > 0 and var at)
            {
                Add(name.Slice(0, at));
                Add(name.Slice(at));
                return;
            }
            if (name.Length is < 2 or > 60 || NotAName.IsMatch(name.Folded)) return;
            names.Add(new(name, IsCollective(name.Folded)));
        }
    }

    /// <summary>
    /// 市住建局市城管局: names that lost the space between them, as extraction from a page loses it. The second begins as the first does,
    /// with the same level, so 市卫健委市中心医院 is parted too, but 市委市政府办公室 and 市公安局市场支队 are not.
    /// </summary>
    static int Apart(string folded)
    {
        if (folded.Length is < 6 or > 200 || folded[0] is not ('市' or '区' or '县' or '省' or '团' or '各')) return 0;
        foreach (var match in Glued.EnumerateMatches(folded))
            if (match.Index > 2 && LooksLikeUnit(folded[..match.Index]) && (folded[0] is '团' or '各' || folded[match.Index] is '团' or '各' || folded[match.Index] == folded[0])) return match.Index;
        return 0;
    }

    public static bool IsCollective(string folded) => Class.IsMatch(folded);

    /// <summary>Whether the words end as names of public bodies do.</summary>
    public static bool LooksLikeUnit(string folded)
    {
        var name = Bracket.Replace(folded, "").Trim('*', '＊', '★', '☆').TrimEnd('。', ' ', '等');
        return name.Length is >= 2 and <= 40 && (UnitEnd.IsMatch(name) || Class.IsMatch(name)) && !NotUnit.IsMatch(name);
    }

    public static bool AllLookLikeUnits(Passage list)
    {
        var count = 0;
        foreach (var (start, length) in Ranges(list.Folded))
        {
            var part = Clean(list.Slice(start, length));
            if (part.IsEmpty) continue;
            var name = AndOthers.Match(part.Folded) is { Success: true } others ? part.Folded[..others.Index] : part.Folded;
            if (!LooksLikeUnit(name)) return false;
            count++;
        }
        return count > 0;
    }

    static Passage Clean(Passage part)
    {
        while (true)
        {
            part = part.Trim();
            if (part.IsEmpty) return part;
            // A bracket that was opened before the list closes at its end.
            if (part.Folded[^1] is '）' or '】' or '〕' && part.Folded.IndexOfAny(['（', '【', '〔']) < 0) part = part.Slice(0, part.Length - 1);
            else if (Tail.Match(part.Folded) is { Success: true, Length: > 0 } tail && !(tail.Value == "等" && part.Folded.EndsWith("高等", StringComparison.Ordinal)))
                part = part.Slice(0, tail.Index);
            else if (Head.Match(part.Folded) is { Success: true, Length: > 0 } head) part = part.Slice(head.Length);
            else return part;
        }
    }

    /// <summary>Parts between 、 ， ； and line ends, and between bodies joined by 和; marks inside brackets do not part.</summary>
    static IEnumerable<(int Start, int Length)> Ranges(string folded)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= folded.Length; i++)
        {
            var c = i < folded.Length ? folded[i] : '、';
            if (i < folded.Length)
            {
                if (c is '（' or '〔' or '《') depth++;
                else if (c is '）' or '〕' or '》') depth = Math.Max(0, depth - 1);
            }
            var parts = i == folded.Length || (depth == 0 && (c is '、' or '，' or '；' or '\n' or '。' or '/' || c == ' ' && SpaceParts(folded, i) || Joins(folded, i)));
            if (!parts || c == '、' && i < folded.Length && LevelsGoOn(folded, start, i) || c == '\n' && Wraps(folded, start, i)) continue;
            if (i > start) yield return (start, i - start);
            start = i + 1;
        }
    }

    /// <summary>市教育局和市民政局: 和 joins two bodies only where a body ends before it and another begins after it. 自然资源和规划局 stays whole.</summary>
    static bool Joins(string folded, int at) =>
        folded[at] is '和' or '及' or '与' && at > 2 && at + 2 < folded.Length && folded[at - 1] is '局' or '委' or '办' or '厅' or '联' or '院' or '府' or '会' or '部'
        && folded[at + 1] is '市' or '区' or '县' or '省' or '各' or '团' or '旗';

    /// <summary>各市、县人民政府 and 各镇、街道 are one phrase: a list of levels, not of bodies.</summary>
    internal static bool LevelsGoOn(string folded, int start, int at) =>
        at - start <= 16 && Levels.IsMatch(folded.AsSpan(start, at - start)) && NextLevel.IsMatch(folded.AsSpan(at + 1, Math.Min(16, folded.Length - at - 1)));

    /// <summary>市自然资源和规划⏎局: a line end inside a name, where neither half is a body and the whole is one.</summary>
    static bool Wraps(string folded, int start, int at)
    {
        if (at - start > 40) return false;
        var end = folded.AsSpan(at + 1, Math.Min(20, folded.Length - at - 1)).IndexOfAny("、，；\n。");
        var right = end < 0 ? folded[(at + 1)..Math.Min(folded.Length, at + 21)] : folded.Substring(at + 1, end);
        var left = folded[start..at].Trim();
        return left.Length > 1 && right.Length > 0 && right[0] is not ('市' or '区' or '县' or '省' or '各' or '团' or ' ') && !LooksLikeUnit(left) && LooksLikeUnit(left.Replace("\n", "") + right);
    }

    static bool SpaceParts(string folded, int at) =>
        at > 1 && at + 2 < folded.Length && LooksLikeUnit(folded[Math.Max(0, at - 12)..at].Split('、', '，', ' ')[^1]) && folded[at + 1] is '市' or '区' or '县' or '省' or '各' or '团';

    [GeneratedRegex(@"(?<!高|同|平|均|中|对|初)等(?=[\u4e00-\u9fff\d])")]
    static partial Regex AndOthers { get; }

    [GeneratedRegex(@"^ ?各(?:[省市县区州旗盟镇乡]{1,2}|街道|园区|地|县[（〔][^）〕]{1,8}[）〕])(?:、(?:[市县区旗镇乡]{1,2}|街道))*$")]
    static partial Regex Levels { get; }

    [GeneratedRegex(@"^(?:[市县区旗镇乡]{1,2}|街道|园区|功能区|开发区)(?:[（〔][^）〕]{1,8}[）〕])?(?:[、，；。]|人民政府|政府|街道|办事处|管委会|党|$)")]
    static partial Regex NextLevel { get; }

    [GeneratedRegex(@"^(?:\d+|[一二三四五六七八九十]+)?个?(?:部门|单位|有关部门和单位|部门和单位|各部门|部门单位)$")]
    static partial Regex BareClass { get; }

    [GeneratedRegex(@"^(?:各(?!界)|全体|全市|全区|全县|市属|区属|县属|各级)(?!.{0,6}(?:妇联$|总工会$))|各级|成员单位|(?:有关|相关|责任|其他|所有)(?:单位|部门|企业|机构|方面)|主管部门|职能部门|行业部门|直属机构|(?:[属各][\u4e00-\u9fff]{0,6})(?:管委会|单位|部门|企业)|^(?:高等|科研|大中专|医疗|教育|社会|群团|群众|企事业|公益|慈善|新闻|媒体|培训|托育|养老|专业|行业|金融|用人)+(?:院校|机构|组织|团体|单位|媒体|协会|学校)$|^高校$|^(?:中小学校?|幼儿园|学校|社会力量|志愿者组织|志愿服务组织|爱心企业|群团组织|社会组织|市直部门|区直部门|县直部门|市直(?:机关|单位)|镇街|镇办|镇\（街道）|乡镇（街道）|街道（乡镇）)$|及所属机构$")]
    static partial Regex Class { get; }

    [GeneratedRegex(@"(?:局|委|办|部|厅|处|署|院|会|妇联|工会|残联|[律作音美影]协|文联|侨联|工商联|社联|记协|科协|政府|办公室|中心|集团|公司|银行|分行|支行|大学|学院|学校|医院|报社|电视台|广播台|总台|融媒体|街道|镇|乡|办事处|单位|部门|机构|组织|团体|支队|大队|总队|图书馆|文化馆|博物馆|科技馆|少年宫|宫|监狱|社|园区|开发区|新区|度假区|示范区|党校|团.委|分局|区|县|市|旗|镇办|镇街)$")]
    static partial Regex UnitEnd { get; }

    [GeneratedRegex(@"(?:小区|社区|校区|街区|片区|景区|城区|园会|机会|社会|晚会|大会|议事会|运动会|干部|全部|内部|城市|都市|集市|小镇|城镇|地处|好处)$|[，。；]|^(?:推动|推进|加强|完善|建设|开展|实施|落实|鼓励|支持|建立|健全|包括|例如)")]
    static partial Regex NotUnit { get; }

    [GeneratedRegex(@"(?:(?:等)?(?:共同|联合|分别|具体|协同)?(?:按|按照|根据|依)(?:各自)?(?:职责|职能|任务|分工)(?:和?(?:分工|职责))?(?:分别|共同)?(?:负责|落实|做好(?:相关)?工作|推进)?|等?(?:分工|分别|共同|具体)?负责(?:落实|实施|推进)?|等(?:部门|单位)|[。，、；：等 ])$")]
    static partial Regex Tail { get; }

    [GeneratedRegex(@"^(?:由|以及|及其|以 ?及|及(?=各|市|区|县)|和(?!平|静|顺|田|硕|政|布|龙|林)|[。，、；：•·\- ])")]
    static partial Regex Head { get; }

    [GeneratedRegex(@"^[\d\s\p{P}]*$|^(?:20\d\d年)?[\d年月日底末前之]+$|^(?:长期|持续)(?:推进|坚持)?$|第一位|首位|(?<![（〈【])牵头单位|下同|^(?:等|无|略|下同|见附件)$")]
    static partial Regex NotAName { get; }

    [GeneratedRegex("(?<=[局委办部厅院联会府心团司])(?:[市区县省](?![场直属容域级区内外]|政(?!府)|民(?!政))|团[市区县省]委|各[区市县镇乡街])")]
    static partial Regex Glued { get; }

    [GeneratedRegex(@"（[^（）]{0,40}）")]
    static partial Regex Bracket { get; }
}
