using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing.Tables;

namespace OneMetre.Programme.Importing;

/// <summary>
/// Takes a plan document apart into a draft: header, tasks with units and targets, and the tables of indicators, projects and policies.
/// A pure function of the blocks. It never throws: whatever it cannot make sense of becomes a finding or stays text.
/// </summary>
static class PlanReader
{
    public static PlanDraft Read(SourceDocument source)
    {
        var findings = new List<Finding>();
        var paragraphs = Paragraphs(source);
        var attachments = AttachmentList.Take(paragraphs);
        var header = HeaderReader.Read(paragraphs, attachments);
        var baseYear = header.IssuedOn?.Year ?? header.StartYear;

        var tables = PlanTables.Read(TableGrid.All(source.Blocks), header.EndYear, baseYear);
        var (outline, headings) = Body(paragraphs, header, tables.Rows);
        findings.AddRange(outline.Findings);

        var firstLeads = FirstLeads(paragraphs, source);
        var builder = new TaskBuilder(firstLeads, baseYear, findings);
        var tasks = builder.Build(headings, tables);

        var documentTargets = DocumentTargets(outline, headings, baseYear);
        var projects = tables.Projects(builder);
        var policies = tables.Policies(builder);
        var counts = new DraftCounts(
            tasks.Select(t => (t.DomainLabel, t.Domain)).Where(d => d.Domain is not null).Distinct().Count(),
            tasks.Select(t => (t.DomainLabel, t.Domain, t.ActionLabel, t.Action)).Where(a => a.Action is not null).Distinct().Count(),
            tasks.Count);

        var draft = new PlanDraft(header, tasks, documentTargets, tables.Indicators, projects, policies, counts, findings);
        SelfCheck.Run(draft, headings, findings);
        return draft;
    }

    static List<Passage> Paragraphs(SourceDocument source)
    {
        var paragraphs = new List<Passage>();
        foreach (var block in source.Blocks)
        {
            if (block.Kind != BlockKind.Paragraph) continue;
            var passage = Folding.WithoutResidue(Passage.Of(block)).Trim();
            if (!passage.IsEmpty) paragraphs.Add(passage);
        }
        return paragraphs;
    }

    /// <summary>The part of the document that holds the tasks: a covering notice and attachments may be numbered too.</summary>
    static (Outline Outline, List<Heading> Tasks) Body(List<Passage> paragraphs, DraftHeader header, List<TaskRow> rows)
    {
        var title = header.Title is null ? null : Folding.Squeeze(header.Title);
        var parts = new List<List<Passage>> { new() };
        foreach (var paragraph in paragraphs)
        {
            var opens = AttachmentList.IsMarker(paragraph.Folded) || paragraph.Length < 80 && title is not null && Folding.Squeeze(paragraph.Text) == title;
            if (opens && parts[^1].Count > 0 && parts.Count < 50) parts.Add([]);
            parts[^1].Add(paragraph);
        }
        (Outline Outline, List<Heading> Tasks, int Weight)? best = null;
        foreach (var part in parts)
        {
            var outline = Outline.Build(part);
            var tasks = TaskLevel.Choose(outline, rows);
            var weight = tasks.Count + 9 * tasks.Count(t => t.Clauses.Count > 0);
            if (best is null || weight > best.Value.Weight) best = (outline, tasks, weight);
        }
        return (best!.Value.Outline, best.Value.Tasks);
    }

    static bool FirstLeads(List<Passage> paragraphs, SourceDocument source) =>
        paragraphs.Exists(p => p.Length < 3000 && RoleWords.FirstLeads.IsMatch(p.Folded))
        || source.Blocks.Any(b => b.Kind == BlockKind.Cell && b.Text.Length < 400 && RoleWords.FirstLeads.IsMatch(b.Text));

    /// <summary>Promises outside the task list: in the aims, and working rules with numbers or reports in the framing sections.</summary>
    static List<DraftTarget> DocumentTargets(Outline outline, List<Heading> tasks, int? baseYear)
    {
        var targets = new List<DraftTarget>();
        var inTasks = tasks.ToHashSet();
        foreach (var top in outline.Tops) Visit(top, false);
        return targets;

        void Visit(Heading heading, bool aim)
        {
            if (inTasks.Contains(heading)) return;
            var title = heading.Title.Folded;
            if (title.Length < 60)
            {
                if (TaskLevel.LooksBack(title) || TaskLevel.IsPrinciple(title)) return;
                aim |= TaskLevel.IsAim(title);
            }
            var scope = aim ? TargetScope.Aims : TargetScope.Frame;
            targets.AddRange(TargetGrammar.Read(heading.Line, baseYear, scope));
            foreach (var body in heading.Body) targets.AddRange(TargetGrammar.Read(body, baseYear, scope));
            foreach (var child in heading.Children) Visit(child, aim);
        }
    }
}
