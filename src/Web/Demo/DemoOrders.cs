using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Orders of the demo city, one in each state that an office meets in a week. Invented.</summary>
static class DemoOrders
{
    public static IReadOnlyList<SeedOrder> All { get; } =
    [
        new("倒排工期，逐项列出未完成内容、责任人和完成日期，按月报送进展。", 24, [new("Notify", 0), new("Acknowledge", 3, "已收到，分管领导牵头办理。"), new("Plan", 6, "已约谈承建单位，增加两个班组，12月底前完成。"), new("Escalate", 20)]),
        new("查清进度滞后的原因，提出整改措施并反馈结果。", 9, [new("Notify", 0), new("Acknowledge", 1), new("Plan", 3, "缺口资金已列入追加预算，等待批复。"), new("AskTime", 8, "预算批复要到下月上旬，申请延期十个工作日。")]),
        new("对照方案目标补齐缺项，反馈时附现场照片和台账。", 13, [new("Notify", 0), new("Acknowledge", 1), new("Plan", 2, "分三批整改，首批本周完成。"), new("Reply", 11, "三批均已完成，台账和照片随附，请核查。")]),
        new("明确时间表，两周内报送实施方案。", 2, [new("Notify", 0)]),
        new("核实数据口径，说明与年度目标的差距。", 30, [new("Notify", 0), new("Acknowledge", 1), new("Reply", 9, "口径已与统计部门核对一致，差距说明随附。"), new("Verify", 12, "经与统计部门核对属实。"), new("Close", 13)]),
    ];
}
