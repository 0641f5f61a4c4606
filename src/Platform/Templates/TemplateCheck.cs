using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Documents.Docx;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Templates;

/// <summary>
/// Whether a Word file may be a template. It goes out under the city's name a thousand times, so it reaches nowhere (no template, picture, data or text from outside), runs nothing, hides no comment or tracked change,
/// and every tagged control in it is a field of the paper, in a place where that can stand.
/// </summary>
static class TemplateCheck
{
    public const int LargestMegabytes = 5, MostProblems = 20;

    const long MostUnpacked = 20L * 1024 * 1024;

    /// <summary>Controls in one template; elements that are written for one row.</summary>
    public const int MostControls = 500, MostOfRow = 1_000;

    const string Field = "File";

    /// <summary>Ends of the relation types that a template may have inside; anything else is not text (macros, objects, other documents …).</summary>
    static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering", "header", "footer", "footnotes", "endnotes",
        "image", "hyperlink", "font", "glossaryDocument", "customXml", "customXmlProps", "people",
    };

    /// <summary>Fields that Word works out from the document itself (ISO/IEC 29500-1, 17.16.5). Those that fetch (INCLUDETEXT, INCLUDEPICTURE, LINK, DDE, DATABASE …) are none of them.</summary>
    static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase) { "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "PAGEREF", "REF", "NOTEREF", "SEQ", "STYLEREF", "=", "EQ", "SYMBOL", "TITLE" };

    static readonly HashSet<string> Pictures = new(StringComparer.OrdinalIgnoreCase) { "image/png", "image/jpeg", "image/gif", "image/bmp" };

    /// <summary>No problems, or all that were found, at most twenty.</summary>
    /// <param name="must">Names of which each has to stand somewhere in it.</param>
    public static IReadOnlyList<Problem> Of(ReadOnlyMemory<byte> content, IReadOnlyList<PaperField> shape, params IReadOnlyList<string> must)
    {
        try
        {
            using (var package = new DocxPackage(content))
            {
                if (package.MainPart() is null) return [new("platform.document-type-unknown", Field)];
                package.ReadAll(MostUnpacked);
            }
            using var document = WordprocessingDocument.Open(new MemoryStream(content.ToArray(), writable: false), isEditable: false);
            if (document.MainDocumentPart?.Document?.Body is null) return [new("platform.document-type-unknown", Field)];
            var problems = new List<Problem>();
            Parts(document, problems);
            if (problems.Count == 0) Words(document, problems);
            if (problems.Count == 0 && document.MainDocumentPart!.Stories().Sum(s => s.Root.Descendants<SdtElement>().Take(MostControls + 1).Count()) > MostControls) return [new("platform.template-too-many", Field, MostControls)];
            if (problems.Count == 0) foreach (var (_, root) in document.MainDocumentPart!.Stories()) Controls(root, shape, [.. PaperField.Everywhere], problems);
            if (problems.Count == 0 && must.Count > 0 && must.Except(Tags(document)).ToList() is { Count: > 0 } lacking) problems.Add(new("platform.template-lacks", Field, string.Join("、", lacking)));
            return problems;
        }
        catch (Refusal refusal)
        {
            return [new(refusal.Code, Field)];
        }
        catch (Exception e) when (e is XmlException or OpenXmlPackageException or InvalidDataException or IOException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return [new("platform.document-damaged", Field)];
        }
    }

    /// <summary>The tags of the controls, each once, in the order of the document.</summary>
    public static IReadOnlyList<string> Tags(Stream template)
    {
        using var document = WordprocessingDocument.Open(template, isEditable: false);
        return [.. Tags(document)];
    }

    static IEnumerable<string> Tags(WordprocessingDocument document) => document.MainDocumentPart!.Stories().SelectMany(s => s.Root.Descendants<SdtElement>()).Select(c => c.NameOf()).OfType<string>().Distinct();

    static void Parts(WordprocessingDocument document, List<Problem> problems)
    {
        var seen = new HashSet<OpenXmlPart>();
        void Look(OpenXmlPartContainer container)
        {
            foreach (var outside in container.ExternalRelationships) Tell(problems, new("platform.template-reaches-out", Field, Last(outside.RelationshipType)));
            foreach (var link in container.HyperlinkRelationships)
                if (link.IsExternal && !Leads(link.Uri.OriginalString)) Tell(problems, new("platform.template-link", Field, PlainText.Cut(link.Uri.OriginalString, 60)));
            foreach (var pair in container.Parts)
            {
                var (kind, part) = (Last(pair.OpenXmlPart.RelationshipType), pair.OpenXmlPart);
                if (kind.StartsWith("comments", StringComparison.Ordinal)) Tell(problems, new("platform.template-comments", Field));
                else if (!Allowed.Contains(kind) || (part is ImagePart && !Pictures.Contains(part.ContentType))) Tell(problems, new("platform.template-part", Field, kind == "image" ? part.ContentType : kind));
                if (seen.Add(part)) Look(part);
            }
            if (container.DataPartReferenceRelationships.Any()) Tell(problems, new("platform.template-part", Field, "media"));
        }
        Look(document);
    }

    static void Words(WordprocessingDocument document, List<Problem> problems)
    {
        var main = document.MainDocumentPart!;
        IEnumerable<OpenXmlPartRootElement?> roots = [.. main.Stories().Select(s => s.Root), main.GlossaryDocumentPart?.RootElement, main.DocumentSettingsPart?.Settings];
        foreach (var root in roots.OfType<OpenXmlPartRootElement>())
        {
            StringBuilder? code = null;
            foreach (var element in root.Descendants())
            {
                foreach (var attribute in element.GetAttributes())
                    if (attribute.LocalName is "href" or "src" && attribute.Prefix.Length == 0 && attribute.Value is { Length: > 0 } to && !to.StartsWith('#') && !Leads(to)) Tell(problems, new("platform.template-link", Field, PlainText.Cut(to, 60)));
                switch (element.LocalName)
                {
                    case "ins" or "del" or "moveFrom" or "moveTo" or "moveFromRangeStart" or "moveToRangeStart" or "rPrChange" or "pPrChange" or "tblPrChange" or "trPrChange" or "tcPrChange" or "sectPrChange" or "cellIns" or "cellDel":
                        Tell(problems, new("platform.template-tracked", Field));
                        break;
                    case "altChunk" or "object" or "control" or "subDoc" or "movie" or "mailMerge" or "OLEObject" or "script" or "frameset":
                        Tell(problems, new("platform.template-part", Field, element.LocalName));
                        break;
                    case "fldSimple":
                        Fetches(((SimpleField)element).Instruction?.Value, problems);
                        break;
                    case "fldChar" when element is FieldChar { FieldCharType: { } type }:
                        if (type.Value == FieldCharValues.Begin) code = new();
                        else if (code is not null)
                        {
                            Fetches(code.ToString(), problems);
                            code = null;
                        }
                        break;
                    // A code outside any field, or of a field within a field's code, is looked at by itself.
                    case "instrText":
                        if (code is not null) code.Append(element.InnerText);
                        else Fetches(element.InnerText, problems);
                        break;
                }
            }
            if (code is not null) Fetches(code.ToString(), problems);
        }
    }

    static void Fetches(string? code, List<Problem> problems)
    {
        var name = (code ?? "").TrimStart().Split([' ', '\t', '\\', '"', '\n', '\r'], 2)[0];
        if (name.StartsWith('=')) name = "=";
        // A link is a field too: to a place in the document, to the web or to a mailbox, never to a file of somebody's machine.
        if (name.Equals("HYPERLINK", StringComparison.OrdinalIgnoreCase))
        {
            var target = code!.TrimStart()[name.Length..].Trim();
            if (!target.StartsWith("\\l", StringComparison.Ordinal) && !Leads(target.TrimStart('"'))) Tell(problems, new("platform.template-link", Field, PlainText.Cut(target, 60)));
            return;
        }
        if (name.Length > 0 && !Fields.Contains(name)) Tell(problems, new("platform.template-field", Field, PlainText.Cut(name, 30)));
    }

    /// <param name="here">Names of this place.</param>
    /// <param name="around">Names of the places around it.</param>
    static void Controls(OpenXmlElement within, IReadOnlyList<PaperField> here, IReadOnlyList<PaperField> around, List<Problem> problems)
    {
        foreach (var control in within.Outermost()) Control(control, here, around, problems);
    }

    static void Control(SdtElement control, IReadOnlyList<PaperField> here, IReadOnlyList<PaperField> around, List<Problem> problems)
    {
        if (control.NameOf() is not { } name)
        {
            Controls(control, here, around, problems);
            return;
        }
        var field = here.FirstOrDefault(f => f.Name == name) ?? around.LastOrDefault(f => f.Name == name);
        if (field is null) Tell(problems, Near(name, [.. here, .. around]) is { Length: > 0 } near ? new("platform.template-unknown", Field, PlainText.Cut(name, 40), near) : new("platform.template-strange", Field, PlainText.Cut(name, 40)));
        else if (!Fits(control, field)) Tell(problems, new(field.Kind switch { PaperFieldKind.Chapter => "platform.template-chapter", PaperFieldKind.Words => "platform.template-words", _ => "platform.template-rows" }, Field, name));
        else if (field.Kind is PaperFieldKind.Rows or PaperFieldKind.When)
        {
            var pattern = control.Pattern();
            if (field.Kind == PaperFieldKind.Rows && pattern.Sum(e => 1 + e.Descendants().Take(MostOfRow + 1).Count()) > MostOfRow) Tell(problems, new("platform.template-row-large", Field, name));
            // Within rows only their own rows: a list within itself, or one for each row of another, would grow without end.
            IReadOnlyList<PaperField> outer = field.Kind == PaperFieldKind.When ? [.. around, .. here] : [.. around.Concat(here).Where(f => f.Kind is PaperFieldKind.Words or PaperFieldKind.When), .. PaperField.InRows];
            foreach (var element in pattern)
                if (element is SdtElement inner) Control(inner, field.Fields, outer, problems);
                else Controls(element, field.Fields, outer, problems);
        }
    }

    static bool Fits(SdtElement control, PaperField field) => field.Kind switch
    {
        PaperFieldKind.Words => control is SdtRun or SdtBlock or SdtCell,
        // Tables, charts and links of a chapter belong to the document itself.
        PaperFieldKind.Chapter => control.Ancestors<Body>().Any() && (control is SdtBlock or SdtCell || control.OwnParagraph() is not null),
        _ => control is SdtRun or SdtBlock or SdtRow,
    };

    /// <summary>The names that share half of its characters, the most alike first, so that a slip of the pen is seen; empty where none does.</summary>
    static string Near(string name, IReadOnlyList<PaperField> known) =>
        string.Join("、", known.Select(f => f.Name).Distinct().Where(n => n.Intersect(name).Count() * 2 >= name.Distinct().Count()).OrderByDescending(n => n.Intersect(name).Count()).ThenBy(n => Math.Abs(n.Length - name.Length)).Take(3));

    /// <summary>Each once, and no more than are of use.</summary>
    static void Tell(List<Problem> problems, Problem problem)
    {
        if (problems.Count < MostProblems && !problems.Exists(p => p.Code == problem.Code && p.Args.SequenceEqual(problem.Args))) problems.Add(problem);
    }

    static bool Leads(string to) => Uri.TryCreate(to.Split('"')[0], UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" or "mailto");

    static string Last(string type) => type[(type.LastIndexOf('/') + 1)..];
}
