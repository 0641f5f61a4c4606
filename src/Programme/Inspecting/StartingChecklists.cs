using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>An item before it has a place in a checklist.</summary>
sealed record StartingItem(string Text, int Weight, bool Must = false, string? Child = null, string? Source = null);

/// <summary>
/// With what a city begins: a checklist for public places, for schools, for children's homes (儿童之家) and for carrying out a task. Written by us after domain reference §5.3, §5.4 and §1.5; measures marked there as
/// known only by hearsay are left out. A city drafts its own next version.
/// </summary>
static class StartingChecklists
{
    public static IReadOnlyList<(ChecklistKind Kind, string Name, IReadOnlyList<StartingItem> Items)> All { get; } =
    [
        (ChecklistKind.PublicPlace, "公共场所儿童友好检查表",
        [
            new("蹲到一米高看，主要通道和活动区视线通透，看护人看得见孩子", 3, Child: "在这里玩，大人看得见我吗？"),
            new("出入口与机动车道之间有隔离，车辆进不了活动区", 4, true, "这里有没有车开得太近？"),
            new("游乐设施完好，无松动、尖角、裂缝，地面能缓冲", 4, true, "滑梯、秋千好好的吗？"),
            new("推着婴儿车或坐着轮椅，不走台阶也能到达主要活动区", 3),
            new("有儿童能自己用的洗手池和厕位，或就近有指引", 2, Child: "洗手池你够得着吗？"),
            new("需要配置母婴室的场所已配置，门能锁，水电可用", 2, true),
            new("有树荫或遮阳，有座位，有饮水点", 2, Child: "热的时候有地方躲太阳吗？"),
            new("标识有图形，儿童看得懂，高度合适", 1, Child: "牌子上画的你看得懂吗？"),
            new("有安全提示、急救用品和求助电话，值守人员说得清怎么处置", 3, true, "要是摔了，你知道找谁吗？"),
            new("听过孩子的意见，改了什么有公示", 2, Child: "有人问过你喜欢什么吗？"),
        ]),
        (ChecklistKind.School, "学校儿童友好检查表",
        [
            new("上下学时段校门口人车分流，有等候区", 4, true, "放学的时候，校门口安全吗？"),
            new("护学岗按时到岗", 3, true),
            new("每天校内体育活动不少于一小时，课表和操场看得见", 3, Child: "你每天都能在操场上活动吗？"),
            new("设有学生议事的组织，意见有答复", 3, true, "你提的意见，老师回答你了吗？"),
            new("心理辅导室能用，有专人，孩子知道怎么约", 3, Child: "不开心的时候，学校里有人听你说吗？"),
            new("强制报告制度上墙，抽问的教职工说得清", 4, true),
            new("新入职人员做过从业查询，有记录（只核有无，不抄姓名）", 4, true),
            new("厕所干净，隔间能关门，洗手处有水", 2, Child: "学校的厕所你愿意用吗？"),
            new("课后服务自愿报名，不变相收费", 2),
        ]),
        (ChecklistKind.ChildrensHome, "儿童之家检查表",
        [
            new("房间在村（社区）方便到的地方，门口有牌子和开放时间", 2, Child: "你知道这里什么时候开门吗？"),
            new("按公示的时间开放，检查当天开着", 4, true, "你来的时候，门开着吗？"),
            new("儿童主任的姓名、职责、电话上墙", 3, true),
            new("消防器材在有效期内，插座、窗户、家具无伤人隐患", 4, true),
            new("图书、玩具分年龄摆放，能自己拿到", 2, Child: "书和玩具，你自己拿得到吗？"),
            new("每月有活动，有签到以外的记录（照片不要求）", 2, Child: "这里的活动好玩吗？"),
            new("孩子的个人信息不上墙、不发群", 4, true),
            new("有孩子能用的意见箱或意见本，有回音", 2, Child: "你说的话，有人回你吗？"),
        ]),
        (ChecklistKind.Task, "任务落实检查表",
        [
            new("责任科室和责任人明确，说得清任务目标和期限", 2),
            new("报送的进度与台账、现场一致", 4, true),
            new("目标值的口径与方案一致，分子分母有来源", 3),
            new("配合单位的分工有落实", 2),
            new("经费已安排，支出与任务对应", 2),
            new("决策前听取过儿童或家长意见，有记录", 2),
            new("上次检查提出的问题已整改", 3),
        ]),
    ];
}
