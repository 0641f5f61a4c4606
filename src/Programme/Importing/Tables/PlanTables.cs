using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing.Tables;

/// <summary>The tables of a document, told apart by their headings and captions.</summary>
sealed partial class PlanTables
{
    public List<DraftIndicator> Indicators { get; } = [];
    public List<TaskRow> Rows { get; } = [];

    readonly List<TaskRow> projects = [];
    readonly List<TaskRow> policies = [];

    public static PlanTables Read(List<TableGrid> grids, int? planEnd, int? baseYear)
    {
        var tables = new PlanTables();
        foreach (var grid in grids)
        {
            if (Columns.Read(grid) is not { } columns) continue;
            if (IndicatorTable.Fits(columns, grid.Caption))
            {
                tables.Indicators.AddRange(IndicatorTable.Read(grid, columns, (tables.Indicators.Count > 0 ? tables.Indicators[^1].No : 0) + 1, planEnd, baseYear));
                continue;
            }
            if (!TaskTable.Fits(columns)) continue;
            var rows = TaskTable.Read(grid, columns);
            var content = columns.Known.Where(c => c.Kind is ColumnKind.Content or ColumnKind.Name).Select(c => c.Heading).ToList();
            var list = IsPolicy(grid.Caption, content) ? tables.policies : IsProject(grid.Caption, columns, content) ? tables.projects : tables.Rows;
            list.AddRange(rows);
        }
        return tables;
    }

    static bool IsPolicy(string caption, List<string> content) => content.Exists(h => h.Contains("政策")) || PolicyCaption.IsMatch(caption);

    static bool IsProject(string caption, Columns columns, List<string> content) =>
        !TaskCaption.IsMatch(caption) && columns.Has(ColumnKind.Name) && (ProjectCaption.IsMatch(caption) || content.Exists(h => h.Contains("项目") || h.Contains("工程") || h.Contains("建设内容")));

    /// <summary>Moves the project rows to the tasks: the document has nothing else to do.</summary>
    public void TakeProjectsAsTasks()
    {
        Rows.AddRange(projects);
        projects.Clear();
    }

    public bool HasProjects => projects.Count > 0;

    public List<DraftProject> Projects(TaskBuilder builder) =>
        [.. projects.Select((row, i) => new DraftProject(row.Number?.Ordinal ?? i + 1, OneLine((row.Name ?? row.Text).Text), row.Text.Text,
            builder.Units(row.Groups), UnitsText(row), builder.Targets(row), row.Text.Where))];

    public List<DraftPolicy> Policies(TaskBuilder builder) =>
        [.. policies.Select((row, i) => new DraftPolicy(row.Number?.Ordinal ?? i + 1, row.Text.Text, builder.Units(row.Groups), UnitsText(row), builder.Targets(row), row.Text.Where))];

    static string UnitsText(TaskRow row) => string.Join("；", row.UnitCells.Select(c => OneLine(c.Text)));
    static string OneLine(string text) => text.Replace("\n", "").Trim();

    [GeneratedRegex("政策(?:清单|举措|措施|文件)?(?:（.{0,12}）)?$", RegexOptions.Multiline)]
    static partial Regex PolicyCaption { get; }

    [GeneratedRegex("任务|分工|分解|行动")]
    static partial Regex TaskCaption { get; }

    [GeneratedRegex("工程|项目")]
    static partial Regex ProjectCaption { get; }
}
