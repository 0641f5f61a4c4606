using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace OneMetre.Platform.Templates;

/// <summary>
/// Writes a paper: the content controls of the template give way to what they stand for, and none of them is left. Words take the letters of the control; chapters the styles of the template; what stands in a control of rows is
/// written once for each of them. A control whose tag is no field of this paper stays as it is.
/// </summary>
sealed class TemplateFill
{
    sealed record Scope(PaperFields Fields, int Number, Scope? Outer)
    {
        public object? Find(string name) => name == PaperField.Number && Number > 0 ? (IReadOnlyList<PaperText>)[$"{Number}"] : Fields.Find(name) ?? Outer?.Find(name);
    }

    readonly PieceWriter writer;
    readonly OpenXmlPart part;
    readonly Counting counting;

    sealed class Counting
    {
        public int Chapters, Sections;
    }

    TemplateFill(PieceWriter writer, OpenXmlPart part, Counting counting) => (this.writer, this.part, this.counting) = (writer, part, counting);

    /// <param name="template">A .docx that was checked (<see cref="TemplateCheck"/>), or one of ours.</param>
    /// <param name="to">Read, written and wound back: a file or memory.</param>
    /// <param name="title">Into the properties of the file. Whoever wrote the template is not named there.</param>
    public static void Write(Stream template, PaperFields fields, string title, Stream to)
    {
        template.CopyTo(to);
        to.Position = 0;
        using var document = WordprocessingDocument.Open(to, isEditable: true);
        var main = document.MainDocumentPart!;
        var (writer, counting) = (new PieceWriter(main), new Counting());
        foreach (var (part, root) in main.Stories())
        {
            var fill = new TemplateFill(writer, part, counting);
            foreach (var control in root.Outermost().ToList()) fill.Fill(control, new(fields, 0, null));
            Tidy(root);
        }
        document.PackageProperties.Title = PlainText.ForXml(title);
        document.PackageProperties.Creator = document.PackageProperties.LastModifiedBy = "";
        if (document.ExtendedFilePropertiesPart?.Properties is { } more) (more.Company, more.Manager) = (null, null);
        if (main.WordprocessingPeoplePart is { } people) main.DeletePart(people);
    }

    void Fill(SdtElement control, Scope scope)
    {
        var name = control.NameOf();
        switch (name is null ? null : Value(name, scope))
        {
            case IReadOnlyList<PaperText> texts: Say(control, texts); break;
            case IReadOnlyList<PaperPiece> pieces: Put(control, pieces); break;
            case IReadOnlyList<PaperFields> rows: Repeat(control, rows, scope); break;
            default:
                foreach (var inner in control.Outermost().ToList()) Fill(inner, scope);
                break;
        }
    }

    object? Value(string name, Scope scope)
    {
        switch (name)
        {
            case PaperField.Chapters:
                (counting.Chapters, counting.Sections) = (counting.Chapters + 1, 0);
                return (IReadOnlyList<PaperText>)[ChineseNumerals.Write(counting.Chapters)];
            case PaperField.Sections:
                return (IReadOnlyList<PaperText>)[ChineseNumerals.Write(++counting.Sections)];
            default:
                return scope.Find(name);
        }
    }

    /// <summary>Lines become paragraphs where the control has its own, and are broken within the paragraph otherwise. Where nothing is said, no empty paragraph stays.</summary>
    void Say(SdtElement control, IReadOnlyList<PaperText> texts)
    {
        var lines = texts.All(t => t.Text.Length == 0) ? [] : Lines(texts);
        var like = Letters(control);
        List<OpenXmlElement> Runs(IEnumerable<PaperText> line) => [.. line.SelectMany(t => PieceWriter.Runs(part, t, like))];
        switch (control)
        {
            case SdtRun when control.OwnParagraph() is { } own:
                Replace(own, lines.Select(line => Alike(own, Runs(line))));
                break;
            case SdtRun:
                Replace(control, lines.SelectMany((line, n) => n == 0 ? Runs(line) : [new Run(new Break()), .. Runs(line)]));
                break;
            case SdtBlock block:
                var pattern = block.SdtContentBlock?.GetFirstChild<Paragraph>() ?? new();
                Replace(control, lines.Select(line => Alike(pattern, Runs(line))));
                break;
            case SdtCell { SdtContentCell: { } content } when content.GetFirstChild<TableCell>() is { } cell:
                var first = cell.GetFirstChild<Paragraph>() ?? cell.AppendChild(new Paragraph());
                foreach (var other in cell.ChildElements.Where(c => c is not TableCellProperties && c != first).ToList()) other.Remove();
                Replace(first, lines.Select(line => Alike(first, Runs(line))));
                cell.Remove(); // one without a paragraph gets its own at the end
                Replace(control, [cell]);
                break;
        }
    }

    void Put(SdtElement control, IReadOnlyList<PaperPiece> pieces)
    {
        var written = pieces.SelectMany(writer.Write);
        switch (control)
        {
            case SdtRun when control.OwnParagraph() is { } own: Replace(own, written); break;
            case SdtBlock: Replace(control, written); break;
            case SdtCell { SdtContentCell: { } content } when content.GetFirstChild<TableCell>() is { } cell:
                foreach (var old in cell.ChildElements.Where(c => c is not TableCellProperties).ToList()) old.Remove();
                cell.Append(written);
                cell.Remove();
                Replace(control, [cell]);
                break;
        }
    }

    void Repeat(SdtElement control, IReadOnlyList<PaperFields> rows, Scope scope)
    {
        var pattern = control.Pattern();
        foreach (var (row, n) in rows.Select((r, i) => (r, i + 1)))
        {
            var within = new Scope(row, n, scope);
            foreach (var element in pattern)
            {
                var copy = element.CloneNode(true);
                if (n > 1) Unmark(copy);
                control.InsertBeforeSelf(copy);
                if (copy is SdtElement inner) Fill(inner, within);
                else foreach (var found in copy.Outermost().ToList()) Fill(found, within);
            }
        }
        control.Remove();
    }

    static void Replace(OpenXmlElement old, IEnumerable<OpenXmlElement> by)
    {
        foreach (var element in by) old.InsertBeforeSelf(element);
        old.Remove();
    }

    static Paragraph Alike(Paragraph pattern, List<OpenXmlElement> runs) => new(pattern.ParagraphProperties is { } properties ? [properties.CloneNode(true), .. runs] : runs);

    /// <summary>The letters in the control: those it was given, else those of its first words; never the grey of a placeholder.</summary>
    static RunProperties? Letters(SdtElement control)
    {
        var found = control.SdtProperties?.GetFirstChild<RunProperties>() is { HasChildren: true } own ? own : control.Inside()?.Descendants<Run>().FirstOrDefault()?.RunProperties;
        if (found?.CloneNode(true) is not RunProperties letters) return null;
        letters.RunStyle?.Remove();
        return letters;
    }

    static List<List<PaperText>> Lines(IReadOnlyList<PaperText> texts)
    {
        List<List<PaperText>> lines = [[]];
        foreach (var text in texts)
        {
            var parts = text.Text.Split('\n');
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0) lines.Add([]);
                lines[^1].Add(text with { Text = parts[i] });
            }
        }
        return lines;
    }

    /// <summary>What may be in a document only once: bookmarks.</summary>
    static void Unmark(OpenXmlElement copy)
    {
        foreach (var mark in copy.Descendants().Where(e => e is BookmarkStart or BookmarkEnd).ToList()) mark.Remove();
    }

    /// <summary>What Word calls damaged: a table without rows, a cell or a header without a paragraph at its end, two drawings of one number.</summary>
    static void Tidy(OpenXmlPartRootElement root)
    {
        foreach (var table in root.Descendants<Table>().Where(t => !t.Elements<TableRow>().Any() && !t.Elements<SdtRow>().Any()).ToList()) table.Remove();
        foreach (var row in root.Descendants<TableRow>().Where(r => !r.Elements<TableCell>().Any() && !r.Elements<SdtCell>().Any()).ToList()) row.Remove();
        foreach (var cell in root.Descendants<TableCell>().Where(c => c.LastChild is not Paragraph).ToList()) cell.Append(new Paragraph());
        if (root is Header or Footer && !root.Elements<Paragraph>().Any()) root.Append(new Paragraph());
        var number = 0u;
        foreach (var drawing in root.Descendants<Wp.DocProperties>()) drawing.Id = ++number;
    }
}
