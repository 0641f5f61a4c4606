using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

/// <summary>Takes a child into the register, with its groups and who answers for it.</summary>
sealed class RegisterChild(ProtectionData data, CurrentUser user, KnownNumbers numbers, TimeProvider time)
{
    public async Task<Result<Guid>> Run(ChildForm form, CancellationToken ct)
    {
        if (!data.MayKeep) return KeepRules.NotYours;
        var today = ChinaTime.Today(time);
        var read = ChildRules.Read(form, user.RegionPrefix, today);
        if (!read.Ok) return new Result<Guid>(default, read.Problems);
        var facts = read.Value!;
        if ((await KeepRules.Unknown(data, facts, ct) ?? await numbers.Check(facts.IdNumber, default, ct)) is { } wrong) return wrong;

        var child = new Child { Id = data.NewId(), RegisteredAt = time.GetUtcNow().UtcDateTime, Version = 1 };
        KeepRules.Put(child, facts, today);
        data.Add(child);
        foreach (var group in facts.Groups) data.Add(new ChildLabel { Id = data.NewId(), ChildId = child.Id, Group = group, From = today });
        if (facts.GuardianName is not null) data.Add(KeepRules.Put(new Guardian { Id = data.NewId(), ChildId = child.Id }, facts));
        try { await data.Save(ct); }
        catch (DbUpdateException clash) when (KeepRules.IsTwice(clash)) { return await numbers.Found(facts.IdNumber!, default, ct); }
        return child.Id;
    }
}

/// <summary>Corrects a child's file, or confirms that nothing has changed. What two people change at once is shown to the second, who decides.</summary>
sealed class CorrectChild(ProtectionData data, CurrentUser user, KnownNumbers numbers, TimeProvider time)
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
        if ((await KeepRules.Unknown(data, facts, ct) ?? await numbers.Check(facts.IdNumber, id, ct)) is { } wrong) return wrong;

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
        catch (DbUpdateException clash) when (KeepRules.IsTwice(clash)) { return await numbers.Found(facts.IdNumber!, id, ct); }
    }
}

/// <summary>How many identity numbers one person may write into the register on a day [D]; kept under "protection.numbers" in the settings.</summary>
sealed class NumberLimits
{
    public int Day { get; set; } = 100;
}

/// <summary>
/// That a number is known says that its child is in the register, somewhere. Who keeps a register must be told; who looks for a child by trying numbers must not get far: so many a day,
/// and each one that is known stands in the record of the child who has it, and is told to that child's county unless the asker sees the child anyway.
/// </summary>
sealed class KnownNumbers(ProtectionData data, CitySettings settings, Disclosures disclosures, NoticeBoard notices, AuditLog log, TimeProvider time)
{
    public async Task<Problem?> Check(string? number, Guid except, CancellationToken ct)
    {
        if (number is null) return null;
        var most = (await settings.Get("protection.numbers", new NumberLimits(), ct)).Day;
        if (await data.NumbersSince(ChinaTime.StartOf(ChinaTime.Today(time)), ct) >= most) return new("protection.numbers-enough", nameof(ChildForm.IdNumber), most);
        return await data.Knows(number, except, ct) is null ? null : await Found(number, except, ct);
    }

    public async Task<Problem> Found(string number, Guid except, CancellationToken ct)
    {
        data.Forget(); // what could not be written
        if (await data.Knows(number, except, ct) is { } known)
            await data.Attempt(async () =>
            {
                if (!await data.Children.AnyAsync(c => c.Id == known.Id, ct))
                    foreach (var county in await disclosures.CountyOf(known.RegionCode, ct)) notices.Tell(county, "protection.notice-twice", "/children");
                await data.Save(ct);
                await log.Note(AuditKind.Refused, "protection_child", known.Id.ToString(), "twice", ct: ct);
                return true;
            }, ct);
        return KeepRules.Twice;
    }
}

static class KeepRules
{
    public static Problem NotYours { get; } = new("protection.not-yours");
    public static Problem Meanwhile { get; } = new("protection.meanwhile");

    /// <summary>Says that the number is known and nothing else: who has it may be in somebody else's region.</summary>
    public static Problem Twice { get; } = new("protection.twice", nameof(ChildForm.IdNumber));

    // The unique index on tokens is the guard; the question before it gives the message without a failed write.
    public static bool IsTwice(DbUpdateException clash) => clash.InnerException?.Message is { } said && (said.Contains("platform_search_token", StringComparison.Ordinal) || said.Contains("IX_platform_search_token_only", StringComparison.Ordinal));

    public static async Task<Problem?> Unknown(ProtectionData data, ChildFacts facts, CancellationToken ct)
    {
        if (!await data.Regions.AnyAsync(r => r.Code == facts.Village, ct)) return new("protection.no-village", nameof(ChildForm.Village));
        if (facts.School is { } school && !await data.Units.AnyAsync(u => u.Id == school, ct)) return new("protection.no-school", nameof(ChildForm.School));
        return null;
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
