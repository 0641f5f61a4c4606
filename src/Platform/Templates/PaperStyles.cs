using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace OneMetre.Platform.Templates;

/// <summary>
/// GB/T 9704-2012 as named styles: title 小标宋 2号, text 仿宋 3号 in lines of 28 pt, headings 黑体 and 楷体. Whoever changes a style in Word changes everything that is written with it. Styles are found by their names:
/// word processors give them new ids when they save.
/// </summary>
static class PaperStyles
{
    public const string Title = "公文标题", Number = "公文文号", Addressee = "公文主送机关", Text = "公文正文", Heading = "公文一级标题", Subheading = "公文二级标题", Closing = "公文落款", ColumnHead = "公文表头", Cell = "公文表格", MiddleCell = "公文表格居中";

    // Sizes are half points: 2号 22 pt, 3号 16 pt, 小四 12 pt. Lengths are twentieths of a point.
    const string Largest = "44", Body = "32", Small = "24";
    const string Song = "方正小标宋简体", Fang = "仿宋_GB2312", Hei = "黑体", Kai = "楷体_GB2312";

    static readonly (string Name, Func<Style> Made)[] All =
    [
        (Title, () => Made(Song, Largest, JustificationValues.Center, 660, level: 0)), (Number, () => Made(Fang, Body, JustificationValues.Center, 560)), (Addressee, () => Made(Fang, Body, JustificationValues.Both, 560)),
        (Text, () => Made(Fang, Body, JustificationValues.Both, 560, indent: 640)), (Heading, () => Made(Hei, Body, JustificationValues.Both, 560, indent: 640, level: 1)), (Subheading, () => Made(Kai, Body, JustificationValues.Both, 560, indent: 640, level: 2)),
        (Closing, () => Made(Fang, Body, JustificationValues.Right, 560)), (ColumnHead, () => Made(Hei, Small, JustificationValues.Center, 340)), (Cell, () => Made(Fang, Small, JustificationValues.Left, 340)), (MiddleCell, () => Made(Fang, Small, JustificationValues.Center, 340)),
    ];

    /// <summary>The id of each style in this document; what it has not got is added.</summary>
    public static IReadOnlyDictionary<string, string> In(MainDocumentPart main)
    {
        var part = main.StyleDefinitionsPart ?? main.AddNewPart<StyleDefinitionsPart>();
        var styles = part.Styles ??= new();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var style in styles.Elements<Style>())
            if (style.StyleName?.Val?.Value is { } name && style.StyleId?.Value is { } id && style.Type?.Value == StyleValues.Paragraph) ids.TryAdd(name, id);
        var taken = styles.Elements<Style>().Select(s => s.StyleId?.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, made) in All)
        {
            if (ids.ContainsKey(name)) continue;
            var id = name;
            while (!taken.Add(id)) id += "1";
            var style = made();
            (style.StyleId, style.StyleName) = (id, new() { Val = name });
            styles.Append(style);
            ids[name] = id;
        }
        return ids;
    }

    static Style Made(string font, string size, JustificationValues side, int line, int indent = 0, int? level = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (level is not null) paragraph.Append(new KeepNext());
        paragraph.Append(new SpacingBetweenLines { Before = "0", After = "0", Line = $"{line}", LineRule = LineSpacingRuleValues.Exact });
        if (indent > 0) paragraph.Append(new Indentation { FirstLine = $"{indent}" });
        paragraph.Append(new Justification { Val = side });
        if (level is { } deep) paragraph.Append(new OutlineLevel { Val = deep });
        return new Style(new StyleName(), new PrimaryStyle(), paragraph,
            new StyleRunProperties(new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = font }, new FontSize { Val = size }, new FontSizeComplexScript { Val = size }))
        { Type = StyleValues.Paragraph, CustomStyle = true };
    }
}
