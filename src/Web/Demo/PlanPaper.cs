using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace OneMetre.Web.Demo;

/// <summary>
/// The look of an official paper after GB/T 9704: A4 with a type area of 156 × 225 mm, body 仿宋 in size 3, title 小标宋 in size 2,
/// first-level headings 黑体, second-level 楷体. Sizes in Word are half points, lengths twentieths of a point.
/// </summary>
static class PlanPaper
{
    const string FangSong = "仿宋_GB2312", KaiTi = "楷体_GB2312", HeiTi = "黑体", XiaoBiaoSong = "方正小标宋简体";
    const int Size3 = 32, Size2 = 44;
    const int HeadingNumbers = 1, TaskNumbers = 2;

    public static Paragraph RedHead(string text) =>
        new(new ParagraphProperties(new SpacingBetweenLines { Before = "600", After = "400" }, new Justification { Val = JustificationValues.Center }), Run(text, XiaoBiaoSong, 72, colour: "C00000"));

    public static Paragraph Centred(string text, bool ruled)
    {
        var properties = new ParagraphProperties();
        if (ruled) properties.Append(new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 18, Space = 6, Color = "C00000" }));
        properties.Append(new SpacingBetweenLines { After = "480" }, new Justification { Val = JustificationValues.Center });
        return new(properties, Run(text, FangSong));
    }

    public static Paragraph Title(string text, bool newPage = false)
    {
        var properties = new ParagraphProperties();
        if (newPage) properties.Append(new PageBreakBefore());
        properties.Append(new SpacingBetweenLines { Before = "120", After = "360", Line = "640", LineRule = LineSpacingRuleValues.Exact }, new Justification { Val = JustificationValues.Center });
        var paragraph = new Paragraph(properties);
        foreach (var (line, index) in text.Split('\n').Select((line, index) => (line, index)))
        {
            if (index > 0) paragraph.Append(new Run(new Break()));
            paragraph.Append(Run(line, XiaoBiaoSong, Size2));
        }
        return paragraph;
    }

    /// <summary>A heading that Word numbers: level 0 as 一、, level 1 as （一）.</summary>
    public static Paragraph Heading(string text, int level) =>
        new(new ParagraphProperties(new KeepNext(), Numbers(HeadingNumbers, level), Indented()), Run(text, level == 0 ? HeiTi : KaiTi));

    /// <summary>A heading whose number is typed into its text.</summary>
    public static Paragraph TypedHeading(string text, int level) =>
        new(new ParagraphProperties(new KeepNext(), Indented()), Run(text, level == 0 ? HeiTi : KaiTi));

    /// <summary>A task that Word numbers, 1. 2. 3. through the whole plan; its title stands out from its text.</summary>
    public static Paragraph Task(string title, string text) =>
        new(new ParagraphProperties(Numbers(TaskNumbers, 0), Indented()), Run(title, FangSong, bold: true), Run(text, FangSong));

    public static Paragraph Text(string text, bool indented = true) =>
        indented ? new(new ParagraphProperties(Indented()), Run(text, FangSong)) : new(Run(text, FangSong));

    public static Paragraph Signature(string text) =>
        new(new ParagraphProperties(new Indentation { Right = "640" }, new Justification { Val = JustificationValues.Right }), Run(text, FangSong));

    public static Run Run(string text, string font = FangSong, int size = Size3, bool bold = false, string? colour = null)
    {
        var properties = new RunProperties(new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = font });
        if (bold) properties.Append(new Bold());
        if (colour is not null) properties.Append(new Color { Val = colour });
        properties.Append(new FontSize { Val = $"{size}" });
        return new(properties, new Text(text) { Space = SpaceProcessingModeValues.Preserve });
    }

    static NumberingProperties Numbers(int list, int level) => new(new NumberingLevelReference { Val = level }, new NumberingId { Val = list });
    static Indentation Indented() => new() { FirstLineChars = 200, FirstLine = "640", Left = "0" };

    public static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = FangSong }, new FontSize { Val = $"{Size3}" },
                new Languages { Val = "en-US", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { Before = "0", After = "0" }))),
        new Style(new StyleName { Val = "Normal" }, new StyleParagraphProperties(new SpacingBetweenLines { Line = "579", LineRule = LineSpacingRuleValues.AtLeast }))
        {
            Type = StyleValues.Paragraph,
            StyleId = "Normal",
            Default = true,
        });

    public static Numbering Numbering() => new(
        new AbstractNum(
            new MultiLevelType { Val = MultiLevelValues.Multilevel },
            Level(0, NumberFormatValues.ChineseCountingThousand, "%1、"),
            Level(1, NumberFormatValues.ChineseCountingThousand, "（%2）"))
        { AbstractNumberId = 1 },
        new AbstractNum(new MultiLevelType { Val = MultiLevelValues.SingleLevel }, Level(0, NumberFormatValues.Decimal, "%1.")) { AbstractNumberId = 2 },
        new NumberingInstance(new AbstractNumId { Val = 1 }) { NumberID = HeadingNumbers },
        new NumberingInstance(new AbstractNumId { Val = 2 }) { NumberID = TaskNumbers });

    static Level Level(int index, NumberFormatValues format, string text) => new(
        new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }, new LevelSuffix { Val = LevelSuffixValues.Nothing },
        new LevelText { Val = text }, new LevelJustification { Val = LevelJustificationValues.Left })
    { LevelIndex = index };

    public static Header Header(string title) =>
        new(new Paragraph(new ParagraphProperties(new Justification { Val = JustificationValues.Right }), Run(title, FangSong, 18, colour: "7F7F7F")));

    public static Footer Footer() => new(new Paragraph(
        new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
        Run("— ", FangSong, 28), new SimpleField(Run("1", FangSong, 28)) { Instruction = " PAGE " }, Run(" —", FangSong, 28)));

    public static SectionProperties Page(string header, string footer) => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = header },
        new FooterReference { Type = HeaderFooterValues.Default, Id = footer },
        new PageSize { Width = 11906, Height = 16838 },
        new PageMargin { Top = 2098, Bottom = 1984, Left = 1587, Right = 1474, Header = 850, Footer = 1417 });

    /// <summary>Who made the file and when; written by hand, because the library would name this part by chance.</summary>
    public static void WriteProperties(CoreFilePropertiesPart part, string title, DateTimeOffset time)
    {
        XNamespace cp = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", dc = "http://purl.org/dc/elements/1.1/";
        XNamespace dcterms = "http://purl.org/dc/terms/", xsi = "http://www.w3.org/2001/XMLSchema-instance";
        XElement Time(string name) => new(dcterms + name, new XAttribute(xsi + "type", "dcterms:W3CDTF"), $"{time:yyyy-MM-ddTHH:mm:ssZ}");

        using var stream = part.GetStream(FileMode.Create);
        new XElement(cp + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "cp", cp), new XAttribute(XNamespace.Xmlns + "dc", dc), new XAttribute(XNamespace.Xmlns + "dcterms", dcterms),
            new XAttribute(XNamespace.Xmlns + "xsi", xsi),
            new XElement(dc + "title", title), new XElement(dc + "creator", DemoCity.Name), Time("created"), Time("modified")).Save(stream);
    }
}
