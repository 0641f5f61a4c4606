using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>What the units of the demo city have entered about the plan's projects and policies; some have entered nothing yet. Invented.</summary>
static class DemoRegisters
{
    public static IReadOnlyList<SeedProject> Projects { get; } =
    [
        new("普惠托育提质工程", "利用市妇幼保健院旧址，划拨用地约9亩", "规划许可、施工许可已取得", "示范市栖山区青禾路18号", null, null,
            [new("Preparing", 520), new("Building", 300)],
            [new(-1, "CentralBudget", 1200m, 1200m), new(0, "CentralBudget", 1800m, 1350m), new(0, "Own", 960.5m, 402.25m), new(1, "Own", 700m, null)],
            [new("综合服务中心主体封顶", -60, true), new("县级示范机构挂牌4个", 20, false), new("新增托位累计6000个", 400, false)]),
        new("平安上学路工程", "不涉及新增用地", "占道施工许可分批办理", "全市186所学校门前道路", null, null,
            [new("Preparing", 430), new("Building", 260), new("Completed", 70)],
            [new(-1, "Reward", 420m, 420m), new(0, "Own", 880m, 905.6m, "新增12处学校周边慢行设施，已报财政调整预算。")],
            [new("首批80所完工", -240, true), new("全部完工", -75, true)]),
        new("市妇幼保健院新院区工程", "划拨，约86亩，土地证已办理", "规划、施工、消防设计审查均已通过", "示范市云田新区康宁大道66号", null, null,
            [new("Preparing", 900), new("Building", 610)],
            [new(-1, "SpecialBond", 12000m, 12000m), new(0, "SpecialBond", 15000m, 9800m), new(0, "Own", 3200m, 1600m)],
            [new("门诊综合楼封顶", -150, true), new("室内装修完成", -12, false), new("投入使用", 60, false)]),
        new("儿童友好公园工程", null, null, null, null, null,
            [new("Preparing", 380), new("Building", 210)],
            [new(0, "Subsidy", 600m, 240m), new(0, "Own", 1450m, 830m)],
            [new("第二批8个公园开放", 25, false)]),
        new("青少年科技馆工程", "出让，约22亩", "施工许可办理中", "示范市科创路2号", null, null,
            [new("Preparing", 300), new("Building", 160), new("Stopped", 35, "地下管线迁改，暂停土建。")],
            [new(0, "SpecialBond", 6000m, 2100m)],
            [new("新馆对外开放", 180, false)]),
    ];

    public static IReadOnlyList<SeedPolicy> Policies { get; } =
    [
        new("普惠托育机构运营补助办法", "示卫人口字〔2025〕12号", 560, 55),
        new("公办幼儿园生均公用经费标准", "示教财字〔2024〕7号", 700, null),
        new("即时结算", "示医保发〔2025〕31号", 410, 690),
    ];
}
