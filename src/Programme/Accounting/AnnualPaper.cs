using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Accounting;

/// <summary>The report of a year as a paper: ready chapters, the counts for whoever words them anew, and domains, meetings and inspections row by row.</summary>
sealed class AnnualPaper(ReadAnnual read, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "annual-report";
    public string Name => "programme.paper-annual-report";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "城市", "年份", "任务数", "已完成数", "逾期数", "节点应完成数", "节点完成数", "督办数", "督办销号数", "检查次数", "问题数", "整改到位数", "会议次数", "议定事项数", "儿童影响评价数", "听取儿童人次", "项目数", "计划资金", "到位资金", "新施行政策数", "有效政策数",
        .. AnnualReport.Chapters.Select(PaperField.Chapter),
        PaperField.Rows("领域", "领域名称", "领域任务数", "领域已完成数", "领域逾期数"), PaperField.Rows("报送", "报送期间", "应报", "按时", "逾期", "未报"), PaperField.Rows("会议", "会议名称", "会议日期", "会议议定事项数", "会议办结数"),
        PaperField.Rows("下年任务", "任务名称", "牵头单位", "完成时限"), "发文单位", "日期",
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPaper("/annual/{year:int}", File, "programme.office", "programme_task");

    static async Task<IResult> File(int year, HttpRequest request, AnnualPaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(year, Paper.RootOf(request), ct), ct);

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{城市}儿童友好城市建设", "{年份}年度报告");
        foreach (var chapter in AnnualReport.Chapters)
        {
            paper.Heading($"{{章}}、{chapter}");
            paper.Chapter(chapter);
        }
        paper.Close("{发文单位}", "{日期}");
    }

    /// <summary>Null for a year of which there can be none.</summary>
    public async Task<PaperSaid?> Of(int year, Uri root, CancellationToken ct) => (await read.Years(ct)).Contains(year) ? Said(await read.Run(year, ct), root, city.Value.Organiser) : null;

    public static PaperSaid Said(AnnualFacts facts, Uri root, string organiser)
    {
        var fields = new PaperFields().Words("城市", facts.City).Words("年份", N(facts.Year)).Words("任务数", N(facts.Tasks)).Words("已完成数", N(facts.Completed)).Words("逾期数", N(facts.Late)).Words("节点应完成数", N(facts.Milestones.Due)).Words("节点完成数", N(facts.Milestones.Reached))
            .Words("督办数", N(facts.Orders.Count)).Words("督办销号数", N(facts.Orders.Count(o => o.State == OrderState.Closed))).Words("检查次数", N(facts.Inspections.Count)).Words("问题数", N(facts.Inspections.Sum(i => i.Findings))).Words("整改到位数", N(facts.Inspections.Sum(i => i.PutRight)))
            .Words("会议次数", N(facts.Meetings.Count)).Words("议定事项数", N(facts.Meetings.Sum(m => m.Decisions))).Words("儿童影响评价数", N(facts.Impacts.Count)).Words("听取儿童人次", N(facts.Heard)).Words("项目数", N(facts.Projects))
            .Words("计划资金", AnnualReport.Wan(facts.Money.Planned)).Words("到位资金", AnnualReport.Wan(facts.Money.Paid)).Words("新施行政策数", N(facts.Policies.Count)).Words("有效政策数", N(facts.PoliciesInForce))
            .Rows("领域", facts.Domains.Select(d => new PaperFields().Words("领域名称", d.Name).Words("领域任务数", N(d.Tasks)).Words("领域已完成数", N(d.Completed)).Words("领域逾期数", N(d.Late))))
            .Rows("报送", facts.Rounds.Select(r => new PaperFields().Words("报送期间", Day.Chinese(r.Period)).Words("应报", N(r.Owed)).Words("按时", N(r.InTime)).Words("逾期", N(r.Late)).Words("未报", N(r.Missing))))
            .Rows("会议", facts.Meetings.Select(m => new PaperFields().Words("会议名称", m.Title).Words("会议日期", m.HeldOn.Chinese()).Words("会议议定事项数", N(m.Decisions)).Words("会议办结数", N(m.Done))))
            .Rows("下年任务", facts.Next.Select(t => new PaperFields().Words("任务名称", new PaperText(t.Title, new(root, $"/tasks/{t.Id}"))).Words("牵头单位", t.Lead).Words("完成时限", t.Due.Chinese())))
            .Words("发文单位", organiser).Words("日期", facts.On.Chinese());
        foreach (var chapter in AnnualReport.Chapters) fields.Chapter(chapter, [.. AnnualReport.Of(chapter, facts, root)]);
        return new($"{facts.City}儿童友好城市建设{facts.Year}年度报告", fields);
    }

    public Task<PaperSaid?> Newest(Uri root, CancellationToken ct) => Of(time.Today().Year, root, ct);

    static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
