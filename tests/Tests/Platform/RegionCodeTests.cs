using OneMetre.Platform.Regions;

namespace OneMetre.Tests.Platform;

public class RegionCodeTests
{
    [Theory]
    [InlineData("990000000000", "99", RegionLevel.Province)]
    [InlineData("990100000000", "9901", RegionLevel.City)]
    [InlineData("990102000000", "990102", RegionLevel.County)]
    [InlineData("990102001000", "990102001", RegionLevel.Township)]
    [InlineData("990102001201", "990102001201", RegionLevel.Village)]
    public void Trailing_zeros_mean_an_upper_level(string code, string prefix, RegionLevel level)
    {
        Assert.True(RegionCode.IsValid(code));
        Assert.Equal(prefix, RegionCode.Prefix(code));
        Assert.Equal(level, RegionCode.Level(code));
    }

    [Fact]
    public void A_city_covers_its_counties_and_not_its_neighbours()
    {
        Assert.True(RegionCode.Covers("371500000000", "371502000000"));
        Assert.False(RegionCode.Covers("371500000000", "371602000000"));
    }

    [Theory, InlineData("37150"), InlineData("37150000000a"), InlineData("000000000000"), InlineData("３７１５００００００００"), InlineData(null)]
    public void What_is_not_twelve_digits_is_no_code(string? code) => Assert.False(RegionCode.IsValid(code));
}
