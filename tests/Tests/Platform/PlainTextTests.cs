using System.Text;
using DocumentFormat.OpenXml.Packaging;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Tests.Fixtures;
using OneMetre.Platform.Results;

namespace OneMetre.Tests.Platform;

/// <summary>Signs that nobody sees are no part of a name, and what no office file can hold breaks none.</summary>
public class PlainTextTests
{
    const string Odd = "探查\uFFFF\uFFFE\u0001\uD800名\U0002A6A5";

    [Theory, InlineData(0xFFFF), InlineData(0xFFFE), InlineData(0x1FFFF), InlineData(0x10FFFE), InlineData(0xFDD0), InlineData(0xFDEF), InlineData(0x200B), InlineData(0x202E), InlineData(0xFFFD)]
    public void What_is_no_character_or_is_not_seen_stands_in_no_name(int sign) => Assert.True(PlainText.HasUnseen("名" + new Rune(sign)));

    [Theory, InlineData("𪚥"), InlineData("阿不都·热合曼"), InlineData("é")]
    public void Rare_characters_are_welcome(string name) => Assert.False(PlainText.HasUnseen(name));

    [Fact]
    public void A_paper_holds_any_name()
    {
        using var template = new MemoryStream();
        using (var paper = new OfficialPaper(template))
        {
            paper.Text("{名}");
            paper.Chapter("图");
        }
        template.Position = 0;
        using var file = PaperFile.Filled(template, new(Odd, new PaperFields().Words("名", Odd).Chapter("图", [new PaperPiece.Chart(new(Odd, Odd, [Odd], [new(Odd, [1], "333333")], Lines: false, Odd))])));
        using var read = WordprocessingDocument.Open(file, false);
        Assert.Contains("探查名𪚥", read.MainDocumentPart!.Document.InnerText, StringComparison.Ordinal);
        Assert.Contains("探查名𪚥", read.MainDocumentPart.ChartParts.Single().ChartSpace.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_holds_any_name()
    {
        using var file = new MemoryStream();
        await Sheet.Write(file, [new SheetPage("[*]", [(Odd, 12)], Rows())], default);
        using var read = SpreadsheetDocument.Open(new MemoryStream(file.ToArray()), false);
        Assert.Equal(2, read.WorkbookPart!.WorksheetParts.Single().Worksheet!.InnerText.Split("探查名𪚥").Length - 1);

        static async IAsyncEnumerable<object?[]> Rows()
        {
            await Task.CompletedTask;
            yield return [Odd];
        }
    }
}
