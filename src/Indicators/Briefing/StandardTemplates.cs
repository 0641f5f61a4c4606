namespace OneMetre.Indicators.Briefing;

/// <summary>What a report says before the city writes otherwise: a year and a part of one differ in what they say of the whole.</summary>
static class StandardTemplates
{
    const string Year = """
        {期别}，{地区}共监测指标{指标数}项，其中有数据{有数据}项，暂无数据{无数据}项。
        方案提出目标并且能够监测的指标{可监测?}项，达标{达标}项，达标率{达标率}。另有{有目标无数据?}项有目标而没有完整数据，不计入达标率。
        """;

    const string Part = """
        {期别}，{地区}报送年内数据的指标{指标数}项，其中有数据{有数据}项。另有{按年监测?}项指标报送频率更低，不列入本报告。
        与上年同期相比，向好{向好}项，变差{变差}项，持平{持平}项。年内数据不与年度目标比较，不作评价。
        """;

    public static string Of(string id) => $$"""
        # {期别}{地区}
        # 儿童友好城市建设监测报告

        （内部资料。含尚未公布的数据和涉及儿童很少的数据，对外提供前请以门户公布的数据为准。）

        ## 一、总体情况
        {{(id == "part" ? Part : Year)}}
        {各领域进展图}

        ## 二、分领域情况
        {各领域情况}

        ## 三、需要关注的指标
        {需要关注的指标}

        ## 四、数据说明
        {数据说明}
        """;
}
