using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>What the demo city means to have at the end, and how far it is. Invented.</summary>
static class DemoResults
{
    public static IReadOnlyList<SeedResult> All { get; } =
    [
        new("儿童友好公共空间建设指引", "Standard", 1, "份", "示范市住房和城乡建设局", -150, "Reached", "指引已由市妇儿工委办印发施行。", "Guide", "公共空间建设指引", Content: "公园、广场、街角绿地和社区活动场地的建设要求，条款能逐条检查。"),
        new("三岁以下婴幼儿托育需求研究报告", "Document", 1, "份", "示范市卫生健康委员会", -60, "Reached", "课题已结题，报告摘要公开。", "Topic", "托育需求"),
        new("普惠托育机构运营补助机制", "Mechanism", 1, "项", "示范市卫生健康委员会", -20, "Said", "补助办法已印发，首批资金已拨付。", "Policy", "托育", Content: "按实际收托人数补助。"),
        new("儿童友好公园", "Place", 24, "个", "示范市城市管理局", 400, "UnderWay", Content: "新建、改造，每个县（市、区）至少2个。"),
        new("上学路安全改造台账平台", "Platform", 1, "个", "示范市公安局", -15, "UnderWay", Content: "路口、限速、护学岗一处登记，学校和社区都能查。"),
        new("儿童友好国际交流周", "Event", 1, "次", "示范市教育局", 200, "GivenUp", Reason: "并入全省统一组织的活动，本市不再单独举办。"),
    ];
}
