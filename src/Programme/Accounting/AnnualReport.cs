using OneMetre.Platform.Results;
using System.Globalization;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Briefing;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Accounting;

/// <summary>
/// 年度报告: what became of the plan in a year, chapter by chapter, counted from the record and from nothing else; words are those of the units as they were accepted. Every figure leads to where it stands. It is Chinese in
/// whichever language the page was read. Pure.
/// </summary>
static class AnnualReport
{
    static readonly (string, int, bool)[] Columns = [("领域", 4055, false), ("任务数", 1200, true), ("已完成", 1200, true), ("逾期", 1200, true), ("完成率", 1200, true)];

    /// <summary>The chapters by their names, as templates call them.</summary>
    public static IReadOnlyList<string> Chapters { get; } = ["总体情况", "分领域进展", "监测指标", "项目资金与政策", "督办检查与评价", "联席会议", "儿童影响评价与儿童参与", "存在的问题", "下一年工作"];

    /// <summary>The whole report as a page shows it.</summary>
    public static IEnumerable<PaperPiece> Of(AnnualFacts facts, Uri root) =>
        [new PaperPiece.Title([$"{facts.City}儿童友好城市建设", $"{facts.Year}年度报告"]), .. Chapters.SelectMany((name, n) => Of(name, facts, root).Prepend(new PaperPiece.Heading($"{ChineseNumerals.Write(n + 1)}、{name}")))];

    /// <param name="root">Where this installation is, for the links.</param>
    public static IEnumerable<PaperPiece> Of(string chapter, AnnualFacts facts, Uri root)
    {
        Uri To(string path) => new(root, path);
        return chapter switch
        {
            "总体情况" => Whole(facts, To),
            "分领域进展" => Domains(facts, root),
            "监测指标" => Indicators(facts, To),
            "项目资金与政策" => Money(facts, To),
            "督办检查与评价" => Checks(facts, To),
            "联席会议" => Meetings(facts, To),
            "儿童影响评价与儿童参与" => Children(facts, To),
            "存在的问题" => Troubles(facts, root),
            "下一年工作" => Next(facts, root, To),
            _ => throw new ArgumentOutOfRangeException(nameof(chapter)),
        };
    }

    static IEnumerable<PaperPiece> Whole(AnnualFacts facts, Func<string, Uri> to)
    {
        if (!facts.Over) yield return Say($"本报告按{facts.On.Chinese()}的记录生成，{facts.Year}年尚未结束。");
        yield return Say($"{facts.Year}年，{(facts.Plans.Count == 0 ? "尚无生效的方案" : $"按照{string.Join("、", facts.Plans.Select(p => $"《{p}》"))}")}，全市推进任务", new PaperText(N(facts.Tasks), to("/board")), $"项，累计完成{N(facts.Completed)}项，逾期未完成{N(facts.Late)}项。");
        if (facts.Milestones is not (0, 0)) yield return Say($"本年应完成节点{N(facts.Milestones.Due)}个，本年实际完成节点{N(facts.Milestones.Reached)}个。");
        foreach (var round in facts.Rounds)
            yield return Say(new PaperText(Day.Chinese(round.Period), to($"/returns/rounds/{round.Id}")), $"报送：应报{N(round.Owed)}家，按时{N(round.InTime)}家{(round.Late > 0 ? $"，逾期报送{N(round.Late)}家" : "")}{(round.Missing > 0 ? $"，未报送{N(round.Missing)}家" : "")}。");
        if (facts.Domains.Count > 0)
            yield return new PaperPiece.Table(Columns, [.. facts.Domains.Select(d => (IReadOnlyList<PaperText>)[d.Name, N(d.Tasks), N(d.Completed), N(d.Late), Share(d.Completed, d.Tasks)]), ["合计", N(facts.Tasks), N(facts.Completed), N(facts.Late), Share(facts.Completed, facts.Tasks)]]);
    }

    static IEnumerable<PaperPiece> Domains(AnnualFacts facts, Uri root) => facts.Last is { } last
        ? ProgressBrief.Of("分领域进展", last, root).Prepend(Say($"以下为各牵头单位在{Day.Chinese(last.Period)}报送中的内容，均经审核采纳。"))
        : [Say("本年没有开展定期报送。")];

    static IEnumerable<PaperPiece> Indicators(AnnualFacts facts, Func<string, Uri> to)
    {
        if (facts.Indicators is not { } standing)
        {
            yield return Say("本年没有监测数据。");
            yield break;
        }
        yield return Say($"{standing.Year}年监测指标", new PaperText(N(standing.All), to(standing.Link)), $"项，其中有数据{N(standing.WithData)}项{(standing.Year == facts.Year ? "" : $"（{facts.Year}年数据尚未形成，取最近年份）")}。方案提出目标并能够评价的{N(standing.Judged)}项，达标{N(standing.Met)}项，达标率{Share(standing.Met, standing.Judged)}{(standing.NoData > 0 ? $"；另有{N(standing.NoData)}项有目标而没有完整数据" : "")}。");
        // With returns they stand among the problems.
        if (standing.Lagging.Count > 0 && facts.Last is null)
            yield return Say([new PaperText($"滞后于序时进度的{N(standing.Lagging.Count)}项："), .. standing.Lagging.SelectMany((l, i) => (PaperText[])[i > 0 ? "；" : "", l.Name, new PaperText(l.Shown, to(l.Link)), $"（目标{l.Target}）"]), "。"]);
    }

    static IEnumerable<PaperPiece> Money(AnnualFacts facts, Func<string, Uri> to)
    {
        yield return facts.Projects == 0 ? Say("没有登记重点项目。")
            : facts.Money.Projects == 0 ? Say("登记重点项目", new PaperText(N(facts.Projects), to("/projects")), $"个，没有填报{facts.Year}年资金。")
            : Say("登记重点项目", new PaperText(N(facts.Projects), to("/projects")), $"个，其中{N(facts.Money.Projects)}个填报了{facts.Year}年资金：计划{Wan(facts.Money.Planned)}万元，到位{Wan(facts.Money.Paid)}万元{(facts.Money.PaidShare is { } share ? $"，到位率{share.ToString("0.#", CultureInfo.InvariantCulture)}%" : "")}。");
        if (facts.Funds.Count > 0) yield return Say(string.Join("；", facts.Funds.Select(f => $"{f.Source}计划{Wan(f.Sum.Planned)}万元，到位{Wan(f.Sum.Paid)}万元")) + "。");
        yield return Say(facts.Policies.Count == 0 ? $"本年没有新施行的政策，年末有效政策{N(facts.PoliciesInForce)}件。" : $"本年新施行政策{N(facts.Policies.Count)}件，年末有效政策{N(facts.PoliciesInForce)}件。");
        foreach (var policy in facts.Policies) yield return Say("《", new PaperText(policy.Name, to($"/policies/{policy.Id}")), $"》{(policy.Number is { } number ? $"（{number}）" : "")}，{policy.From.Chinese()}施行。");
    }

    static IEnumerable<PaperPiece> Checks(AnnualFacts facts, Func<string, Uri> to)
    {
        if (facts.Orders.Count == 0) yield return Say("本年没有发出督办通知。");
        else
            yield return Say("本年发出督办通知", new PaperText(N(facts.Orders.Count), to("/supervision")), $"件，已销号{N(facts.Orders.Count(o => o.State == OrderState.Closed))}件，正在办理{N(facts.Orders.Count(o => o.State is not (OrderState.Closed or OrderState.Withdrawn)))}件，其中逾期{N(facts.Orders.Count(o => o.Late))}件。");
        if (facts.Inspections.Count == 0) yield return Say("本年没有印发检查结果。");
        else
        {
            yield return Say("本年印发检查结果", new PaperText(N(facts.Inspections.Count), to("/inspections")), $"次，发现问题{N(facts.Inspections.Sum(i => i.Findings))}个，其中严重问题{N(facts.Inspections.Sum(i => i.Serious))}个，已整改到位{N(facts.Inspections.Sum(i => i.PutRight))}个。");
            foreach (var i in facts.Inspections) yield return Say(new PaperText(i.Title, to($"/inspections/{i.Id}")), $"（{i.IssuedOn.Chinese()}印发）：发现问题{N(i.Findings)}个，已整改到位{N(i.PutRight)}个。");
        }
        foreach (var e in facts.Evaluations)
            yield return Say(new PaperText(e.Title, to($"/evaluations/{e.Id}")), $"：评价{N(e.Units)}个单位，{string.Join("，", e.Grades.Select(g => $"{g.Grade}{N(g.Units)}个"))}。评价不作排名。");
    }

    static IEnumerable<PaperPiece> Meetings(AnnualFacts facts, Func<string, Uri> to)
    {
        if (facts.Meetings.Count == 0) yield return Say("本年没有召开联席会议。");
        else yield return Say("本年召开会议", new PaperText(N(facts.Meetings.Count), to("/meetings")), $"次，议定事项{N(facts.Meetings.Sum(m => m.Decisions))}项，已办结{N(facts.Meetings.Sum(m => m.Done))}项。");
        foreach (var m in facts.Meetings) yield return Say(new PaperText(m.Title, to($"/meetings/{m.Id}")), $"（{m.HeldOn.Chinese()}）：议定事项{N(m.Decisions)}项，已办结{N(m.Done)}项。");
    }

    static IEnumerable<PaperPiece> Children(AnnualFacts facts, Func<string, Uri> to)
    {
        if (facts.Impacts.Count == 0) yield return Say("本年没有开展儿童影响评价。");
        else yield return Say("本年开展儿童影响评价", new PaperText(N(facts.Impacts.Count), to("/impact")), $"项，听取儿童意见{N(facts.Heard)}人次（不足{N(PublicHearing.Few)}人的一次不计人次）。");
        foreach (var i in facts.Impacts)
            yield return Say(new PaperText(i.Title, to($"/impact/{i.Id}")), $"（{i.Unit}）：{(i.Heard > 0 ? $"听取儿童{N(i.Heard)}人次；" : "")}{i.Decision ?? "尚未决策"}{(i.Changed is { Length: > 0 } changed ? $"。因儿童意见作出的改变：{changed.TrimEnd('。')}" : "")}。");
    }

    static IEnumerable<PaperPiece> Troubles(AnnualFacts facts, Uri root) => facts.Last is { } last ? ProgressBrief.Of("存在的问题", last, root) : [Say("本年没有开展定期报送，没有各单位报送的问题。")];

    static IEnumerable<PaperPiece> Next(AnnualFacts facts, Uri root, Func<string, Uri> to)
    {
        if (facts.Last is { } last) foreach (var piece in ProgressBrief.Of("下一步工作", last, root)) yield return piece;
        yield return facts.Next.Count == 0 ? Say($"没有应于{facts.Year + 1}年完成而尚未完成的任务。") : Say($"应于{facts.Year + 1}年完成的任务{N(facts.Next.Count)}项：");
        foreach (var task in facts.Next) yield return Say(new PaperText(task.Title, to($"/tasks/{task.Id}")), $"（{task.Lead}，{task.Due.Chinese()}前）。");
    }

    /// <summary>Hundredths with one place; — where there is nothing to share.</summary>
    static string Share(int part, int whole) => whole == 0 ? "—" : $"{(part * 100m / whole).ToString("0.#", CultureInfo.InvariantCulture)}%";

    /// <summary>In ten thousand yuan, as Chinese budgets are written.</summary>
    public static string Wan(decimal yuan) => (yuan / FundSums.YuanPerWan).ToString("0.##", CultureInfo.InvariantCulture);
    static PaperPiece.Paragraph Say(params PaperText[] texts) => new([.. texts.Where(t => t.Text.Length > 0)]);
    static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
