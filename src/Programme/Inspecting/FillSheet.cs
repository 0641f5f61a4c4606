using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>One answer as a phone or a form sends it. Version is that of the member's own answer which the phone had seen: 0 where there was none.</summary>
sealed record SheetInput(Guid Item, string? Answer, string? Note, int Version);

/// <summary>An item that the same member has answered on another device meanwhile: what stands there now, to be chosen against what was sent.</summary>
sealed record SheetClash(Guid Item, string Answer, string? Note, int Version);

/// <summary>What became of what was sent: the versions that stand now, and what was not written because it would have written over something.</summary>
sealed record SheetKept(IReadOnlyDictionary<Guid, int> Now, IReadOnlyList<SheetClash> Clashes);

/// <summary>
/// A member of the team fills in the sheet, also hours after standing at the place. Each writes their own answers; what the same member has said elsewhere since is not written over but shown. Of two members
/// who differ a person chooses one; the other stays to be read.
/// </summary>
sealed class FillSheet(InspectionsData inspections, CurrentUser user, TimeProvider time)
{
    public const int MostAnswers = Checklist.MostItems;
    public static readonly Problem NotOpen = new("programme.inspection-sheet-closed");

    public async Task<Result<SheetKept>> Run(Guid id, IReadOnlyList<SheetInput> inputs, CancellationToken ct)
    {
        if (await Member(id, ct) is not { } inspection) return PlanInspection.NoSuchInspection;
        if (inspection.State != InspectionState.UnderWay || inspection.ChecklistId is not { } list) return NotOpen;
        if (inputs.Count > MostAnswers) return new Problem("programme.inspection-too-many", null, MostAnswers);
        var items = await inspections.Items.Where(i => i.ChecklistId == list).Select(i => i.Id).ToListAsync(ct);
        var all = await inspections.Answers.Where(a => a.InspectionId == id).ToListAsync(ct);
        var (now, clashes, problems) = (new Dictionary<Guid, int>(), new List<SheetClash>(), new List<Problem>());
        foreach (var input in inputs.DistinctBy(i => i.Item))
        {
            if (!items.Contains(input.Item) || Named.Of<ItemAnswer>(input.Answer) is not { } answer) return new Problem("programme.inspection-which-answer");
            var note = PlanInspection.Line(input.Note, "note", SheetAnswer.LongestNote, false, problems) is { Length: > 0 } said ? said : null;
            if (problems.Count > 0) return new Result<SheetKept>(default, problems);
            var own = all.SingleOrDefault(a => a.ItemId == input.Item && a.PersonId == user.PersonId);
            if (own is not null && own.Answer == answer && own.Note == note) // sent twice, because the answer to the first did not arrive
            {
                now[input.Item] = own.Version;
                continue;
            }
            if ((own?.Version ?? 0) != input.Version)
            {
                if (own is not null) clashes.Add(new(input.Item, own.Answer.ToString(), own.Note, own.Version));
                else now[input.Item] = 0;
                if (own is not null) continue;
            }
            if (own is null) inspections.Add(own = new SheetAnswer { Id = inspections.NewId(), InspectionId = id, ItemId = input.Item, PersonId = user.PersonId!.Value });
            // Another word than before puts the choice between two members open again, and so does a first word that differs from what was chosen.
            foreach (var chosen in all.Where(a => a.ItemId == input.Item && a.Chosen && (own.Version > 0 ? own.Answer != answer : a.Answer != answer))) Choose(chosen, false);
            (own.Answer, own.Note, own.PersonName, own.At, own.Version) = (answer, note, user.Name, time.GetUtcNow().UtcDateTime, own.Version + 1);
            now[input.Item] = own.Version;
        }
        inspections.Holds(inspection); // findings that are issued at this moment rest on the answers that were seen
        return await inspections.Save(ct) ? new SheetKept(now, clashes) : TaskDesk.Changed;
    }

    /// <summary>Of two answers that differ, this one counts. Version is that of the answer which was seen.</summary>
    public async Task<Result<Guid>> Choose(Guid id, Guid answer, int version, CancellationToken ct)
    {
        if (await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } inspection) return PlanInspection.NoSuchInspection;
        if (inspection.State != InspectionState.UnderWay) return NotOpen;
        if (await inspections.Answers.SingleOrDefaultAsync(a => a.Id == answer && a.InspectionId == id, ct) is not { } chosen) return new Problem("programme.inspection-which-answer");
        if (chosen.Version != version) return TaskDesk.Changed;
        // Where all say the same there is nothing to choose, and a choice would only silence who comes later.
        if (!await inspections.Answers.AnyAsync(a => a.InspectionId == id && a.ItemId == chosen.ItemId && a.Answer != chosen.Answer, ct)) return new Problem("programme.inspection-which-answer");
        foreach (var other in await inspections.Answers.Where(a => a.InspectionId == id && a.ItemId == chosen.ItemId && a.Chosen && a.Id != answer).ToListAsync(ct)) Choose(other, false);
        Choose(chosen, true);
        inspections.Holds(inspection);
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>The inspection, for somebody who is of its team. The office sees the sheet, and does not fill it in unless it goes along.</summary>
    public async Task<Inspection?> Member(Guid id, CancellationToken ct) =>
        await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id && inspections.Members.Any(m => m.InspectionId == id && m.PersonId == user.PersonId && m.PostId == user.PostId), ct);

    static void Choose(SheetAnswer answer, bool chosen) => (answer.Chosen, answer.Version) = (chosen, answer.Version + 1);
}
