using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace OneMetre.Web.Demo;

/// <summary>
/// The four tables behind the current plan. As in real ones, the domain stands once in a cell merged over its rows,
/// and the heads of two columns are gathered under one.
/// </summary>
static class SamplePlanAttachments
{
    const int Width = 8845; // the type area, in twentieths of a point

    public static IEnumerable<OpenXmlElement> Of(SamplePlan plan, SamplePlanTables tables)
    {
        yield return PlanPaper.Text("附件：1.任务分解表");
        yield return PlanPaper.Text("　　　2.重点工程");
        yield return PlanPaper.Text("　　　3.重点政策");
        yield return PlanPaper.Text("　　　4.主要指标");

        foreach (var element in Attachment(1, "任务分解表", Breakdown(plan))) yield return element;
        foreach (var element in Attachment(2, "重点工程", Projects(tables))) yield return element;
        foreach (var element in Attachment(3, "重点政策", Policies(tables))) yield return element;
        foreach (var element in Attachment(4, "主要指标", Indicators(tables))) yield return element;
    }

    static IEnumerable<OpenXmlElement> Attachment(int number, string title, Table table)
    {
        var mark = PlanPaper.Text($"附件{number}", indented: false);
        mark.PrependChild(new ParagraphProperties(new PageBreakBefore()));
        yield return mark;
        yield return PlanPaper.Title(title);
        yield return table;
        yield return PlanPaper.Text("", indented: false);
    }

    static Table Breakdown(SamplePlan plan)
    {
        var table = Empty([560, 1050, 2235, 1700, 2200, 1100]);
        table.Append(HeadRow(Joined("序号", Merge.First), Joined("领域", Merge.First), Joined("任务", Merge.First), Wide("责任单位", 2), Joined("完成时限", Merge.First)));
        table.Append(HeadRow(Joined("", Merge.Next), Joined("", Merge.Next), Joined("", Merge.Next), Head("牵头单位"), Head("配合单位"), Joined("", Merge.Next)));

        var domain = "";
        foreach (var task in plan.Tasks)
        {
            table.Append(new TableRow(
                Cell(task.Label), Domain(ShortDomain(task.Domain), ref domain), Cell(task.Title), Cell(task.Lead), Cell(task.Cooperating), Cell((task.DueText ?? "") + "前")));
        }
        return table;
    }

    static Table Projects(SamplePlanTables tables) => Listed(["序号", "工程名称", "建设内容", "责任单位"], [700, 1900, 3945, 2300],
        tables.Projects.Select((project, index) => new[] { $"{index + 1}", project.Name, project.Text, project.Units }));

    static Table Policies(SamplePlanTables tables) => Listed(["序号", "政策内容", "责任单位"], [700, 5345, 2800],
        tables.Policies.Select((policy, index) => new[] { $"{index + 1}", policy.Text, policy.Units }));

    static Table Indicators(SamplePlanTables tables)
    {
        var table = Empty([700, 1300, 2845, 900, 1400, 1700]);
        table.Append(HeadRow(Head("序号"), Head("领域"), Head("指标名称"), Head("单位"), Head("2027年目标"), Head("市指导部门")));

        var domain = "";
        var number = 0;
        foreach (var indicator in tables.Indicators)
        {
            table.Append(new TableRow(
                Cell($"{++number}"), Domain(indicator.Domain, ref domain), Cell(indicator.Name), Cell(indicator.Unit), Cell(indicator.Target), Cell(indicator.Units)));
        }
        return table;
    }

    static Table Listed(string[] heads, int[] widths, IEnumerable<string[]> rows)
    {
        var table = Empty(widths);
        table.Append(HeadRow([.. heads.Select(Head)]));
        table.Append(rows.Select(row => new TableRow(row.Select(text => Cell(text)))));
        return table;
    }

    static Table Empty(int[] widths) => new(
        new TableProperties(
            new TableWidth { Width = $"{Width}", Type = TableWidthUnitValues.Dxa },
            new TableBorders(Edge<TopBorder>(), Edge<LeftBorder>(), Edge<BottomBorder>(), Edge<RightBorder>(), Edge<InsideHorizontalBorder>(), Edge<InsideVerticalBorder>()),
            new TableLayout { Type = TableLayoutValues.Fixed }),
        new TableGrid(widths.Select(width => new GridColumn { Width = $"{width}" })));

    static T Edge<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "000000" };

    // Repeated at the head of every page the table runs over.
    static TableRow HeadRow(params TableCell[] cells) => new([new TableRowProperties(new TableHeader()), .. cells]);

    enum Merge { First, Next }

    static TableCell Domain(string name, ref string last)
    {
        var cell = Joined(name == last ? "" : name, name == last ? Merge.Next : Merge.First, head: false);
        last = name;
        return cell;
    }

    static TableCell Joined(string text, Merge merge, bool head = true) =>
        Cell(text, head, new VerticalMerge { Val = merge == Merge.First ? MergedCellValues.Restart : MergedCellValues.Continue });

    static TableCell Head(string text) => Cell(text, head: true);
    static TableCell Wide(string text, int columns) => Cell(text, head: true, new GridSpan { Val = columns });

    static TableCell Cell(string text, bool head = false, OpenXmlElement? merge = null)
    {
        var properties = new TableCellProperties();
        if (merge is not null) properties.Append(merge);
        properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        var justified = new Justification { Val = head || text.Length < 8 ? JustificationValues.Center : JustificationValues.Left };
        return new(properties, new Paragraph(
            new ParagraphProperties(new SpacingBetweenLines { Line = "300", LineRule = LineSpacingRuleValues.Exact }, justified), PlanPaper.Run(text, size: 21, bold: head)));
    }

    // 社会政策友好：让每一项决策都想到孩子 → 社会政策友好
    static string ShortDomain(string domain) => domain.Split('：')[0];
}
