using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>The report of an evaluation as a whole. It is Chinese in whichever language the page was read. Units stand in the order of the register, never by their score.</summary>
sealed class EvaluationReport(ReadEvaluations read, EvaluationData evaluations, Texts texts, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "evaluation-report";
    public string Name => "programme.paper-evaluation-report";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "评价名称", PaperField.When("未定案"), PaperField.When("已定案"), "规则", "规则版本", "单位数", "起始日", "截止日", PaperField.When("已计数"), "计数日", "最低有数据权重", PaperField.When("有一票否决"), "一票否决情形",
        "等级分布", PaperField.Rows("等级", "等级名称", "等级单位数"), PaperField.Rows("单位", "单位名称", "得分", "有数据权重", "单位等级", "说明"), "发文单位", "日期",
    ];

    public IReadOnlyList<string> Must { get; } = ["评价名称", "未定案", "单位"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{评价名称}", "评价报告");
        paper.Each("未定案", () => paper.Centred("（未定案）"));
        paper.Heading("一、评价依据");
        paper.Text("依据《{规则}》第{规则版本}版，对{单位数}个单位{起始日}至{截止日}的工作进行评价。");
        paper.Each("已计数", () => paper.Text("任务、指标、报送、检查问题和督办情况取自系统{计数日}的记录，不另行填报。"));
        paper.Text("得分为各项得分之和按有数据的权重折算；有数据的权重不足{最低有数据权重}%的，不定等级。");
        paper.Each("有一票否决", () => paper.Text("有下列情形之一的，等级不高于合格：{一票否决情形}。"));
        paper.Heading("二、等级分布");
        paper.Text("{等级分布}。");
        paper.Heading("三、各单位情况");
        paper.Text("按单位名册排列，不作排名。");
        paper.Table("单位", ("序号", 700, true, "{序号}"), ("单位", 3000, false, "{单位名称}"), ("得分", 1100, true, "{得分}"), ("有数据权重", 1300, true, "{有数据权重}"), ("等级", 1100, true, "{单位等级}"), ("说明", 1645, false, "{说明}"));
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct)
    {
        if (await read.One(id, 1, ct) is not { Evaluation: var e } view) return null;
        var rows = new List<SheetRow>(view.Rows);
        for (var page = 2; rows.Count < view.Total; page++) rows.AddRange((await read.One(id, page, ct))!.Rows);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the paper is Chinese; this ends with the call
        var grades = (view.Grades ?? []).Where(g => g.Units > 0).Select(g => (Name: texts[EvaluationWords.Grade(g.Grade)], g.Units)).ToList();
        return new($"评价报告 {e.Title}", new PaperFields()
            .Words("评价名称", e.Title).When("未定案", e.State != EvaluationState.Final).When("已定案", e.State == EvaluationState.Final).Words("规则", view.Rules.Name).Words("规则版本", $"{view.Rules.Number}").Words("单位数", $"{rows.Count}")
            .Words("起始日", e.FromDay.Chinese()).Words("截止日", e.ToDay.Chinese()).When("已计数", e.MeasuredAt is not null).Words("计数日", e.MeasuredAt is { } at ? ChinaTime.DayOf(at).Chinese() : "")
            .Words("最低有数据权重", EvaluationWords.Number(view.Rules.LeastCoverage)).When("有一票否决", view.Rules.VetoList.Count > 0).Words("一票否决情形", string.Join("；", view.Rules.VetoList))
            .Words("等级分布", grades.Count > 0 ? string.Join("，", grades.Select(g => $"{g.Name}{g.Units}个")) : "尚未计分").Rows("等级", grades.Select(g => new PaperFields().Words("等级名称", g.Name).Words("等级单位数", $"{g.Units}")))
            .Rows("单位", rows.Select(r => new PaperFields().Words("单位名称", r.Sheet.UnitName).Words("得分", EvaluationWords.Score(r.Score.Score)).Words("有数据权重", $"{EvaluationWords.Number(r.Score.Coverage)}%")
                .Words("单位等级", texts[EvaluationWords.Grade(r.Score.Grade)]).Words("说明", r.Sheet.Veto is { } veto ? $"一票否决：{veto}" : "")))
            .Words("发文单位", city.Value.Organiser).Words("日期", (e.FinalOn ?? time.Today()).Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await evaluations.Evaluations.OrderByDescending(e => e.ToDay).ThenByDescending(e => e.Id).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;
}

/// <summary>The result of one unit, every point with what it rests on.</summary>
sealed class UnitReport(ReadEvaluations read, EvaluationData evaluations, Texts texts, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "unit-report";
    public string Name => "programme.paper-unit-report";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "评价名称", "单位", PaperField.When("未定案"), "规则", "规则版本", "得分", "等级", "有数据权重", PaperField.When("被否决"), "否决情形", "否决理由",
        PaperField.Rows("项目", "项目名称", "权重", "依据", "项目得分", "说明"), PaperField.When("有自评"), "单位自评", PaperField.When("有异议"), PaperField.Rows("异议", "项目名称", "异议内容", "处理结果", "答复"), "发文单位", "日期",
    ];

    public IReadOnlyList<string> Must { get; } = ["评价名称", "单位", "未定案", "得分", "项目"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{评价名称}", "{单位}评价结果");
        paper.Each("未定案", () => paper.Centred("（未定案）"));
        paper.Text("依据《{规则}》第{规则版本}版，得分{得分}，等级{等级}；有数据的权重占{有数据权重}，没有数据的项目不计入分母。");
        paper.Each("被否决", () => paper.Text("一票否决：{否决情形}。{否决理由}"));
        paper.Heading("{章}、各项得分");
        paper.Table("项目", ("项目", 2400, false, "{项目名称}"), ("权重", 800, true, "{权重}"), ("依据", 1700, true, "{依据}"), ("得分", 900, true, "{项目得分}"), ("说明", 3045, false, "{说明}"));
        paper.Each("有自评", () =>
        {
            paper.Heading("{章}、单位自评");
            paper.Text("{单位自评}");
        });
        paper.Each("有异议", () => paper.Heading("{章}、异议及答复"));
        paper.Each("异议", () => paper.Text("{项目名称}：{异议内容}（{处理结果}）{答复}"));
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, Guid sheet, CancellationToken ct)
    {
        if (await read.Sheet(id, sheet, ct) is not { Evaluation: var e, Sheet: var s } view) return null;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        var objections = view.Lines.Where(l => l.Line.Objection != ObjectionState.None).ToList();
        return new($"评价结果 {s.UnitName} {e.Title}", new PaperFields()
            .Words("评价名称", e.Title).Words("单位", s.UnitName).When("未定案", e.State != EvaluationState.Final).Words("规则", view.Rules.Name).Words("规则版本", $"{view.Rules.Number}").Words("得分", EvaluationWords.Score(view.Score.Score))
            .Words("等级", texts[EvaluationWords.Grade(view.Score.Grade)]).Words("有数据权重", $"{EvaluationWords.Number(view.Score.Coverage)}%").When("被否决", s.Veto is not null).Words("否决情形", s.Veto ?? "").Words("否决理由", s.VetoWhy ?? "")
            .Rows("项目", view.Lines.Select(l => new PaperFields().Words("项目名称", l.Points.Item.Name).Words("权重", EvaluationWords.Number(l.Points.Item.Weight))
                .Words("依据", l.Line.Of is null ? "无数据" : $"{EvaluationWords.Number(l.Line.Got)} / {EvaluationWords.Number(l.Line.Of)}").Words("项目得分", EvaluationWords.Score(l.Points.Points)).Words("说明", l.Line.Answer ?? l.Line.Why ?? texts[EvaluationWords.How(l.Line.Kind)])))
            .When("有自评", s.Said is not null).Words("单位自评", (s.Said ?? "").Paragraphs()).When("有异议", objections.Count > 0)
            .Rows("异议", objections.Select(l => new PaperFields().Words("项目名称", l.Points.Item.Name).Words("异议内容", l.Line.ObjectionText ?? "").Words("处理结果", texts[EvaluationWords.Objection(l.Line.Objection)]).Words("答复", l.Line.Answer ?? "")))
            .Words("发文单位", city.Value.Organiser).Words("日期", (e.FinalOn ?? time.Today()).Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await evaluations.Sheets.OrderByDescending(s => s.Id).Select(s => new { s.Id, s.EvaluationId }).FirstOrDefaultAsync(ct) is { } newest ? await Of(newest.EvaluationId, newest.Id, ct) : null;
}
