using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Data;
using OneMetre.Platform.Time;
using OneMetre.Protection.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Protection;

/// <summary>What the early warnings hear of the register: a day for each county.</summary>
public class RegisterDatesTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_newest_look_at_an_open_file_is_the_day_of_its_county(string engine)
    {
        await using var city = await Children.Small(engine);
        Assert.Empty(await city.Use((IRegisterDates dates) => dates.OfTheCity(default)));
        var keeper = await city.Director();
        var (old, newer) = (await city.Child(keeper), await city.Child(keeper, Children.Form("演示丙丁")));
        async Task Verified(Guid child, DateOnly on, DateOnly? closed = null) => await city.Use(async (CityDb db) =>
        {
            var file = await db.Set<Child>().SingleAsync(c => c.Id == child);
            (file.VerifiedOn, file.ClosedOn) = (on, closed);
            await db.SaveChangesAsync();
        });
        await Verified(old, new(2026, 3, 1));
        await Verified(newer, new(2026, 5, 2));
        Assert.Equal([new RegisterKept(Children.County, new(2026, 5, 2))], await city.Use((IRegisterDates dates) => dates.OfTheCity(default)));
        await Verified(newer, new(2026, 5, 2), city.Time.Today());
        Assert.Equal([new RegisterKept(Children.County, new(2026, 3, 1))], await city.Use((IRegisterDates dates) => dates.OfTheCity(default)));
    }
}
