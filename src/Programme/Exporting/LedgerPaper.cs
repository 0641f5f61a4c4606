using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Board;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Exporting;

/// <summary>任务台账: the board as filtered and ordered, with where each task stands today. It lies, and is Chinese in whichever language the page was read.</summary>
sealed class LedgerPaper(ReadBoard board, ProgrammeData data, Texts texts, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "ledger";
    public string Name => "programme.paper-ledger";
    public bool Lying => true;

    public IReadOnlyList<PaperField> Shape { get; } =
        ["城市", "任务数", "已完成数", "逾期数", PaperField.Rows("任务", "领域", "任务名称", "牵头单位", "配合单位", "目标", "完成时限", "状态", "亮灯", "进度"), "发文单位", "日期"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{城市}儿童友好城市建设任务台账");
        paper.Text("截至{日期}，共{任务数}项任务，其中已完成{已完成数}项，逾期{逾期数}项。");
        paper.Table("任务", ("序号", 650, true, "{序号}"), ("领域", 1300, false, "{领域}"), ("任务", 2850, false, "{任务名称}"), ("牵头单位", 1500, false, "{牵头单位}"), ("配合单位", 1850, false, "{配合单位}"), ("目标", 1730, false, "{目标}"),
            ("完成时限", 1157, true, "{完成时限}"), ("状态", 920, true, "{状态}"), ("进度", 800, true, "{进度}"));
        paper.Close("{发文单位}", "{日期}");
    }

    /// <param name="root">For the links from each task to its page.</param>
    public async Task<PaperSaid> Of(BoardFilter filter, Uri root, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the paper is Chinese; this ends with the call
        var domains = await data.Domains.AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        var (rows, done, late, today) = (new List<PaperFields>(), 0, 0, time.Today());
        await foreach (var row in board.All(filter, ct))
        {
            if (row.State == TaskState.Completed) done++;
            else if (ProgrammeTask.IsLate(row.State, row.Due, today)) late++;
            rows.Add(new PaperFields().Words("领域", row.DomainId is { } d ? domains.GetValueOrDefault(d, "") : "").Words("任务名称", new PaperText($"{row.Label} {row.Title}".Trim(), new(root, $"/tasks/{row.Id}")))
                .Words("牵头单位", Names(row, UnitRole.Lead)).Words("配合单位", Names(row, UnitRole.Cooperating, UnitRole.Guiding, UnitRole.Territorial)).Words("目标", row.Target?.Text ?? "").Words("完成时限", row.Due?.Chinese() ?? "")
                .Words("状态", texts[Board.Words.Of(row.State)]).Words("亮灯", Board.Words.Of(texts, row.Light, row.LightReason)).Words("进度", row.Progress is { } progress ? string.Create(CultureInfo.InvariantCulture, $"{progress}%") : "—"));
        }
        return new($"任务台账-{today:yyyyMMdd}", new PaperFields().Words("城市", city.Value.Name).Words("任务数", $"{rows.Count}").Words("已完成数", $"{done}").Words("逾期数", $"{late}").Rows("任务", rows)
            .Words("发文单位", city.Value.Organiser).Words("日期", today.Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) => await Of(new(Group: BoardGroup.None), root, ct);

    static string Names(BoardRow row, params UnitRole[] roles) => string.Join('、', row.Units.Where(u => roles.Contains(u.Role)).Select(u => u.Name));
}
