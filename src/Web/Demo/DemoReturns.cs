using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Two half-years of period returns: one over, with a unit that came late, one that was sent back and one that never answered; one open, in which some have handed in. A pure function of the day.</summary>
static class DemoReturns
{
    public const string Name = "工作进展报送";
    const int GraceDays = 3;

    static readonly string[] Troubles =
    [
        "部分点位的用地手续仍在办理，比计划晚一个月左右。", "县区之间进度差别大，两个区还没有完成招标。", "专业人员没有招满，先由街道社工代管。", "几个部门的数据口径还没有统一，暂按原口径填报。",
    ];

    public static IReadOnlyList<SeedReturnRound> Rounds(DateOnly today)
    {
        var now = Period.Of(PeriodKind.Half, today);
        var before = now.Previous;
        // The one before is over on any day of the half-year, and the present one is open.
        var due = Earlier(before.End.AddDays(10), today.AddDays(-30));
        var opened = today.AddDays(-7);
        return
        [
            new(before, due.AddDays(-30), due, GraceDays, "Accepted",
            [
                new("示范市住房和城乡建设局", "Accepted", due.AddDays(9), null, "改造的口袋公园有三处已经开放，另两处年内完工。"),
                new("示范市体育局", "Returned", due.AddDays(-2), "请补充各县区的分项数，并说明没有完成的两处何时完成。"),
                new("示范市文化和旅游局", "Draft"),
            ], Troubles, false),
            new(now, opened, today.AddDays(18), GraceDays, "Draft",
            [
                new("示范市教育局", "Approved", opened.AddDays(3), null, "新建的托位中有一半已经开始收托，其余等消防验收。", "两个县的配套资金还没有到位。"),
                new("示范市公安局", "Accepted", opened.AddDays(2)), new("示范市司法局", "Accepted", opened.AddDays(2)), new("示范市统计局", "Accepted", opened.AddDays(3)),
                new("示范市民政局", "Returned", opened.AddDays(2), "第一项的进度比上期还低，请核实后再报。"),
                new("示范市人力资源和社会保障局", "Submitted", opened.AddDays(4)),
            ], Troubles, true),
        ];
    }

    static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
