using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Time;

namespace OneMetre.Tests.Platform;

public class PeriodTests
{
    static readonly Arbitrary<Period> Any = (
        from kind in Gen.Elements(Enum.GetValues<PeriodKind>())
        from year in Gen.Choose(1900, 9998)
        from month in Gen.Choose(1, 12)
        select Period.Of(kind, new DateOnly(year, month, 1))).ToArbitrary();

    [Fact]
    public void A_period_reads_back_from_what_it_prints() =>
        Prop.ForAll(Any, p => Period.TryParse(p.ToString(), out var again) && again == p).QuickCheckThrowOnFailure();

    [Fact]
    public void Neighbours_touch_without_gap_or_overlap() =>
        Prop.ForAll(Any, p => p.Next.Start == p.End.AddDays(1) && p.Next.Previous == p && p.Covers(p.Start) && p.Covers(p.End) && !p.Covers(p.Next.Start)).QuickCheckThrowOnFailure();

    [Theory, InlineData("2026-7"), InlineData("2026H3"), InlineData("2026Q0"), InlineData("26"), InlineData("2026-13"), InlineData(""), InlineData(null), InlineData("２０２６")]
    public void Another_spelling_is_refused(string? text) => Assert.False(Period.TryParse(text, out _));
}
