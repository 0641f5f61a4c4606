using OneMetre.Programme.Importing;

namespace OneMetre.Tests.Programme.Importing;

/// <summary>Whole plans in the styles that cities use, invented and short.</summary>
public class PlanStylesTests
{
    [Fact]
    public void Articles_with_units_in_brackets_are_tasks()
    {
        var draft = Draft.Of(
            "银滩市儿童友好促进措施（征求意见稿）",
            "第一章 总则", "第一条 为了儿童，制定本措施。",
            "第二章 服务", "第二条 每个县至少设置儿科门诊1所。（责任单位：市卫健委；配合单位：市财政局）",
            "第三条 到2027年，公办园占比不低于55%。（责任单位：市教育局）",
            "第三章 空间", "第四条 公共场所母婴设施全覆盖。（责任单位：市商务局、市交通局；配合单位：各区人民政府）");

        Assert.Equal("draft", draft.Header.Status);
        Assert.Equal(["第二条", "第三条", "第四条"], draft.Tasks.Select(t => t.Label));
        Assert.Equal(["服务", "服务", "空间"], draft.Tasks.Select(t => t.Domain));
        Assert.Equal(["市卫健委", "市教育局", "市商务局、市交通局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["市财政局", "", "各区人民政府"], draft.Tasks.Select(Draft.Others));
        Assert.Equal([">= 1 所", ">= 55 % 2027-12-31", "= 100 %"], draft.Tasks.Select(t => Draft.Lines(t.Targets)));
    }

    [Fact]
    public void A_plan_that_is_one_table_gives_a_task_a_row()
    {
        var draft = Draft.Of(
            "竹溪县2026年儿童友好任务清单",
            "|序号|领域|工作任务|目标要求|牵头单位|配合单位|完成时限",
            "|1|政策|编制导则|形成导则2部|县甲局|县乙局、县妇联|2026年6月",
            "|2||建设书屋|建成书屋12个|县妇联||2026年底前",
            "|3|服务|改造教室|改造教室照明30所，达标率95%以上|县教育局|县财政局|长期");

        Assert.Equal(["1", "2", "3"], draft.Tasks.Select(t => t.Id));
        Assert.Equal(["政策", "政策", "服务"], draft.Tasks.Select(t => t.Domain));
        Assert.Equal(["县甲局", "县妇联", "县教育局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["县乙局、县妇联", "", "县财政局"], draft.Tasks.Select(Draft.Others));
        Assert.Equal(["= 2 部 2026-06-30", "= 12 个 2026-12-31", "= 30 所; >= 95 %"], draft.Tasks.Select(t => Draft.Lines(t.Targets)));
    }

    [Fact]
    public void The_first_of_a_list_leads_where_the_plan_says_so()
    {
        var draft = Draft.Of(
            "松岭区行动方案",
            "一、总体目标", "到2026年，建成友好单元50个。",
            "二、主要任务", "（一）政策", "1.健全机制。每年召开2次会议。〔责任单位：区甲局、区妇联、各镇（街道），列第一位的为牵头单位，下同〕",
            "2.完善评价。形成标准。〔责任单位：区乙局、区妇联〕",
            "（二）服务", "1.托育提质。新增托育园6家。〔责任单位：区卫健局、区教育局〕");

        Assert.Equal(["（一）1", "（一）2", "（二）1"], draft.Tasks.Select(t => t.Id));
        Assert.Equal(["区甲局", "区乙局", "区卫健局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["区妇联、各镇（街道）", "区妇联", "区教育局"], draft.Tasks.Select(Draft.Others));
        Assert.Equal("= 50 个 2026-12-31", Draft.Lines(draft.DocumentTargets));
        Assert.Equal((2, 0, 3), (draft.Counts.Domains, draft.Counts.Actions, draft.Counts.Tasks));
    }

    [Fact]
    public void Unit_lines_after_the_points_of_a_task_speak_for_the_task()
    {
        var draft = Draft.Of(
            "某市行动计划", "一、重点任务",
            "任务1：政策", "（1）出台条例。", "（2）设立资金。", "牵头单位：市甲局", "配合单位：市乙局",
            "任务2：服务", "（1）建设医院1所。", "（2）开展义诊。", "牵头单位：市丙局；配合单位：市丁局");

        Assert.Equal(["任务1", "任务2"], draft.Tasks.Select(t => t.Label));
        Assert.Equal(["市甲局", "市丙局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal([2, 2], draft.Tasks.Select(t => t.Items.Count));
    }

    [Fact]
    public void A_table_of_the_same_tasks_lends_the_body_its_units_and_shows_where_they_differ()
    {
        var draft = Draft.Of(
            "某区方案", "一、重点任务", "（一）领域", "（1）加强设计。成立专班。", "（2）开展活动。每年举办3场。",
            "附件：重点任务分解", "重点任务分解",
            "|领域|重点工作任务|牵头部门|责任单位", "|（一）领域|1.加强设计。成立专班。|区甲局|区乙局", "||2.开展活动。每年举行3场。|区丙局|");

        Assert.Equal(["区甲局", "区丙局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["区乙局", ""], draft.Tasks.Select(Draft.Others));
        Assert.Equal([null, "开展活动。每年举行3场。"], draft.Tasks.Select(t => t.AttachmentText));
        Assert.Contains(draft.Findings, f => f.Code == "programme.body-and-table-differ");
        Assert.True(Assert.Single(draft.Header.Attachments).Present);
    }

    [Fact]
    public void Indicators_projects_and_policies_are_known_by_their_headings()
    {
        var draft = Draft.Of(
            "某市方案", "一、重点任务", "（一）领域", "1.工作。做好工作。",
            "附件1", "重点工程", "|序号|名称|建设内容|责任单位", "|1|医院工程|建设医院1所。|市甲局，各县（市、区）人民政府",
            "附件2", "重点政策", "|序号|政策内容|责任单位", "|1|提高补助标准。|市乙局等按职责分工负责",
            "附件3", "主要指标", "|序号|领域|指标名称|单位|2023年现状|2026年目标|责任部门", "|1|健康|婴儿死亡率|‰|3|＜2.5|市卫健委", "|2||公办园占比|%|50|60|市教育局");

        var project = Assert.Single(draft.Projects);
        Assert.Equal(("医院工程", 2, "= 1 所"), (project.Name, project.Units.Count, Draft.Lines(project.Targets)));
        Assert.Equal("increase", Draft.Lines(Assert.Single(draft.Policies).Targets));
        Assert.Equal([("<", 2.5m, "<", "健康"), ("=", 60m, ">=", "健康")], draft.Indicators.Select(i => (i.Comparator!, i.Value!.Value, i.EffectiveComparator!, i.Domain!)));
        Assert.All(draft.Indicators, i => Assert.Equal("2026-12-31", i.Deadline));
    }

    [Fact]
    public void What_the_plan_says_of_itself_is_held_against_what_it_holds()
    {
        var draft = Draft.Of(
            "某区方案", "一、重点任务", "实施2大行动，落实5项任务。", "（一）领域", "1.甲行动", "（1）做甲。牵头单位：区甲局", "（3）做乙。牵头单位：区乙局", "（3）做丙。");

        var codes = draft.Findings.Select(f => f.Code).ToList();
        Assert.Contains("programme.count-differs", codes);
        Assert.Contains("programme.number-skipped", codes);
        Assert.Contains("programme.number-repeated", codes);
        Assert.Contains("programme.task-without-lead", codes);
        Assert.Contains("programme.no-tasks", Draft.Of("一段话。").Findings.Select(f => f.Code));
    }

    [Fact]
    public void Every_unit_points_to_where_it_is_printed()
    {
        string[] lines = ["某市方案", "一、重点任务", "（一）领域", "1.任务。做好。（牵头单位：市甲局；配合单位：市乙局）"];
        foreach (var unit in Draft.Of(lines).Tasks.Single().Units)
            Assert.Equal(unit.Name, lines[unit.Where!.Value.Block].Substring(unit.Where.Value.Start, unit.Where.Value.Length));
    }

    [Theory]
    [InlineData("（2025—2027年）")]
    [InlineData("（2025-2027年）")]
    [InlineData("（2025——2027年）")]
    [InlineData("（2025年至2027年）")]
    public void Years_on_a_line_of_their_own_belong_to_the_title(string years)
    {
        var header = Draft.Of("青杉市儿童友好建设实施方案", years, "一、重点任务", "（一）编制导则。（责任单位：市甲局）").Header;
        Assert.Equal("青杉市儿童友好建设实施方案" + years, header.Title);
        Assert.Equal((2025, 2027), (header.StartYear, header.EndYear));
    }

    [Fact]
    public void Years_without_brackets_and_years_in_the_notice_alone_belong_to_the_title_too()
    {
        Assert.Equal("青杉市行动方案（2026—2028年）", Draft.Of("青杉市行动方案", "2026—2028年", "一、任务").Header.Title);
        Assert.Equal("青杉市行动方案（2026-2028年）", Draft.Of("青杉市人民政府关于印发青杉市行动方案（2026-2028年）的通知", "青杉市行动方案", "一、任务").Header.Title);
        var header = Draft.Of("青杉市人民政府办公室印发《关于深化儿童友好建设的实施意见》", "一、任务").Header;
        Assert.Equal(("关于深化儿童友好建设的实施意见", "青杉市人民政府办公室"), (header.Title, header.Issuer));
    }

    [Fact]
    public void Unit_clauses_may_mix_verbs_and_labels_and_name_unusual_bodies()
    {
        var draft = Draft.Of(
            "青杉市行动方案", "一、重点任务",
            "1.改造公园。（市甲局牵头，市乙局配合；责任单位：各区县（市）政府）",
            "2.组建专班。〔市丙局、市律协按职责分工负责〕",
            "3.培养人才。（市丁局、市丙局负责，有关高校参与）",
            "4.编制规划。（责任部门：市戊局〈牵头〉、市乙局）",
            "5.新建书屋3个。（市甲局；2027年8月底前）",
            "6.新建滑梯2座。（市甲局牵头，市乙局配合，2027年6月）");
        Assert.Equal(["市甲局", "市丙局、市律协", "市丁局、市丙局", "市戊局", "市甲局", "市甲局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["市乙局、各区县（市）政府", "", "有关高校", "市乙局", "", "市乙局"], draft.Tasks.Select(Draft.Others));
        Assert.Equal(["= 3 个 2027-08-31", "= 2 座 2027-06-30"], draft.Tasks.Skip(4).Select(t => Draft.Lines(t.Targets)));
    }
}
