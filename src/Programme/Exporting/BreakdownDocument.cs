using OneMetre.Platform.Files;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Exporting;

/// <summary>
/// 任务分解表, as an office prints it; it lies, since a table of seven columns does not stand in 156 mm. The paper goes to Chinese offices and is Chinese in whichever language the page was read.
/// </summary>
static class BreakdownDocument
{
    public const string ContentType = OfficialPaper.ContentType;

    public static readonly IReadOnlyList<(string Title, double Width)> Columns =
        [("序号", 6), ("领域", 16), ("任务", 40), ("牵头单位", 22), ("配合单位", 32), ("目标", 44), ("完成时限", 16)];

    static readonly int[] Widths = [700, 1500, 3000, 1700, 2100, 2600, 1157];

    public static void Write(Stream file, Plan plan, IReadOnlyList<BreakdownRow> rows)
    {
        using var paper = new OfficialPaper(file, plan.Title + "任务分解表", lying: true);
        paper.Title(plan.Title.Length + 5 <= 24 ? [plan.Title + "任务分解表"] : [plan.Title, "任务分解表"]);
        paper.Text($"根据《{plan.Title}》{(plan.DocNumber is { } number ? $"（{number}）" : "")}，现将{rows.Count}项任务分解如下。");
        paper.Table([.. Columns.Select((c, i) => (c.Title, Widths[i], i is 0 or 6))], rows.Select(r => (IReadOnlyList<PaperText>)[.. r.Cells.Select(c => (PaperText)$"{c}")]));
    }
}
