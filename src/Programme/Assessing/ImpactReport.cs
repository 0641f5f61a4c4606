using System.Globalization;
using OneMetre.Platform.Files;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>The report of an assessment (儿童影响评价报告) in the layout of GB/T 9704. It goes to whoever decides and is Chinese in whichever language the page was read; word gives the Chinese words of the enumerations.</summary>
static class ImpactReport
{
    public static void Write(Stream file, ImpactView view, Func<string, string> word, DateOnly on)
    {
        var a = view.Impact;
        using var paper = new OfficialPaper(file, $"{a.Title}儿童影响评价报告");
        paper.Title(a.Title, "儿童影响评价报告");
        if (a.State is < ImpactState.Final or ImpactState.Withdrawn) paper.Centred($"（{word(ImpactWords.State(a.State))}，尚未定稿）");
        paper.Heading("一、评价对象");
        paper.Text($"类别：{word(ImpactWords.Kind(a.Kind))}。提出单位：{view.Unit}。登记日期：{Day(a.RegisteredOn)}。");
        foreach (var line in Lines(a.About)) paper.Text(line);
        paper.Heading("二、筛查结论");
        paper.Text($"经逐项筛查，结论为：{word(ImpactWords.Depth(a.Depth))}。");
        paper.Table([("问题", 4200, false), ("回答", 1100, true), ("说明", 3500, false)], view.Answers.Select(l => (IReadOnlyList<PaperText>)[ImpactRules.Say(l.Question, word), word(ImpactWords.Answer(l.Answer)), l.Said]));
        if (a.State > ImpactState.Screening && view.Answers.Count > 0 && a.Depth != ImpactDepth.None)
        {
            paper.Heading("三、评价范围");
            paper.Text(string.Join("；", ImpactScope.Of(a).GroupBy(c => c.Group).Select(g => $"{word(ImpactWords.Group(g.Key))}：{string.Join("、", g.Select(c => word(ImpactWords.Right(c.Right))))}")) + "。");
            paper.Heading("四、依据");
            if (view.Evidence.Count == 0) paper.Text("未列依据。");
            foreach (var (e, n) in view.Evidence.Select((e, n) => (e, n + 1)))
                paper.Text($"{n.ToString(CultureInfo.InvariantCulture)}. {e.Title}{(e.Kind == ImpactEvidenceKind.Indicator ? $"，{e.Region}{e.Period}年：{e.Figure}（指标编号{e.IndicatorId}，{Day(e.AddedOn)}引用）" : e.FileName is { } name ? $"（{name}）" : "")}。");
            paper.Heading("五、听取儿童意见");
            foreach (var h in view.Hearings)
            {
                paper.Subheading($"{Day(h.On)}，{word(ImpactWords.Method(h.Method))}，{h.Number.ToString(CultureInfo.InvariantCulture)}人，{h.AgeFrom.ToString(CultureInfo.InvariantCulture)}至{h.AgeTo.ToString(CultureInfo.InvariantCulture)}岁");
                foreach (var line in Lines(h.Said)) paper.Text(line);
                paper.Text($"邀请方式：{h.Invited}。未能到场：{h.Missing}。");
            }
            if (view.Hearings.Count == 0) paper.Text(a.UnheardReason is { } reason ? $"未听取儿童意见。理由：{reason}（签署：{a.UnheardBy ?? view.Unit}）。" : "尚未听取儿童意见。");
            paper.Heading("六、影响矩阵");
            foreach (var total in ImpactSummary.Of(view.Rows))
                paper.Text($"{Option(view, total.Option)}：有利合计{N(total.Good)}，不利合计{N(total.Harm)}，评判{N(total.Rows)}项，尚无责任人和期限的不利影响{N(total.Open)}项。");
            paper.Table([("方案", 1300, false), ("群体与权利", 1900, false), ("影响", 800, true), ("可能×持续", 1000, true), ("依据", 800, true), ("说明与缓解措施", 3000, false)],
                view.Rows.Select(r => (IReadOnlyList<PaperText>)[Option(view, r.Option), $"{word(ImpactWords.Group(r.Group))} {word(ImpactWords.Right(r.Right))}", Effect(r.Effect), $"{N(r.Likelihood)}×{N(r.Duration)}", r.Grade.ToString(),
                    r.Why + (r.Mitigation is { } m ? $"\n措施：{m}（{r.Owner}，{Day(r.MitigateBy!.Value)}前）" : "")]));
            if (view.Comments.Count > 0)
            {
                paper.Heading("七、征求意见与专家评审");
                foreach (var c in view.Comments)
                {
                    paper.Text($"{(c.Expert ? "专家" : "")}{c.By}：{c.Text.Replace('\n', ' ')}");
                    paper.Text($"答复：{c.Answer?.Replace('\n', ' ') ?? "尚未答复"}");
                }
            }
            if (a.Decision is { } decision)
            {
                paper.Heading(view.Comments.Count > 0 ? "八、决策" : "七、决策");
                paper.Text($"{Day(a.DecidedOn!.Value)}，{word(ImpactWords.Decision(decision))}。理由：{a.DecisionReason?.Replace('\n', ' ')}");
            }
        }
        paper.Close(view.Unit, on);
    }

    public static string Effect(int effect) => effect.ToString("+0;−0;0", CultureInfo.InvariantCulture);
    static string Option(ImpactView view, int option) => option < view.Options.Count ? view.Options[option] : "原方案";
    static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}
