using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Units;
using OneMetre.Programme;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reviewing;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Reviewing;

/// <summary>Plans on their way through import and review, as the office takes them.</summary>
static class Drafts
{
    public const string First = """
        示范市儿童友好城市建设实施方案（2025—2027年）
        为推进儿童友好城市建设，制定本方案。
        三、重点任务
        （一）推进公共服务友好
        行动1 办好托育服务。到2026年底，每千人口托位数达到4.6个以上，新建托育园不少于20所。（牵头单位：市卫生健康委员会；配合单位：市教育局、市财政局）
        行动2 守护孩子的眼睛。每学年视力筛查不少于2次，儿童青少年总体近视率每年降低0.5个百分点以上。（牵头单位：市教育局；配合单位：市卫生健康委员会）
        （二）推进权利保障友好
        行动3 关爱留守儿童。到2027年底，留守儿童建档率达到100%。（牵头单位：市民政局；配合单位：市教育局）
        四、保障措施
        各单位要加强组织领导，市妇儿工委办公室每年年底前通报进展情况。
        """;

    /// <summary>Task 1 keeps its words nearly, 2 is gone, 3 has a new number and another cooperating unit, 4 is new.</summary>
    public const string Second = """
        示范市儿童友好城市建设实施方案（2025—2027年）
        为推进儿童友好城市建设，制定本方案（修订）。
        三、重点任务
        （一）推进公共服务友好
        行动1 办好托育服务。到2026年底，每千人口托位数达到4.8个以上，新建托育园不少于20所。（牵头单位：市卫生健康委员会；配合单位：市教育局、市财政局）
        （二）推进权利保障友好
        行动2 关爱留守儿童。到2027年底，留守儿童建档率达到100%。（牵头单位：市民政局；配合单位：市教育局、市财政局）
        行动3 建设公园里的游戏场。到2027年底，新建儿童游戏场不少于40处。（牵头单位：市财政局）
        四、保障措施
        各单位要加强组织领导，市妇儿工委办公室每年年底前通报进展情况。
        """;

    public static readonly string[] UnitNames = ["市卫生健康委员会", "市教育局", "市财政局", "市民政局"];

    public static async Task<(Actor Office, IReadOnlyList<Actor> Units)> People(City city)
    {
        var office = await city.Actor(OneMetre.Platform.Identity.RoleCode.Office, "市妇儿工委办", "陈书宁");
        var units = new List<Actor>();
        foreach (var name in UnitNames) units.Add(await city.Actor(OneMetre.Platform.Identity.RoleCode.DeptContact, name));
        return (office, units);
    }

    public static Task<Guid> Upload(City city, Actor office, string text, Guid? revises = null, string fileName = "方案.txt") => city.As(office, async (UploadPlan upload) =>
    {
        var result = await upload.Run(fileName, Encoding.UTF8.GetBytes(text), revises, default);
        Assert.Empty(result.Problems);
        return result.Value;
    });

    public static Task Read(City city, Actor office, Guid import) =>
        city.As(office, async (ReadPlanJob job) => Assert.Null(await job.Run(new Job { Subject = import.ToString() }, new Silent(), default)));

    /// <summary>Uploaded, read, and every entry confirmed and finding settled, as reviewers do.</summary>
    public static async Task<Guid> Checked(City city, Actor office, string text, Guid? revises = null)
    {
        var import = await Upload(city, office, text, revises);
        await Read(city, office, import);
        var names = OpenName.Of(await Sheet(city, office, import), await city.Use((UnitRegister register) => register.Names(default)));
        await city.As(office, (MatchUnit match) => match.Run(import, [.. names.Select(n => new NameDecision(n.Match.Id, n.Match.Version, n.Likely ? n.Proposed : n.Fresh, n.ForLater))], default));
        foreach (var entry in (await Sheet(city, office, import)).Entries)
            await city.As(office, async (MarkEntry mark) => Assert.Empty((await mark.Run(import, entry.Id, entry.Version, EntryState.Confirmed, default)).Problems));
        foreach (var finding in (await Sheet(city, office, import)).Findings)
            await city.As(office, (SettleFinding settle) => settle.Run(import, finding.Id, true, default));
        return import;
    }

    public static async Task<Guid> Applied(City city, Actor office, string text, Guid? revises = null)
    {
        var import = await Checked(city, office, text, revises);
        return await city.As(office, async (ApplyPlan apply) =>
        {
            var result = await apply.Run(import, default);
            Assert.Empty(result.Problems);
            return result.Value!.Plan;
        });
    }

    public static Task<ReviewSheet> Sheet(City city, Actor office, Guid import) => city.As(office, async (ProgrammeData data) => (await ReviewSheet.Load(data, import, default))!);

    public static Task<List<ProgrammeTask>> Tasks(City city, Actor office, Guid plan) =>
        city.As(office, (ProgrammeData data) => data.VisibleTasks.AsNoTracking().Where(t => t.PlanId == plan).OrderBy(t => t.SortOrder).ToListAsync());

    public sealed class Silent : IJobProgress
    {
        public Task At(int percent, CancellationToken ct) => Task.CompletedTask;
    }
}
