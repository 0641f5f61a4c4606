namespace OneMetre.Tests.Programme.Importing;

/// <summary>How plans list their tasks and units when they do not number plainly: bullets, captions, boxes, shared lines, annexes that differ.</summary>
public class ListStylesTests
{
    [Fact]
    public void Bullets_that_name_units_are_tasks_and_stars_lead()
    {
        var draft = Draft.Of(
            "南岸区2027年工作要点", "一、政策", "◆健全机制。召开会议2次。（区甲局、区乙局*、区妇联）", "◆抓实项目。实施项目6个。（区丙局*、南岸城建集团）",
            "二、服务", "◆增加托位。新增托位80个。（区卫健局*、各街道）", "注：标*的为牵头单位。");

        Assert.Equal(["一、1", "一、2", "二、1"], draft.Tasks.Select(t => t.Id));
        Assert.Equal(["区乙局", "区丙局", "区卫健局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["区甲局、区妇联", "南岸城建集团", "各街道"], draft.Tasks.Select(Draft.Others));
    }

    [Fact]
    public void Bullets_without_units_are_text_of_the_task_above()
    {
        var draft = Draft.Of("某市方案", "一、任务", "1.甲工作。（责任单位：市甲局）", "●要点一条。", "●要点两条。", "2.乙工作。（责任单位：市乙局）");
        Assert.Equal(["1.", "2."], draft.Tasks.Select(t => t.Label));
        Assert.Contains("要点两条", draft.Tasks[0].Text);
    }

    [Fact]
    public void Aims_under_a_domain_are_promises_of_the_plan_and_no_tasks()
    {
        var draft = Draft.Of(
            "临河县儿童发展规划（2026—2030年）",
            "第一节 儿童与健康", "一、主要目标", "1.筛查率达到90%以上。", "2.死亡率降至5‰以下。", "二、策略措施", "1.完善服务。建成门诊3个。", "2.加强防治。",
            "专栏1 重点项目", "1.迁建医院。", "2.新建病房。", "3.新建门诊。", "3.保障安全。",
            "第二节 儿童与教育", "一、主要目标", "1.巩固率达到99%。", "二、策略措施", "1.新建学校。新建学校2所。");

        Assert.Equal(["完善服务", "加强防治", "保障安全", "新建学校"], draft.Tasks.Select(t => t.Title));
        Assert.Equal(["儿童与健康", "儿童与教育"], draft.Tasks.Select(t => t.Domain).Distinct());
        Assert.All(draft.Tasks, t => Assert.Null(t.Action));
        Assert.Equal(">= 90 %; <= 5 ‰; >= 99 %", Draft.Lines(draft.DocumentTargets));
    }

    [Fact]
    public void Captions_without_numbers_part_aims_from_measures()
    {
        var draft = Draft.Of(
            "北溪区实施方案", "一、健康", "主要目标：", "1.筛查率达到70%以上。", "2.管理率达到92%。", "策略措施：", "1.建设院区。（区甲局、区乙局）", "2.开展筛查。（区甲局）",
            "二、经济", "主要目标：", "1.女性占比达到40%。", "策略措施：", "1.支持创业。（区丙局）");

        Assert.Equal(["建设院区", "开展筛查", "支持创业"], draft.Tasks.Select(t => t.Title));
        Assert.Equal(["健康", "健康", "经济"], draft.Tasks.Select(t => t.Domain));
        Assert.Equal(["区甲局、区乙局", "区甲局", "区丙局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(3, draft.DocumentTargets.Count);
    }

    [Fact]
    public void A_word_of_its_own_numbers_where_it_counts_on()
    {
        var draft = Draft.Of(
            "云水县十件实事方案", "一、实事内容",
            "实事一：扩容。新增托位30个。", "【牵头单位】县甲局", "【配合单位】县乙局、各乡镇（街道）", "【完成时限】2027年11月底",
            "实事二：提质。更换设备6台。", "【牵头单位】县丙局", "【完成时限】2027年8月底",
            "实事三：筛查。", "【牵头单位】县甲局、县丙局", "二、工作要求", "（一）落实责任。各单位抓落实。");

        Assert.Equal(["实事一", "实事二", "实事三"], draft.Tasks.Select(t => t.Id));
        Assert.Equal(["县甲局", "县丙局", "县甲局、县丙局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal("县乙局、各乡镇（街道）", Draft.Others(draft.Tasks[0]));
        Assert.Equal(["= 30 个 2027-11-30", "= 6 台 2027-08-31", ""], draft.Tasks.Select(t => Draft.Lines(t.Targets)));
    }

    [Theory]
    [InlineData("以上两项工作由市甲局牵头，市乙局配合。", 2)]
    [InlineData("（第2、3项由市甲局牵头，市乙局配合）", 2)]
    [InlineData("（第1—3项牵头单位：市甲局；配合单位：市乙局）", 3)]
    [InlineData("上述任务牵头单位：市甲局；配合单位：市乙局", 3)]
    public void One_line_of_units_may_speak_for_several_tasks(string line, int tasks)
    {
        var draft = Draft.Of("某市方案", "一、任务", "（一）政策", "1.做甲。", "2.做乙。", "3.做丙。", line, "4.做丁。", "牵头单位：市丙局");
        Assert.Equal(["1.", "2.", "3.", "4."], draft.Tasks.Select(t => t.Label));
        Assert.Equal(tasks, draft.Tasks.Count(t => Draft.Lead(t) == "市甲局" && Draft.Others(t) == "市乙局"));
        Assert.Equal("市甲局", Draft.Lead(draft.Tasks[2]));
        Assert.Equal("市丙局", Draft.Lead(draft.Tasks[3]));
    }

    [Fact]
    public void A_table_of_units_that_counts_otherwise_lends_what_matches_and_tells_the_rest()
    {
        var draft = Draft.Of(
            "某区方案", "一、重点行动", "（一）政策", "（1）完善制度体系。出台制度10项。", "（2）强化支撑。上线地图。", "（二）空间", "（3）打造亲自然空间。新增公园4座。", "（4）开放共享设施。",
            "附件", "重点任务责任分工",
            "|序号|重点任务|责任领导|牵头单位|配合单位", "|1|完善制度体系|张某|区甲局|区乙局", "|2|打造亲近自然空间|李某|区丙局|", "|3|培育友好产业|李某|区丁局|", "|4|开放共享设施|王某|区戊局|区乙局");

        Assert.Equal(["区甲局", "", "区丙局", "区戊局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(4, draft.Tasks.Count);
        var unmatched = Assert.Single(draft.Findings, f => f.Code == "programme.table-row-unmatched");
        Assert.Equal(["3", "培育友好产业"], unmatched.Args.Select(a => a.ToString()));
        Assert.Equal(["4", "4", "3"], Assert.Single(draft.Findings, f => f.Code == "programme.table-count-differs").Args.Select(a => a.ToString()));
    }

    [Fact]
    public void Of_two_header_rows_the_one_that_tells_roles_apart_is_read()
    {
        var draft = Draft.Of(
            "海角市任务分解表（2026—2028年）",
            "|领域|主要任务|工作举措及年度目标|责任分工|责任分工", "|领域|主要任务|工作举措及年度目标|牵头单位|参与单位",
            "|政策|（一）完善体系|1.编制导则，2026年底前印发实施。|市甲局|市乙局 市丙局", "|||2.2026年、2027年分别建成公园2个、3个。|市丁局\n市戊局|市自然资源和规划\n局");

        Assert.Equal(["1.", "2."], draft.Tasks.Select(t => t.Label));
        Assert.Equal(["市甲局", "市丁局、市戊局"], draft.Tasks.Select(Draft.Lead));
        Assert.Equal(["市乙局、市丙局", "市自然资源和规划局"], draft.Tasks.Select(Draft.Others));
        Assert.Equal("= 2 个 2026-12-31; = 3 个 2027-12-31", Draft.Lines(draft.Tasks[1].Targets));
    }

    [Theory]
    [InlineData("（市甲局会同市乙局、市丙局负责）", "市甲局", "市乙局、市丙局")]
    [InlineData("（责任单位：市甲局、市乙局（牵头）、市丙局）", "市甲局、市乙局", "市丙局")]
    [InlineData("〖责任部门：市甲局（党群部）；配合部门：市乙局〗", "市甲局（党群部）", "市乙局")]
    [InlineData("责任单位：市甲局（牵头单位），市乙局", "市甲局", "市乙局")]
    [InlineData("（市甲局牵头，市乙局参与，各市、县〔区〕人民政府落实。以下均需各地落实，不再列出）", "市甲局", "市乙局、各市、县〔区〕人民政府")]
    [InlineData("（市甲局牵头，市乙局配合，各区政府（含东岭新区管委会、西港管委会）按职责分工负责）", "市甲局", "市乙局、各区政府（含东岭新区管委会、西港管委会）")]
    [InlineData("牵头单位：市教育局市卫健委；配合单位：市委市政府督查室", "市教育局、市卫健委", "市委市政府督查室")]
    public void Units_are_told_apart_however_they_are_joined(string clause, string lead, string others)
    {
        var task = Assert.Single(Draft.Of("某市方案", "一、任务", "（一）政策", "1.做甲。", clause).Tasks);
        Assert.Equal(lead, Draft.Lead(task));
        Assert.Equal(others, Draft.Others(task));
    }
}
