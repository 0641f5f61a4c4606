using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// A reviewer says whom a printed name means: a registered unit or group, or a new one of that name. The decision holds for every place of the
/// document that prints the name; kept as an alias it holds for later documents too.
/// </summary>
sealed class MatchUnit(ReviewDesk desk, UnitRegister register, CitySettings settings, CurrentUser user)
{
    /// <summary>Choice: unit:ID, group:ID, new-unit or new-group.</summary>
    public async Task<Result<Guid>> Run(Guid import, Guid match, int version, string? choice, bool asAlias, CancellationToken ct)
    {
        if (!await desk.IsOpen(import, ct)) return ReviewDesk.Closed;
        var found = await desk.Data.UnitMatches.SingleOrDefaultAsync(m => m.ImportId == import && m.Id == match, ct);
        if (found is null) return ReviewDesk.Gone;
        if (found.Version != version) return new Problem("programme.match-changed", null, found.PrintedName);

        var region = (await settings.Profile(ct)).RegionCode;
        if (await Chosen(found.PrintedName, choice, region, ct) is not { } chosen) return new Problem("programme.match-no-choice", "choice", found.PrintedName);
        (found.UnitId, found.GroupId) = chosen;
        found.Confidence = 1;
        found.ChosenBy = user.Name;
        found.Version++;

        var alreadyKnown = await register.Aliases.AnyAsync(a => a.RegionCode == region && a.Name == found.PrintedName, ct)
            || await register.Units.AnyAsync(u => u.Name == found.PrintedName || u.ShortName == found.PrintedName, ct)
            || await register.Groups.AnyAsync(g => g.Name == found.PrintedName, ct);
        if (asAlias && !alreadyKnown && choice is not ("new-unit" or "new-group")) register.AddAlias(found.PrintedName, region, found.UnitId, found.GroupId);
        return await desk.Save(found.Id, ct);
    }

    async Task<(Guid?, Guid?)?> Chosen(string printed, string? choice, string region, CancellationToken ct)
    {
        switch (choice?.Split(':'))
        {
            case ["unit", var id] when Guid.TryParse(id, out var unit) && await register.Units.AnyAsync(u => u.Id == unit, ct): return (unit, null);
            case ["group", var id] when Guid.TryParse(id, out var group) && await register.Groups.AnyAsync(g => g.Id == group, ct): return (null, group);
            case ["new-unit"]: return ((await register.Units.FirstOrDefaultAsync(u => u.RegionCode == region && u.Name == printed, ct) ?? register.AddUnit(printed, region)).Id, null);
            case ["new-group"]: return (null, (await register.Groups.FirstOrDefaultAsync(g => g.RegionCode == region && g.Name == printed, ct) ?? register.AddGroup(printed, region)).Id);
            default: return null;
        }
    }
}

/// <summary>A reviewer takes all likely proposals for printed names at once, or registers every name that resembles nothing as new.</summary>
sealed class MatchAllUnits(ReviewDesk desk, MatchUnit one)
{
    public const double LikelyFrom = 0.85;

    /// <summary>With <paramref name="likely"/> the proposals that are near enough; otherwise names without any proposal become new units, and names of classes new groups.</summary>
    public async Task<Result<int>> Run(Guid import, bool likely, CancellationToken ct)
    {
        if (await ReviewSheet.Load(desk.Data, import, ct) is not { } sheet || sheet.Import.State != ImportState.Reviewing) return ReviewDesk.Closed;
        var done = 0;
        foreach (var choice in Choices(sheet, likely))
        {
            var matched = await one.Run(import, choice.Match.Id, choice.Match.Version, choice.Choice, asAlias: true, ct);
            if (!matched.Ok) return new(default, matched.Problems);
            done++;
        }
        return done;
    }

    public static IReadOnlyList<(ReviewMatch Match, string Choice)> Choices(ReviewSheet sheet, bool likely)
    {
        var classes = sheet.Tasks.SelectMany(e => e.Units).Where(u => u.Collective).Select(u => u.Name).ToHashSet(StringComparer.Ordinal);
        return [.. sheet.Unmatched.Select(n => sheet.Matches.GetValueOrDefault(n)).OfType<ReviewMatch>()
            .Where(m => likely ? m.Confidence >= LikelyFrom : m.UnitId is null && m.GroupId is null)
            .Select(m => (m, m.UnitId is { } unit ? $"unit:{unit}" : m.GroupId is { } group ? $"group:{group}" : classes.Contains(m.PrintedName) ? "new-group" : "new-unit"))];
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
