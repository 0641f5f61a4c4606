using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>The office says who is inspected, about which tasks, and who goes there. Nobody inspects a unit to which they belong by any post, nor one above or below it.</summary>
sealed class ChangeTeam(InspectionsData inspections, ProgrammeData programme, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public const int MostUnits = 30, MostTasks = 60, MostMembers = 20;

    public async Task<Result<Guid>> Run(Guid id, TeamForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } inspection) return PlanInspection.NoSuchInspection;
        if (inspection.Version != form.Version) return TaskDesk.Changed;
        var aboutTeam = form.Do is "add-post" or "add-outside" or "drop-member" or "lead";
        if (!(inspection.State is InspectionState.Draft or InspectionState.Planned || (aboutTeam && inspection.State is InspectionState.UnderWay or InspectionState.Issued))) return new Problem("programme.inspection-fixed");

        var refused = form.Do switch
        {
            "add-unit" => await AddUnit(inspection, Id(form.Unit), ct),
            "drop-unit" => await DropUnit(inspection, Id(form.Unit), ct),
            "add-task" => await AddTask(inspection, Id(form.Task), ct),
            "drop-task" => await Drop(inspections.InspectedTasks.Where(t => t.InspectionId == id), t => t.TaskId == Id(form.Task), ct),
            "add-post" => await AddPost(inspection, Id(form.Member), ct),
            "add-outside" => await AddOutside(inspection, form, ct),
            "drop-member" => await DropMember(inspection, Id(form.Member), ct),
            "lead" => await Lead(inspection, Id(form.Member), ct),
            _ => new("programme.inspection-not-your-step"),
        };
        if (refused is not null) return refused;
        inspection.Version++;
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>What stands against the team as it is: each as a problem with name and unit. Asked again when the inspection is planned and when it starts, whoever starts it, since posts change hands.</summary>
    public async Task<IReadOnlyList<Problem>> Conflicts(Guid id, CancellationToken ct)
    {
        var found = new List<Problem>();
        var units = await BodiesOf(id, ct);
        if (await inspections.Carried.AnyAsync(i => i.Id == id && i.Kind == InspectionKind.Unannounced, ct))
            foreach (var (body, _) in units)
                if (body.Id is { } served && await OfficeServes(served, ct)) found.Add(new("programme.inspection-office-there"));
        foreach (var member in await inspections.Members.Where(m => m.InspectionId == id).OrderBy(m => m.Name).ToListAsync(ct))
            if (await Against(member.PersonId, member.Name, member.Organisation, units, ct) is { } problem) found.Add(problem);
        return found;
    }

    async Task<Problem?> AddUnit(Inspection inspection, Guid? unit, CancellationToken ct)
    {
        var today = time.Today();
        if (await inspections.Units.SingleOrDefaultAsync(u => u.Id == unit && (u.ValidTo == null || u.ValidTo > today), ct) is not { } found) return new("programme.order-no-unit", nameof(TeamForm.Unit));
        if (await inspections.InspectedUnits.AnyAsync(u => u.InspectionId == inspection.Id && u.UnitId == found.Id, ct)) return new("programme.inspection-unit-there", nameof(TeamForm.Unit));
        if (await inspections.InspectedUnits.CountAsync(u => u.InspectionId == inspection.Id, ct) >= MostUnits) return new("programme.inspection-too-many", nameof(TeamForm.Unit), MostUnits);
        if (inspection.Kind == InspectionKind.Unannounced && await OfficeServes(found.Id, ct)) return new("programme.inspection-office-there", nameof(TeamForm.Unit));
        var body = new[] { (new Body(found.Id, found.Name, found.RegionCode), found.ShortName) };
        foreach (var member in await inspections.Members.Where(m => m.InspectionId == inspection.Id).ToListAsync(ct))
            if (await Against(member.PersonId, member.Name, member.Organisation, body, ct) is { } problem) return problem with { Field = nameof(TeamForm.Unit) };
        inspections.Add(new InspectedUnit { Id = inspections.NewId(), InspectionId = inspection.Id, UnitId = found.Id });
        if (inspection is { State: InspectionState.Planned } && !inspection.Hidden(time.GetUtcNow().UtcDateTime)) await MoveInspection.TellUnits(notices, inspection, [found.Id], "planned", ct);
        return null;
    }

    /// <summary>A unit that was told of it is told that it is not for it any more.</summary>
    async Task<Problem?> DropUnit(Inspection inspection, Guid? unit, CancellationToken ct)
    {
        if (unit is { } gone && inspection.State == InspectionState.Planned && !inspection.Hidden(time.GetUtcNow().UtcDateTime) && await inspections.InspectedUnits.AnyAsync(u => u.InspectionId == inspection.Id && u.UnitId == gone, ct))
            await MoveInspection.TellUnits(notices, inspection, [gone], "cancelled", ct);
        return await Drop(inspections.InspectedUnits.Where(u => u.InspectionId == inspection.Id), u => u.UnitId == unit, ct);
    }

    async Task<Problem?> AddTask(Inspection inspection, Guid? task, CancellationToken ct)
    {
        if (task is not { } wanted || !await programme.VisibleTasks.AnyAsync(t => t.Id == wanted && t.DroppedInVersion == null, ct)) return new("programme.no-such-task", nameof(TeamForm.Task));
        if (await inspections.InspectedTasks.AnyAsync(t => t.InspectionId == inspection.Id && t.TaskId == wanted, ct)) return new("programme.inspection-task-there", nameof(TeamForm.Task));
        if (await inspections.InspectedTasks.CountAsync(t => t.InspectionId == inspection.Id, ct) >= MostTasks) return new("programme.inspection-too-many", nameof(TeamForm.Task), MostTasks);
        inspections.Add(new InspectedTask { Id = inspections.NewId(), InspectionId = inspection.Id, TaskId = wanted });
        return null;
    }

    async Task<Problem?> AddPost(Inspection inspection, Guid? post, CancellationToken ct)
    {
        if (await inspections.HeldPosts.Where(h => h.Post == post && Policies.Programme.Contains(h.Role)).OrderBy(h => h.Person).FirstOrDefaultAsync(ct) is not { } held) return new("programme.inspection-no-post", nameof(TeamForm.Member));
        if (await inspections.Members.AnyAsync(m => m.InspectionId == inspection.Id && m.PersonId == held.Person, ct)) return new("programme.inspection-member-there", nameof(TeamForm.Member), held.Name);
        if (await Full(inspection, ct)) return new("programme.inspection-too-many", nameof(TeamForm.Member), MostMembers);
        if (await Against(held.Person, held.Name, held.UnitFullName, await BodiesOf(inspection.Id, ct), ct) is { } problem) return problem with { Field = nameof(TeamForm.Member) };
        var first = !await inspections.Members.AnyAsync(m => m.InspectionId == inspection.Id && m.Leads, ct);
        inspections.Add(new InspectionMember { Id = inspections.NewId(), InspectionId = inspection.Id, PersonId = held.Person, PostId = held.Post, Name = held.Name, Organisation = held.UnitName, Leads = first });
        if (inspection.State != InspectionState.Draft) MoveInspection.TellMember(notices, inspection, held.Post, user);
        return null;
    }

    async Task<Problem?> AddOutside(Inspection inspection, TeamForm form, CancellationToken ct)
    {
        var problems = new List<Problem>();
        var name = PlanInspection.Line(form.Name, nameof(form.Name), InspectionMember.LongestName, true, problems);
        var organisation = PlanInspection.Line(form.Organisation, nameof(form.Organisation), InspectionMember.LongestOrganisation, true, problems);
        if (problems.Count > 0) return problems[0];
        if (await Full(inspection, ct)) return new("programme.inspection-too-many", nameof(form.Name), MostMembers);
        if (await Against(null, name, organisation, await BodiesOf(inspection.Id, ct), ct) is { } problem) return problem with { Field = nameof(form.Organisation) };
        inspections.Add(new InspectionMember { Id = inspections.NewId(), InspectionId = inspection.Id, Name = name, Organisation = organisation });
        return null;
    }

    async Task<Problem?> DropMember(Inspection inspection, Guid? member, CancellationToken ct)
    {
        if (await inspections.Members.SingleOrDefaultAsync(m => m.InspectionId == inspection.Id && m.Id == member, ct) is not { } found) return new("programme.inspection-no-post", nameof(TeamForm.Member));
        inspections.Remove(found);
        return null;
    }

    async Task<Problem?> Lead(Inspection inspection, Guid? member, CancellationToken ct)
    {
        var all = await inspections.Members.Where(m => m.InspectionId == inspection.Id).ToListAsync(ct);
        if (!all.Any(m => m.Id == member && m.PersonId != null)) return new("programme.inspection-no-post", nameof(TeamForm.Member));
        foreach (var one in all) one.Leads = one.Id == member;
        return null;
    }

    // Who sits in the office sees every inspection: of a unit in which one of them also serves, none is unannounced.
    Task<bool> OfficeServes(Guid unit, CancellationToken ct) =>
        inspections.HeldInTheCity.AnyAsync(o => o.Role == RoleCode.Office && inspections.HeldInTheCity.Any(h => h.Person == o.Person && h.Unit == unit), ct);

    async Task<bool> Full(Inspection inspection, CancellationToken ct) => await inspections.Members.CountAsync(m => m.InspectionId == inspection.Id, ct) >= MostMembers;

    async Task<Problem?> Drop<T>(IQueryable<T> from, Func<T, bool> which, CancellationToken ct) where T : class
    {
        foreach (var one in (await from.ToListAsync(ct)).Where(which)) inspections.Remove(one);
        return null;
    }

    async Task<IReadOnlyList<(Body Body, string ShortName)>> BodiesOf(Guid id, CancellationToken ct) =>
        [.. (await inspections.Units.Where(u => inspections.InspectedUnits.Any(i => i.InspectionId == id && i.UnitId == u.Id)).Select(u => new { u.Id, u.Name, u.RegionCode, u.ShortName }).ToListAsync(ct))
            .Select(u => (new Body(u.Id, u.Name, u.RegionCode), u.ShortName))];

    /// <summary>A person is looked at with all the posts they hold today; somebody from outside by the name of their organisation.</summary>
    async Task<Problem?> Against(Guid? person, string name, string organisation, IReadOnlyList<(Body Body, string ShortName)> units, CancellationToken ct)
    {
        if (person is { } known)
        {
            var own = await inspections.HeldInTheCity.Where(h => h.Person == known).Select(h => new { h.Unit, h.UnitFullName, h.UnitName, h.RegionCode }).ToListAsync(ct);
            foreach (var post in own)
                foreach (var (unit, shortName) in units)
                    if (UnitKin.Between(new(post.Unit, post.UnitFullName, post.RegionCode), unit) is { } kin) return new($"programme.inspection-kin-{kin.ToString().ToLowerInvariant()}", null, name, post.UnitName, shortName);
            return null;
        }
        foreach (var (unit, shortName) in units)
            if (UnitKin.Names(organisation, unit.Name, shortName)) return new("programme.inspection-kin-sameunit", null, name, organisation, shortName);
        return null;
    }

    static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
