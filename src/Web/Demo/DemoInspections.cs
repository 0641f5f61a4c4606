using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Inspections of the demo city: one that nobody may know of yet, one that is going on today, one whose findings are being put right, one that is closed. Invented.</summary>
static class DemoInspections
{
    public static IReadOnlyList<SeedInspection> All { get; } =
    [
        new("Unannounced", "社区儿童之家开放情况暗访", "澜河区两个社区", "不打招呼，直接到现场，看是否按公示时间开放、安全设施是否有效。", "ChildrensHome", 6, "示范市民政局", "示范市卫生健康委员会", "Planned", "", []),
        new("Field", "校门口儿童出行环境实地检查", "书院路小学周边", "蹲到一米高，走一遍上学路。", "School", 0, "示范市教育局", "示范市卫生健康委员会", "UnderWay", "YYN",
            [new("Ordinary", "放学时段等候区被电动车占用，孩子要绕到车道上走。", "重新划定等候区并加隔离，报送现场照片。", 0, [])]),
        new("Field", "医院儿童就诊环境检查", "市妇幼保健院", "看儿童候诊区、母婴室和引导标识。", "PublicPlace", -12, "示范市卫生健康委员会", "示范市教育局", "Issued", "YYPYNYYNYP",
            [
                new("Serious", "儿童厕位洗手池高度约九十厘米，学龄前孩子够不着。", "加装脚踏或更换低位洗手池。", 4, [new("Notify", 0), new("Acknowledge", 1), new("Plan", 3, "已采购低位洗手池，月底前装好。"), new("Reply", 9, "三处均已换装，请复查。")]),
                new("Ordinary", "儿童候诊区标识只有文字，小朋友看不懂。", "换成带图形的标识，高度适合孩子。", 7, [new("Notify", 0), new("Acknowledge", 2), new("Plan", 4, "标识正在制作。")]),
                new("Advice", "候诊区可以请孩子们一起画墙面。", "", null, []),
            ]),
        new("Desk", "家庭教育指导任务书面检查", "", "核对台账、口径和分工。", "Task", -40, "示范市教育局", "示范市民政局", "Closed", "YYPYYPY",
            [new("Ordinary", "台账里两次活动没有参加人数。", "补齐参加人数和统计口径。", 1, [new("Notify", 0), new("Acknowledge", 1), new("Reply", 6, "已补齐，口径说明随附。"), new("Verify", 8, "与台账核对一致。"), new("Close", 9)])]),
    ];
}
