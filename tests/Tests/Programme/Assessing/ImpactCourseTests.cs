using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Assessing;

/// <summary>The rules of an assessment: its course, the screening, the gate, the sums of the matrix.</summary>
public class ImpactCourseTests
{
    static readonly Arbitrary<ImpactStepKind[]> Chains = Gen.Elements(Enum.GetValues<ImpactStepKind>()).ArrayOf(60).ToArbitrary();

    /// <summary>Each state that was come into, with the depth that held then; a final that is opened again may be raised afterwards.</summary>
    static List<(ImpactState State, ImpactDepth Depth)> Walk(IEnumerable<ImpactStepKind> steps, ImpactDepth depth)
    {
        var (state, through) = (ImpactState.Registered, new List<(ImpactState, ImpactDepth)> { (ImpactState.Registered, depth) });
        foreach (var step in steps)
            if (ImpactCourse.After(state, depth, step) is { } next)
            {
                if (step == ImpactStepKind.Raise) depth++;
                if (step == ImpactStepKind.Lower) depth--;
                if (next != state) through.Add((state = next, depth));
            }
        return through;
    }

    [Fact]
    public void Nothing_is_final_that_was_not_screened_scoped_based_on_evidence_and_judged_and_a_full_one_not_without_consultation_and_review() => Prop.ForAll(Chains, Gen.Elements(Enum.GetValues<ImpactDepth>()).ToArbitrary(), (steps, begun) =>
    {
        // The course is walked along its own steps with what chance throws between them, or chance alone would hardly ever come to the end.
        ImpactStepKind[] way = [ImpactStepKind.Screen, ImpactStepKind.Begin, ImpactStepKind.Gather, ImpactStepKind.Assess, ImpactStepKind.Draft, ImpactStepKind.Consult, ImpactStepKind.AskExpert, ImpactStepKind.Finish];
        var through = Walk(steps.Zip(Enumerable.Range(0, steps.Length), (s, n) => new[] { s, way[n * way.Length / Math.Max(1, steps.Length)] }).SelectMany(s => s), begun);
        ImpactState[] needed = [ImpactState.Screening, ImpactState.Scoping, ImpactState.Evidence, ImpactState.Assessing, ImpactState.Draft, ImpactState.Final];
        return through.Index().Where(t => t.Item.State == ImpactState.Final).All(final =>
        {
            var before = through.Take(final.Index + 1).Select(t => t.State).ToList();
            return final.Item.Depth != ImpactDepth.None && needed.Select(s => before.IndexOf(s)).Aggregate((Last: -1, Ok: true), (a, at) => (at, a.Ok && at > a.Last)).Ok
                && (final.Item.Depth != ImpactDepth.Full || before[^2] == ImpactState.ExpertReview);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_ended_stays_as_it_is() => Assert.All(Enum.GetValues<ImpactStepKind>(), step => Assert.All(Enum.GetValues<ImpactDepth>(), depth =>
    {
        if (step != ImpactStepKind.Unpublish || depth == ImpactDepth.None) Assert.Null(ImpactCourse.After(ImpactState.Closed, depth, step)); // but for what is public and wrong
        Assert.Null(ImpactCourse.After(ImpactState.Withdrawn, depth, step));
    }));

    [Fact]
    public void What_an_assessment_rests_on_cannot_change_once_it_is_final() => Assert.All(Enum.GetValues<ImpactState>().Where(s => s >= ImpactState.Final), state =>
        Assert.All([ImpactStepKind.AddEvidence, ImpactStepKind.DropEvidence, ImpactStepKind.Hear, ImpactStepKind.DropHearing, ImpactStepKind.SignUnheard, ImpactStepKind.Rate, ImpactStepKind.DropRow, ImpactStepKind.Raise, ImpactStepKind.Lower],
            step => Assert.Null(ImpactCourse.After(state, ImpactDepth.Full, step))));

    [Fact]
    public void The_screening_follows_its_rule_and_more_worry_never_makes_less_of_it() => Prop.ForAll(Gen.Elements(Enum.GetValues<ImpactAnswer>()).ArrayOf(8).ToArbitrary(), Gen.Choose(0, 7).ToArbitrary(), (answers, one) =>
    {
        var outcome = ImpactCourse.Outcome(answers);
        var (high, yes) = (answers.Count(a => a == ImpactAnswer.High), answers.Count(a => a == ImpactAnswer.Yes));
        var more = answers.Select((a, i) => i == one && a < ImpactAnswer.High ? a + 1 : a).ToArray();
        return outcome == (high > 0 || yes > 2 ? ImpactDepth.Full : yes > 0 ? ImpactDepth.Light : ImpactDepth.None) && ImpactCourse.Outcome(more) >= outcome;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_gate_never_opens_without_children_heard_or_a_signed_reason() => Prop.ForAll(Gen.Choose(0, 3).Four().ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (n, signed) =>
        Enum.GetValues<ImpactDepth>().All(depth =>
        {
            var holds = ImpactCourse.Gate(depth, n.Item1, signed, n.Item2, n.Item3, n.Item4);
            return holds.Contains("programme.impact-gate-heard") == (n.Item1 == 0 && !signed) && (holds.Count == 0) == ((n.Item1 > 0 || signed) && n.Item2 > 0 && n.Item3 == 0 && (n.Item4 > 0 || depth != ImpactDepth.Full));
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void The_matrix_is_read_worst_first_and_its_sums_are_those_of_its_rows() => Prop.ForAll(Gen.Choose(-3, 3).ArrayOf().ToArbitrary(), effects =>
    {
        var rows = effects.Select((e, n) => new ImpactRow { Option = n % 2, Effect = e, Likelihood = n % 3 + 1, Duration = (n + 1) % 3 + 1, Mitigation = n % 2 == 0 ? "措施" : null, Owner = "某局", MitigateBy = new(2027, 1, 1) }).ToList();
        var (sorted, totals) = (ImpactSummary.Sorted(rows).Select(ImpactSummary.Weight).ToList(), ImpactSummary.Of(rows));
        return sorted.SequenceEqual(sorted.Order()) && totals.Sum(t => t.Good - t.Harm) == rows.Sum(ImpactSummary.Weight) && totals.Sum(t => t.Rows) == rows.Count && totals.Sum(t => t.Open) == rows.Count(r => r.Effect < 0 && r.Mitigation is null);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("联系 138 0013 8000", true)]
    [InlineData("１３８００１３８０００", true)]
    [InlineData("11010519491231002X", true)]
    [InlineData("+8613800138000", true)]
    [InlineData("0086 138 0013 8000", true)]
    [InlineData("2026年11月，412名学生，示政办字〔2026〕12号", false)]
    [InlineData("编号 20261120138001380001", false)]
    public void A_number_that_names_somebody_is_seen(string text, bool seen) => Assert.Equal(seen, PersonalMarks.In(text));

    [Fact]
    public void Looks_are_due_after_six_twelve_and_twenty_four_months_also_at_the_end_of_a_month()
    {
        var decided = new DateOnly(2026, 8, 31);
        Assert.Equal([new(2027, 2, 28), new(2027, 8, 31), new(2028, 8, 31), null], Enumerable.Range(0, 4).Select(n => ImpactCourse.Due(ImpactDepth.Full, decided, n)));
        Assert.Equal([new(2027, 8, 31), null], Enumerable.Range(0, 2).Select(n => ImpactCourse.Due(ImpactDepth.Light, decided, n)));
    }
}
