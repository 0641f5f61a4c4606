using OneMetre.Platform.Results;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>Reads the head of the document: titles, number, issuer, date, region, and what the plan declares of itself.</summary>
static partial class HeaderReader
{
    const int LongestHead = 60;

    /// <summary>Head is the paragraphs before the first numbered section; all is every paragraph, for numbers cited anywhere.</summary>
    public static DraftHeader Read(IReadOnlyList<Passage> all, IReadOnlyList<DraftAttachment> attachments)
    {
        var head = Head(all);
        string? banner = null, title = null, notice = null, number = null, raw = null, issuer = null, status = null;
        DateOnly? issued = null;
        var dateAt = -1;

        for (var i = 0; i < head.Count; i++)
        {
            var line = head[i].Folded.Trim();
            if (number is null && DocumentNumbers.Alone(line) is { } own) { (raw, number) = (RawOf(head[i].Text), own.Normal); continue; }
            if (issued is null && DateLine.Match(line) is { Success: true } date && DayOf(date) is { } day) { (issued, dateAt) = (day, i); if (date.Groups["who"].Length > 3) issuer = date.Groups["who"].Value; continue; }
            if (issuer is null && IssuerLabel.Match(line) is { Success: true } labelled) issuer = labelled.Groups["who"].Value.Trim();
            if (Consultation.IsMatch(line)) status = "draft";
            if (notice is null && line.Length < 120 && NoticeEnd.IsMatch(line)) notice = JoinedNotice(head, i);
            else if (title is null && line.Length < 80 && !line.Contains('。') && PlanEnd.IsMatch(WithoutMark(line)) && !line.StartsWith("附件", StringComparison.Ordinal))
            {
                title = WithoutMark(JoinedTitle(head, i));
                // The years of a plan often stand on a line of their own under the title.
                if (i + 1 < head.Count && SpanLine.IsMatch(head[i + 1].Folded.Trim())) title += Bracketed(head[i + 1].Text.Trim());
            }
            else if (banner is null && line.EndsWith("文件", StringComparison.Ordinal) && UnitNames.LooksLikeUnit(line[..^2])) banner = line[..^2];
        }
        if (notice is not null && About.Match(notice) is { Success: true } about)
        {
            var named = about.Groups["what"].Value.Trim('《', '》', ' ');
            if (title is null || named.Length > 4 && Folding.Squeeze(named).EndsWith(Folding.Squeeze(title), StringComparison.Ordinal) || Folding.Squeeze(title) is var t && t.EndsWith(Folding.Squeeze(named), StringComparison.Ordinal) && t.Length > Folding.Squeeze(named).Length) title = named;
            // The years may be printed in the notice alone.
            if (SpanForm.IsMatch(Folding.Fold(named)) && Folding.Squeeze(named).StartsWith(Folding.Squeeze(title), StringComparison.Ordinal)) title = named;
            if (Consultation.IsMatch(title)) { status = "draft"; title = WithoutMark(title); }
            if (issuer is null && about.Groups["who"].Value.Trim() is { Length: > 3 } who && UnitNames.LooksLikeUnit(who)) issuer = who;
        }
        title ??= head.FirstOrDefault(p => p.Length is > 5 and < 60 && !p.Text.Contains('。'))?.Text.Trim();
        // A办公室印发《关于…的实施意见》 on one line is issuer and title.
        if (title is not null && IssuedAs.Match(title) is { Success: true } issuedAs)
        {
            title = issuedAs.Groups["what"].Value;
            if (issuer is null && issuedAs.Groups["who"].Value.Trim() is var body && UnitNames.LooksLikeUnit(body)) issuer = body;
        }
        if (dateAt > 0 && head[dateAt - 1].Folded.Trim() is { Length: > 3 and < 40 } signed && UnitNames.LooksLikeUnit(signed)) issuer = signed;

        issuer ??= banner;

        var region = RegionOf(title) ?? RegionOf(issuer) ?? RegionOf(notice);
        var (start, end) = PeriodOf(title);
        return new(title?.Replace("\n", ""), notice, number, raw, issuer, issued, region, status, start, end, Declared(all),
            Cited(all, number), attachments);
    }

    static List<Passage> Head(IReadOnlyList<Passage> all)
    {
        var head = new List<Passage>();
        foreach (var paragraph in all)
        {
            if (Numbering.Read(paragraph.Folded) is { Style: not NumberStyle.Worded, Ordinal: 1 }) break;
            head.Add(paragraph);
            if (head.Count >= LongestHead) break;
        }
        return head;
    }

    static string JoinedNotice(List<Passage> head, int at)
    {
        var joined = head[at].Text.Trim();
        for (var i = at - 1; i >= 0 && i >= at - 4; i--)
        {
            var line = head[i].Text.Trim();
            if (joined.Contains("关于") && !joined.StartsWith("关于", StringComparison.Ordinal)) break;
            if (DocumentNumbers.Alone(head[i].Folded) is not null || line.EndsWith("文件", StringComparison.Ordinal) || line.Length > 60 || line.Contains('。')) break;
            if (joined.StartsWith("关于", StringComparison.Ordinal) && !UnitNames.LooksLikeUnit(line)) break;
            joined = line + joined;
        }
        return joined;
    }

    /// <summary>A title set on two or three lines: lines before the one that ends as titles do, as long as they look unfinished.</summary>
    static string JoinedTitle(List<Passage> head, int at)
    {
        var joined = head[at].Text.Trim();
        for (var i = at - 1; i >= 0 && i >= at - 2; i--)
        {
            var line = head[i].Folded.Trim();
            if (line.Length is < 3 or > 40 || UnfinishedNot.IsMatch(line) || DateLine.IsMatch(line) || DocumentNumbers.Alone(line) is not null
                || PlanEnd.IsMatch(WithoutMark(line)) || NoticeEnd.IsMatch(line) || UnitNames.LooksLikeUnit(line) && !RegionOnly.IsMatch(line)) break;
            joined = head[i].Text.Trim() + joined;
        }
        return joined;
    }

    static string Bracketed(string years) => Folding.Fold(years).StartsWith('（') ? years : $"（{years}）";

    static string WithoutMark(string title) => Mark.Replace(title, "").Trim();
    static string RawOf(string line) => DocumentNumbers.Find(line.Trim()).Select(f => f.Raw).FirstOrDefault() ?? line.Trim();

    static DateOnly? DayOf(Match date)
    {
        if (ChineseNumerals.ReadInt(date.Groups["y"].ValueSpan) is not { } year || year is < 1949 or > 2100) return null;
        if (ChineseNumerals.ReadInt(date.Groups["m"].ValueSpan) is not { } month || month is < 1 or > 12) return null;
        return ChineseNumerals.ReadInt(date.Groups["d"].ValueSpan) is { } day and >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    /// <summary>The innermost place that the words begin with: 甲省乙市丙区… is 丙区.</summary>
    internal static string? RegionOf(string? words)
    {
        if (words is null) return null;
        string? region = null;
        var rest = YearPrefix.Replace(words.Trim().TrimStart('《', '“', '"'), "");
        for (var i = 0; i < 3; i++)
        {
            var match = RegionForm.Match(rest);
            if (!match.Success || NotRegion.IsMatch(match.Value)) break;
            region = match.Value;
            rest = rest[match.Length..];
        }
        return region;
    }

    internal static (int? Start, int? End) PeriodOf(string? title)
    {
        if (title is null) return (null, null);
        var folded = Folding.Fold(title);
        if (SpanForm.Match(folded) is { Success: true } span)
            return (int.Parse(span.Groups["a"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(span.Groups["b"].ValueSpan, CultureInfo.InvariantCulture));
        return YearForm.Match(folded) is { Success: true } year && int.Parse(year.Groups["a"].ValueSpan, CultureInfo.InvariantCulture) is var one ? (one, one) : (null, null);
    }

    static List<string> Cited(IReadOnlyList<Passage> all, string? own)
    {
        var cited = new List<string>();
        foreach (var paragraph in all)
        {
            if (!paragraph.Folded.Contains('号')) continue;
            foreach (var (_, normal) in DocumentNumbers.Find(paragraph.Text))
                if (normal != own && !cited.Contains(normal) && cited.Count < 200) cited.Add(normal);
        }
        return cited;
    }

    /// <summary>实施6大行动，落实21项任务: what the plan says it holds. The first sentence that counts tasks or actions is taken.</summary>
    static DeclaredCounts? Declared(IReadOnlyList<Passage> all)
    {
        DeclaredCounts? weaker = null;
        for (var p = 0; p < all.Count && p < 400; p++)
        {
            var paragraph = all[p];
            if (paragraph.Folded.Length > 3000) continue;
            foreach (var sentence in Sentence.Of(paragraph.Folded))
            {
                int? domains = null, actions = null, tasks = null;
                foreach (Match match in CountForm.Matches(sentence.Masked))
                {
                    if (ChineseNumerals.ReadInt(match.Groups["n"].ValueSpan) is not (> 1 and < 500 and var n)) continue;
                    var what = match.Groups["what"].Value;
                    if (what.EndsWith("领域", StringComparison.Ordinal) || what.EndsWith("方面", StringComparison.Ordinal)) domains ??= n;
                    else if (what.EndsWith("行动", StringComparison.Ordinal) || what.EndsWith("工程", StringComparison.Ordinal)) actions ??= n;
                    else tasks ??= n;
                }
                if (domains is null && actions is null && tasks is null) continue;
                if (domains is null && QuotedList.Match(sentence.Folded) is { Success: true } quoted) domains = quoted.Value.Count(c => c == '“');
                if (tasks is null && actions is not null) (tasks, actions) = (actions, null);
                var found = new DeclaredCounts(domains, actions, tasks, paragraph.Text.Substring(sentence.Start, sentence.Folded.Length).Trim(), paragraph.PlaceOf(sentence.Start, sentence.Folded.Length));
                if (tasks is not null) return found;
                if (Reach.IsMatch(sentence.Masked)) weaker ??= found;
            }
        }
        return weaker;
    }

    [GeneratedRegex(@"^(?<who>[\u4e00-\u9fff]{0,30}?)[ （]*(?:(?:成文|发文|发布|印发)日期：)? ?(?<y>(?:19|20)\d\d|[一二][〇零○Oo九][〇零○一二三四五六七八九Oo]{2})年 ?(?<m>\d{1,2}|[一二三四五六七八九十]{1,2})月 ?(?<d>\d{1,2}|[一二三四五六七八九十]{1,3})日(?:印发|发布)?[）]?$")]
    static partial Regex DateLine { get; }

    [GeneratedRegex("^(?:发文机关|发布机构|发文机构|制发机关|发布单位)：(?<who>[^：]{3,30})$")]
    static partial Regex IssuerLabel { get; }

    [GeneratedRegex("征求意见稿|公开征求意见|送审稿|讨论稿|草案|初稿")]
    static partial Regex Consultation { get; }

    [GeneratedRegex("[（【](?:征求意见稿|公开征求意见稿|送审稿|讨论稿|草案|初稿|试行|修订稿|审议稿)[）】]$")]
    static partial Regex Mark { get; }

    [GeneratedRegex("的(?:通知|通告|公告|意见|函|批复)$")]
    static partial Regex NoticeEnd { get; }

    [GeneratedRegex("(?:方案|计划|规划|意见|办法|要点|清单|分工|措施|细则|任务书|实施细则|工作安排|行动纲要|纲要|分工表|任务表|任务分解|分解表|一览表)(?:（[^）]{1,30}）)?$")]
    static partial Regex PlanEnd { get; }

    [GeneratedRegex("^(?<who>.{0,60}?)关于(?:印发|下发|公布|转发|发布|征求|报送|做好)?(?<what>.{2,100}?)的(?:通知|通告|公告|意见|函|批复)$")]
    static partial Regex About { get; }

    [GeneratedRegex("[。：；，]$|^（.*）$|^各|公开发布|附件|^抄送|^印发|文件$")]
    static partial Regex UnfinishedNot { get; }

    [GeneratedRegex("^(?<who>.{3,60}?)(?:印发|发布|出台)《(?<what>[^《》]{6,60})》$")]
    static partial Regex IssuedAs { get; }

    [GeneratedRegex("(?:省|市|区|县|旗|州|盟)$")]
    static partial Regex RegionOnly { get; }

    [GeneratedRegex("^[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|自治县|自治旗|特别行政区|高新区|开发区|新区|(?<=..)省|(?<=..)市|(?<=.)区|(?<=.)县|(?<=..)旗|(?<=..)州|(?<=..)盟)")]
    static partial Regex RegionForm { get; }

    [GeneratedRegex(@"^(?:20\d\d年度?|关于印发)")]
    static partial Regex YearPrefix { get; }

    [GeneratedRegex("^(?:（20\\d\\d年? ?[-至到]{1,2} ?20\\d\\d年?(?:度)?）|20\\d\\d年? ?[-至到]{1,2} ?20\\d\\d年)$")]
    static partial Regex SpanLine { get; }

    [GeneratedRegex("儿童|友好|建设|关于|^城市|社区|全市|全区|创建|推进|实施|小区|片区|我市|我区|示范|落实|贯彻|加快|促进|开展|打造|支持|全面|深化|争创|进一步|文明|新型城|智慧城|人民")]
    static partial Regex NotRegion { get; }

    [GeneratedRegex(@"(?<a>20\d\d)年? ?[-至到]{1,2} ?(?<b>20\d\d)年?")]
    static partial Regex SpanForm { get; }

    [GeneratedRegex(@"(?<a>20\d\d)年")]
    static partial Regex YearForm { get; }

    [GeneratedRegex(@"(?<n>\d{1,3}|[一二三四五六七八九十百]{1,4})(?:大|个|项|条|类)(?<what>(?:重点|主要|具体|重大|工作|专项|建设|关键){0,3}(?:领域|方面|行动|任务|举措|措施|工程|工作任务|重点工作))")]
    static partial Regex CountForm { get; }

    [GeneratedRegex("(?:“[^“”]{2,12}”[、，和]?){3,9}")]
    static partial Regex QuotedList { get; }

    [GeneratedRegex("重点从|围绕|聚焦|从.{0,40}方面|着力|明确|提出")]
    static partial Regex Reach { get; }
}
