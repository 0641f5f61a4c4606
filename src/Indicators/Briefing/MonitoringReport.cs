using System.Globalization;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Briefing;

/// <summary>
/// 监测报告: what a year's figures say, as a paper in the layout of official documents. Every sentence is made from figures by rule, nothing is interpreted; every figure of the year leads to its source.
/// An officer goes on writing in it. It is Chinese in whichever language the page was read.
/// </summary>
static class MonitoringReport
{
    /// <summary>So many of those that lag are drawn; the others are told.</summary>
    const int MostLines = 6;

    static readonly (string, int, bool)[] Columns = [("序号", 640, true), ("指标", 2900, false), ("单位", 900, true), ("上年", 1050, true), ("本年", 1050, true), ("目标", 1400, true), ("评价", 905, true)];

    /// <param name="source">Where the figure of an indicator is explained.</param>
    public static void Write(Stream file, string city, DashboardView view, Func<DashboardCard, Uri> source, DateOnly on)
    {
        var year = view.Period.Year;
        var title = $"{year}年{view.Region.Name}儿童友好城市建设监测报告";
        using var paper = new OfficialPaper(file, title);
        paper.Title(title.Length <= 22 ? [title] : [$"{year}年{view.Region.Name}", "儿童友好城市建设监测报告"]);

        paper.Text("（内部资料。含尚未公布的数据和涉及儿童很少的数据，对外提供前请以门户公布的数据为准。）");
        var cards = view.Domains.SelectMany(d => d.Cards).ToList();
        var withData = cards.Count(c => c.Now?.Value is not null);
        paper.Heading("一、总体情况");
        paper.Text($"{year}年，{view.Region.Name}共监测指标{cards.Count}项，其中有数据{withData}项，暂无数据{cards.Count - withData}项。");
        if (view.WithData > 0)
            paper.Text($"方案提出目标并且能够监测的指标{view.WithData}项，达标{view.Met}项，达标率{Text(view.Rate!.Value)}%。{(view.NoData > 0 ? $"另有{view.NoData}项有目标而没有完整数据，不计入达标率。" : "")}");

        paper.Chart(Standing(view, $"{year}年各领域指标进展（项）"));

        paper.Heading("二、分领域情况");
        foreach (var (domain, n) in view.Domains.Select((d, i) => (d, i)))
        {
            paper.Subheading($"（{Chinese(n + 1)}）{domain.Name}");
            var (met, behind) = (domain.Cards.Count(c => c.LightWord == "indicators.light-met"), domain.Cards.Count(Behind));
            paper.Text($"本领域监测指标{domain.Cards.Count}项，达标{met}项{(behind > 0 ? $"，进度滞后{behind}项" : "")}。{Moves(domain.Cards, view)}");
            paper.Table(Columns, domain.Cards.Select((c, i) => (IReadOnlyList<PaperText>)
            [
                (i + 1).ToString(CultureInfo.InvariantCulture), c.Known.Indicator.Name, c.IsYesNo ? "—" : c.Known.Indicator.MeasureUnit, Shown(c, Before(c, view)), new(Shown(c, c.Now?.Value) + (c.Now is { Value: not null, Whole: false } ? "*" : ""), c.Now?.Value is null ? null : source(c)),
                c.Promised?.Promise.Text ?? "—", Verdict(c),
            ]));
        }

        paper.Heading("三、需要关注的指标");
        var behindAll = cards.Where(Behind).ToList();
        if (behindAll.Count == 0) paper.Text("各项目标均按进度推进或者已经达标。");
        foreach (var (card, i) in behindAll.Select((c, i) => (c, i)))
        {
            var expected = card.Target is { } target ? TargetPath.Expected(target, view.Period) : null;
            paper.Text($"{i + 1}.{card.Known.Indicator.Name}：{year}年为", new(Shown(card, card.Now!.Value) + Unit(card), source(card)), $"，目标为{card.Promised?.Promise.Text}{(expected is { } way ? $"，按序时进度应为{Text(Formula.Shown(way, card.Digits))}{Unit(card)}" : "")}。");
            if (i < MostLines && Course(card, view) is { } course) paper.Chart(course);
        }

        paper.Heading("四、数据说明");
        paper.Text("比率类指标均由各地分子、分母分别汇总后计算，不取各地比率的平均数。“—”为没有数据，不是0。");
        if (cards.Exists(c => c.Now is { Value: not null, Whole: false })) paper.Text("带*的数字只含部分县（市、区），不与上年比较，不作评价：" + string.Join("；", cards.Where(c => c.Now is { Value: not null, Whole: false }).Select(c => $"{c.Known.Indicator.Name}（{c.Now!.Have}/{c.Now.Expected}）")) + "。");
        if (cards.Where(c => c.Now?.Revised == true).Select(c => c.Known.Indicator.Name).ToList() is { Count: > 0 } revised) paper.Text($"锁定后经批准修订过的数据：{string.Join("、", revised)}。");
        if (cards.Where(c => c.TakenOff.Count > 0).ToList() is { Count: > 0 } twice) paper.Text("汇总时已扣除申报的重复部分的指标：" + string.Join("；", twice.Select(c => $"{c.Known.Indicator.Name}（{string.Join("、", c.TakenOff.Select(o => o.What).Distinct())}）")) + "。");
        if (cards.Where(c => c.Breaks.Count > 0).ToList() is { Count: > 0 } broken) paper.Text("口径改变、前后不能直接相比的指标：" + string.Join("；", broken.Select(c => $"{c.Known.Indicator.Name}（{string.Join("、", c.Known.Breaks.Select(b => b.FromYear))}年起）")) + "。");
        if (cards.Where(c => c.Now?.Value is null).Select(c => c.Known.Indicator.Name).ToList() is { Count: > 0 } silent) paper.Text($"没有数据的指标：{string.Join("、", silent)}。");
        paper.Close(city, on);
    }

    /// <summary>How many indicators of each domain stand where.</summary>
    static PaperChart Standing(DashboardView view, string title)
    {
        var kinds = new (string Name, string Colour, Func<DashboardCard, bool> Is)[]
        {
            ("达标", "59B894", c => c.LightWord == "indicators.light-met"), ("按进度", "8CC6B8", c => c.LightWord != "indicators.light-met" && Verdict(c) == "按进度"), ("滞后", "D9822B", Behind),
            ("没有目标", "C9C5BB", c => c.LightWord == "indicators.light-no-target"), ("数据不全或无数据", "E9E6DF", c => c.LightWord is "indicators.light-partial" or "indicators.light-none"),
        };
        var series = kinds.Select(k => new ChartSeries(k.Name, [.. view.Domains.Select(d => (decimal?)d.Cards.Count(k.Is))], k.Colour)).Where(s => s.Values.Any(v => v > 0)).ToList();
        return new(title, string.Join("；", view.Domains.Select((d, n) => $"{d.Name}：{string.Join("，", series.Where(s => s.Values[n] > 0).Select(s => $"{s.Name}{Text(s.Values[n]!.Value)}项"))}")), [.. view.Domains.Select(d => d.Name)], series, Lines: false);
    }

    /// <summary>The years of an indicator beside its way to the target; null where there are not two years to draw.</summary>
    static PaperChart? Course(DashboardCard card, DashboardView view)
    {
        if (card.IsYesNo || card.Values.Count(v => v is not null) < 2) return null;
        decimal?[] path = [.. card.Path.Select(v => v is { } value ? Formula.Shown(value, card.Digits) : (decimal?)null)];
        var name = card.Known.Indicator.Name;
        return new($"{name}（{card.Known.Indicator.MeasureUnit}）", $"{name}：" + string.Join("，", view.Years.Zip(card.Values).Where(p => p.Second is not null).Select(p => $"{p.First.Year}年{Text(p.Second!.Value)}")), [.. view.Years.Select(y => $"{y.Year}")],
            path.Any(v => v is not null) ? [new("实际", card.Values, "0A7B6C"), new("序时进度", path, "777777", Dashed: true)] : [new("实际", card.Values, "0A7B6C")], Lines: true, card.Known.Indicator.MeasureUnit);
    }

    static bool Behind(DashboardCard card) => card.Light is Light.Yellow or Light.Orange or Light.Red;

    static string Verdict(DashboardCard card) => card.LightWord switch
    {
        "indicators.light-met" => "达标",
        "indicators.light-partial" => "数据不全",
        "indicators.light-none" => "无数据",
        "indicators.light-no-target" => "—",
        _ => Behind(card) ? "滞后" : card.Light == Light.Green ? "按进度" : "—",
    };

    static decimal? Before(DashboardCard card, DashboardView view) => view.Years.ToList().IndexOf(view.Period) is > 0 and var i ? card.Values.ElementAtOrDefault(i - 1) : null;

    /// <summary>Which way the figures moved that ought to move one way; neither praise nor blame.</summary>
    static string Moves(IReadOnlyList<DashboardCard> cards, DashboardView view)
    {
        var moved = cards.Where(c => c.Now is { Whole: true, Value: not null } && c.Known.MoreIsBetter is not null && Before(c, view) is not null && !c.IsYesNo)
            .Select(c => (c.Known, Change: Formula.Shown(c.Now!.Value!.Value, c.Digits) - Before(c, view)!.Value)).ToList();
        var better = moved.Count(m => m.Known.MoreIsBetter == true ? m.Change > 0 : m.Change < 0);
        var worse = moved.Where(m => m.Known.MoreIsBetter == true ? m.Change < 0 : m.Change > 0).Select(m => m.Known.Indicator.Name).ToList();
        return moved.Count == 0 ? "" : $"与上年相比，{better}项向好{(worse.Count > 0 ? $"，{worse.Count}项变差（{string.Join("、", worse)}）" : "")}{(moved.Count - better - worse.Count is > 0 and var same ? $"，{same}项持平" : "")}。";
    }

    static string Shown(DashboardCard card, decimal? value) => value is not { } v ? "—" : card.IsYesNo ? v > 0 ? "是" : "否" : card.Now?.Worked.High is { } high && card.Now.Value == v ? $"{Text(v)}—{Text(high)}" : Text(Formula.Shown(v, card.Digits));
    static string Unit(DashboardCard card) => card.IsYesNo ? "" : card.Known.Indicator.MeasureUnit;
    static string Text(decimal value) => Figure.Text(value);
    static string Chinese(int n) => n <= 10 ? "一二三四五六七八九十"[n - 1].ToString() : $"十{"一二三四五六七八九"[n - 11]}";
}
