using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Results;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Registers;

/// <summary>Sums of money, the course of a project, what days do to a policy.</summary>
public class FundSumTests
{
    static readonly Guid[] Some = [.. Enumerable.Range(1, 5).Select(n => new Guid(n, 0, 0, new byte[8]))];
    static readonly Gen<decimal?> Amount = Gen.OneOf(Gen.Constant<decimal?>(null), Gen.Choose(0, int.MaxValue).Select(n => (decimal?)(n / 10_000m)));

    static readonly Arbitrary<FundFigure[]> Figures = (
        from project in Gen.Elements(Some)
        from unit in Gen.Elements(Some)
        from domain in Gen.OneOf(Gen.Constant<Guid?>(null), Gen.Elements(Some).Select(g => (Guid?)g))
        from year in Gen.Choose(2024, 2028)
        from source in Gen.Elements(Enum.GetValues<FundSource>())
        from planned in Amount
        from paid in Amount
        select new FundFigure(project, unit, domain, year, source, planned, paid)).ArrayOf().ToArbitrary();

    [Fact]
    public void The_parts_of_every_grouping_add_up_to_the_whole() => Prop.ForAll(Figures, figures =>
    {
        var whole = FundSums.Whole(figures);
        bool Adds<T>(Func<FundFigure, T> key) => FundSums.By(figures, key) is var parts && parts.Sum(p => p.Sum.Planned) == whole.Planned && parts.Sum(p => p.Sum.Paid) == whole.Paid && parts.All(p => p.Sum.Projects <= whole.Projects);
        return Adds(f => f.Source) && Adds(f => f.Year) && Adds(f => f.Unit) && Adds(f => f.Domain) && whole.Projects == figures.Where(f => f.Planned is not null || f.Paid is not null).Select(f => f.Project).Distinct().Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_figures_changes_no_sum() => Prop.ForAll(Figures, figures => FundSums.Whole(figures) == FundSums.Whole(figures.Reverse())).QuickCheckThrowOnFailure();

    [Theory, InlineData(null, null, false), InlineData(10, null, false), InlineData(10, 10, false), InlineData(10, 11, true), InlineData(null, 1, true), InlineData(null, 0, false)]
    public void More_paid_than_planned_needs_a_reason(int? planned, int? paid, bool needs) => Assert.Equal(needs, FundSums.NeedsReason(planned, paid));

    [Theory]
    [InlineData("1200.5", 12_005_000L), InlineData("１，２００．５", 12_005_000L), InlineData("0.0001", 1L), InlineData("", null), InlineData("10000000", 100_000_000_000)]
    public void An_amount_is_taken_to_the_yuan(string typed, long? yuan)
    {
        var read = new Lines();
        Assert.Equal((decimal?)yuan, read.Yuan(typed, "x"));
        Assert.Empty(read.Problems);
    }

    [Theory, InlineData("0.00001", "programme.fund-too-fine"), InlineData("-1", "programme.fund-out-of-range"), InlineData("10000001", "programme.fund-out-of-range"), InlineData("一千", "programme.fund-not-an-amount")]
    public void What_is_no_amount_is_refused_and_never_rounded(string typed, string code)
    {
        var read = new Lines();
        Assert.Null(read.Yuan(typed, "x"));
        Assert.Equal([code], read.Problems.Select(p => p.Code));
    }

    [Fact]
    public void A_project_goes_back_or_out_of_its_course_only_with_words() => Assert.All(from a in Enum.GetValues<ProjectStage>() from b in Enum.GetValues<ProjectStage>() select (From: a, To: b), move =>
    {
        var onward = move.From != ProjectStage.Stopped && move.To != ProjectStage.Stopped && move.To > move.From;
        Assert.Equal(onward, ProjectCourse.May(move.From, move.To, said: false));
        Assert.Equal(move.From != move.To, ProjectCourse.May(move.From, move.To, said: true));
    });

    static readonly DateOnly Day = new(2026, 11, 20);

    [Fact]
    public void A_policy_is_told_of_once_within_ninety_days_of_its_last() => Prop.ForAll(Gen.Choose(-400, 400).ToArbitrary(), days =>
    {
        var last = Day.AddDays(days);
        var tells = PolicyCourse.Tells(PolicyState.InForce, last, null, Day);
        return tells == (days is >= 0 and <= PolicyCourse.TellBefore) && !PolicyCourse.Tells(PolicyState.InForce, last, last, Day) && !PolicyCourse.Tells(PolicyState.Repealed, last, null, Day)
            && PolicyCourse.On(PolicyState.InForce, null, last, Day) == (days < 0 ? PolicyStanding.Expired : days <= PolicyCourse.TellBefore ? PolicyStanding.Expiring : PolicyStanding.InForce);
    }).QuickCheckThrowOnFailure();
}
