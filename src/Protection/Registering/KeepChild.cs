using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

/// <summary>Takes a child into the register, with its groups and who answers for it.</summary>
sealed class RegisterChild(ProtectionData data, CurrentUser user, AuditLog log, TimeProvider time)
{
    public async Task<Result<Guid>> Run(ChildForm form, CancellationToken ct)
    {
        if (!data.MayKeep) return KeepRules.NotYours;
        var today = ChinaTime.Today(time);
        var read = ChildRules.Read(form, user.RegionPrefix, today);
        if (!read.Ok) return new Result<Guid>(default, read.Problems);
        var facts = read.Value!;
        if (await KeepRules.Unknown(data, facts, default, ct) is { } wrong) return await log.NoteIfTwice(wrong, "", ct);

        var child = new Child { Id = data.NewId(), RegisteredAt = time.GetUtcNow().UtcDateTime, Version = 1 };
        KeepRules.Put(child, facts, today);
        data.Add(child);
        foreach (var group in facts.Groups) data.Add(new ChildLabel { Id = data.NewId(), ChildId = child.Id, Group = group, From = today });
        if (facts.GuardianName is not null) data.Add(KeepRules.Put(new Guardian { Id = data.NewId(), ChildId = child.Id }, facts));
        try { await data.Save(ct); }
        catch (DbUpdateException clash) when (KeepRules.IsTwice(clash)) { return await log.NoteIfTwice(KeepRules.Twice, "", ct); }
        return child.Id;
    }
}

/// <summary>Corrects a child's file, or confirms that nothing has changed. What two people change at once is shown to the second, who decides.</summary>
sealed class CorrectChild(ProtectionData data, CurrentUser user, AuditLog log, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid id, ChildForm form, CancellationToken ct)
    {
        if (!data.MayKeep || await data.Children.SingleOrDefaultAsync(c => c.Id == id && c.ClosedOn == null, ct) is not { } child) return KeepRules.NotYours;
        var today = ChinaTime.Today(time);
        if (form.Do == "confirm")
        {
            child.VerifiedOn = today;
            child.Version++;
            return await data.SaveUnlessChanged(ct) ? id : KeepRules.Meanwhile;
        }
        var read = ChildRules.Read(form, user.RegionPrefix, today, registering: false); // a child may have grown out of its last group
        if (!read.Ok) return new Result<Guid>(default, read.Problems);
        if (form.Version != child.Version) return KeepRules.Meanwhile;
        var facts = read.Value!;
        if (await KeepRules.Unknown(data, facts, id, ct) is { } wrong) return await log.NoteIfTwice(wrong, id.ToString(), ct);

        KeepRules.Put(child, facts, today);
        child.Version++;
        var labels = await data.Labels.Where(l => l.ChildId == id && l.Until == null).ToListAsync(ct);
        foreach (var ended in labels.Where(l => !facts.Groups.Contains(l.Group))) ended.Until = today;
        foreach (var group in facts.Groups.Where(g => labels.All(l => l.Group != g))) data.Add(new ChildLabel { Id = data.NewId(), ChildId = id, Group = group, From = today });
        if (facts.GuardianName is not null)
        {
            if (await data.Guardians.Where(g => g.ChildId == id).OrderBy(g => g.Id).FirstOrDefaultAsync(ct) is { } known) KeepRules.Put(known, facts);
            else data.Add(KeepRules.Put(new Guardian { Id = data.NewId(), ChildId = id }, facts));
        }
        try { return await data.SaveUnlessChanged(ct) ? id : KeepRules.Meanwhile; }
        catch (DbUpdateException clash) when (KeepRules.IsTwice(clash)) { return await log.NoteIfTwice(KeepRules.Twice, id.ToString(), ct); }
    }
}

static class KeepRules
{
    public static Problem NotYours { get; } = new("protection.not-yours");
    public static Problem Meanwhile { get; } = new("protection.meanwhile");

    /// <summary>Says that the number is known and nothing else: who has it may be in somebody else's region.</summary>
    public static Problem Twice { get; } = new("protection.twice", nameof(ChildForm.IdNumber));

    /// <summary>That a number is known says that its child is in the register: whoever asks for many numbers so is seen in the record.</summary>
    public static async Task<Problem> NoteIfTwice(this AuditLog log, Problem problem, string key, CancellationToken ct)
    {
        if (problem == Twice) await log.Note(AuditKind.Refused, "protection_child", key, "twice", ct: ct);
        return problem;
    }

    // The unique index on tokens is the guard; the question before it only gives the message without a failed write.
    public static bool IsTwice(DbUpdateException clash) => clash.InnerException?.Message is { } said && (said.Contains("platform_search_token", StringComparison.Ordinal) || said.Contains("IX_platform_search_token_only", StringComparison.Ordinal));

    public static async Task<Problem?> Unknown(ProtectionData data, ChildFacts facts, Guid except, CancellationToken ct)
    {
        if (!await data.Regions.AnyAsync(r => r.Code == facts.Village, ct)) return new("protection.no-village", nameof(ChildForm.Village));
        if (facts.School is { } school && !await data.Units.AnyAsync(u => u.Id == school, ct)) return new("protection.no-school", nameof(ChildForm.School));
        return facts.IdNumber is { } number && await data.Knows(number, except, ct) ? Twice : null;
    }

    public static void Put(Child child, ChildFacts facts, DateOnly today)
    {
        (child.Name, child.IdNumber, child.IdKind) = (Secret.Of(facts.Name)!, Secret.Of(facts.IdNumber), facts.IdKind);
        (child.BirthDay, child.BirthYear, child.Sex) = (Secret.Of(facts.BirthDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))!, facts.BirthDay.Year, facts.Sex);
        (child.RegionCode, child.SchoolId, child.Address, child.VerifiedOn) = (facts.Village, facts.School, Secret.Of(facts.Address), today);
    }

    public static Guardian Put(Guardian guardian, ChildFacts facts)
    {
        (guardian.Name, guardian.Phone, guardian.Kinship) = (Secret.Of(facts.GuardianName)!, Secret.Of(facts.GuardianPhone), facts.Kinship);
        return guardian;
    }
}
