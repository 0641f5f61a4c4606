using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>The report of an assessment (儿童影响评价报告). It goes to whoever decides and is Chinese in whichever language the page was read.</summary>
sealed class ImpactReport(ReadImpacts read, ImpactData impacts, Texts texts, TimeProvider time) : IPaperType
{
    public string Key => "impact-report";
    public string Name => "programme.paper-impact-report";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "评价对象", PaperField.When("尚未定稿"), "状态", "类别", "提出单位", "登记日期", "对象说明", "筛查结论", PaperField.Rows("筛查", "问题", "回答", "说明"), PaperField.When("已界定范围"), "评价范围",
        PaperField.When("未列依据"), PaperField.Rows("依据", "依据内容"), PaperField.Rows("听取意见", "听取日期", "听取方式", "人数", "年龄", "儿童说的话", "邀请方式", "未能到场"), PaperField.When("未听取意见"), "未听取情况",
        PaperField.Rows("方案", "方案名称", "有利合计", "不利合计", "评判项数", "未落实项数"), PaperField.Rows("矩阵", "矩阵方案", "群体与权利", "影响", "可能与持续", "依据等级", "说明与措施"),
        PaperField.When("有意见"), PaperField.Rows("意见", "提出人", "意见内容", "答复"), PaperField.When("已决策"), "决策日期", "决策", "决策理由", "日期",
    ];

    public IReadOnlyList<string> Must { get; } = ["评价对象", "尚未定稿", "听取意见", "未听取情况", "矩阵"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{评价对象}", "儿童影响评价报告");
        paper.Each("尚未定稿", () => paper.Centred("（{状态}，尚未定稿）"));
        paper.Heading("{章}、评价对象");
        paper.Text("类别：{类别}。提出单位：{提出单位}。登记日期：{登记日期}。");
        paper.Text("{对象说明}");
        paper.Heading("{章}、筛查结论");
        paper.Text("经逐项筛查，结论为：{筛查结论}。");
        paper.Table("筛查", ("问题", 4200, false, "{问题}"), ("回答", 1100, true, "{回答}"), ("说明", 3500, false, "{说明}"));
        paper.Each("已界定范围", () =>
        {
            paper.Heading("{章}、评价范围");
            paper.Text("{评价范围}。");
            paper.Heading("{章}、依据");
            paper.Each("未列依据", () => paper.Text("未列依据。"));
            paper.Each("依据", () => paper.Text("{序号}. {依据内容}。"));
            paper.Heading("{章}、听取儿童意见");
            paper.Each("听取意见", () =>
            {
                paper.Subheading("（{节}）{听取日期}，{听取方式}，{人数}人，{年龄}岁");
                paper.Text("{儿童说的话}");
                paper.Text("邀请方式：{邀请方式}。未能到场：{未能到场}。");
            });
            paper.Each("未听取意见", () => paper.Text("{未听取情况}"));
            paper.Heading("{章}、影响矩阵");
            paper.Each("方案", () => paper.Text("{方案名称}：有利合计{有利合计}，不利合计{不利合计}，评判{评判项数}项，尚无责任人和期限的不利影响{未落实项数}项。"));
            paper.Table("矩阵", ("方案", 1300, false, "{矩阵方案}"), ("群体与权利", 1900, false, "{群体与权利}"), ("影响", 800, true, "{影响}"), ("可能×持续", 1000, true, "{可能与持续}"), ("依据", 800, true, "{依据等级}"), ("说明与缓解措施", 3000, false, "{说明与措施}"));
            paper.Each("有意见", () => paper.Heading("{章}、征求意见与专家评审"));
            paper.Each("意见", () =>
            {
                paper.Text("{提出人}：{意见内容}");
                paper.Text("答复：{答复}");
            });
            paper.Each("已决策", () =>
            {
                paper.Heading("{章}、决策");
                paper.Text("{决策日期}，{决策}。理由：{决策理由}");
            });
        });
        paper.Close("{提出单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct)
    {
        if (await read.One(id, ct) is not { Impact: var a } view) return null;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the paper is Chinese; this ends with the call
        var scoped = a.State > ImpactState.Screening && view.Answers.Count > 0 && a.Depth != ImpactDepth.None;
        return new($"儿童影响评价报告 {a.Title}", new PaperFields()
            .Words("评价对象", a.Title).When("尚未定稿", a.State is < ImpactState.Final or ImpactState.Withdrawn).Words("状态", texts[ImpactWords.State(a.State)]).Words("类别", texts[ImpactWords.Kind(a.Kind)]).Words("提出单位", view.Unit).Words("登记日期", a.RegisteredOn.Chinese())
            .Words("对象说明", a.About.Paragraphs()).Words("筛查结论", texts[ImpactWords.Depth(a.Depth)])
            .Rows("筛查", view.Answers.Select(l => new PaperFields().Words("问题", ImpactRules.Say(l.Question, code => texts[code])).Words("回答", texts[ImpactWords.Answer(l.Answer)]).Words("说明", l.Said)))
            .When("已界定范围", scoped).Words("评价范围", scoped ? string.Join("；", ImpactScope.Of(a).GroupBy(c => c.Group).Select(g => $"{texts[ImpactWords.Group(g.Key)]}：{string.Join("、", g.Select(c => texts[ImpactWords.Right(c.Right)]))}")) : "")
            .When("未列依据", view.Evidence.Count == 0)
            .Rows("依据", view.Evidence.Select(e => new PaperFields().Words("依据内容", e.Title + (e.Kind == ImpactEvidenceKind.Indicator ? $"，{e.Region}{e.Period}年：{e.Figure}（指标编号{e.IndicatorId}，{e.AddedOn.Chinese()}引用）" : e.FileName is { } name ? $"（{name}）" : ""))))
            .Rows("听取意见", view.Hearings.Select(h => new PaperFields().Words("听取日期", h.On.Chinese()).Words("听取方式", texts[ImpactWords.Method(h.Method)]).Words("人数", N(h.Number)).Words("年龄", $"{N(h.AgeFrom)}至{N(h.AgeTo)}")
                .Words("儿童说的话", h.Said.Paragraphs()).Words("邀请方式", h.Invited).Words("未能到场", h.Missing)))
            .When("未听取意见", view.Hearings.Count == 0).Words("未听取情况", a.UnheardReason is { } reason ? $"未听取儿童意见。理由：{reason}（签署：{a.UnheardBy ?? view.Unit}）。" : "尚未听取儿童意见。")
            .Rows("方案", ImpactSummary.Of(view.Rows).Select(t => new PaperFields().Words("方案名称", Option(view, t.Option)).Words("有利合计", N(t.Good)).Words("不利合计", N(t.Harm)).Words("评判项数", N(t.Rows)).Words("未落实项数", N(t.Open))))
            .Rows("矩阵", view.Rows.Select(r => new PaperFields().Words("矩阵方案", Option(view, r.Option)).Words("群体与权利", $"{texts[ImpactWords.Group(r.Group)]} {texts[ImpactWords.Right(r.Right)]}").Words("影响", Effect(r.Effect))
                .Words("可能与持续", $"{N(r.Likelihood)}×{N(r.Duration)}").Words("依据等级", r.Grade.ToString()).Words("说明与措施", r.Why + (r.Mitigation is { } m ? $"\n措施：{m}（{r.Owner}，{r.MitigateBy!.Value.Chinese()}前）" : ""))))
            .When("有意见", view.Comments.Count > 0).Rows("意见", view.Comments.Select(c => new PaperFields().Words("提出人", (c.Expert ? "专家" : "") + c.By).Words("意见内容", c.Text.OneLine()).Words("答复", c.Answer?.OneLine() ?? "尚未答复")))
            .When("已决策", a.Decision is not null).Words("决策日期", a.DecidedOn?.Chinese() ?? "").Words("决策", a.Decision is { } decision ? texts[ImpactWords.Decision(decision)] : "").Words("决策理由", a.DecisionReason?.OneLine() ?? "")
            .Words("日期", time.Today().Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await impacts.Impacts.OrderByDescending(a => a.State == ImpactState.Final).ThenByDescending(a => a.RegisteredOn).ThenByDescending(a => a.Id).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;

    public static string Effect(int effect) => effect.ToString("+0;−0;0", CultureInfo.InvariantCulture);
    static string Option(ImpactView view, int option) => option < view.Options.Count ? view.Options[option] : "原方案";
    static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
