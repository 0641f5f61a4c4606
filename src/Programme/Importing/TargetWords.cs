using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>The words of promises: what bounds a number, what delivers a thing, what names a rate, and what only describes.</summary>
static partial class TargetGrammar
{
    const string MeasureNouns = "(?:率|比例|比重|占比|标准|规模|人数|数量|总数|限额|额度|封顶线|覆盖面|覆盖范围|差距|满意度|知晓度|认知度|参与度|感知度|认可度|频次|床位数|托位数|学位数|发案数|死亡数|事故数|案件数)";
    const string MeasureNounEnds = "率例重比准模数额度线面围距次";
    const string Degree = "(?:得到|有所|实现)?(?:持续|明显|稳步|逐步|显著|不断|进一步|大幅|逐年|有效|普遍|平稳|较快|较大|大幅度|幅度){0,3}";

    /// <summary>Words right before a number that bound it; 保持在 and 为 state it.</summary>
    [GeneratedRegex(@"(?:(?<ge>不少于|不低于|不小于|不得少于|不得低于|至少(?:达到|达|为|有)?|达到|达|增至|增加到|增加至|提高到|提高至|提升到|提升至|扩大到|扩大至|上升到|上升至|升至|增长到|增长至|延长到|延长至|≥ ?|>= ?|最低|最少)|(?<gt>超过|高于|大于|多于|突破|超|> ?)|(?<le>不超过|不高于|不多于|不大于|不得超过|不得高于|控制在|控制到|降至|降到|降低到|降低至|下降到|下降至|压减到|压减至|减少到|减少至|减至|缩小到|缩小至|≤ ?|<= ?|最多|至多)|(?<lt>低于|小于|少于|< ?)|(?<eq>保持在|稳定在|维持在|保持|稳定|为|是|约|= ?))(?:约|为|了|在|：)?(?:每(?:人|生|名|户|班|校|学年|学期|年|月|天|次)){0,3} ?$")]
    static partial Regex PrefixForm { get; }

    [GeneratedRegex(@"^(?:（[^（）]{0,10}）)?(?:(?<up>及?以上|之上)|(?<down>及?以下|以内|之内|内(?=$|[，。、；（])))?(?:左右)?(?:（[^（）]{0,10}）(?=的))?")]
    static partial Regex SuffixForm { get; }

    [GeneratedRegex("至少|最少|不少于|不低于")]
    static partial Regex AtLeast { get; }

    [GeneratedRegex("(?:至少|最少)$")]
    static partial Regex AtLeastHere { get; }

    [GeneratedRegex("(?:建设|建成|新建|打造|完成|新增|改造|划定|开展|提供|修建)(?:不少于|不低于|至少)$")]
    static partial Regex VerbAtLeast { get; }

    [GeneratedRegex(@"^ ?[：:/]\d")]
    static partial Regex Ratio { get; }

    [GeneratedRegex("(?:按|按照|给予|补贴|补助|奖励|奖补|现有|已有|已|已建成?|已完成|已建有|共有|全(?:市|区|县)唯一的?|连续|不足|不满|未满|年满|满|约有|居|第)$")]
    static partial Regex Given { get; }

    [GeneratedRegex("^(?:对|凡|针对|对于|如果?|凡是)")]
    static partial Regex Conditional { get; }

    [GeneratedRegex("(?:(?<down>降低|下降|减少|缩小|压减|压降|下调)|(?<up>提高|提升|增长|增加|上升|上调|上浮))(?:了)? ?(?:约|至少|不少于|不低于|超过|达到?)?$")]
    static partial Regex Change { get; }

    [GeneratedRegex("^(?:范围)?内|^(?:服务|生活|步行|社区|健身|文化|阅读|便民|养老|托育|就医|教育)*圈|^(?:高度|视角|步行|车程|可达)")]
    static partial Regex Within { get; }

    [GeneratedRegex("^的?(?:目标|要求|标准|水平|任务)?$")]
    static partial Regex Closing { get; }

    [GeneratedRegex("(?:面积|时间|标准|浓度|里程|长度|金额|投入|收入|半径|资金|经费|时长|学时|课时)(?:为|约)?$")]
    static partial Regex MeasureNoun { get; }

    [GeneratedRegex("(?:数|数量|总量|总数|人数|床位|托位|学位|医师|医生|教师)(?:为|约)?$")]
    static partial Regex CountNoun { get; }

    [GeneratedRegex("(?:提高|扩大|延长|放宽)(?:到|至)$")]
    static partial Regex Raised { get; }

    [GeneratedRegex("^(?:大|类)?(?:方面|领域|环节|层面|维度|部门|单位|阶段|步骤|原则|要素|关键|大类|周期|年度|方向|层次|板块)")]
    static partial Regex Structural { get; }

    [GeneratedRegex("^(?:重点|主要|重大|具体|工作|专项|儿童友好|建设|目标|重要){0,3}(?:行动|任务|举措|措施|指标|工作|计划|工程|民生实事|实事)(?![\u4e00-\u9fff])")]
    static partial Regex PlanParts { get; }

    [GeneratedRegex("等$")]
    static partial Regex Listed { get; }

    [GeneratedRegex("(?:开展|举办|组织|组建|建立|设立|召开|建设|建成|新建|改建|改造|打造|创建|培育|培养|招募|形成|完成|新增|配备|开设|实施|不少于|至少|举行)$")]
    static partial Regex VerbHere { get; }

    [GeneratedRegex("建设|建成|建立|新建|改建|扩建|改造|打造|创建|创成|培育|培养|培训|孵化|开展|举办|举行|召开|开设|开办|开通|开放|开发|设立|设置|配备|配置|配套|配齐|遴选|优选|选取|选树|选派|选拔|选定|挑选|评选|评定|命名|认定|确立|确定|完成|划定|划设|形成|落地|吸纳|试点|组织|实施|推出|推选|发放|招募|招聘|组建|成立|投放|新增|增加|增设|增配|引进|引入|制定|制订|出台|编制|编写|编印|推荐|扶持|提供|布局|储备|安装|升级|提升|推广|覆盖|救助|资助|帮扶|服务|拍摄|制作|发布|更新|更换|掌握|保留|获评|获得|争创|争取|申报|落成|启动|打通|建有|设有|拥有|有$|搭建|构建|吸引|聘请|聘任|绘制|出版|创作|走访|巡查|检查|检测|监测|抽检|抽查|排查|评估|修缮|维修|整治|整改|种植|修建|筹建|供给|供应|参加|惠及|征集|结对|慰问|入选|接受|保障|选聘|募集|调研|辅导|宣讲|演出|播出|推送|学习|建$|设$|配$|办$|参与|体检|筛查|阅读|落实|安排|支持|添置|购置|投入|新改扩建|改扩建|轮训|研发|推行|发展|汇编|总结|策划|印发|签订|签署|承接|立项|创办|兴办|接待|交付|竣工|开工|动工|盘活|修订|汇聚|办好|受益|带动|投用|投运")]
    static partial Regex Deliver { get; }

    [GeneratedRegex("利用|发挥|通过|围绕|聚焦|依托|运用|坚持|突出|结合|针对|包括|涵盖|分为|按照|根据|属于|位于|下辖|借助|贯穿|统筹|抓好|抓住")]
    static partial Regex Neutral { get; }

    [GeneratedRegex("各[^，]{0,6}$")]
    static partial Regex EachHere { get; }

    /// <summary>设立规模不低于1亿元的基金: the verb delivers the thing, and the bound is its size.</summary>
    [GeneratedRegex("(?:设立|建立|组建|建设|新建|打造|建成|安排)[^，]{0,6}(?:规模|总额|总规模|金额|资金)(?:不少于|不低于|达到|达|超过)$")]
    static partial Regex SizedThing { get; }

    /// <summary>每季度活动1次, 每周开放5天: what comes round is promised whatever it is called.</summary>
    [GeneratedRegex("(?:每(?:个?季度?|个?月|个?周|年度?|半年|学期|学年|天|日)|半年)[^，]{0,16}$")]
    static partial Regex ComesRound { get; }

    /// <summary>10家（含中医医院2家）, 30所（其中普惠20所）: a bracket that breaks a promised number down.</summary>
    [GeneratedRegex("^(?:（[^（）]{0,6}）)?（(?<parts>(?:其中|含|包括|包含)[^（）]{2,60})）")]
    static partial Regex BreakDown { get; }

    [GeneratedRegex("[较比](?!例|重|赛)")]
    static partial Regex Compared { get; }

    [GeneratedRegex("全(?:市|区|县|省|旗|州|镇|国|域)(?:现有|共|共有|的)?$")]
    static partial Regex WholeOf { get; }

    [GeneratedRegex("^(?:县|区|市|乡|镇|街道|社区|村|行政村|自然村|旗)")]
    static partial Regex Divisions { get; }

    /// <summary>由60%提高到80%: the number before the change is where things stand.</summary>
    [GeneratedRegex("(?:由|从)(?:20\\d\\d年的?|现在的|目前的)?$")]
    static partial Regex From { get; }

    [GeneratedRegex("^(?:左右|以上|以下)?(?:稳步|逐步|进一步)?(?:提高|提升|增加|扩大|上升|增长|下降|降低|减少|压减|缩小|[升增降减])(?:到|至)")]
    static partial Regex MovesTo { get; }

    /// <summary>每次不少于60分钟: a measure of each occasion is promised whatever it is a measure of.</summary>
    [GeneratedRegex("(?:每次|每场|每天|每日|每周|每堂|每节|每人)[^，]{0,6}(?:不少于|不低于|不得少于|至少|达到|不超过|不得超过)$")]
    static partial Regex EachTime { get; }

    [GeneratedRegex("每|各")]
    static partial Regex Each { get; }

    [GeneratedRegex("有|配|设|建")]
    static partial Regex Have { get; }

    [GeneratedRegex("^(?:[、和及与]|以及|并)[^，。]{0,24}$|^[^，。]{1,40}(?:[、和及与]|以及)$")]
    static partial Regex ListStart { get; }

    [GeneratedRegex("^ ?(?:[、和及与]|以及) ?$")]
    static partial Regex Joint { get; }

    [GeneratedRegex("近年来|比上年|目前(?:已|共|有|全)|现有|上年度?末|已累计|截至[^，。]{0,12}[，]?[^。；]{0,20}(?:已|共有|累计|现有)")]
    static partial Regex Baseline { get; }

    [GeneratedRegex(@"(?:到|至)20\d\d年|年底前|力争|确保")]
    static partial Regex Promise { get; }

    [GeneratedRegex("力争|争取|鼓励|努力")]
    static partial Regex Soft { get; }

    [GeneratedRegex("十[一二三四五六七八九]五|[五六七]一")]
    static partial Regex PlanName { get; }

    [GeneratedRegex("应[\u4e00-\u9fff]尽[\u4e00-\u9fff]")]
    static partial Regex Should { get; }

    [GeneratedRegex("(?<![安健完齐周])全(?:覆盖(?!率|城乡|市|区)|纳入|达标)|全面覆盖|全员覆盖|一个不漏|覆盖到?(?:所有|全部)|动态清零|全部(?=[^，]{0,12}(?:接受|救助|达标|完成|纳入|建成|实现|到位|落实|覆盖|配备|配齐|建立|开展|参保|参加|开放|设置|施划|安装|入学|享受|免费|得到|通过|整改|改造|更新|销号|投用))")]
    static partial Regex Whole { get; }

    [GeneratedRegex("所有的?[^，。；]{1,40}?(?:均|都|全部|配备|配齐|设置|设立|建立|纳入|实现|开展|达到|建有|享有|享受|接种|开设|免费|安装)")]
    static partial Regex All { get; }

    [GeneratedRegex("所有制|所有权|所有者|零容忍|全部门")]
    static partial Regex NotAll { get; }

    [GeneratedRegex("被?命名为|获评|创建成为|荣获")]
    static partial Regex Title { get; }

    [GeneratedRegex("^(?:由[^，。]{2,20}?(?:牵头|负责))?[全力争取积极基本面初步率先部]{0,6}(?:编制|制定|制订|修订|完成|建成|形成|出台|印发|发布|建立|成立|组建|启用|开通|上线|实现|开工|启动|创建|打造|召开|举办|新建|改造|设立|搭建|推出|建设|新增|投用)|(?:普遍|全面)(?:开展|建立|建成|普及|推行|推开|实施|设立|完成)|(?:基本|初步|全面)(?:形成|建成|建立|完成)|(?:建成|投入使用|投用|启用|上线|竣工|挂牌|完工|验收|完成|出台|成立|达标|印发|开放|运行|运营|建成使用|开园|开馆)$|提请[^，]{0,8}审议$|被命名|命名为|获评|荣获|创成|达到[^，]{0,14}(?:要求|目标|标准)$")]
    static partial Regex Deliverable { get; }

    [GeneratedRegex("格局|氛围|理念|深入人心|样本|路径|高质量发展|成效|美好生活|共识|良好(?:社会)?环境|社会环境")]
    static partial Regex Vague { get; }

    [GeneratedRegex("(?:提高|提升|扩大|增加|增强)(?<what>[^，。、提扩增]{1,60}?" + MeasureNouns + ")$")]
    static partial Regex Upward { get; }

    [GeneratedRegex("(?:降低|减少|缩小|压减|压降|减轻)(?<what>[^，。、]{1,60}?" + MeasureNouns + ")$")]
    static partial Regex Downward { get; }

    [GeneratedRegex("^(?<what>[^，。、]{2,60}?" + MeasureNouns + ")" + Degree + "(?:提高|提升|增加|增长|上升|扩大)$")]
    static partial Regex Upwards { get; }

    [GeneratedRegex("^(?<what>[^，。、]{2,60}?" + MeasureNouns + ")" + Degree + "(?:降低|下降|减少|缩小)$")]
    static partial Regex Downwards { get; }

    /// <summary>A measure named without a verb of its own.</summary>
    [GeneratedRegex("^(?!.*(?:提高|提升|扩大|增加|增强|降低|减少|缩小|压减|减轻|下降|增长|上升|完善|健全|制定|落实))[^，。、]{0,60}?" + MeasureNouns + "$")]
    static partial Regex RateOnly { get; }

    /// <summary>Verbs that make what a list with 等 sums up: 修订甲、乙等5项标准.</summary>
    [GeneratedRegex("(?:建设|建成|新建|改造|打造|完成|制定|制订|修订|出台|编制|创建|培育|新增|实施)[^，]{0,60}等$")]
    static partial Regex Makes { get; }

    [GeneratedRegex("(?:每年度?|每半年|每季度?|每月|每周|按月|按季度?|按年度?|定期于)[^，。；]{0,40}?(?:报送|上报|提交|汇报|通报|(?:向[^，。；]{1,20}|专题|书面)报告|发布(?=[^，]{0,20}报告))(?<what>[^，。；]{0,24})")]
    static partial Regex Report { get; }

    const string RoundForm = "(?:每?半年度?|年度|每年|每?季度|每?月度|每月|每周)(?:一)?(?:调度|评估|通报|督查|督导|考核|总结|报告|会商|研判|例会|小结|点评)";

    [GeneratedRegex(RoundForm)]
    static partial Regex Round { get; }

    [GeneratedRegex("(?:进行|开展|实行|实施|坚持|做到|^)" + RoundForm)]
    static partial Regex Rounds { get; }

    [GeneratedRegex("^ ?(?:完成|建成|投用|投入使用|到位|落实到位|全部完成|实现|启用|达标|开工|交付|开放|前)?$")]
    static partial Regex DoneBy { get; }

    /// <summary>发布 and its like are done to what the clause before names, not to all that the sentence promises.</summary>
    [GeneratedRegex("^ ?(?:正式)?(?:发布|印发|出台)(?:实施)?$")]
    static partial Regex IssuedBy { get; }

    /// <summary>完成, 印发实施 and nothing more: what is done stands in the clause before.</summary>
    [GeneratedRegex("^ ?(?:全部|全面|基本)?(?:完成|建成|印发|出台|发布|投用|投入使用|启用|上线|到位|成立|组建|落实到位|实施|印发实施)(?:建设|编制|任务|工作)?$")]
    static partial Regex DoneOnly { get; }

    [GeneratedRegex(MeasureNouns + "$|(?:面积|浓度|水平|时间)$")]
    static partial Regex MeasureEnd { get; }

    [GeneratedRegex("(?:[”》]|站|中心|之家|室|馆|平台|基地|阵地|网络)$")]
    static partial Regex ThingEnd { get; }

    [GeneratedRegex(@"^(?:（[^（）]{0,3}）|[到至在]?20\d\d年(?:底|末)?|确保|保障|保证|实现|力争|争取|推动|逐步|其中|并|且|[、和及，])+")]
    static partial Regex Lead { get; }

    [GeneratedRegex("(?:均|都|分别|各)?(?:达到|保持在?|控制在|不低于|不少于|不超过|为|至少|平均)?(?:均|都|分别|每年)?$")]
    static partial Regex Link { get; }

    [GeneratedRegex("每学期|每学年|每半年|每?半年度?(?=调度|评估)|每个?季度?|每个?月|每个?周|每天|每日|每年度?|(?<![上下\\d一二两三四五六七八九十])半年(?=召开|开展|组织|举办|举行|进行|调度|通报|汇报|报|一次|一|1)|年均|(?<![\u4e00-\u9fff\\d])年(?=接待|服务|举办|培训|开展|惠及|受益|组织|救助|发放|巡查|参与|活动)|平均每年|逐年")]
    static partial Regex PeriodWords { get; }

    static string? PeriodOf(ReadOnlySpan<char> clause)
    {
        foreach (var match in PeriodWords.EnumerateMatches(clause)) return RoundPeriod(clause.Slice(match.Index, match.Length));
        return null;
    }

    static string RoundPeriod(ReadOnlySpan<char> words) =>
        words.Contains("学期", StringComparison.Ordinal) ? "per_term"
        : words.Contains("半年", StringComparison.Ordinal) ? "per_half_year"
        : words.Contains('季') ? "per_quarter"
        : words.Contains('月') ? "per_month"
        : words.Contains('周') ? "per_week"
        : words.Contains('天') || words.Contains('日') ? "per_day"
        : "per_year";
}
