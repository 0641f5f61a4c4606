using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Results;
using OneMetre.Programme.Evaluating;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Evaluating;

/// <summary>The sum of an evaluation, what counts in it, and its course.</summary>
public class ScoringTests
{
    static ScoreRules Rules(IEnumerable<int> weights, decimal least = 50) => new()
    {
        Items = JsonSerializer.Serialize(weights.Select((w, n) => new ScoreItem(ScoreKind.Manual, $"项目{n}", w))),
        ExcellentFrom = 90,
        GoodFrom = 80,
        PassFrom = 60,
        LeastCoverage = least,
    };

    /// <summary>Weights of at least one, each with a share in percent or without data (-1).</summary>
    static readonly Arbitrary<(int Weight, int Share)[]> Sheets = Gen.Choose(1, 40).SelectMany(w => Gen.Choose(-1, 100).Select(s => (w, s))).NonEmptyListOf().Select(l => l.ToArray()).ToArbitrary();

    static UnitScore Score((int Weight, int Share)[] sheet, bool veto = false, decimal least = 50) => Scoring.Of(Rules(sheet.Select(i => i.Weight), least), [.. sheet.Select(i => i.Share < 0 ? (decimal?)null : i.Share / 100m)], veto);

    [Fact]
    public void A_score_lies_between_nought_and_a_hundred_and_its_parts_make_it() => Prop.ForAll(Sheets, sheet =>
    {
        var score = Score(sheet);
        if (sheet.All(i => i.Share < 0)) return score is { Score: null, Coverage: 0, Grade: null };
        return score.Score is >= 0 and <= 100 && score.Coverage is > 0 and <= 100
            && Math.Abs(score.Items.Sum(i => i.Part ?? 0) - score.Score.Value) <= 0.01m * sheet.Length
            && score.Items.All(i => i.Share is null == i.Points is null && (i.Points ?? 0) <= i.Item.Weight);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_better_share_never_lowers_a_score() => Prop.ForAll(Sheets, Gen.Choose(0, 1000).ToArbitrary(), (sheet, which) =>
    {
        var n = which % sheet.Length;
        if (sheet[n].Share is < 0 or 100) return true;
        var better = sheet.Select((i, at) => at == n ? (i.Weight, i.Share + 1) : i).ToArray();
        return Score(better).Score >= Score(sheet).Score && (int?)Score(better).Grade <= (int?)Score(sheet).Grade is var up && (up || Score(sheet).Grade is null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_no_data_changes_nothing_but_the_coverage() => Prop.ForAll(Sheets, sheet =>
    {
        var (bare, more) = (Score(sheet, least: 0), Score([.. sheet, (7, -1)], least: 0));
        return bare.Score == more.Score && bare.Grade == more.Grade && (bare.Coverage > more.Coverage || bare.Coverage == 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_veto_caps_the_grade_and_leaves_the_score() => Prop.ForAll(Sheets, sheet =>
    {
        var (free, vetoed) = (Score(sheet), Score(sheet, veto: true));
        return free.Score == vetoed.Score && vetoed.Grade is null or UnitGrade.Pass or UnitGrade.Fail && vetoed.Capped == free.Grade is UnitGrade.Excellent or UnitGrade.Good;
    }).QuickCheckThrowOnFailure();

    [Theory, InlineData(9000, UnitGrade.Excellent), InlineData(8999, UnitGrade.Good), InlineData(8000, UnitGrade.Good), InlineData(7999, UnitGrade.Pass), InlineData(6000, UnitGrade.Pass), InlineData(5999, UnitGrade.Fail)]
    internal void Grades_begin_where_the_rules_say(int hundredths, UnitGrade grade) => Assert.Equal(grade, Scoring.GradeOf(hundredths / 100m, Rules([100])));

    [Fact]
    public void Too_little_data_gives_a_score_and_no_grade() => Assert.True(Score([(49, 100), (51, -1)]) is { Score: 100, Grade: null } && Score([(50, 100), (50, -1)]) is { Grade: UnitGrade.Excellent });

    [Fact]
    public void The_panel_is_heard_from_three_members_on()
    {
        Assert.Null(PanelSum.Of(["5,5,5,5,5", "4,4,4,4,4"]));
        Assert.Null(PanelSum.Of(["5,5,5,5,5", "4,4,4,4,4", ",,,,"])); // who could say nothing is none
        Assert.Equal(100, PanelSum.Of(["5,5,5,5,5", "5,,,,5", "5,5,5,5,5"]));
        Assert.Equal(50, PanelSum.Of(["1,1,1,1,1", "3,3,3,3,3", "5,5,5,5,5", "6,5,5,5,5", "5,5"])); // what is none of ours is left out
    }

    static readonly DateOnly From = new(2026, 1, 1), Until = new(2026, 11, 19);
    static readonly Arbitrary<int> Day = Gen.Choose(-500, 500).ToArbitrary();

    static TaskFact Task(int due, int? done = null, Light light = Light.Green) => new(Guid.Empty, "任务", new(2025, 1, 1), Until.AddDays(due), done is { } d ? Until.AddDays(d) : null, light);

    [Fact]
    public void Nothing_is_held_against_anybody_before_it_is_over() => Prop.ForAll(Day, Day, (due, other) =>
    {
        if (due <= 0) return true;
        var day = Until.AddDays(due);
        return Counting.Done(Task(due), From, Until) is null && Counting.OnTime(Task(due), From, Until, today: false) == true && Counting.Returned(day, null, From, Until) is null
            && Counting.Closed(From, day, null, From, Until) is null && Counting.Answered(From, day, null, From, Until) is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Doing_it_earlier_never_counts_less() => Prop.ForAll(Day, Day, (due, done) =>
    {
        static int Worth(bool? counts) => counts switch { true => 2, null => 1, false => 0 };
        if (Until.AddDays(done - 1) < From) return true; // a year before it is another year's
        return Worth(Counting.OnTime(Task(due, done - 1), From, Until, false)) >= Worth(Counting.OnTime(Task(due, done), From, Until, false)) && Worth(Counting.Done(Task(due, done - 1), From, Until)) >= Worth(Counting.Done(Task(due, done), From, Until));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_lights_of_today_say_nothing_of_a_year_that_is_over()
    {
        Assert.False(Counting.OnTime(Task(30, light: Light.Red), From, Until, today: true));
        Assert.True(Counting.OnTime(Task(30, light: Light.Red), From, Until, today: false));
        Assert.False(Counting.Returned(new(2026, 7, 10), null, From, Until)); // never handed in
    }

    static readonly Arbitrary<EvaluationStepKind[]> Chains = Gen.Elements(Enum.GetValues<EvaluationStepKind>()).ArrayOf().ToArbitrary();

    [Fact]
    public void Nothing_is_final_that_units_did_not_assess_hear_of_and_could_object_to() => Prop.ForAll(Chains, steps =>
    {
        var (state, through) = (EvaluationState.Prepared, new List<EvaluationState> { EvaluationState.Prepared });
        foreach (var step in steps)
            if (EvaluationCourse.After(state, step) is { } next && next != state) through.Add(state = next);
        return state != EvaluationState.Final || new[] { EvaluationState.SelfAssessment, EvaluationState.Review, EvaluationState.Announced, EvaluationState.Objections }.Select(s => through.IndexOf(s)).Aggregate((Last: -1, Ok: true), (a, at) => (at, a.Ok && at > a.Last)).Ok;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_ended_stays_as_it_is() => Assert.All(Enum.GetValues<EvaluationStepKind>(), step =>
    {
        Assert.Null(EvaluationCourse.After(EvaluationState.Final, step));
        Assert.Null(EvaluationCourse.After(EvaluationState.Withdrawn, step));
    });
}
