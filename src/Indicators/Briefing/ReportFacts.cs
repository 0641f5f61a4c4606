using System.Globalization;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Briefing;

/// <summary>
/// What a template may name: the period, the region, counts over all indicators; an indicator by its Chinese name or its code, which stands for its figure with the unit; behind a colon 数值 (the figure without its unit), 上年 (of the same period the year
/// before, where the year is not over), 目标 or 变化. An answer is null where there is none, and IsNone too where a count is nought.
/// </summary>
sealed class ReportFacts(DashboardView view, string organiser, DateOnly on, Func<DashboardCard, Uri> source)
{
    public const string Chart = "各领域进展图", Domains = "各领域情况", Attention = "需要关注的指标", Notes = "数据说明", ChartOf = "图";
    public static readonly IReadOnlyList<string> Blocks = [Chart, Domains, Attention, Notes];
    public static readonly IReadOnlyList<string> Names = ["期别", "年份", "地区", "指标数", "有数据", "无数据", "可监测", "达标", "达标率", "有目标无数据", "滞后", "向好", "变差", "变差的指标", "持平", "按年监测", "组织单位", "日期"];
    public static readonly IReadOnlyList<string> Parts = ["数值", "上年", "目标", "变化"];

    readonly List<DashboardCard> cards = [.. view.Domains.SelectMany(d => d.Cards)];

    /// <summary>Whether a template may name it; indicators by what the catalogue calls them.</summary>
    public static bool IsName(string name, Func<string, bool> isIndicator) => Names.Contains(name) || Split(name) is var (indicator, part) && (part.Length == 0 || Parts.Contains(part)) && isIndicator(indicator);

    public static bool IsBlock(string name, Func<string, bool> isIndicator) => Blocks.Contains(name) || Split(name) is (ChartOf, { Length: > 0 } indicator) && isIndicator(indicator);

    /// <summary>图：孕产妇死亡率 and 孕产妇死亡率：上年; a colon of either width.</summary>
    public static (string Before, string After) Split(string name) => name.IndexOfAny([':', '：']) is >= 0 and var at ? (name[..at].Trim(), name[(at + 1)..].Trim()) : (name, "");

    public DashboardCard? Card(string indicator) => cards.Find(c => c.Known.Indicator.Name == indicator || c.Known.Indicator.Id == indicator);

    public (PaperText? Text, bool IsNone) Of(string name) => name switch
    {
        "期别" => Word(Day.Text(view.Period)),
        "年份" => Word(view.Period.Year.ToString(CultureInfo.InvariantCulture)),
        "地区" => Word(view.Region.Name),
        "指标数" => Count(cards.Count),
        "有数据" => Count(cards.Count(c => c.Now?.Value is not null)),
        "无数据" => Count(cards.Count(c => c.Now?.Value is null)),
        "可监测" => Count(view.WithData),
        "达标" => Count(view.Met),
        "达标率" => view.Rate is { } rate ? Word(Figure.Text(rate) + "%") : (null, true),
        "有目标无数据" => Count(view.NoData),
        "滞后" => Count(cards.Count(MonitoringReport.Behind)),
        "向好" => Count(view.Moved(1)),
        "变差" => Count(view.Moved(-1)),
        "变差的指标" => cards.Where(c => c.Moved == -1).Select(c => c.Known.Indicator.Name).ToList() is { Count: > 0 } worse ? Word(string.Join("、", worse)) : (null, true),
        "持平" => Count(view.Moved(0)),
        "按年监测" => Count(view.NotSoOften),
        "组织单位" => Word(organiser),
        "日期" => Word(string.Create(CultureInfo.InvariantCulture, $"{on.Year}年{on.Month}月{on.Day}日")),
        _ => OfIndicator(name),
    };

    (PaperText?, bool) OfIndicator(string name)
    {
        var (indicator, part) = Split(name);
        return Card(indicator) is not { } card ? (null, true) : part switch
        {
            "数值" => card.Now?.Value is { } bare ? (new(MonitoringReport.Shown(card, bare), source(card)), false) : (null, true),
            "上年" => card.Before is { } before ? Word(MonitoringReport.Shown(card, before) + MonitoringReport.Unit(card)) : (null, true),
            "目标" => card.Promised?.Promise.Text is { } promised ? Word(promised) : (null, true),
            "变化" => card.Change is { } change ? Word(Change(card, change)) : (null, true),
            _ => card.Now?.Value is { } value ? (new(MonitoringReport.Shown(card, value) + MonitoringReport.Unit(card), source(card)), false) : (null, true),
        };
    }

    /// <summary>Percent differ by points, everything else by its own unit.</summary>
    public string Change(DashboardCard card, decimal change)
    {
        var than = view.Period.IsWholeYear ? "上年" : "上年同期";
        return change == 0 ? $"与{than}持平" : $"比{than}{(change > 0 ? "高" : "低")}{Figure.Text(Math.Abs(change))}{(card.Known.Indicator.MeasureUnit == "%" ? "个百分点" : card.Known.Indicator.MeasureUnit)}";
    }

    static (PaperText?, bool) Word(string text) => (new PaperText(text), false);
    static (PaperText?, bool) Count(int n) => (new PaperText(n.ToString(CultureInfo.InvariantCulture)), n == 0);
}
