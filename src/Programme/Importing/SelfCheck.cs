using System.Globalization;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Importing;

/// <summary>Holds the draft against what the document says of itself, and points at what a person should look at.</summary>
static class SelfCheck
{
    public static void Run(PlanDraft draft, IReadOnlyList<Heading> headings, List<Finding> findings)
    {
        if (draft.Tasks.Count == 0) findings.Add(new("programme.no-tasks", Severity.Error));
        Declared(draft, findings);
        Numbers(headings, findings);
        Items(draft, findings);

        var unled = draft.Tasks.Where(t => !t.Units.Any(u => u.Role == UnitRole.Lead)).ToList();
        // A plan without any units names them elsewhere: one finding tells more than forty.
        if (unled.Count == draft.Tasks.Count && unled.Count > 1) findings.Add(new("programme.tasks-without-units", Severity.Warning, null, Number(unled.Count)));
        else foreach (var task in unled) findings.Add(new("programme.task-without-lead", Severity.Warning, task.Where.Count > 0 ? task.Where[0] : null, task.Id));

        foreach (var attachment in draft.Header.Attachments.Where(a => !a.Present)) findings.Add(new("programme.attachment-missing", Severity.Note, null, attachment.Title));
        if (draft.Header.Title is null) findings.Add(new("programme.title-missing", Severity.Warning));
        if (draft.Header.DocNumberRaw is { } raw && raw != draft.Header.DocNumber) findings.Add(new("programme.number-normalised", Severity.Note, null, raw, draft.Header.DocNumber!));
    }

    static void Declared(PlanDraft draft, List<Finding> findings)
    {
        if (draft.Header.Declared is not { } declared) return;
        Compare("domains", declared.Domains, draft.Counts.Domains);
        Compare("actions", declared.Actions, draft.Counts.Actions);
        Compare("tasks", declared.Tasks, draft.Counts.Tasks);

        void Compare(string what, int? said, int found)
        {
            if (said is { } number && number != found) findings.Add(new("programme.count-differs", Severity.Warning, declared.Where, what, Number(number), Number(found)));
        }
    }

    /// <summary>Skipped and repeated numbers within each run of tasks. A number of 1 starts a new run.</summary>
    static void Numbers(IReadOnlyList<Heading> headings, List<Finding> findings)
    {
        Heading? previous = null;
        foreach (var heading in headings)
        {
            if (previous is not null && previous.Label.Series == heading.Label.Series)
            {
                var (last, now) = (previous.Label.Ordinal, heading.Label.Ordinal);
                if (now == last && previous.Parent == heading.Parent) findings.Add(new("programme.number-repeated", Severity.Warning, heading.Where, heading.Label.Printed));
                else if (now > last + 1 || now < last && now != 1) findings.Add(new("programme.number-skipped", Severity.Warning, heading.Where, previous.Label.Printed, heading.Label.Printed));
            }
            previous = heading;
        }
        var tops = headings.Select(h => h.Top).Distinct().ToList();
        if (tops.Count == 0) return;
        foreach (var parents in headings.Where(h => h.Parent is not null).Select(h => h.Parent!).Distinct().GroupBy(p => p.Parent))
            Siblings([.. parents], findings);
    }

    static void Siblings(List<Heading> siblings, List<Finding> findings)
    {
        for (var i = 1; i < siblings.Count; i++)
        {
            var (before, after) = (siblings[i - 1].Label, siblings[i].Label);
            if (before.Series != after.Series || after.Ordinal == before.Ordinal + 1 || after.Ordinal == 1) continue;
            findings.Add(new(after.Ordinal == before.Ordinal ? "programme.number-repeated" : "programme.number-skipped", Severity.Warning, siblings[i].Where, before.Printed, after.Printed));
        }
    }

    static void Items(PlanDraft draft, List<Finding> findings)
    {
        foreach (var task in draft.Tasks)
        {
            var last = 0;
            foreach (var item in task.Items)
            {
                if (item.Label is null || Numbering.Read(Folding.Fold(item.Label) + "　") is not { } label) continue;
                if (label.Ordinal == last) findings.Add(new("programme.number-repeated", Severity.Note, item.Where, task.Id, item.Label));
                else if (label.Ordinal > last + 1) findings.Add(new("programme.number-skipped", Severity.Note, item.Where, task.Id, item.Label));
                last = label.Ordinal;
            }
        }
    }

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
