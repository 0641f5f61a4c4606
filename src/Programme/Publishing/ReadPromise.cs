using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Publishing;

/// <summary>Everything the public may read about one promise.</summary>
sealed class ReadPromise(PublicProgrammeData data)
{
    public async Task<PublicPromiseDetail?> Run(Guid id, CancellationToken ct)
    {
        if (await data.Promises.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, ct) is not { } task) return null;
        var plan = await data.Plans.AsNoTracking().Where(p => p.Id == task.PlanId)
            .Select(p => new PublicPlan(p.Id, p.Title, p.DocNumber ?? p.DocNumberRaw, p.Issuer, p.IssuedOn, p.RegionName, p.StartYear, p.EndYear)).SingleAsync(ct);
        var domain = await data.Domains.Where(d => d.Id == task.DomainId).Select(d => d.Name).FirstOrDefaultAsync(ct);
        var targets = await data.Targets.AsNoTracking().Where(x => x.TaskId == id).OrderBy(x => x.SortOrder).ToListAsync(ct);
        var readings = (await data.Readings.AsNoTracking().Where(r => data.Targets.Any(x => x.Id == r.TargetId && x.TaskId == id)).OrderBy(r => r.On).ThenBy(r => r.Id)
            .Select(r => new { r.TargetId, r.On, r.Value }).ToListAsync(ct)).ToLookup(r => r.TargetId, r => new PublicReading(r.On, r.Value));
        var units = await data.Units.Where(u => u.TaskId == id).OrderBy(u => u.Role != UnitRole.Lead).ThenByDescending(u => u.Primary).ThenBy(u => u.SortOrder)
            .Select(u => new { u.UnitId, u.Role, u.RoleLabel, Name = data.RegisteredUnits.Where(r => r.Id == u.UnitId).Select(r => r.Name).FirstOrDefault() ?? u.PrintedName })
            .ToListAsync(ct);
        // What a unit adds by its own hand reaches the public only once the office has accepted the work after it, as its words do.
        var accepted = await data.Notes.Where(n => n.TaskId == id && n.Kind == NoteKind.Accepted).MaxAsync(n => (DateTime?)n.At, ct) ?? DateTime.UnixEpoch;
        var milestones = await data.Milestones.Where(m => m.TaskId == id
                && !data.Notes.Any(n => n.TaskId == id && n.Kind == NoteKind.Milestone && n.Text == m.Title && n.ReturnId == null && n.At > accepted && data.Units.Any(u => u.TaskId == id
                    && (u.UnitId == n.UnitId || data.Members.Any(g => g.GroupId == u.GroupId && g.UnitId == n.UnitId)))))
            .OrderBy(m => m.Due).Select(m => new PublicMilestone(m.Title, m.Due, m.ReachedOn)).ToListAsync(ct);
        var evidence = await data.EvidenceFiles.Where(e => e.TaskId == id && e.AddedAt <= accepted).OrderByDescending(e => e.AddedAt).Select(e => new PublicEvidence(e.FileName, e.Source, e.TakenOn)).ToListAsync(ct);

        var promise = new PublicPromise(
            task.Id, task.Label, task.PlainTitle ?? task.Title, task.PlainTitleEn, domain, task.Light, task.LightReason, PublicForm.Course(task.State), task.Due,
            task.LastNewsAt is { } at ? ChinaTime.DayOf(at) : null, PublicForm.Headline(targets), [.. units.Where(u => u.Role == UnitRole.Lead).Select(u => u.Name)]);
        return new(
            promise, plan, task.Title, task.ActionName, await Clause(task, ct), task.Progress,
            [.. targets.Select(t => new PublicTarget(t.Text, t.Soft, PublicForm.Figure(t, readings[t.Id].FirstOrDefault()?.Value), [.. readings[t.Id]]))],
            [.. units.Select(u => new PublicUnit(u.Name, u.Role == UnitRole.Lead, u.RoleLabel))],
            milestones, await News(id, [.. units.Where(u => u is { Role: UnitRole.Lead, UnitId: not null }).Select(u => u.UnitId!.Value)], ct), evidence);
    }

    /// <summary>
    /// Newest first. A unit's words are published once the office has accepted the work after them, or the period return in which they stand, and only as long as it is accepted and with what its last
    /// revision says; the office's own words to a unit never are. What was taken back is not told as news.
    /// </summary>
    async Task<List<PublicNews>> News(Guid id, HashSet<Guid> leads, CancellationToken ct)
    {
        var notes = await data.Notes.Where(n => n.TaskId == id).OrderByDescending(n => n.At).ThenByDescending(n => n.Id)
            .Select(n => new { n.Kind, n.At, n.UnitId, n.UnitName, n.Text, n.Progress, n.ReturnId, SetOnly = n.NewDue != null, Stands = n.ReturnId == null || data.AcceptedReturns.Any(r => r.Id == n.ReturnId) }).ToListAsync(ct);
        var accepted = notes.Where(n => n.Kind == NoteKind.Accepted).Select(n => (DateTime?)n.At).Max();

        var (news, revised, undone) = (new List<PublicNews>(), new HashSet<Guid>(), new HashSet<(NoteKind, string)>());
        foreach (var note in notes)
        {
            // From the newest on: an undoing comes before what it undoes, and the last words of a return before its earlier ones.
            if (note.Kind == NoteKind.Unreached) undone.Add((NoteKind.Milestone, note.Text));
            if (note.Kind == NoteKind.Unsubmitted) undone.Add((NoteKind.Submitted, ""));
            if (PublicForm.News(note.Kind) is not { } kind) continue;
            if (note.Kind == NoteKind.Milestone && (note.SetOnly || undone.Remove((note.Kind, note.Text)))) continue; // a milestone that was set is not one that was reached
            if (note.Kind == NoteKind.Submitted && undone.Remove((note.Kind, ""))) continue;
            if (kind is PublicNewsKind.Progress && (!note.Stands || note.ReturnId is { } of && !revised.Add(of))) continue;
            if (kind is not PublicNewsKind.Progress) news.Add(new(kind, note.At, note.UnitName, null, note.Progress));
            else if ((note.At <= accepted || note.ReturnId is not null) && note.UnitId is { } unit && leads.Contains(unit)) news.Add(new(kind, note.At, note.UnitName, note.Text, note.Progress));
        }
        return news;
    }

    /// <summary>The clause as printed; where its source has no place recorded, the text of the task.</summary>
    async Task<IReadOnlyList<string>> Clause(ProgrammeTask task, CancellationToken ct)
    {
        var places = JsonSerializer.Deserialize<List<Place>>(task.Where) ?? [];
        var numbers = places.Select(p => p.Block).Distinct().ToList();
        var blocks = numbers.Count == 0 ? [] : await data.SourceBlocks.Where(b => b.ImportId == task.ImportId && numbers.Contains(b.Number)).ToDictionaryAsync(b => b.Number, b => b.Text, ct);

        var clause = new List<string>();
        foreach (var place in places)
        {
            if (!blocks.TryGetValue(place.Block, out var text)) continue;
            var start = Math.Clamp(place.Start, 0, text.Length);
            var part = text.Substring(start, Math.Clamp(place.Length, 0, text.Length - start)).Trim();
            if (part.Length > 0) clause.Add(part);
        }
        return clause.Count > 0 ? clause : [.. task.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
