using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Exporting;

/// <summary>
/// 任务分解表, as an office prints it; it lies, since a table of seven columns does not stand in 156 mm. The paper goes to Chinese offices and is Chinese in whichever language the page was read.
/// </summary>
sealed class BreakdownPaper(ReadBreakdown read, ProgrammeData data) : IPaperType
{
    public static readonly IReadOnlyList<(string Title, double Width)> Columns =
        [("序号", 6), ("领域", 16), ("任务", 40), ("牵头单位", 22), ("配合单位", 32), ("目标", 44), ("完成时限", 16)];

    public string Key => "breakdown";
    public string Name => "programme.breakdown";
    public bool Lying => true;
    public IReadOnlyList<PaperField> Shape { get; } = ["方案", PaperField.When("有文号"), "文号", "任务数", PaperField.Rows("任务", "领域", "任务名称", "牵头单位", "配合单位", "目标", "完成时限")];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{方案}", "任务分解表");
        paper.Each("有文号", () => paper.Centred("{文号}"));
        paper.Text("根据《{方案}》，现将{任务数}项任务分解如下。");
        paper.Table("任务", ("序号", 700, true, "{序号}"), ("领域", 1500, false, "{领域}"), ("任务", 3000, false, "{任务名称}"), ("牵头单位", 1700, false, "{牵头单位}"), ("配合单位", 2100, false, "{配合单位}"), ("目标", 2600, false, "{目标}"), ("完成时限", 1157, true, "{完成时限}"));
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct) => await data.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } plan ? Said(plan, await read.Run(id, ct)) : null;

    public static PaperSaid Said(Plan plan, IReadOnlyList<BreakdownRow> rows) => new($"{plan.Title}任务分解表", new PaperFields()
        .Words("方案", plan.Title).When("有文号", plan.DocNumber is not null).Words("文号", plan.DocNumber ?? "").Words("任务数", $"{rows.Count}")
        .Rows("任务", rows.Select(r => new PaperFields().Words("领域", r.Domain).Words("任务名称", r.Task).Words("牵头单位", r.Lead).Words("配合单位", r.Cooperating).Words("目标", r.Targets).Words("完成时限", r.Due))));

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await data.Plans.OrderByDescending(p => p.AppliedAt).ThenByDescending(p => p.Id).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;
}
