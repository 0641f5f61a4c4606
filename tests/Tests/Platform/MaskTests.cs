using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Privacy;

namespace OneMetre.Tests.Platform;

/// <summary>The masks of domain reference §8.2, and that none of them ever gives a value away.</summary>
public class MaskTests
{
    [Theory]
    [InlineData(Mask.PersonName, "张小明", "张*")]
    [InlineData(Mask.PersonName, "欧阳明", "欧阳*")]
    [InlineData(Mask.PersonName, "欧阳", "欧*")]
    [InlineData(Mask.PersonName, "𠮷田花", "𠮷*")]
    [InlineData(Mask.PersonName, "阿卜杜拉·买买提", "阿*")]
    [InlineData(Mask.PersonName, "丁", "*")]
    [InlineData(Mask.IdNumber, "44010520180307123X", "4401**********123X")]
    [InlineData(Mask.IdNumber, "A1234567", "********")]
    [InlineData(Mask.Phone, "13800000000", "138****0000")]
    [InlineData(Mask.Phone, "110", "***")]
    [InlineData(Mask.Day, "2018-03-07", "2018-**-**")]
    [InlineData(Mask.Day, "soon", "•••")]
    [InlineData(Mask.Hidden, "演示路七号院", "•••")]
    public void Each_kind_of_value_has_its_mask(Mask mask, string clear, string shown) => Assert.Equal(shown, Masks.Of(mask, clear));

    [Fact]
    public void No_mask_gives_the_whole_value_nor_most_of_it() => Prop.ForAll(ArbMap.Default.ArbFor<Mask>(), ArbMap.Default.ArbFor<NonEmptyString>(), (mask, text) =>
    {
        var clear = text.Get.Trim();
        var shown = Masks.Of(mask, clear);
        var given = shown.EnumerateRunes().Count(r => r.Value is not ('*' or '•' or '-'));
        return clear.Length == 0 || clear.All(c => c is '*' or '•' or '-') || (shown != clear && given < clear.EnumerateRunes().Count());
    }).QuickCheckThrowOnFailure();
}
