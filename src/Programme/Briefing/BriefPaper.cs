using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Briefing;

/// <summary>A round's brief as a paper: ready chapters, the counts for whoever words them anew, and the tasks row by row.</summary>
sealed class BriefPaper(ReadBrief read, ProgrammeData data, IOptions<CityFace> city) : IPaperType
{
    public string Key => "brief";
    public string Name => "programme.brief";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "城市", "期间", "任务数", "应报单位数", "按时报送数", "逾期报送数", "未报送数", "采纳数", "已完成数", "新进展数", "按计划数", "滞后数", "困难数", "督办数", "督办销号数", .. ProgressBrief.Chapters.Select(PaperField.Chapter),
        PaperField.Rows("任务", "任务名称", "牵头单位", "本期情况", "进度", "目标与完成值"), PaperField.When("有未采纳"), PaperField.Rows("未采纳", "单位"), "发文单位", "日期",
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPaper("/returns/rounds/{id:guid}/brief", File, "programme.office", "programme_return");

    static async Task<IResult> File(Guid id, HttpRequest request, BriefPaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(id, Paper.RootOf(request), ct), ct);

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{城市}儿童友好城市建设", "{期间}工作进展情况");
        foreach (var chapter in ProgressBrief.Chapters)
        {
            paper.Heading($"{{章}}、{chapter}");
            paper.Chapter(chapter);
        }
        paper.Heading("附：任务进展一览表");
        paper.Table("任务", ("序号", 640, true, "{序号}"), ("任务", 2300, false, "{任务名称}"), ("牵头单位", 1400, false, "{牵头单位}"), ("本期情况", 1000, true, "{本期情况}"), ("进度", 750, true, "{进度}"), ("主要目标与完成值", 2765, false, "{目标与完成值}"));
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid round, Uri root, CancellationToken ct) => await read.Run(round, root, ct) is { } brief ? Said(brief.Facts, root, city.Value.Organiser) : null;

    public static PaperSaid Said(BriefFacts facts, Uri root, string organiser)
    {
        var (inTime, late, missing) = facts.Punctual;
        var fields = new PaperFields().Words("城市", facts.City).Words("期间", Day.Chinese(facts.Period)).Words("任务数", $"{facts.Tasks.Count()}").Words("应报单位数", $"{facts.Returns.Count}")
            .Words("按时报送数", $"{inTime}").Words("逾期报送数", $"{late}").Words("未报送数", $"{missing}").Words("采纳数", $"{facts.Accepted}")
            .Words("已完成数", $"{facts.Count(ReturnAnswer.Done)}").Words("新进展数", $"{facts.Count(ReturnAnswer.Advanced)}").Words("按计划数", $"{facts.Count(ReturnAnswer.OnPlan)}").Words("滞后数", $"{facts.Count(ReturnAnswer.Behind)}").Words("困难数", $"{facts.Count(ReturnAnswer.Stuck)}")
            .Words("督办数", $"{facts.Orders.Count}").Words("督办销号数", $"{facts.Orders.Count(o => o.State == OrderState.Closed)}")
            .Rows("任务", ProgressBrief.Table(facts, root).Select(r => new PaperFields().Words("任务名称", r[1]).Words("牵头单位", r[2]).Words("本期情况", r[3]).Words("进度", r[4]).Words("目标与完成值", r[5])))
            .When("有未采纳", facts.Waiting.Count > 0).Rows("未采纳", facts.Waiting.Select(u => new PaperFields().Words("单位", u)))
            .Words("发文单位", organiser).Words("日期", facts.On.Chinese());
        foreach (var chapter in ProgressBrief.Chapters) fields.Chapter(chapter, [.. ProgressBrief.Of(chapter, facts, root)]);
        return new($"{facts.City}儿童友好城市建设{Day.Chinese(facts.Period)}工作进展情况", fields);
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await data.Rounds.OrderByDescending(r => r.DueOn).ThenByDescending(r => r.Id).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, root, ct) : null;
}
