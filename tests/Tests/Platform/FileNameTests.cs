using System.Text;
using OneMetre.Platform.Files;

namespace OneMetre.Tests.Platform;

public class FileNameTests
{
    [Theory]
    [InlineData("台账.xlsx", "台账.xlsx")]
    [InlineData("..\\..\\台账.txt", "台账.txt")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\共享\\照片 1.jpg", "照片 1.jpg")]
    [InlineData("台账\u202Egpj.exe", "台账gpj.exe")]
    [InlineData("\u2066台\u200F账\u2069\u200E.txt", "台账.txt")]
    [InlineData("a\r\nSet-Cookie: x\0.txt", "aSet-Cookie: x.txt")]
    [InlineData("报告..docx", "报告.docx")]
    [InlineData("\u2028.\u200B./台账.pdf", "台账.pdf")]
    [InlineData(" 台账.pdf. ", "台账.pdf")]
    [InlineData("\ud83d.txt", "txt")]
    [InlineData("😀.txt", "😀.txt")]
    [InlineData("..", "")]
    [InlineData("a/", "")]
    [InlineData("\u202E", "")]
    [InlineData(null, "")]
    public void A_name_becomes_one_line_that_reads_as_it_is(string? given, string fit) => Assert.Equal(fit, FileName.Fit(given));

    [Fact]
    public void A_long_name_keeps_its_extension_and_no_half_of_a_sign()
    {
        var fit = FileName.Fit(new string('长', 500) + ".xlsx");
        Assert.Equal(FileName.Longest, fit.Length);
        Assert.EndsWith("长.xlsx", fit, StringComparison.Ordinal);
        for (var before = 0; before < 2; before++)
        {
            var faces = FileName.Fit(new string('a', before) + string.Concat(Enumerable.Repeat("😀", 200)) + ".png");
            Assert.InRange(faces.Length, FileName.Longest - 1, FileName.Longest);
            Assert.DoesNotContain(faces.EnumerateRunes(), rune => rune == Rune.ReplacementChar);
        }
        Assert.Equal(FileName.Longest, FileName.Fit("a." + new string('b', 500)).Length);
    }
}
