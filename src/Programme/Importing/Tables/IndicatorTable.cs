using OneMetre.Platform.Results;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing.Tables;

/// <summary>Reads a table of indicators: name, measure, goal, and who answers for it.</summary>
static partial class IndicatorTable
{
    public static bool Fits(Columns columns, string caption) =>
        (columns.Has(ColumnKind.Indicator) || caption.Contains("指标") && columns.Has(ColumnKind.Name)) && (columns.Has(ColumnKind.Goal) || columns.Has(ColumnKind.Baseline));

    public static List<DraftIndicator> Read(TableGrid grid, Columns columns, int firstNumber, int? planEnd, int? baseYear)
    {
        var rows = new List<DraftIndicator>();
        var nameColumn = columns.Of(ColumnKind.Indicator).Select(c => (int?)c.Column).LastOrDefault() ?? columns.First(ColumnKind.Name)!.Value;
        var (goalColumn, deadline) = Goal(columns, planEnd);
        var number = firstNumber;
        string? domain = null;
        foreach (var row in grid.Rows.Skip(columns.HeaderRow + 1))
        {
            var name = row[nameColumn];
            if (columns.First(ColumnKind.Domain) is { } at && !row[at].IsEmpty) domain = OneLine(row[at].Text);
            if (name.IsEmpty || columns.IsHeaderAgain(row) || row.All(c => c.IsEmpty || ReferenceEquals(c, name)) || row.All(c => c.IsEmpty || c.Text == name.Text)) continue;

            if (columns.First(ColumnKind.Number) is { } n && ChineseNumerals.ReadInt(row[n].Folded.Trim('.', '、', ' ')) is { } printed) number = printed;
            else number = rows.Count > 0 ? number + 1 : firstNumber;
            var unit = columns.First(ColumnKind.Measure) is { } m ? Empty(row[m].Text.Trim()) : BracketUnit.Match(name.Text) is { Success: true } bracket ? bracket.Groups["u"].Value : null;
            var goal = goalColumn is { } g ? row[g] : Passage.Empty;
            rows.Add(One(number, domain, OneLine(name.Text), unit, goal, deadline, Units(row, columns), name, baseYear));
        }
        return rows;
    }

    static DraftIndicator One(int no, string? domain, string name, string? unit, Passage goal, string? deadline, List<DraftUnit> units, Passage where, int? baseYear)
    {
        var text = goal.Text.Trim();
        var folded = goal.Folded.Trim();
        var soft = Soft.IsMatch(folded);
        var direction = Worse.IsMatch(name) && !Better.IsMatch(name) ? "down" : "up";
        if (Deadlines.One(folded, baseYear) is { } own) deadline = Deadlines.Iso(own);

        string? comparator = null, period = null, valueUnit = null;
        decimal? value = null, max = null;
        if (YesNo.IsMatch(folded)) (comparator, direction) = ("exists", "none");
        else if (ValueForm.Match(folded) is { Success: true } match)
        {
            value = ChineseNumerals.Read(match.Groups["a"].ValueSpan);
            max = match.Groups["b"].Success ? ChineseNumerals.Read(match.Groups["b"].ValueSpan) : null;
            var printed = match.Groups["u"].Value;
            period = EachYear.IsMatch(folded) ? "per_year" : null;
            comparator = match.Groups["down"].Success ? "decrease" : match.Groups["up"].Success ? "increase"
                : match.Groups["ge"].Success || match.Groups["above"].Success ? ">="
                : match.Groups["le"].Success || match.Groups["below"].Success ? "<="
                : match.Groups["gt"].Success ? ">" : match.Groups["lt"].Success ? "<" : "=";
            if (printed.Length > 0 && printed != unit && printed is "个百分点" or "百分点" or "%" or "‰" && printed != unit) valueUnit = printed;
            if (comparator is "decrease" or "<=" or "<") direction = "down";
        }
        else if (Rising.IsMatch(folded)) (comparator, direction) = ("increase", "up");
        else if (Falling.IsMatch(folded)) (comparator, direction) = ("decrease", "down");
        else if (Kept.IsMatch(folded)) comparator = "exists";
        var effective = comparator == "=" && max is null ? direction == "down" ? "<=" : ">=" : comparator;
        return new(no, domain, name, unit, text, comparator, value, max, valueUnit, period, deadline, direction, effective, soft, units, where.Where);
    }

    /// <summary>The goal column with the latest year; without a year in its heading the plan's own end holds.</summary>
    static (int? Column, string? Deadline) Goal(Columns columns, int? planEnd)
    {
        (int? Column, int Year) best = (null, 0);
        foreach (var (column, heading) in columns.Of(ColumnKind.Goal))
        {
            var year = Year.Match(heading) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;
            if (best.Column is null || year >= best.Year) best = (column, year);
        }
        var end = best.Year > 0 ? best.Year : planEnd;
        return (best.Column, end is { } y ? $"{y}-12-31" : null);
    }

    static List<DraftUnit> Units(Passage[] row, Columns columns)
    {
        var kinds = new[] { ColumnKind.Lead, ColumnKind.Responsible, ColumnKind.Guiding, ColumnKind.Cooperating };
        var units = new List<DraftUnit>();
        foreach (var kind in kinds)
            foreach (var (column, heading) in columns.Of(kind))
                foreach (var name in UnitNames.Split(row[column]))
                    units.Add(new(OneLine(name.Text.Text), kind == ColumnKind.Guiding ? UnitRole.Guiding : kind == ColumnKind.Cooperating ? UnitRole.Cooperating : UnitRole.Lead, heading, name.Collective, name.Text.Where));
        return units;
    }

    static string? Empty(string text) => text.Length == 0 || text is "-" or "/" or "—" ? null : text;
    static string OneLine(string text) => text.Replace("\n", "").Trim();

    [GeneratedRegex("^(?:是|已?建立|有|√|达标|完成|符合)$")]
    static partial Regex YesNo { get; }

    [GeneratedRegex("力争|争取")]
    static partial Regex Soft { get; }

    [GeneratedRegex("每年|年均|逐年")]
    static partial Regex EachYear { get; }

    [GeneratedRegex(@"(?:(?<ge>≥|>=|不低于|不少于|达到?|至少|大于等于)|(?<le>≤|<=|不超过|不高于|控制在|小于等于)|(?<gt>>|超过|高于|大于)|(?<lt><|低于|小于)|(?<down>降低|下降|减少|降)|(?<up>提高|提升|增长|增加))? ?(?<a>\d{1,9}(?:\.\d{1,4})?|百分之百)(?:%? ?[-至到] ?(?<b>\d{1,9}(?:\.\d{1,4})?))? ?(?<u>%|‰|个百分点|百分点|[\u4e00-\u9fff]{0,3}?)?(?<above>及?以上|左右以上)?(?<below>及?以下|以内)?$")]
    static partial Regex ValueForm { get; }

    [GeneratedRegex("提高|提升|增加|增长|上升|扩大|增强")]
    static partial Regex Rising { get; }

    [GeneratedRegex("降低|下降|减少|缩小|下降")]
    static partial Regex Falling { get; }

    [GeneratedRegex("保持|稳定|实现|建成|完成|全覆盖")]
    static partial Regex Kept { get; }

    [GeneratedRegex("死亡|发病|患病|患率|缺陷|贫血|迟缓|近视|肥胖|龋|事故|犯罪|发案|被害|伤害|失学|辍学|溺水|欺凌|沉迷|违法|感染|流失|投诉")]
    static partial Regex Worse { get; }

    [GeneratedRegex("下降比例|降低比例|下降幅度|下降率|检出率|筛查率|治疗率|干预率|控制率|救助|接种|覆盖率|防控|预防")]
    static partial Regex Better { get; }

    [GeneratedRegex("20\\d\\d")]
    static partial Regex Year { get; }

    [GeneratedRegex("（(?<u>%|‰|个|人|名|所|元|平方米|张|家|岁|万人|万元)）$")]
    static partial Regex BracketUnit { get; }
}
