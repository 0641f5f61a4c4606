using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Trainings of the demo city: one was held, one is to come, one was called off. Invented.</summary>
static class DemoTraining
{
    public static IReadOnlyList<SeedTraining> All { get; } =
    [
        new("儿童友好城市建设联络员业务培训", "CityMeeting", -38, "09:00", 6, "市委党校第二教室", ["DeptContact", "UnitLeader"],
            "一、方案任务怎么拆、怎么报；二、听取儿童意见怎么做、怎么记；三、照片里的孩子怎么保护；四、系统操作。请带上本单位任务清单。", 60,
            ["示范市发展和改革委员会", "示范市教育局", "示范市公安局", "示范市民政局", "示范市财政局", "示范市住房和城乡建设局", "示范市卫生健康委员会", "示范市体育局"],
            [(5, "案例讲得实在，回去就能用。"), (4, "系统操作时间再长一点。"), (5, null), (4, "希望每个季度都有一次。"), (3, "上午内容太满。"), (5, null), (4, null)]),
        new("儿童影响评价案例演练", "Online", 9, "14:30", 2.5m, "市政务视频会议系统", ["DeptContact", "CountyOffice"], "以一项公交线网调整为例，从登记筛查做到听取儿童意见和定稿。", 40,
            ["示范市发展和改革委员会", "示范市教育局", "示范市住房和城乡建设局"], []),
        new("社区儿童活动场地现场观摩", "Visit", 14, "08:30", 4, "市政府西门集合", ["DeptContact", "UnitLeader"], "看三处社区儿童活动场地，听社区和孩子们讲使用情况。", 25,
            ["示范市体育局", "示范市住房和城乡建设局"], [], Off: "两处场地正在补种和铺装，时间另行通知。"),
    ];
}
