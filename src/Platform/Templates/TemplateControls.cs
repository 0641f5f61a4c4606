using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using W15 = DocumentFormat.OpenXml.Office2013.Word;

namespace OneMetre.Platform.Templates;

/// <summary>The content controls of a Word document (ISO/IEC 29500-1, 17.5.2).</summary>
static class TemplateControls
{
    /// <summary>The tag; null where it has none, as a table of contents or a control that somebody put there to be filled in by hand.</summary>
    public static string? NameOf(this SdtElement control) => control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value?.Trim() is { Length: > 0 } tag ? tag : null;

    /// <summary>What the control is around: runs, blocks, rows or cells.</summary>
    public static OpenXmlElement? Inside(this SdtElement control) => control switch
    {
        SdtBlock block => block.SdtContentBlock,
        SdtRun run => run.SdtContentRun,
        SdtRow row => row.SdtContentRow,
        SdtCell cell => cell.SdtContentCell,
        _ => null,
    };

    /// <summary>The controls within, without those that stand in another one; in the order of the document.</summary>
    public static IEnumerable<SdtElement> Outermost(this OpenXmlElement element) =>
        element.ChildElements.SelectMany(child => child is SdtElement control ? [control] : child.Outermost());

    /// <summary>What is written for each row: all that is inside, or, of a "repeating section", its first item.</summary>
    public static IReadOnlyList<OpenXmlElement> Pattern(this SdtElement control)
    {
        var inside = control.Inside();
        if (inside is null) return [];
        if (control.SdtProperties?.GetFirstChild<W15.SdtRepeatedSection>() is not null && inside.Elements<SdtElement>().FirstOrDefault(s => s.SdtProperties?.GetFirstChild<W15.SdtRepeatedSectionItem>() is not null) is { } item)
            inside = item.Inside() ?? inside;
        return [.. inside.ChildElements];
    }

    /// <summary>A control in a line whose paragraph has nothing beside it can hold several lines and whole paragraphs.</summary>
    public static Paragraph? OwnParagraph(this SdtElement control) =>
        control is SdtRun { Parent: Paragraph paragraph } && !paragraph.ChildElements.Any(c => c != control && c is not (ParagraphProperties or BookmarkStart or BookmarkEnd or ProofError) && (c is SdtElement || c.InnerText.Length > 0 || c.Descendants<Drawing>().Any()))
            ? paragraph : null;

    /// <summary>The parts with text of their own: the document, its headers and footers, its notes.</summary>
    public static IEnumerable<(OpenXmlPart Part, OpenXmlPartRootElement Root)> Stories(this MainDocumentPart main)
    {
        IEnumerable<OpenXmlPart?> parts = [main, .. main.HeaderParts, .. main.FooterParts, main.FootnotesPart, main.EndnotesPart];
        foreach (var part in parts)
            if (part?.RootElement is { } root) yield return (part, root);
    }
}
