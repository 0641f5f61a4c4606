using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing.Tables;

/// <summary>What a column of a plan's table holds, told by its heading.</summary>
enum ColumnKind { Unknown, Number, Domain, Action, Name, Content, Indicator, Measure, Baseline, Goal, Nature, Lead, Responsible, Cooperating, Guiding, Deadline, Remark }

/// <summary>A table whose header row was understood.</summary>
sealed partial class Columns
{
    readonly List<(ColumnKind Kind, int Column, string Heading)> columns = [];

    public int HeaderRow { get; private init; }
    public IReadOnlyList<(ColumnKind Kind, int Column, string Heading)> Known => columns;

    public bool Has(ColumnKind kind) => columns.Exists(c => c.Kind == kind);
    public int? First(ColumnKind kind) => columns.Where(c => c.Kind == kind).Select(c => (int?)c.Column).FirstOrDefault();
    public IEnumerable<(int Column, string Heading)> Of(ColumnKind kind) => columns.Where(c => c.Kind == kind).Select(c => (c.Column, c.Heading));
    public bool HasUnits => Has(ColumnKind.Lead) || Has(ColumnKind.Responsible) || Has(ColumnKind.Cooperating) || Has(ColumnKind.Guiding);

    /// <summary>Looks for the header among the first rows: the one in which most cells are known headings, and at least two.</summary>
    public static Columns? Read(TableGrid grid)
    {
        Columns? best = null;
        var most = (Kinds: 1, Columns: 1);
        for (var r = 0; r < Math.Min(4, grid.Rows.Count); r++)
        {
            var read = new Columns { HeaderRow = r };
            var row = grid.Rows[r];
            for (var c = 0; c < row.Length; c++)
            {
                if (row[c].IsEmpty || c > 0 && ReferenceEquals(row[c], row[c - 1])) continue;
                var heading = Folding.Squeeze(row[c].Text);
                if (heading.Length <= 24 && KindOf(heading) is not ColumnKind.Unknown and var kind) read.columns.Add((kind, c, heading));
            }
            // Of a header in two rows the lower one tells apart what the upper one only groups.
            var told = (Kinds: read.columns.Select(c => c.Kind).Distinct().Count(), Columns: read.columns.Count);
            if (told.Kinds >= 2 && (told.Columns > most.Columns && told.Kinds >= most.Kinds || told.Kinds > most.Kinds && told.Columns >= most.Columns)) (best, most) = (read, told);
        }
        return best;
    }

    public bool IsHeaderAgain(Passage[] row) =>
        columns.Count(c => Folding.Squeeze(row[c.Column].Text) == c.Heading) >= Math.Max(2, columns.Count - 1);

    static ColumnKind KindOf(string heading)
    {
        foreach (var (form, kind) in Forms)
            if (form.IsMatch(heading)) return kind;
        return ColumnKind.Unknown;
    }

    static readonly (Regex Form, ColumnKind Kind)[] Forms =
    [
        (NumberForm, ColumnKind.Number), (LeadForm, ColumnKind.Lead), (HelpForm, ColumnKind.Cooperating), (GuideForm, ColumnKind.Guiding),
        (ResponsibleForm, ColumnKind.Responsible), (DeadlineForm, ColumnKind.Deadline), (BaselineForm, ColumnKind.Baseline), (NatureForm, ColumnKind.Nature),
        (MeasureForm, ColumnKind.Measure), (IndicatorForm, ColumnKind.Indicator), (GoalForm, ColumnKind.Goal), (RemarkForm, ColumnKind.Remark),
        (DomainForm, ColumnKind.Domain), (ContentForm, ColumnKind.Content), (NameForm, ColumnKind.Name), (ActionForm, ColumnKind.Action),
    ];

    [GeneratedRegex("^(?:序号|编号|序|号|No\\.?)$", RegexOptions.IgnoreCase)]
    static partial Regex NumberForm { get; }
    [GeneratedRegex("牵头|主办|主责")]
    static partial Regex LeadForm { get; }
    [GeneratedRegex("配合|参与|协办|协同|协作|支持(?:单位|部门)")]
    static partial Regex HelpForm { get; }
    [GeneratedRegex("指导(?:单位|部门)|督导(?:单位|部门)")]
    static partial Regex GuideForm { get; }
    [GeneratedRegex("(?:责任|负责|落实|实施|承办|主管|填报|数据来源|主要)(?:单位|部门|主体|科室)|任务分工|^分工$|^责任分工$|^部门$|^部门分工$")]
    static partial Regex ResponsibleForm { get; }
    [GeneratedRegex("时限|(?:完成|实施|办结|起止|建设)时间|时间节点|期限|进度安排|实施年限|建设年限|计划时间|时间安排|完成年度")]
    static partial Regex DeadlineForm { get; }
    [GeneratedRegex("基期|基数|现状|现值|^20\\d\\d年(?:基期|现状|实际)|(?:基准|现有)值|现状值|完成值|实际值")]
    static partial Regex BaselineForm { get; }
    [GeneratedRegex("属性|性质|指标类型|^类型$")]
    static partial Regex NatureForm { get; }
    [GeneratedRegex("^(?:计量)?单位$|^(?:指标)?单位（.{1,6}）$|^量纲$")]
    static partial Regex MeasureForm { get; }
    [GeneratedRegex("^(?:具体|主要|核心|三级|二级|评价|监测|重点)?指标(?:名称|内容)?$|^指标项")]
    static partial Regex IndicatorForm { get; }
    [GeneratedRegex("^(?!.*(?:任务|举措|措施|内容|事项)).*目标|^20\\d\\d年?底?(?:值|度)?$|^(?:规划|计划|预期)值|指标值|预期成果|预期成效|标志性成果|成果形式|年度计划")]
    static partial Regex GoalForm { get; }
    [GeneratedRegex("备注|说明|联系|资金|投资|来源|进展|状态")]
    static partial Regex RemarkForm { get; }
    [GeneratedRegex("领域|类别|分类|^维度|一级指标|方面|板块|^类型")]
    static partial Regex DomainForm { get; }
    [GeneratedRegex("(?:任务|工作|建设|政策|措施|举措|项目|主要|具体|改革|实施|行动|服务)(?:任务)?(?:内容|措施|举措|任务|要求|事项|及内容)|^(?:重点工作任务|内容|具体工作|政策|措施|举措|任务|任务名称|事项|政策举措|政策名称|重点政策|主要任务|具体任务|重点任务|工作任务|重点工作|重点举措|任务清单|任务分解)$")]
    static partial Regex ContentForm { get; }
    [GeneratedRegex("名称$|^(?:项目|工程|重点工程|重大项目|重点项目|建设项目)$")]
    static partial Regex NameForm { get; }
    [GeneratedRegex("行动|项目|工程|任务|工作")]
    static partial Regex ActionForm { get; }
}
