using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Three child impact assessments of the demo city: one published and looked at again, one in consultation, one that gathers evidence. Invented.</summary>
static class DemoImpacts
{
    static readonly SeedAnswer No = new("No");

    public static IReadOnlyList<SeedImpact> All { get; } =
    [
        new("河东片区上学路慢行改造工程", "对河东片区四所学校周边约六公里道路作慢行改造：增设安全岛、过街信号和遮阴步道，调整路边停车。预计影响沿线小学生和中学生约五千人。", ImpactKind.Project, "示范市教育局", 320,
            [new("Yes", "学生每天步行、骑行使用。"), new("High", "直接关系上学路的交通安全。"), No, new("Yes", "改变过街位置和人行道宽度。"), No, new("Yes", "坐轮椅的学生过街方式有变。"), No, new("Yes", "道路改造后短期内难以恢复。")],
            ["原方案：取消两处路口停车", "比较方案：只增设信号灯"],
            [
                new(290, HearingMethod.Walk, 26, 8, 12, "放学时车停在斑马线上，看不到对面来车。\n希望等红灯的地方有树荫，有能坐一下的地方。", "由四所学校公开招募，先到先得", "住校学生没有参加"),
                new(283, HearingMethod.Survey, 412, 9, 15, "最怕的是右转的大车；三成骑车的同学说车道被停车占了。", "班级自愿填写，不记名", "低年级学生由家长代答，未计入"),
            ],
            [
                new("Age6To12", "Protection", 3, 3, 3, "A", "设安全岛后，过街时在车道上停留的时间缩短。"),
                new("Age12To18", "GrowthSpace", 2, 3, 2, "C", "自行车道连贯，放学路上可以停留。"),
                new("Disabled", "PublicServices", -2, 2, 3, "B", "两处路口的坡道与安全岛错位，轮椅需要绕行。", "施工图调整坡道位置，请肢残学生和家长现场验看。"),
                new("Migrant", "SocialPolicy", -1, 2, 1, "C", "取消停车后，路边早餐摊家庭暂时减少收入。", "与街道商定临时疏导点，保留早市时段。"),
                new("Age6To12", "Protection", 1, 2, 2, "A", "只有信号灯，视线遮挡没有解决。", null, 1),
            ],
            [
                new(240, false, "示范市卫生健康委员会", "建议在等候区增设遮阴和饮水点。", "采纳遮阴，饮水点因管线条件不具备，改为就近商户便民饮水。"),
                new(225, true, "王教授（某大学儿童与城市研究中心）", "样本兼顾步行和骑行，结论可信；建议对轮椅路径单独验收。", "采纳，列入验收清单。"),
            ],
            [
                new("Begin", 3), new("Gather", 8), new("Hear", 30), new("Hear", 37), new("Assess", 45), new("Rate", 50), new("Draft", 62), new("Consult", 66), new("Comment", 80), new("Answer", 85), new("AskExpert", 90), new("Opine", 95), new("Answer", 97),
                new("Finish", 100), new("Decide", 112, "采纳孩子们关于停车和遮阴的意见，取消两处路口停车。饮水点受管线限制，改为便民饮水，理由已向学校说明。"), new("Write", 115), new("Publish", 120), new("Monitor", 300, "半年后回访：四个路口早高峰违停减少，孩子们说过马路不用再从车中间穿。轮椅路径已重新验收合格。等候区树荫还小，两年后再看。"),
            ],
            new("工程在决策前评价了对沿线儿童的影响，听取了四百多名学生的意见。结论是总体有利，轮椅通行和路边摊贩家庭两项不利影响已有措施。",
                "孩子们最担心斑马线上停车和右转大车，希望等红灯的地方有树荫、能坐一下。",
                "两处路口不再停车；等候区加了树荫和座凳；轮椅坡道重新设计，验收时请坐轮椅的同学来看。",
                "你们说，过马路时车会停在斑马线上，看不见对面。\n我们听到了。现在两个路口不让停车了。\n路边种了树，还有小凳子，等红灯时可以坐一坐。\n你们还想要饮水机。地下没有水管，这次做不了。路口的小店答应给大家倒水喝。"),
            ImpactDecision.Partly, "上学路"),
        new("城区公园分区管理规定（征求意见稿）", "规定公园内滑板、球类、喂食、露营的区域和时段，拟由市政府印发。", ImpactKind.Policy, "示范市卫生健康委员会", 55,
            [new("Yes", "公园是儿童日常玩耍的地方。"), new("Yes", "滑板、球类与幼儿活动混在一起有碰撞。"), No, new("Yes", "部分草坪不再开放球类活动。"), No, No, No, No], [],
            [new(35, HearingMethod.Council, 18, 9, 14, "如果草坪不让踢球，请告诉我们哪里可以踢。\n晚上八点以后灯太暗。", "由儿童议事会邀请", "六岁以下由家长座谈补充")],
            [
                new("Age12To18", "GrowthSpace", -2, 3, 2, "C", "可踢球的草坪减少一半。", "在三处公园划出固定球类区，周末延长照明。"),
                new("Age3To6", "Protection", 2, 2, 2, "B", "幼儿活动区不再有滑板穿行。"),
            ],
            [new(12, false, "示范市教育局", "建议与学校操场周末开放同步公布，让孩子知道去哪里踢球。", null)],
            [new("Begin", 2), new("Gather", 6), new("Hear", 20), new("Assess", 26), new("Rate", 30), new("Draft", 36), new("Consult", 40), new("Comment", 43)]),
        new("社区图书室搬迁安排", "两个社区图书室合并到街道文化站，原址改作社区食堂。", ImpactKind.Space, "示范市教育局", 9,
            [new("Yes", "放学后有孩子在图书室写作业。"), No, new("Yes", "最近的图书室远了八百米。"), No, No, No, No, No], [], [], [], [], [new("Begin", 1), new("Gather", 4)]),
    ];
}
