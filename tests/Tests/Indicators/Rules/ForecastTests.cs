using OneMetre.Indicators.Rules;
using OneMetre.Platform.Time;

namespace OneMetre.Tests.Indicators.Rules;

public class ForecastTests
{
    static List<SeriesPoint> Years(int first, params decimal?[] values) => [.. values.Select((v, i) => new SeriesPoint(new(PeriodKind.Year, first + i, 1), v))];
    static readonly Target Seats = new(TargetComparison.AtLeast, 4.5m) { DueYear = 2026 };

    [Theory]
    [InlineData(0.975, 2, 4.3027)]
    [InlineData(0.95, 2, 2.9200)]
    [InlineData(0.95, 5, 2.0150)]
    [InlineData(0.975, 10, 2.2281)]
    [InlineData(0.995, 30, 2.7500)]
    [InlineData(0.975, 1, 12.7062)]
    public void The_quantiles_are_those_of_the_printed_tables(double p, int degrees, double t) => Assert.Equal(t, StudentT.Quantile(p, degrees), 0.0001);

    [Fact]
    public void A_steady_rise_is_carried_on_and_judged()
    {
        var forecast = Forecast.Of(Years(2021, 3.0m, 3.5m, 3.9m, 4.5m, 5.0m), Seats);
        Assert.InRange(forecast.Value!.Value, 5.4m, 5.6m);
        Assert.Equal((ForecastVerdict.Likely, null, 5), (forecast.Verdict, forecast.Why, forecast.Points));
        Assert.Equal(ForecastVerdict.Unlikely, Forecast.Of(Years(2021, 3.0m, 3.1m, 3.2m, 3.25m, 3.4m), Seats).Verdict);
        var wide = Forecast.Of(Years(2021, 3.0m, 4.4m, 3.2m, 4.9m, 4.0m), Seats);
        Assert.Equal((ForecastVerdict.CannotSay, "indicators.forecast-wide"), (wide.Verdict, wide.Why));
        Assert.True(wide.Low < 4.5m && 4.5m < wide.High);
    }

    [Fact]
    public void Where_nothing_can_be_said_the_reason_is()
    {
        Assert.Equal("indicators.forecast-few", Forecast.Of(Years(2022, 3, 4, null, 5), Seats).Why);
        Assert.Equal("indicators.forecast-far", Forecast.Of(Years(2021, 3, 4, 5, 6), Seats with { DueYear = 2035 }).Why);
        Assert.Equal("indicators.forecast-no-due", Forecast.Of(Years(2021, 3, 4, 5, 6), Seats with { DueYear = null }).Why);
        Assert.Equal("indicators.forecast-past", Forecast.Of(Years(2023, 3, 4, 5, 6), Seats).Why);
        Assert.Null(Forecast.Of([], Seats).Value);
    }

    [Fact]
    public void A_rate_is_not_forecast_below_nothing_nor_a_share_above_all()
    {
        Assert.Equal(0, Forecast.Of(Years(2021, 3, 2, 1.2m, 0.3m), Seats).Low);
        Assert.Equal(100, Forecast.Of(Years(2021, 90, 94, 97, 99.5m), Seats, new(Ceiling: 100)).High);
    }

    [Fact]
    public void A_perfect_line_still_has_the_doubt_of_its_last_digit()
    {
        var forecast = Forecast.Of(Years(2021, 1, 2, 3, 4), Seats);
        Assert.True(forecast.Low < 6 && 6 < forecast.High);
    }

    [Fact]
    public void A_strict_bound_a_trend_a_range_and_points_a_year_are_judged_as_what_they_are()
    {
        var flat = Years(2021, 10, 10, 10, 10, 10);
        Assert.Equal(ForecastVerdict.Unlikely, Forecast.Of(flat, new(TargetComparison.LessThan, 9) { DueYear = 2026 }).Verdict);
        Assert.Equal(ForecastVerdict.CannotSay, Forecast.Of(flat, new(TargetComparison.Equal, 10) { DueYear = 2026 }).Verdict);
        Assert.Equal(ForecastVerdict.Unlikely, Forecast.Of(flat, new(TargetComparison.Equal, 12) { DueYear = 2026 }).Verdict);
        Assert.Equal(ForecastVerdict.Likely, Forecast.Of(flat, new(TargetComparison.Range, 5, 15) { DueYear = 2026 }).Verdict);
        Assert.Equal(ForecastVerdict.Likely, Forecast.Of(flat, new(TargetComparison.Falling) { BaseValue = 12, DueYear = 2026 }).Verdict);
        Assert.Equal(ForecastVerdict.Unlikely, Forecast.Of(flat, new(TargetComparison.PointsPerYear, -0.5m) { BaseValue = 12, BaseYear = 2020, DueYear = 2026 }).Verdict);
        Assert.Equal(ForecastVerdict.CannotSay, Forecast.Of(flat, new(TargetComparison.Yes) { DueYear = 2026 }).Verdict);
    }

    [Fact]
    public void Nine_times_in_ten_what_comes_lies_in_the_interval()
    {
        var random = new Random(19);
        var (inside, all) = (0, 4000);
        for (var i = 0; i < all; i++)
        {
            var (start, slope, noise, n) = (50 + random.NextDouble() * 20, random.NextDouble() * 4 - 2, 0.5 + random.NextDouble() * 3, random.Next(4, 9));
            decimal At(int year) => (decimal)(start + slope * year + noise * Normal());
            var forecast = Forecast.Of(Years(2000, [.. Enumerable.Range(0, n).Select(y => (decimal?)At(y))]), new(TargetComparison.AtLeast, 60) { DueYear = 2000 + n + 1 }, new(Floor: null));
            var actual = At(n + 1);
            if (forecast.Low <= actual && actual <= forecast.High) inside++;
        }
        Assert.InRange(inside / (double)all, 0.88, 0.92);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Fact]
    public void A_figure_far_from_its_siblings_is_found_and_a_steady_rise_is_not()
    {
        Assert.Equal(4, Assert.Single(Outliers.Among([90, 91, null, 92, 9.1m, 90.5m, 91.5m])).Index);
        Assert.Empty(Outliers.Among([90, 91, 92, 91]));
        Assert.Equal(3, Assert.Single(Outliers.Among([5, 5, 5, 50, 5, 5])).Index); // more than half are equal
        Assert.Empty(Outliers.Among([5, 5, 5, 5, 5]));
        Assert.Empty(Outliers.InSeries([10, 20, 30, 40, 50, 60]));
        Assert.Equal(3, Assert.Single(Outliers.InSeries([10, 20.5m, 30, 4, 50, 59.5m, 70])).Index);
        Assert.Empty(Outliers.InSeries([]));
        Assert.NotEmpty(Outliers.Among([90, 91, 92, 93, 96], new(Limit: 2)));
    }

    [Fact]
    public void Being_far_out_does_not_depend_on_the_unit()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            List<decimal?> values = [.. Enumerable.Range(0, 9).Select(_ => (decimal?)random.Next(0, random.Next(5) == 0 ? 1000 : 30))];
            var (factor, shift) = (random.Next(1, 50), random.Next(-100, 100));
            Assert.Equal(Outliers.Among(values).Select(o => o.Index), Outliers.Among([.. values.Select(v => v * factor + shift)]).Select(o => o.Index));
        }
    }
}
