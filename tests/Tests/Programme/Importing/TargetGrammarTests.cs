namespace OneMetre.Tests.Programme.Importing;

public class TargetGrammarTests
{
    [Theory]
    // Shares and what bounds them
    [InlineData("托位使用率达到70%以上。", ">= 70 %")]
    [InlineData("肥胖率控制在8%以内。", "<= 8 %")]
    [InlineData("缺课率不超过1.5‰。", "<= 1.5 ‰")]
    [InlineData("入园率超过96％。", "> 96 %")]
    [InlineData("巩固率保持在97%。", "= 97 %")]
    [InlineData("参与率达到百分之八十五以上。", ">= 85 %")]
    [InlineData("甲类缺陷率和乙类缺陷率分别控制在3%和2.5%以下。", "<= 3 %; <= 2.5 %")]
    [InlineData("建档率、随访率均达到95%。", ">= 95 %; >= 95 %")]
    [InlineData("体检和随访服务覆盖率达到90%。", ">= 90 %")]
    [InlineData("肥胖率每年下降0.4个百分点以上。", "decrease 0.4 个百分点 per_year")]
    [InlineData("达标率于2027年、2028年分别达到60%、75%。", ">= 60 % 2027-12-31; >= 75 % 2028-12-31")]
    // Counts
    [InlineData("至少建成书屋8个。", ">= 8 个")]
    [InlineData("建成甲园1个、乙馆5个，丙站40个。", "= 1 个; = 5 个; = 40 个")]
    [InlineData("至2026年，新增滑梯十二座。", "= 12 座 2026-12-31")]
    [InlineData("每个街道至少1个。", ">= 1 个")]
    [InlineData("每年立项1-2个课题。", "= 1-2 个 per_year")]
    [InlineData("每学期组织不少于3次演练。", ">= 3 次 per_term")]
    [InlineData("新建幼儿园三十所。", "= 30 所")]
    [InlineData("每天户外活动时间不少于2小时。", ">= 2 小时 per_day")]
    [InlineData("创办甲类园所50所以上。", ">= 50 所")]
    [InlineData("年接待儿童4万人次以上。", ">= 40000 人次 per_year")]
    [InlineData("每年评估政策不少于5件。", ">= 5 件 per_year")]
    [InlineData("每次不少于60分钟中等强度以上锻炼。", ">= 60 分钟")]
    [InlineData("优良率由60%提高到80%。", ">= 80 %")]
    [InlineData("竣工交付甲类园2所。", "= 2 所")]
    [InlineData("2026年9月底前，由甲办牵头编制完成专项规划。", "exists 2026-09-30")]
    [InlineData("统筹资金不少于500万元支持服务项目。", ">= 500 万元")]
    // A bracket that breaks a number down, and lists whose items are bounded each for itself
    [InlineData("建成医院10家（含中医医院2家），新增学位3600个（其中小学2400个以上）。", "= 10 家; = 2 家; = 3600 个; >= 2400 个")]
    [InlineData("新建社区60个，其中2026年20个、2027年40个。", "= 60 个; = 20 个 2026-12-31; = 40 个 2027-12-31")]
    [InlineData("每年创作不少于5部，人均图书1.5册。", ">= 5 部 per_year; = 1.5 册")]
    [InlineData("建设基地12处，“成长林”500亩。", "= 12 处; = 500 亩")]
    [InlineData("修订甲站、乙园等5项地方标准。", "= 5 项")]
    [InlineData("组建2000人以上的观察员队伍，汇聚数据3000条以上。", ">= 2000 人; >= 3000 条")]
    [InlineData("设立规模不低于1亿元的发展基金。", ">= 1 亿元")]
    // What comes round, and what is said of each
    [InlineData("每季度活动1次，半年召开一次会议。", "= 1 次 per_quarter; = 1 次 per_half_year")]
    [InlineData("每年发布研究报告1份。", "= 1 份 per_year")]
    [InlineData("救助标准提高至每人每年2万元。", ">= 2 万元 per_year")]
    [InlineData("培训不少于24学时/年。", ">= 24 学时")]
    // Dates in the midst of a clause
    [InlineData("覆盖率2027年达60%、2030年达100%。", ">= 60 % 2027-12-31; >= 100 % 2030-12-31")]
    [InlineData("甲类学校2027年9月建成使用。", "exists 2027-09-30")]
    [InlineData("2027年秋季学期开学前，新增学位90个。", "= 90 个 2027-08-31")]
    // What is compared, and what only describes
    [InlineData("托位数较“十四五”末增加1200个。", "increase 1200 个")]
    [InlineData("发案数、犯罪人数占比持续下降。", "decrease; decrease")]
    [InlineData("巡回服务全县19个乡镇不少于100场次。", ">= 100 场次")]
    [InlineData("公办率不低于五成，保障标准上调10%。", ">= 50 %; increase 10 %")]
    [InlineData("制定指引2部，2026年三季度前发布。", "= 2 部 2026-09-30")]
    [InlineData("再犯率同比下降1个百分点。", "decrease 1 个百分点")]
    // Money and areas keep the scale they are printed in
    [InlineData("每年安排专项资金不低于3000万元。", ">= 3000 万元 per_year")]
    [InlineData("全年投入不少于2亿元。", ">= 2 亿元")]
    [InlineData("安排补助资金三千万元。", "= 3000 万元")]
    [InlineData("新增场地面积2-3万平方米。", "= 2-3 万平方米")]
    [InlineData("新建绿道12公里。", "= 12 公里")]
    // Shares in words
    [InlineData("满意度不低于九成。", ">= 90 %")]
    [InlineData("参与率达到八成五以上。", ">= 85 %")]
    [InlineData("社会投入翻一番。", "increase 100 %")]
    // Words that mean all
    [InlineData("实现母婴室全覆盖。", "= 100 %")]
    [InlineData("散居儿童应养尽养。", "= 100 %")]
    // Deadlines and what they reach
    [InlineData("2027年6月30日前，建成乐园3个；开通专线2条。", "= 3 个 2027-06-30; = 2 条")]
    [InlineData("到2026年上半年，建成乐园3个，开通专线2条。", "= 3 个 2026-06-30; = 2 条 2026-06-30")]
    [InlineData("到“十五五”末，建成营地4处。", "= 4 处 2030-12-31")]
    [InlineData("到2026年，编制完成第二版手绘图。", "exists 2026-12-31")]
    [InlineData("编制图集，2026年底前完成。", "exists 2026-12-31")]
    // Directions and reports
    [InlineData("逐步提高补助标准。", "increase")]
    [InlineData("伤害死亡率持续下降。", "decrease")]
    [InlineData("每年12月底前向专班报送总结。", "exists --12-31 per_year")]
    public void A_promise_is_read(string text, string expected) => Assert.Equal(expected, Draft.Lines(Draft.Targets(text)));

    [Theory]
    [InlineData("打造15分钟活动圈。")]
    [InlineData("面向0-6岁儿童开展随访。")]
    [InlineData("场所周边200米内不设网吧。")]
    [InlineData("营业面积超过2万平方米的商场应当设休息室。")]
    [InlineData("收养儿童40人（含）以下的机构予以转型。")]
    [InlineData("围绕6大领域，落实31项任务。")]
    [InlineData("实施“三十三百”计划，依托“12399”热线开展咨询。")]
    [InlineData("落实《2021-2030年规划》和第三次会议精神。")]
    [InlineData("利用东区和西区两块场地。")]
    [InlineData("按不高于2:3的比例配比资金。")]
    [InlineData("加强安全纳入考核，健全覆盖城乡的网络。")]
    [InlineData("提高服务能力和水平。")]
    [InlineData("近年来，全市已建成书屋80个。")]
    public void A_number_that_only_describes_is_no_promise(string text) => Assert.Empty(Draft.Targets(text));

    [Theory]
    [InlineData("每个村（居委会）配备专干1名。", "村（居委会）")]
    [InlineData("建成“小石榴”驿站40个。", "“小石榴”驿站")]
    [InlineData("完成３—５岁儿童筛查的比例达到９０％。", "３—５岁")]
    public void A_metric_is_printed_as_in_the_document(string text, string part)
    {
        var metric = Assert.Single(Draft.Targets(text)).Metric;
        Assert.Contains(part, metric);
        Assert.DoesNotContain(metric!, c => c is >= '\uE000' and <= '\uF8FF');
    }

    [Fact]
    public void Dates_without_a_year_take_that_of_the_issue() =>
        Assert.Equal("= 40 条 2026-12-31", Draft.Lines(Draft.Targets("年内整治道路40条。", 2026)));

    [Fact]
    public void A_wish_is_marked_as_one() => Assert.True(Assert.Single(Draft.Targets("力争覆盖率达到100%。")).Soft);
}
