using OneMetre.Platform.Units;

namespace OneMetre.Tests.Platform;

public class UnitNamesTests
{
    static readonly Guid Health = Guid.CreateVersion7(), Civil = Guid.CreateVersion7(), School = Guid.CreateVersion7(), Counties = Guid.CreateVersion7();

    static readonly UnitNames Names = new([
        ("示范市卫生健康委员会", Health, null, "市卫生健康委"), ("市卫生健康委", Health, null, "市卫生健康委"), ("市卫健委", Health, null, "市卫生健康委"),
        ("示范市民政局", Civil, null, "市民政局"), ("市民政局", Civil, null, "市民政局"),
        ("市教育局", School, null, "市教育局"), ("各县（市、区）人民政府", null, Counties, "各县（市、区）人民政府"),
    ]);

    [Fact]
    public void A_registered_alias_is_certain() => Assert.Equal((Health, 1.0), (Names.Candidates("市卫健委").Single().UnitId, Names.Candidates("市卫健委").Single().Confidence));

    [Fact]
    public void Brackets_of_either_width_mean_the_same_group() => Assert.Equal(Counties, Names.Candidates("各县(市、区)人民政府").Single().GroupId);

    [Theory, InlineData("市卫生健康局"), InlineData("卫健委"), InlineData("市卫生健康委员会")]
    public void A_likely_name_is_suggested_first_but_never_as_certain(string printed)
    {
        var first = Names.Candidates(printed)[0];
        Assert.Equal(Health, first.UnitId);
        Assert.InRange(first.Confidence, 0.34, 0.99);
    }

    [Fact]
    public void A_stranger_is_not_forced_onto_anyone() => Assert.Empty(Names.Candidates("苏州轨道集团"));

    /// <summary>However alike the letters are: taken together with other proposals, a district's bureau would become the city's.</summary>
    [Theory, InlineData("区教育局"), InlineData("县民政局"), InlineData("市民政局兰河分局")]
    public void A_body_of_another_level_and_a_branch_are_never_likely(string printed) => Assert.All(Names.Candidates(printed), c => Assert.True(c.Confidence < 0.85));

    [Theory, InlineData("区教育局", '区'), InlineData("兰河区人民政府", '区'), InlineData("示范市民政局", '市'), InlineData("教育局", null), InlineData("各县（市、区）人民政府", null), InlineData("城市管理局", null), InlineData("社区服务中心", null)]
    public void A_name_tells_its_level_or_none(string name, char? level) => Assert.Equal(level, UnitNames.Level(name));
}
