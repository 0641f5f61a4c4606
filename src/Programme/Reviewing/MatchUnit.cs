using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>Whom a printed name means. Choice: unit:ID, group:ID, new-unit, new-group, or same:ID for the body of another printed name; Version is that which the reviewer saw.</summary>
sealed record NameDecision(Guid Match, int Version, string? Choice, bool AsAlias);

/// <summary>
/// A reviewer says whom printed names mean: registered units or groups, or new ones of these names. A decision holds for every place of the
/// document that prints the name; kept as an alias it holds for later documents too.
/// </summary>
sealed class MatchUnit(ReviewDesk desk, UnitRegister register, CitySettings settings, CurrentUser user)
{
    /// <summary>Settled now; Passed: left as they were, because a colleague had settled them or nothing that exists was chosen.</summary>
    public sealed record Outcome(int Settled, IReadOnlyList<Problem> Passed);

    public async Task<Result<Guid>> Run(Guid import, Guid match, int version, string? choice, bool asAlias, CancellationToken ct)
    {
        var result = await Run(import, [new(match, version, choice, asAlias)], ct);
        var problems = result.Ok ? result.Value!.Passed : result.Problems;
        return new(match, problems);
    }

    /// <summary>All decisions in one save and with the same few queries, however many names there are.</summary>
    public async Task<Result<Outcome>> Run(Guid import, IReadOnlyList<NameDecision> decisions, CancellationToken ct)
    {
        if (!await desk.IsOpen(import, ct)) return ReviewDesk.Closed;
        var matches = await desk.Data.UnitMatches.Where(m => m.ImportId == import).ToDictionaryAsync(m => m.Id, ct);
        var register = await Register(decisions, [.. decisions.Select(d => matches.GetValueOrDefault(d.Match)?.PrintedName).OfType<string>()], ct);
        var passed = new List<Problem>();
        var settled = 0;

        // What is the same as another name comes after it.
        foreach (var decision in decisions.OrderBy(d => d.Choice?.StartsWith("same:", StringComparison.Ordinal) == true))
        {
            if (matches.GetValueOrDefault(decision.Match) is not { } found) passed.Add(ReviewDesk.Gone);
            else if (found.Version != decision.Version) passed.Add(new("programme.match-changed", null, found.PrintedName));
            else if (Chosen(found.PrintedName, decision.Choice, register, matches) is not { } chosen) passed.Add(new("programme.match-no-choice", "choice", found.PrintedName));
            else
            {
                Settle(found, chosen, decision, register);
                settled++;
            }
        }
        var saved = await desk.Save(import, ct);
        return saved.Ok ? new Outcome(settled, passed) : new Result<Outcome>(default, saved.Problems);
    }

    void Settle(UnitMatch found, (Guid? Unit, Guid? Group) chosen, NameDecision decision, Known known)
    {
        (found.UnitId, found.GroupId) = chosen;
        found.Confidence = 1;
        found.ChosenBy = user.Name;
        found.Version++;
        if (decision.AsAlias && known.Taken.Add(found.PrintedName)) register.AddAlias(found.PrintedName, known.Region, found.UnitId, found.GroupId);
    }

    (Guid? Unit, Guid? Group)? Chosen(string printed, string? choice, Known known, Dictionary<Guid, UnitMatch> matches)
    {
        switch (choice?.Split(':'))
        {
            case ["unit", var id] when Guid.TryParse(id, out var unit) && known.Units.Contains(unit): return (unit, null);
            case ["group", var id] when Guid.TryParse(id, out var group) && known.Groups.Contains(group): return (null, group);
            case ["same", var id] when Guid.TryParse(id, out var other) && matches.GetValueOrDefault(other) is { } same && (same.Confidence >= 1 || same.ChosenBy is not null): return (same.UnitId, same.GroupId);
            case ["new-unit"]:
                if (!known.UnitNamed.TryGetValue(printed, out var newUnit)) known.UnitNamed[printed] = newUnit = register.AddUnit(printed, known.Region).Id;
                known.Taken.Add(printed);
                return (newUnit, null);
            case ["new-group"]:
                if (!known.GroupNamed.TryGetValue(printed, out var newGroup)) known.GroupNamed[printed] = newGroup = register.AddGroup(printed, known.Region).Id;
                known.Taken.Add(printed);
                return (null, newGroup);
            default: return null;
        }
    }

    /// <summary>What the register holds of the names and choices at hand. Taken: names that need no alias, because they are registered as they stand.</summary>
    sealed record Known(string Region, HashSet<Guid> Units, HashSet<Guid> Groups, Dictionary<string, Guid> UnitNamed, Dictionary<string, Guid> GroupNamed, HashSet<string> Taken);

    async Task<Known> Register(IReadOnlyList<NameDecision> decisions, List<string> printed, CancellationToken ct)
    {
        var region = (await settings.Profile(ct)).RegionCode;
        var ids = decisions.Select(d => d.Choice?.Split(':') is [_, var id] && Guid.TryParse(id, out var chosen) ? chosen : Guid.Empty).Distinct().ToList();
        var units = await register.Units.Where(u => ids.Contains(u.Id) || printed.Contains(u.Name) || printed.Contains(u.ShortName)).Select(u => new { u.Id, u.Name, u.ShortName, u.RegionCode }).ToListAsync(ct);
        var groups = await register.Groups.Where(g => ids.Contains(g.Id) || printed.Contains(g.Name)).Select(g => new { g.Id, g.Name, g.RegionCode }).ToListAsync(ct);
        var aliases = await register.Aliases.Where(a => a.RegionCode == region && printed.Contains(a.Name)).Select(a => a.Name).ToListAsync(ct);
        return new(region, [.. units.Select(u => u.Id)], [.. groups.Select(g => g.Id)],
            units.Where(u => u.RegionCode == region).DistinctBy(u => u.Name).ToDictionary(u => u.Name, u => u.Id, StringComparer.Ordinal),
            groups.Where(g => g.RegionCode == region).DistinctBy(g => g.Name).ToDictionary(g => g.Name, g => g.Id, StringComparer.Ordinal),
            [.. aliases, .. units.Select(u => u.Name), .. units.Select(u => u.ShortName), .. groups.Select(g => g.Name)]);
    }
}

/// <summary>A reviewer has dealt with a finding: it is settled, or opened again.</summary>
sealed class SettleFinding(ReviewDesk desk, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid import, Guid finding, bool settled, CancellationToken ct)
    {
        if (!await desk.IsOpen(import, ct)) return ReviewDesk.Closed;
        var found = await desk.Data.Findings.SingleOrDefaultAsync(f => f.ImportId == import && f.Id == finding, ct);
        if (found is null) return ReviewDesk.Gone;
        found.SettledBy = settled ? user.Name : null;
        found.SettledAt = settled ? time.GetUtcNow().UtcDateTime : null;
        return await desk.Save(found.Id, ct);
    }
}
