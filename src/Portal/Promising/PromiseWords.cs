using System.Globalization;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Contract;

namespace OneMetre.Portal.Promising;

/// <summary>How a promise is put to a guardian or a child: plain words for its light, and its figure as people say it.</summary>
sealed class PromiseWords(Texts texts)
{
    static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static string Title(PublicPromise promise) => InEnglish && promise.TitleEn is { Length: > 0 } english ? english : promise.Title;

    /// <summary>The language of the title when it is not that of the page.</summary>
    public static string? TitleLanguage(PublicPromise promise) => InEnglish && string.IsNullOrEmpty(promise.TitleEn) ? "zh-CN" : null;

    /// <summary>顺利, 慢了, 拖了; for a promise that is done, paused or given up, that.</summary>
    public string Word(PublicPromise promise) => promise.Course switch
    {
        PublicCourse.Completed => texts["portal.course-completed"],
        PublicCourse.Suspended => texts["portal.course-suspended"],
        PublicCourse.Cancelled => texts["portal.course-cancelled"],
        _ => Word(promise.Light),
    };

    public string Word(Light light) => texts[$"platform.promise.{LightMark.Code(light)}"];

    /// <summary>Why the light is what it is, in a whole sentence; the reason's own key where there is one, else what the light means.</summary>
    public string Why(PublicPromise promise)
    {
        if (promise.Course is PublicCourse.Suspended or PublicCourse.Cancelled or PublicCourse.Completed) return texts[$"portal.why-{promise.Course.ToString().ToLowerInvariant()}"];
        var reason = promise.LightReason?.Split("light-", 2) is [_, var why] ? $"portal.why-{why}" : "";
        return texts[texts.Has(reason) ? reason : $"portal.why-{LightMark.Code(promise.Light)}"];
    }

    public static bool FewerIsBetter(PublicFigure figure) => figure.Comparator is "<" or "<=" or "decrease";

    /// <summary>19 / 30, or 86% where the target is told beside it.</summary>
    public static string Reached(PublicFigure? figure) => figure switch
    {
        null => "—",
        { Current: null } => "—",
        { Current: { } now } when Ratio(figure) || FewerIsBetter(figure) => Figure.Text(now, figure.MeasureUnit is "%" or "‰" ? figure.MeasureUnit : null),
        { Current: { } now, Target: { } target } => $"{Figure.Text(now)} / {Figure.Text(target)}",
        { Current: { } now } => Figure.Text(now),
    };

    public string ReachedNote(PublicFigure? figure)
    {
        if (figure is null) return "";
        if (figure.Current is null || Ratio(figure) || FewerIsBetter(figure)) return Wanted(figure);
        return figure.MeasureUnit ?? "";
    }

    /// <summary>What was promised: 目标 90% 以上, 目标 4 ‰ 以下, 目标 30 条.</summary>
    public string Wanted(PublicFigure figure)
    {
        if (figure.Target is not { } target) return "";
        var amount = Figure.Text(target, figure.MeasureUnit);
        if (figure.TargetMax is { } most) return texts["portal.target-between", Figure.Text(target), Figure.Text(most, figure.MeasureUnit)];
        return figure.Comparator switch
        {
            ">=" => texts["portal.target-at-least", amount],
            ">" => texts["portal.target-more-than", amount],
            "<=" => texts["portal.target-at-most", amount],
            "<" => texts["portal.target-less-than", amount],
            _ => texts["portal.target-exactly", amount],
        };
    }

    /// <summary>
    /// How much of the way is done, 0 to 100. Upwards: share of the target. Downwards: share of the way from the first value, or, where only one value is
    /// known, the target's share of it. Null while nothing was reported.
    /// </summary>
    public static decimal? PercentOfWay(PublicFigure? figure)
    {
        if (figure is not { Current: { } now, Target: { } target }) return null;
        decimal share;
        if (!FewerIsBetter(figure)) share = target <= 0 ? 1 : now / target;
        else if (now <= target) share = 1;
        else if (figure.From is { } from && from > target && from != now) share = (from - now) / (from - target);
        else share = target / now;
        return decimal.Round(Math.Clamp(share, 0, 1) * 100, 1);
    }

    static bool Ratio(PublicFigure figure) => figure.MeasureUnit is "%" or "‰";

    /// <summary>What people ask about, the most asked first, by the icon that stands for it.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["walk", "balloon", "stroller", "eye", "shield", "park", "ball", "hospital", "school"];

    public static string? Topic(PublicPromise promise) => Own(promise)?.Icon;

    /// <summary>A picture for those who do not read yet, by what the promise is about.</summary>
    public static (string Icon, string Hue) Picture(PublicPromise promise)
    {
        if (Own(promise) is { } own) return own;
        foreach (var (words, icon, hue) in Pictures)
            if (words.Any(w => promise.Domain?.Contains(w, StringComparison.Ordinal) ?? false)) return (icon, hue);
        return ("heart-handshake", "tour");
    }

    static (string Icon, string Hue)? Own(PublicPromise promise)
    {
        foreach (var (words, icon, hue) in Pictures)
            if (words.Any(w => promise.Title.Contains(w, StringComparison.Ordinal) || (promise.Figure?.Metric?.Contains(w, StringComparison.Ordinal) ?? false))) return (icon, hue);
        return null;
    }

    static readonly (string[] Words, string Icon, string Hue)[] Pictures =
    [
        (["托位", "托育", "婴幼儿", "小小孩", "3岁以下"], "stroller", "sun"),
        (["近视", "视力", "眼", "黑板"], "eye", "health"),
        (["公交", "校车"], "bus", "sky"),
        (["上学路", "学径", "步行", "斑马线", "慢行", "交通", "出行"], "walk", "sky"),
        (["假期", "托管", "放了假", "寒暑假"], "balloon", "play"),
        (["公园", "绿地", "滨水"], "park", "tour"),
        (["游戏", "游乐", "运动", "体育", "下楼", "体质", "玩"], "ball", "learn"),
        (["保护", "未保", "关爱", "难处", "困境", "留守", "救助", "安全", "溺水"], "shield", "tour"),
        (["医", "卫生", "儿科", "健康", "疫苗", "接种", "康复", "龋"], "hospital", "health"),
        (["心理", "热线"], "heart", "play"),
        (["图书", "阅读", "书"], "book", "learn"),
        (["学校", "学位", "幼儿园", "教育", "课后", "班"], "school", "learn"),
        (["议事", "参与", "权利", "说"], "messages", "play"),
        (["母婴", "社区", "家庭", "儿童之家"], "home", "sun"),
        (["公共服务"], "school", "learn"), (["空间", "环境"], "park", "tour"), (["社会政策", "政策"], "scale", "sky"), (["文化"], "book", "play"),
    ];
}
