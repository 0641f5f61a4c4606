using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Evaluations of the demo city: last year's is final, this year's is in its review. Invented; what is counted comes from the demo city's own record. The last self-assessment is that of whoever is not named.</summary>
static class DemoEvaluations
{
    public static IReadOnlyList<SeedEvaluation> All { get; } =
    [
        new(1, true,
            [
                new("示范市教育局", "托位和公办学位按计划推进，两处新建项目因管线迁改延后一个季度。校园心理健康服务覆盖率提高较快。", 90),
                new("示范市卫生健康委员会", "儿童健康管理指标全部按时报送，县级妇幼机构能力提升还需要投入。", 85),
                new("示范市民政局", "牵头任务均已启动，未保机构改造按期完成；个别县工作站人员更替频繁，已安排培训。", 85),
            ],
            new("示范市统计调查中心", "电话和入户相结合，按县（市、区）分层抽样", 87.4m, 2160),
            [new("示范市卫生健康委员会", 1, "一项指标的补报数据已经审核，取数时还没有计入。", "经核对，补报数据在评价期间内，已不落后于序时进度，该项全部计入。", 100), new("示范市教育局", 1, "一项指标受新增人口影响，建议不计。", "新增人口已在口径内，不予采纳。", null)]),
        new(0, false,
            [
                new("示范市卫生健康委员会", "今年新增两处儿童早期发展中心，报送均在期内完成，督办事项已反馈。", 90),
                new("示范市教育局", "学位建设任务进度正常，一处校门口改造受施工影响。", 85),
                new("示范市民政局", "牵头任务按计划推进，其中困境儿童帮扶的做法在全市交流。", 85),
            ],
            null, []),
    ];
}
