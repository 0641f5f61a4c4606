using System.Globalization;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>The report of an evaluation in the layout of GB/T 9704, as a whole or of one unit. It is Chinese in whichever language the page was read. Units stand in the order of the register, never by their score.</summary>
static class EvaluationReport
{
    static readonly (string, int, bool)[] Units = [("序号", 700, true), ("单位", 3000, false), ("得分", 1100, true), ("有数据权重", 1300, true), ("等级", 1100, true), ("说明", 1645, false)];
    static readonly (string, int, bool)[] Items = [("项目", 2400, false), ("权重", 800, true), ("依据", 1700, true), ("得分", 900, true), ("说明", 3045, false)];

    public static void Whole(Stream file, EvaluationView view, IReadOnlyList<SheetRow> rows, Func<string, string> text, string organiser, DateOnly on)
    {
        var e = view.Evaluation;
        using var paper = new OfficialPaper(file, e.Title);
        paper.Title(e.Title, e.State == EvaluationState.Final ? "评价报告" : "评价报告（未定案）");
        paper.Heading("一、评价依据");
        paper.Text($"依据《{view.Rules.Name}》第{view.Rules.Number}版，对{rows.Count}个单位{Day(e.FromDay)}至{Day(e.ToDay)}的工作进行评价。{(e.MeasuredAt is { } at ? $"任务、指标、报送、检查问题和督办情况取自系统{Day(ChinaTime.DayOf(at))}的记录，不另行填报。" : "")}");
        paper.Text($"得分为各项得分之和按有数据的权重折算；有数据的权重不足{EvaluationWords.Number(view.Rules.LeastCoverage)}%的，不定等级。{(view.Rules.VetoList.Count > 0 ? $"有下列情形之一的，等级不高于合格：{string.Join("；", view.Rules.VetoList)}。" : "")}");
        paper.Heading("二、等级分布");
        paper.Text(string.Join("，", (view.Grades ?? []).Where(g => g.Units > 0).Select(g => $"{text(EvaluationWords.Grade(g.Grade))}{g.Units}个")) is { Length: > 0 } shares ? shares + "。" : "尚未计分。");
        paper.Heading("三、各单位情况");
        paper.Text("按单位名册排列，不作排名。");
        paper.Table(Units, rows.Select((r, n) => (IReadOnlyList<PaperText>)[$"{n + 1}", r.Sheet.UnitName, EvaluationWords.Score(r.Score.Score), $"{EvaluationWords.Number(r.Score.Coverage)}%", text(EvaluationWords.Grade(r.Score.Grade)), r.Sheet.Veto is { } veto ? $"一票否决：{veto}" : ""]));
        paper.Close(organiser, e.FinalOn ?? on);
    }

    public static void Unit(Stream file, SheetView view, Func<string, string> text, string organiser, DateOnly on)
    {
        var (e, s) = (view.Evaluation, view.Sheet);
        using var paper = new OfficialPaper(file, $"{s.UnitName} {e.Title}");
        paper.Title(e.Title, $"{s.UnitName}评价结果{(e.State == EvaluationState.Final ? "" : "（未定案）")}");
        paper.Text($"依据《{view.Rules.Name}》第{view.Rules.Number}版，得分{EvaluationWords.Score(view.Score.Score)}，等级{text(EvaluationWords.Grade(view.Score.Grade))}；有数据的权重占{EvaluationWords.Number(view.Score.Coverage)}%，没有数据的项目不计入分母。");
        if (s.Veto is { } veto) paper.Text($"一票否决：{veto}。{s.VetoWhy}");
        paper.Heading("一、各项得分");
        paper.Table(Items, view.Lines.Select(l => (IReadOnlyList<PaperText>)[l.Points.Item.Name, EvaluationWords.Number(l.Points.Item.Weight), l.Line.Of is null ? "无数据" : $"{EvaluationWords.Number(l.Line.Got)} / {EvaluationWords.Number(l.Line.Of)}", EvaluationWords.Score(l.Points.Points), l.Line.Answer ?? l.Line.Why ?? text(EvaluationWords.How(l.Line.Kind))]));
        if (s.Said is { } said)
        {
            paper.Heading("二、单位自评");
            foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries)) paper.Text(line);
        }
        var objections = view.Lines.Where(l => l.Line.Objection != ObjectionState.None).ToList();
        if (objections.Count > 0)
        {
            paper.Heading(s.Said is null ? "二、异议及答复" : "三、异议及答复");
            foreach (var l in objections) paper.Text($"{l.Points.Item.Name}：{l.Line.ObjectionText}（{text(EvaluationWords.Objection(l.Line.Objection))}）{l.Line.Answer}");
        }
        paper.Close(organiser, e.FinalOn ?? on);
    }

    static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}
