using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Pictures;
using OneMetre.Platform.Results;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>The course of an inspection, who may inspect whom, and how the answers of several people come together.</summary>
public class InspectionCourseTests
{
    static readonly Arbitrary<InspectionStepKind[]> Chains = Gen.Elements(Enum.GetValues<InspectionStepKind>()).ArrayOf().ToArbitrary();

    [Fact]
    public void Nothing_is_closed_that_was_not_planned_begun_and_issued() => Prop.ForAll(Chains, steps =>
    {
        var (state, through) = (InspectionState.Draft, new List<InspectionState>());
        foreach (var step in steps)
            if (InspectionCourse.After(state, step) is { } next) through.Add(state = next);
        if (state != InspectionState.Closed) return true;
        var needed = new[] { InspectionState.Planned, InspectionState.UnderWay, InspectionState.Issued, InspectionState.Closed };
        return needed.Select(s => through.IndexOf(s)).Aggregate((Last: -1, Ok: true), (a, at) => (at, a.Ok && at > a.Last)).Ok;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_hidden_issues_nothing_and_what_has_ended_stays() => Assert.All(Enum.GetValues<InspectionState>(), state =>
    {
        Assert.DoesNotContain(InspectionStepKind.Issue, InspectionCourse.Possible(state, hidden: true, open: 0));
        Assert.DoesNotContain(InspectionStepKind.Reveal, InspectionCourse.Possible(state, hidden: false, open: 0));
        Assert.DoesNotContain(InspectionStepKind.Close, InspectionCourse.Possible(state, hidden: false, open: 1));
        if (state is InspectionState.Closed or InspectionState.Cancelled) Assert.Empty(InspectionCourse.Possible(state, hidden: false, open: 0));
    });

    [Fact]
    public void A_chain_tells_its_state_and_one_with_a_hole_tells_none()
    {
        InspectionStepKind[] whole = [InspectionStepKind.Open, InspectionStepKind.Plan, InspectionStepKind.Reveal, InspectionStepKind.Start, InspectionStepKind.Issue, InspectionStepKind.Close];
        Assert.Equal(InspectionState.Closed, InspectionCourse.Replay(whole));
        foreach (var gone in new[] { 0, 1, 3, 4 }) Assert.Null(InspectionCourse.Replay(whole.Where((_, i) => i != gone)));
        Assert.Null(InspectionCourse.Replay([]));
    }

    [Fact]
    public void A_unit_is_shown_nothing_before_the_plan_nor_an_unannounced_one_before_its_time()
    {
        var now = new DateTime(2026, 11, 20, 4, 0, 0, DateTimeKind.Utc);
        foreach (var kind in Enum.GetValues<InspectionKind>())
        {
            Assert.False(InspectionCourse.ShownToUnit(kind, planned: false, now.AddDays(-1), now));
            Assert.Equal(kind != InspectionKind.Unannounced, InspectionCourse.ShownToUnit(kind, planned: true, now.AddTicks(1), now));
            Assert.Equal(kind != InspectionKind.Unannounced, InspectionCourse.ShownToUnit(kind, planned: true, null, now)); // called off before
            Assert.True(InspectionCourse.ShownToUnit(kind, planned: true, now, now));
        }
    }

    [Theory]
    [InlineData("示范市教育局", "990100000000", "栖山区教育和体育局", "990102000000", "SameLine")]
    [InlineData("示范市卫生健康委员会", "990100000000", "云田县卫生健康局", "990121000000", "SameLine")]
    [InlineData("栖山区人民政府", "990102000000", "栖山区民政局", "990102000000", "Government")]
    [InlineData("栖山区教育局", "990102000000", "云田县教育局", "990121000000", null)]
    [InlineData("示范市教育局", "990100000000", "示范市民政局", "990100000000", null)]
    [InlineData("示范市城市管理局", "990100000000", "栖山区市场监督管理局", "990102000000", null)]
    [InlineData("示范市民政局", "990100000000", "栖山区教育局", "990102000000", null)]
    public void Names_and_regions_say_who_stands_above_whom(string first, string region, string second, string other, string? kin)
    {
        var (a, b) = (new Body(Guid.CreateVersion7(), first, region), new Body(Guid.CreateVersion7(), second, other));
        Assert.Equal(kin, UnitKin.Between(a, b)?.ToString());
        Assert.Equal(UnitKin.Between(a, b), UnitKin.Between(b, a));
        Assert.Equal(Kin.SameUnit, UnitKin.Between(a, a));
    }

    static SheetAnswer Said(ChecklistItem item, ItemAnswer answer, int minute, bool chosen = false) =>
        new() { Id = Guid.CreateVersion7(), ItemId = item.Id, PersonId = Guid.CreateVersion7(), Answer = answer, Chosen = chosen, At = new DateTime(2026, 11, 20, 1, 0, 0, DateTimeKind.Utc).AddMinutes(minute) };

    [Fact]
    public void Of_what_members_say_nothing_is_lost_and_two_who_differ_clash_until_one_is_chosen() => Prop.ForAll(Gen.Elements(Enum.GetValues<ItemAnswer>()).ArrayOf().ToArbitrary(), answers =>
    {
        var item = new ChecklistItem { Id = Guid.CreateVersion7(), Weight = 3 };
        var given = answers.Select((a, n) => Said(item, a, n)).ToList();
        var result = SheetResult.Of(item, given);
        var stand = answers.Length == 0 ? ItemStand.Open : answers.Distinct().Count() == 1 ? ItemStand.Answered : ItemStand.Clash;
        if (given.Count > 0) given[0].Chosen = true;
        var chosen = SheetResult.Of(item, given);
        return result.Stand == stand && result.Given.Count == answers.Length && (stand == ItemStand.Answered) == (result.Answer is not null)
            && (answers.Length == 0 || (chosen.Stand == ItemStand.Answered && chosen.Answer == given[0] && chosen.Given.Count == answers.Length));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Points_lie_between_nought_and_a_hundred_and_what_does_not_apply_does_not_count() => Prop.ForAll(Gen.Elements(Enum.GetValues<ItemAnswer>()).ArrayOf().ToArbitrary(), answers =>
    {
        var results = answers.Select((a, n) => new ChecklistItem { Id = Guid.CreateVersion7(), Weight = n % 10 + 1, Must = n % 2 == 0 }).Select((item, n) => SheetResult.Of(item, [Said(item, answers[n], n)])).ToList();
        var score = SheetResult.Score(results);
        return score.Points is null == answers.All(a => a == ItemAnswer.NotApplicable) && score.Points is null or (>= 0 and <= 100) && score.Whole
            && (!answers.All(a => a is ItemAnswer.Yes or ItemAnswer.NotApplicable) || score.Points is null or 100);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_lines_of_a_checklist_are_read_as_they_are_written_and_refused_by_number()
    {
        foreach (var (_, _, items) in StartingChecklists.All)
        {
            var problems = new List<Problem>();
            var text = EditChecklist.Write(items.Select(i => new ChecklistItem { Text = i.Text, Weight = i.Weight, Must = i.Must, ChildText = i.Child, Source = i.Source }));
            Assert.Equal(items, EditChecklist.Read(text, problems));
            Assert.Empty(problems);
        }
        StartingItem[] sourced = [new("门口无台阶", 3, true, null, "示儿〔2026〕1号 第4.1条"), new("有没有树荫", 1, false, "夏天热不热", "第六条"), new("好不好玩", 1)];
        Assert.Equal(sourced, EditChecklist.Read(EditChecklist.Write(sourced.Select(i => new ChecklistItem { Text = i.Text, Weight = i.Weight, Must = i.Must, ChildText = i.Child, Source = i.Source })), []));
        foreach (var bad in new[] { "x", "0||a", "11||a", "1|maybe|a", "1||", "1||a|b|c|d", $"1||a||{new string('a', 101)}", $"1||{new string('a', 201)}" })
        {
            var problems = new List<Problem>();
            EditChecklist.Read($"3||good\n{bad}", problems);
            Assert.Equal([("programme.checklist-line", (object)2)], problems.Select(p => (p.Code, p.Args[0])));
        }
    }

    [Theory]
    [InlineData("0,0,1000,1000", 1)]
    [InlineData(" 10,20,30,40 ; 500,500,1,1;", 2)]
    [InlineData("", 0)]
    [InlineData("1,2,3", null)]
    [InlineData("900,0,200,10", null)]
    [InlineData("-1,0,10,10", null)]
    [InlineData("1,1,0,10", null)]
    [InlineData("99999999999,0,1,1", null)]
    public void Areas_lie_within_the_picture_or_are_none(string text, int? count) => Assert.Equal(count, PictureArea.Read(text)?.Count);
}
