using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Time;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform;

/// <summary>Deadlines count the days that China works.</summary>
public class WorkCalendarTests
{
    static readonly WorkCalendar Calendar = WorkCalendar.National;
    static readonly Arbitrary<(DateOnly Day, int Days)> Spans = (from day in Gen.Choose(0, 7 * 365) from days in Gen.Choose(-60, 60) select (new DateOnly(2021, 1, 1).AddDays(day), days)).ToArbitrary();

    [Theory]
    [InlineData("2026-02-14", true)] // a Saturday that makes up for the spring festival
    [InlineData("2026-02-16", false)] // a Monday within it
    [InlineData("2026-10-08", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-11-21", false)]
    [InlineData("2026-11-23", true)]
    [InlineData("2025-10-08", false)]
    [InlineData("2023-09-29", false)]
    [InlineData("2027-02-08", false)]
    public void A_day_is_worked_as_the_notice_of_its_year_says(string day, bool works) => Assert.Equal(works, Calendar.Works(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-09-28", 5, "2026-10-10")] // over the national holiday: 29, 30, 8, 9 and the Saturday that makes up
    [InlineData("2026-11-20", 1, "2026-11-23")]
    [InlineData("2026-11-20", 15, "2026-12-11")]
    [InlineData("2026-02-13", 1, "2026-02-14")]
    public void So_many_working_days_later(string from, int days, string to) =>
        Assert.Equal(DateOnly.Parse(to, CultureInfo.InvariantCulture), Calendar.After(DateOnly.Parse(from, CultureInfo.InvariantCulture), days));

    [Fact]
    public void Counting_back_what_was_counted_on_gives_the_same_number() =>
        Prop.ForAll(Spans, s => s.Days < 0 || Calendar.Between(s.Day, Calendar.After(s.Day, s.Days)) == s.Days).QuickCheckThrowOnFailure();

    [Fact]
    public void What_lies_between_two_days_does_not_depend_on_the_direction() =>
        Prop.ForAll(Spans, s => Calendar.Between(s.Day, s.Day.AddDays(s.Days)) == -Calendar.Between(s.Day.AddDays(s.Days), s.Day)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_deadline_falls_on_a_day_that_is_worked() => Prop.ForAll(Spans, s => s.Days == 0 ? Calendar.After(s.Day, 0) == s.Day : Calendar.Works(Calendar.After(s.Day, s.Days))).QuickCheckThrowOnFailure();

    [Fact]
    public void More_working_days_end_later() => Prop.ForAll(Spans, s => Calendar.After(s.Day, s.Days) < Calendar.After(s.Day, s.Days + 1)).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_year_has_the_working_days_of_the_law()
    {
        // 365 days less 52 weekends and the 11 holidays of the law; 13 of them since 2025.
        for (var year = 2021; year <= 2026; year++)
            Assert.InRange(Calendar.Between(new(year - 1, 12, 31), new(year, 12, 31)), 247, 252);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_city_has_the_last_word_on_a_day_and_may_take_it_back(string engine)
    {
        await using var city = await City.On(engine);
        var saturday = new DateOnly(2027, 1, 30);
        async Task<bool> Works() => await city.Use(async (WorkCalendars calendars) => (await calendars.Get(default)).Works(saturday));
        async Task Say(bool? works) => await city.Use(async (IServiceProvider services) =>
        {
            await ((WorkCalendars)services.GetService(typeof(WorkCalendars))!).Say(saturday, works, default);
            await ((OneMetre.Platform.Data.CityDb)services.GetService(typeof(OneMetre.Platform.Data.CityDb))!).SaveChangesAsync();
        });
        Assert.False(await Works());
        await Say(true);
        Assert.True(await Works());
        await Say(null);
        Assert.False(await Works());
    }
}
