using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace OneMetre.Web.Demo;

/// <summary>
/// A demo plan as the Word file that an office would send out: the red head of the issuing body, the notice, then the plan, numbered by Word itself,
/// with its tables behind. The same plan gives the same bytes, so the file can be recognised by its hash.
/// </summary>
static class SamplePlanDocument
{
    static readonly DateTimeOffset FileTime = new(2025, 3, 18, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The current plan, with its four attachments.</summary>
    public static void WriteCurrent(Stream stream)
    {
        var plan = SamplePlan.Current;
        Write(plan.Title, Body(plan, NumberedTask, numbered: true).Concat(SamplePlanAttachments.Of(plan, SamplePlanTables.Current)), stream);
    }

    /// <summary>The plan before it, in an older style: numbers typed by hand, units in brackets at the end of each task, no tables.</summary>
    public static void WriteEarlier(Stream stream) => Write(SamplePlan.Earlier.Title, Body(SamplePlan.Earlier, BracketedTask, numbered: false), stream);

    static IEnumerable<OpenXmlElement> Body(SamplePlan plan, Func<SampleTask, IEnumerable<Paragraph>> task, bool numbered)
    {
        foreach (var paragraph in Head(plan)) yield return paragraph;
        yield return PlanPaper.Title(plan.Title.Replace("（", "\n（", StringComparison.Ordinal), newPage: true);

        for (var s = 0; s < plan.Sections.Count; s++)
        {
            var section = plan.Sections[s];
            yield return numbered ? PlanPaper.Heading(section.Heading, level: 0) : PlanPaper.TypedHeading($"{Chinese(s)}、{section.Heading}", level: 0);
            foreach (var text in section.Paragraphs) yield return PlanPaper.Text(text);

            for (var p = 0; p < section.Parts.Count; p++)
            {
                var part = section.Parts[p];
                yield return numbered ? PlanPaper.Heading(part.Heading, level: 1) : PlanPaper.TypedHeading($"（{Chinese(p)}）{part.Heading}", level: 1);
                foreach (var text in part.Paragraphs) yield return PlanPaper.Text(text);
                foreach (var paragraph in part.Tasks.SelectMany(task)) yield return paragraph;
            }
        }
    }

    static IEnumerable<Paragraph> Head(SamplePlan plan)
    {
        yield return PlanPaper.RedHead(plan.Issuer + "文件");
        yield return PlanPaper.Centred(plan.Number, ruled: true);
        yield return PlanPaper.Title($"{plan.Issuer}\n关于印发《{plan.Title}》的通知");
        yield return PlanPaper.Text(plan.Addressees, indented: false);
        yield return PlanPaper.Text(plan.Notice);
        yield return PlanPaper.Signature(plan.Issuer);
        yield return PlanPaper.Signature(plan.IssuedOn);
        yield return PlanPaper.Text("（此件公开发布）");
    }

    static IEnumerable<Paragraph> NumberedTask(SampleTask task)
    {
        yield return PlanPaper.Task(task.Title + "。", task.Body);
        yield return PlanPaper.Text("牵头单位：" + task.Lead);
        yield return PlanPaper.Text("配合单位：" + task.Cooperating);
    }

    static IEnumerable<Paragraph> BracketedTask(SampleTask task)
    {
        yield return PlanPaper.Text($"{task.Label}．{task.Title}。{task.Body}（{task.Lead}牵头，{task.Cooperating}配合）");
    }

    static char Chinese(int index) => "一二三四五六七八九十"[index];

    static void Write(string title, IEnumerable<OpenXmlElement> content, Stream stream)
    {
        using var buffer = new MemoryStream();
        using (var package = WordprocessingDocument.Create(buffer, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            package.ChangeIdOfPart(main, "rId1");
            var core = package.AddCoreFilePropertiesPart();
            package.ChangeIdOfPart(core, "rId2");
            PlanPaper.WriteProperties(core, title, FileTime);

            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = PlanPaper.Styles();
            main.AddNewPart<NumberingDefinitionsPart>("rId2").Numbering = PlanPaper.Numbering();
            main.AddNewPart<HeaderPart>("rId3").Header = PlanPaper.Header(title);
            main.AddNewPart<FooterPart>("rId4").Footer = PlanPaper.Footer();
            main.Document = new(new Body([.. content, PlanPaper.Page(header: "rId3", footer: "rId4")]));
        }
        WithFixedTimes(buffer, stream);
    }

    // The packer stamps every entry with the clock; the same entries are packed again with one time for all.
    static void WithFixedTimes(MemoryStream packed, Stream stream)
    {
        using var source = new ZipArchive(packed, ZipArchiveMode.Read);
        using var target = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in source.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var copy = target.CreateEntry(entry.FullName);
            copy.LastWriteTime = FileTime;
            using var from = entry.Open();
            using var to = copy.Open();
            from.CopyTo(to);
        }
    }
}
