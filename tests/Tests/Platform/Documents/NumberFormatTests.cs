using OneMetre.Platform.Documents.Docx;

namespace OneMetre.Tests.Platform.Documents;

public class NumberFormatTests
{
    [Theory]
    [InlineData("chineseCounting", 10, "十")]
    [InlineData("chineseCountingThousand", 11, "十一")]
    [InlineData("japaneseCounting", 20, "二十")]
    [InlineData("chineseCountingThousand", 110, "一百一十")]
    [InlineData("chineseCountingThousand", 1005, "一千零五")]
    [InlineData("chineseLegalSimplified", 12, "壹拾贰")]
    [InlineData("ideographTraditional", 3, "丙")]
    [InlineData("ideographTraditional", 11, "甲")]
    [InlineData("ideographZodiac", 12, "亥")]
    [InlineData("decimalEnclosedCircle", 20, "⑳")]
    [InlineData("decimalEnclosedCircleChinese", 21, "㉑")]
    [InlineData("decimalEnclosedCircle", 51, "51")]
    [InlineData("decimalEnclosedParen", 2, "⑵")]
    [InlineData("decimalEnclosedFullstop", 3, "⒊")]
    [InlineData("decimalFullWidth", 12, "１２")]
    [InlineData("decimalZero", 7, "07")]
    [InlineData("upperLetter", 28, "BB")]
    [InlineData("lowerLetter", 3, "c")]
    [InlineData("upperRoman", 1994, "MCMXCIV")]
    [InlineData("lowerRoman", 4, "iv")]
    [InlineData("none", 4, "")]
    [InlineData("unheardOf", 4, "4")]
    [InlineData("chineseCounting", int.MinValue, "-2147483648")]
    [InlineData("upperLetter", int.MaxValue, "2147483647")]
    public void A_number_is_written_as_Word_prints_it(string format, int number, string printed) => Assert.Equal(printed, NumberFormat.Write(format, number));
}
