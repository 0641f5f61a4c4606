using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Collecting;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators;

/// <summary>Forms with their legal marks, who reports them, and rounds.</summary>
public class CollectingTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_expired_form_is_not_issued_and_neither_is_one_that_expires_before_it_is_due(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        Assert.Equal("indicators.form-expires", (await scene.Issue("2025", due: "2028-01-15")).Problems[0].Code);
        await scene.City.Use(async (CityDb db) =>
        {
            (await db.Set<ReportForm>().SingleAsync()).ValidUntil = new(2026, 11, 19); // yesterday
            await db.SaveChangesAsync();
        });
        Assert.Equal("indicators.form-expired", (await scene.Issue("2025")).Problems[0].Code);
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<ReportRound>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_round_makes_a_submission_of_every_duty_with_all_its_cells_and_tells_the_units(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        Assert.Equal("indicators.round-exists", (await scene.Issue("2026")).Problems[0].Code);
        Assert.Equal("indicators.not-a-period", (await scene.Issue("2026H1")).Problems[0].Code);
        Assert.Equal("indicators.due-before-open", (await scene.Issue("2025", due: "2026-10-01")).Problems[0].Code);
        var cells = await scene.City.Use((CityDb db) => db.Set<SubmissionCell>().Where(c => c.SubmissionId == scene.EastSheet).ToListAsync());
        Assert.Equal(7, cells.Count);
        Assert.All(cells, c => Assert.Equal((CellState.Missing, null), (c.State, c.Number)));
        Assert.Equal(1, await scene.City.As(scene.EastClerk, (NoticeBoard notices) => notices.Own.CountAsync(n => n.Code == "indicators.notice-issued")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_asked_once_is_not_asked_again_and_the_questions_of_an_issued_form_stand(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var twice = await scene.Define(f => f.Number = "示妇儿监9表");
        Assert.Equal(5, twice.Problems.Count(p => p.Code == "indicators.asked-already" && p.Args.Contains("示妇儿监1表")));
        Assert.True((await scene.Define(f => (f.Number, f.Frequency) = ("示妇儿监9表", "Half"))).Ok); // another rhythm is another figure
        Assert.Equal("indicators.number-taken", (await scene.Define(f => f.Frequency = "Month")).Problems[0].Code);

        var changed = Health();
        (changed.Version, changed.Title, changed.Lines) = (1, "改名", [new() { Element = "children.0-2", On = true }]);
        Assert.True((await scene.City.As(scene.Bureau, (DefineForm define) => define.Run(scene.Form, changed, default))).Ok);
        Assert.Equal(5, await scene.City.Use((CityDb db) => db.Set<FormLine>().CountAsync(l => l.FormId == scene.Form)));
        Assert.Equal("indicators.changed-meanwhile", (await scene.City.As(scene.Bureau, (DefineForm define) => define.Run(scene.Form, changed, default))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Marks_that_the_law_asks_for_cannot_be_left_out(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var bare = await scene.Define(f => (f.Number, f.Title, f.IssuedBy, f.ApprovedBy, f.ApprovalNumber, f.ValidUntil, f.Lines) = ("", " ", null, "", null, "", []));
        Assert.Equal(["ApprovalNumber", "ApprovedBy", "IssuedBy", "Lines", "Number", "Title", "ValidUntil"], bare.Problems.Select(p => p.Field).Order());
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<ReportForm>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Completeness_and_timeliness_are_counted_and_only_those_who_owe_are_reminded(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet);
        var view = (await scene.City.As(scene.Office, (ReadForms read) => read.Round(scene.Round, 1, default)))!;
        Assert.Equal((2, 1, 1, 0, 1), (view.Sum.All, view.Sum.Done, view.Sum.OnTime, view.Sum.Late, view.Sum.Locked));
        Assert.Equal([(East, 7), (West, 0)], view.Lines.Select(l => (l.Submission.RegionCode, l.Filled)));

        Assert.Equal(1, (await scene.City.As(scene.Office, (RemindUnits remind) => remind.Run(scene.Round, default))).Value);
        Assert.Equal(1, await scene.City.As(scene.WestClerk, (NoticeBoard notices) => notices.Own.CountAsync(n => n.Code == "indicators.notice-remind")));
        Assert.Equal(0, await scene.City.As(scene.EastClerk, (NoticeBoard notices) => notices.Own.CountAsync(n => n.Code == "indicators.notice-remind")));
    }
}
