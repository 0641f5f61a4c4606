using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Good practices of the demo city: two are public, one was sent back with marks. Invented, as the places and figures in them are.</summary>
static class DemoPractices
{
    static readonly (string, string, int, string?)[] Published =
    [
        ("Open", SeedPractice.Contact, 75, null), ("Submit", SeedPractice.Contact, 74, null), ("Pass", SeedPractice.Leader, 72, null), ("Return", SeedPractice.Office, 70, "一处数字没有来源，一处名称不对，请按校对意见改。"),
        ("Submit", SeedPractice.Contact, 69, null), ("Pass", SeedPractice.Office, 68, null), ("Pass", SeedPractice.SecondOffice, 66, "全文已读，可以公开。"), ("Publish", SeedPractice.Office, 65, null),
    ];

    public static IReadOnlyList<SeedPractice> All { get; } =
    [
        new(PracticeField.GrowthSpace, "示范市住房和城乡建设局", "公园", "口袋公园先问孩子：八块边角地变成了玩的地方",
            "选址、画图、验收都请附近的孩子参加，八块没人管的边角地改成了走路就能到的口袋公园。（演示案例，内容为编写）",
            "以前楼下有一块空地，只能停车。叔叔阿姨问我们想要什么，我们说要能爬的、能躲的，还要有树荫。现在走五分钟就到了。",
            "兰河区、高新区的八个社区",
            "老城区孩子离家最近的公园平均要走一公里多，还要过大马路。社区里有不少边角地，长期堆放杂物或者停车，居民意见很大。",
            "一、先找地。社区、城管和自然资源部门一起，把权属清楚、不小于一百五十平方米的边角地列成清单。\n二、再问孩子。每块地请附近小学的孩子踏勘一次，用贴纸标出想玩的、害怕的、够不着的。\n三、当场画图。设计师把孩子的意见画进方案，采纳的和没采纳的都写在图上，没采纳的写明原因。\n四、孩子验收。完工后请原来的孩子再来走一遍，不合格的地方两周内改好。",
            "一百二十多名孩子参加了踏勘和验收，提了八十六条意见，采纳六十一条。没有采纳的，在社区公告栏逐条写了原因。",
            "八处口袋公园全部开放，周边孩子步行到最近活动场地的路程由一公里多缩短到四百米以内。开放三个月，没有发生受伤事故。",
            "意见数和采纳数来自各社区踏勘记录；步行路程由市自然资源和规划局按路网测算；事故数来自社区登记，截至开放后第三个月末。",
            "不用等大块土地，也不用很多钱。最要紧的是先问孩子再画图，没采纳的一定要说明原因，孩子下次才愿意再说。",
            Published, [new(2, "Effect", "开放以来没有事故", "Figure", "开放三个月，没有发生受伤事故", "要写明到什么时候", true), new(2, "Sources", "市规划局", "Name", "市自然资源和规划局", "机构名称写全称", true)]),
        new(PracticeField.PublicServices, "示范市卫生健康委员会", "托育", "把养育指导送到楼下：社区儿童早期发展指导点",
            "在社区服务中心开出每周两次的养育指导，三岁以下孩子的家长不用去医院也能问、能学。（演示案例，内容为编写）",
            "小宝宝也要学说话、学走路。现在爸爸妈妈不懂的时候，下楼就有人教。",
            "全市十六个社区服务中心",
            "家长关心孩子睡觉、吃饭、说话这些事，去医院挂不上号，在网上看又不知道信谁的。",
            "一、培训社区医生和志愿者，统一讲什么、怎么讲，发给大家同一本手册。\n二、每周固定两个半天，家长带孩子来玩，指导员边玩边教。\n三、发现发育可能落后的孩子，当面告诉家长，约好医院，两周内回访。",
            "",
            "开办十个月，来过的家庭都说愿意再来；发现需要进一步检查的孩子，全部在两周内看上了医生。",
            "来自各指导点登记表和回访记录，截至上月末。",
            "场地借用现有的活动室就行。关键是时间固定、讲的内容一致，并且真的有人回访。",
            [("Open", SeedPractice.Contact, 48, null), ("Submit", SeedPractice.Contact, 47, null), ("Pass", SeedPractice.Leader, 45, null), ("Pass", SeedPractice.Office, 43, null), ("Pass", SeedPractice.SecondOffice, 41, null), ("Publish", SeedPractice.Office, 40, null)], []),
        new(PracticeField.Participation, "示范市教育局", "议事", "校门口的五分钟：议事会让放学排队变了样",
            "小学议事会用一学期观察放学排队，提出分年级错峰和家长等候线，学校当月就改了。（演示案例，内容为编写）",
            "我们发现一年级小朋友被挤得看不见家长，就数了一个星期，把数出来的贴在墙上。校长说，那就改。",
            "两所小学的校门口",
            "放学十分钟内几百名家长涌到校门口，低年级孩子被挤在中间，电动车从人群里穿过。",
            "一、议事会的孩子连续五天在放学时数人、数车，画成图。\n二、孩子们和学校、社区民警一起开会，提出三个办法。\n三、学校选了分年级错峰和家长等候线，当月开始做。",
            "数人、画图、开会、验收都由议事会的孩子来做，老师只在旁边保证安全。",
            "放学拥堵时间由二十五分钟缩短到十分钟，家长满意。",
            "议事会的观察记录。",
            "让孩子自己去数，比大人说一百遍都管用。",
            [("Open", SeedPractice.Contact, 9, null), ("Submit", SeedPractice.Contact, 8, null), ("Pass", SeedPractice.Leader, 6, null), ("Return", SeedPractice.Office, 3, "事情很好，两处要补清楚。")],
            [new(2, "Effect", "家长满意", "Fact", null, "多少家长、怎么问的？没有问过就删去", false), new(2, "Sources", "议事会的观察记录", "Figure", "议事会的观察记录，改前改后各连续五个上学日", null, false)]),
    ];
}
