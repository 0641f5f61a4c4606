using OneMetre.Platform.Results;
using System.Globalization;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Briefing;

/// <summary>
/// 工作进展情况: the brief of one round (half-year, year, quarter or month), put together from what units have handed in and the office has accepted, and from nothing else. Numbers are counted from the record; words are those of
/// the units, named; every figure and every word leads to where it stands. It is Chinese in whichever language the page was read. Pure.
/// </summary>
static class ProgressBrief
{
    static readonly (string, int, bool)[] Columns = [("序号", 640, true), ("任务", 2300, false), ("牵头单位", 1400, false), ("本期情况", 1000, true), ("进度", 750, true), ("主要目标与完成值", 2765, false)];

    /// <summary>The chapters by their names, as templates call them, and the table of all tasks at the end.</summary>
    public static IReadOnlyList<string> Chapters { get; } = ["总体情况", "分领域进展", "存在的问题", "督办情况", "下一步工作"];

    /// <summary>The whole brief as a page shows it.</summary>
    /// <param name="root">Where this installation is, for the links.</param>
    public static IEnumerable<PaperPiece> Of(BriefFacts facts, Uri root) =>
    [
        new PaperPiece.Title([$"{facts.City}儿童友好城市建设", $"{Day.Chinese(facts.Period)}工作进展情况"]),
        .. Chapters.SelectMany((name, n) => Of(name, facts, root).Prepend(new PaperPiece.Heading($"{ChineseNumerals.Write(n + 1)}、{name}"))),
        new PaperPiece.Heading("附：任务进展一览表"), new PaperPiece.Table(Columns, Table(facts, root)),
    ];

    public static IEnumerable<PaperPiece> Of(string chapter, BriefFacts facts, Uri root) => chapter switch
    {
        "总体情况" => Whole(facts, root),
        "分领域进展" => Domains(facts, root),
        "存在的问题" => Problems(facts, root),
        "督办情况" => Orders(facts, root),
        "下一步工作" => Next(facts, root),
        _ => throw new ArgumentOutOfRangeException(nameof(chapter)),
    };

    static IEnumerable<PaperPiece> Whole(BriefFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        PaperText Counted(int number, string query) => new(Text(number), To($"/returns/rounds/{facts.Round}{query}"));
        var period = Day.Chinese(facts.Period);
        var (inTime, late, missing) = facts.Punctual;
        var tasks = facts.Tasks.ToList();
        yield return Say(
            $"{period}，{string.Join("、", facts.Plans.Select(p => $"《{p}》"))}共{tasks.Count}项任务纳入报送，应报单位", Counted(facts.Returns.Count, ""), "家。按时报送", Text(inTime), "家",
            late > 0 ? $"，逾期报送{late}家" : "", missing > 0 ? $"，未报送{missing}家" : "", "；经审核采纳", Counted(facts.Accepted, "?state=accepted"), "家。");
        var reached = tasks.Sum(t => t.Words.SelectMany(w => w.Reached).Distinct().Count());
        yield return Say("按牵头单位报送，" + (tasks.Count == 0 ? "没有任务纳入报送" : string.Join("，", Standings(tasks))) + "。" + (reached > 0 ? $"本期完成节点{reached}个。" : ""));
        if (facts.Waiting.Count > 0) yield return Say($"截至{facts.On.Chinese()}，{string.Join("、", facts.Waiting)}的报送尚未采纳，其内容未列入本报告。");
        if (facts.Indicators is { } standing)
            yield return Say($"{standing.Year}年监测指标", new PaperText(Text(standing.All), To(standing.Link)), $"项，其中有数据{standing.WithData}项。方案提出目标并能够评价的{standing.Judged}项，达标{standing.Met}项{(standing.NoData > 0 ? $"；另有{standing.NoData}项有目标而没有完整数据" : "")}。");
    }

    static IEnumerable<PaperPiece> Domains(BriefFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        foreach (var (domain, n) in facts.Domains.Select((d, i) => (d, i)))
        {
            yield return new PaperPiece.Subheading($"（{ChineseNumerals.Write(n + 1)}）{domain.Name}");
            yield return Say($"本领域任务{domain.Tasks.Count}项，" + string.Join("，", Standings(domain.Tasks)) + "。");
            foreach (var (task, word) in Worded(domain.Tasks, w => w.Said))
                yield return Say(new PaperText($"{Titled(task)}（{word.Unit}）", To($"/tasks/{task.Id}")), "：", new PaperText(Sentence(word.Said!), To($"/returns/{word.Sheet}")));
            var quiet = domain.Tasks.Where(t => t.Standing is { } s && s is not (ReturnAnswer.Behind or ReturnAnswer.Stuck) && t.Words.All(w => string.IsNullOrWhiteSpace(w.Said))).ToList();
            if (quiet.Count > 0) yield return Say("按计划推进或者已经完成、没有其他情况的任务：" + string.Join("、", quiet.Select(Titled)) + "。");
        }
    }

    static IEnumerable<PaperPiece> Problems(BriefFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        var tasks = facts.Tasks.ToList();
        var troubled = tasks.Where(t => t.Standing is ReturnAnswer.Behind or ReturnAnswer.Stuck || t.Words.Any(w => !string.IsNullOrWhiteSpace(w.Problems))).ToList();
        if (troubled.Count == 0) yield return Say("各单位没有报送进度滞后或者推进困难的任务。");
        foreach (var (task, i) in troubled.Select((t, i) => (t, i)))
            yield return Say([
                new PaperText($"（{i + 1}）{Titled(task)}（{Leads(task)}）", To($"/tasks/{task.Id}")), $"：{Word(task.Standing)}。",
                .. task.Words.Where(w => !string.IsNullOrWhiteSpace(w.Problems)).Select(w => new PaperText((task.Words.Count > 1 ? w.Unit + "：" : "") + Sentence(w.Problems!), To($"/returns/{w.Sheet}"))),
            ]);
        if (facts.Indicators is { Lagging.Count: > 0 } lagging)
            yield return Say([new PaperText($"监测指标中滞后于序时进度的{lagging.Lagging.Count}项："), .. lagging.Lagging.SelectMany((l, i) => (PaperText[])[i > 0 ? "；" : "", $"{l.Name}", new PaperText(l.Shown, To(l.Link)), $"（目标{l.Target}）"]), "。"]);
    }

    static IEnumerable<PaperPiece> Orders(BriefFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        if (facts.Orders.Count == 0) yield return Say("本期没有发出督办通知。");
        else
        {
            var closed = facts.Orders.Count(o => o.State == OrderState.Closed);
            yield return Say("本期发出督办通知", new PaperText(Text(facts.Orders.Count), To("/supervision")), $"件，已销号{closed}件，正在办理{facts.Orders.Count(o => o.State is not (OrderState.Closed or OrderState.Withdrawn))}件，其中逾期{facts.Orders.Count(o => o.Late)}件。");
            foreach (var order in facts.Orders.Where(o => o.State is not (OrderState.Closed or OrderState.Withdrawn)))
                yield return Say(new PaperText(order.Number, To($"/supervision/{order.Id}")), $"，{order.Unit}，{order.Title}{(order.Due is { } due ? $"，应于{due.Chinese()}前办结{(order.Late ? "，已逾期" : "")}" : "")}。");
        }
    }

    static IEnumerable<PaperPiece> Next(BriefFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        var next = facts.Domains.SelectMany(d => Worded(d.Tasks, w => w.NextSteps)).ToList();
        if (next.Count == 0) yield return Say("各单位按方案继续推进，没有另报下一步安排。");
        foreach (var ((task, word), i) in next.Select((w, i) => (w, i)))
            yield return Say($"（{i + 1}）", new PaperText($"{Titled(task)}（{word.Unit}）", To($"/tasks/{task.Id}")), "：", new PaperText(Sentence(word.NextSteps!), To($"/returns/{word.Sheet}")));
    }

    /// <summary>All tasks, in the order of the plan: number, task, leads, where it stands, progress, targets with their values; a cell of several lines has them apart by \n.</summary>
    public static IReadOnlyList<IReadOnlyList<PaperText>> Table(BriefFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        return [.. facts.Tasks.Select((t, i) => (IReadOnlyList<PaperText>)[
            Text(i + 1), new PaperText(Titled(t), To($"/tasks/{t.Id}")), Leads(t), t.Words.Count == 1 ? new PaperText(Word(t.Standing), To($"/returns/{t.Words[0].Sheet}")) : Word(t.Standing),
            t.Progress is { } progress ? $"{progress}%" : "—", t.Targets.Count == 0 ? "—" : string.Join("\n", t.Targets.Select(Value)),
        ])];
    }

    /// <summary>已完成3项，按计划推进20项…: what there is of each, so that the parts always make the whole.</summary>
    static List<string> Standings(IReadOnlyList<BriefTask> tasks) =>
        [.. new ReturnAnswer?[] { ReturnAnswer.Done, ReturnAnswer.Advanced, ReturnAnswer.OnPlan, ReturnAnswer.Behind, ReturnAnswer.Stuck, null }.Select(s => (Standing: s, Count: tasks.Count(t => t.Standing == s))).Where(s => s.Count > 0).Select(s => $"{Word(s.Standing)}{s.Count}项")];

    static IEnumerable<(BriefTask Task, LeadWord Word)> Worded(IEnumerable<BriefTask> tasks, Func<LeadWord, string?> what) =>
        from task in tasks from word in task.Words where !string.IsNullOrWhiteSpace(what(word)) select (task, word);

    public static string Word(ReturnAnswer? standing) => standing switch
    {
        ReturnAnswer.Done => "已完成",
        ReturnAnswer.Advanced => "有新进展",
        ReturnAnswer.OnPlan => "按计划推进",
        ReturnAnswer.Behind => "进度滞后",
        ReturnAnswer.Stuck => "推进困难",
        _ => "尚无采纳的报送",
    };

    static string Titled(BriefTask task) => task.Label.Length > 0 ? $"{task.Label}{(char.IsLetterOrDigit(task.Label[^1]) ? "." : "")}{task.Title}" : task.Title;
    static string Leads(BriefTask task) => task.Words.Select(w => w.Unit).Concat(task.Silent).ToList() is { Count: > 0 } leads ? string.Join("、", leads) : "—";
    static string Value(BriefTarget target) => target.Current is { } value ? $"{target.Text}：{Figure.Text(value)}{target.MeasureUnit}" : target.Text;

    /// <summary>What a unit wrote, in one paragraph that ends as a sentence does.</summary>
    static string Sentence(string text)
    {
        var one = string.Join("", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return one.Length == 0 || "。！？；…”）".Contains(one[^1], StringComparison.Ordinal) ? one : one + "。";
    }

    static PaperPiece.Paragraph Say(params PaperText[] texts) => new([.. texts.Where(t => t.Text.Length > 0)]);
    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
