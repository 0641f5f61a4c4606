using Microsoft.Extensions.DependencyInjection;
using OneMetre.Bench;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme;

/// <summary>A year of a small city, played by chance with the product's own use cases; whole cities and many seeds are for <c>onemetre bench year</c>.</summary>
public class YearTests
{
    public static TheoryData<string, int> Seeds()
    {
        var data = new TheoryData<string, int>();
        foreach (var engine in City.Engines)
            foreach (var seed in new[] { 1, 2 }) data.Add(engine, seed);
        return data;
    }

    [Fact]
    public async Task The_same_seed_plays_the_same_year()
    {
        async Task<string> Played()
        {
            var clock = new YearClock(City.Noon);
            await using var city = await City.On("Sqlite", clock);
            var played = await city.Use((IServiceScopeFactory scopes) => new ProgrammeYear(scopes, clock, 3, new(3, 1, 2, 5)).Play());
            return $"{played.Returns} {played.HandedIn} {played.Orders} {played.Inspections} {played.Refused} {string.Join(' ', played.Burdens.Values.Select(b => b.Letters).Order())}";
        }
        Assert.Equal(await Played(), await Played());
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task What_must_hold_holds_through_a_year_in_which_people_are_late_untrue_and_reach_for_what_is_not_theirs(string engine, int seed)
    {
        var clock = new YearClock(City.Noon);
        await using var city = await City.On(engine, clock);
        var played = await city.Use((IServiceScopeFactory scopes) => new ProgrammeYear(scopes, clock, seed, YearSize.Small).Play());
        Assert.Empty(played.Broken);
        Assert.True(played is { Returns: > 20, HandedIn: > 10, Orders: > 5, Inspections: > 5, Refused: > 50 }, $"{played}");
        Assert.All(played.Burdens.Values, b => Assert.True(b.Submissions <= 120 && b.Hours <= 6, $"{b.Submissions} submissions, {b.Hours} hours"));
    }
}
