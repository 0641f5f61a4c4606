using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

/// <summary>Which children to list: those of a group, those whose file has grown stale, and those whom words name.</summary>
sealed record ChildFilter(ChildGroup? Group, bool Stale, string? Words, int Page = 1)
{
    public const int LongestWords = 60;

    /// <summary>What a form sends, as typed; what is no group is not asked.</summary>
    public static ChildFilter Of(string? group, string? stale, string? words, int page = 1) =>
        new(Enum.TryParse<ChildGroup>(group, out var g) && Enum.IsDefined(g) ? g : null, stale == "true", words?.Trim() is { Length: > 0 } typed ? typed : null, page);

    /// <summary>The open files that it chooses among those the user may see.</summary>
    public IQueryable<SeenChild> Choose(ProtectionData data, DateOnly today)
    {
        var children = data.Seen.AsNoTracking().Where(s => s.Child.ClosedOn == null);
        if (Words is { } words)
        {
            var found = data.Found(words).Select(c => c.Id);
            children = children.Where(s => found.Contains(s.Child.Id));
        }
        if (Group is { } group) children = children.Where(s => data.Labels.Any(l => l.ChildId == s.Child.Id && l.Group == group && l.Until == null));
        if (Stale && today.AddDays(-Child.StaleAfterDays) is var stale) children = children.Where(s => s.Child.VerifiedOn <= stale);
        return children;
    }
}

/// <summary>One child in the list, in the form that the reader may see. Age in years today; for a masked row the year of birth alone is shown.</summary>
sealed record ChildLine(Guid Id, string Name, Sex Sex, string BirthDay, int? Age, string Village, IReadOnlyList<ChildGroup> Groups, DateOnly VerifiedOn, bool Clear);

sealed record ChildrenView(IReadOnlyList<ChildLine> Lines, int Total, int Page);

/// <summary>How many children of each group live in one region.</summary>
sealed record CountLine(string Region, int Children, IReadOnlyDictionary<ChildGroup, int> Groups);

/// <summary>Lists the register for those who may see rows, longest unverified first, and counts it for those who may only count.</summary>
sealed class ReadChildren(ProtectionData data, CurrentUser user, Eyes eyes, TimeProvider time)
{
    public const int PageSize = 50;

    /// <summary>Four queries, whatever the number of rows; one entry in the record when names were shown clear.</summary>
    public async Task<ChildrenView> Run(ChildFilter filter, CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        var children = filter.Choose(data, today);
        var total = await children.CountAsync(ct);
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await children.OrderBy(s => s.Child.VerifiedOn).ThenBy(s => s.Child.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(s => new { s.Child.Id, s.Child.Name, s.Child.BirthDay, s.Child.Sex, s.Child.RegionCode, s.Child.VerifiedOn, s.Clear, Village = data.Regions.Where(r => r.Code == s.Child.RegionCode).Select(r => r.Name).FirstOrDefault() }).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var labels = (await data.Labels.AsNoTracking().Where(l => ids.Contains(l.ChildId) && l.Until == null).Select(l => new { l.ChildId, l.Group }).ToListAsync(ct)).ToLookup(l => l.ChildId, l => l.Group);

        var lines = rows.Select(r =>
        {
            var birth = eyes.Show(r.Id, r.BirthDay, r.Clear)!;
            return new ChildLine(r.Id, eyes.Show(r.Id, r.Name, r.Clear)!, r.Sex, birth, r.Clear && Days.Read(birth) is { } day ? Age.On(today, day) : null, r.Village ?? r.RegionCode, [.. labels[r.Id].Order()], r.VerifiedOn, r.Clear);
        }).ToList();
        await eyes.Note("protection_child", "listed", [.. lines.Where(l => l.Clear).Select(l => l.Id)], ct: ct);
        return new(lines, total, page);
    }

    /// <summary>The regions one level below the reader's own, each with its numbers. Counties at the lowest: a number for a village would be a child.</summary>
    public async Task<IReadOnlyList<CountLine>> Count(CancellationToken ct)
    {
        var length = Math.Max(6, user.RegionPrefix.Length);
        var open = data.Counted.Where(c => c.ClosedOn == null);
        var children = await open.GroupBy(c => c.RegionCode.Substring(0, length)).Select(g => new { Region = g.Key, Number = g.Count() }).ToListAsync(ct);
        var groups = await (
            from label in data.Labels
            where label.Until == null
            join child in open on label.ChildId equals child.Id
            group label by new { Region = child.RegionCode.Substring(0, length), label.Group } into g
            select new { g.Key.Region, g.Key.Group, Number = g.Count() }).ToListAsync(ct);
        var names = await data.Regions.Where(r => r.Level == RegionLevel.County || r.Level == RegionLevel.City).Select(r => new { r.Code, r.Name }).ToListAsync(ct);
        return [.. children.OrderBy(c => c.Region).Select(c => new CountLine(
            names.FirstOrDefault(n => n.Code == c.Region.PadRight(12, '0'))?.Name ?? c.Region, c.Number,
            groups.Where(g => g.Region == c.Region).ToDictionary(g => g.Group, g => g.Number)))];
    }

    /// <summary>The villages of the reader's own region, to choose from, each with its township.</summary>
    public async Task<IReadOnlyList<Choice>> Villages(CancellationToken ct)
    {
        var regions = await data.Regions.Where(r => r.Level == RegionLevel.Village || r.Level == RegionLevel.Township).OrderBy(r => r.Code).Select(r => new { r.Code, r.Name, r.Level }).Take(5000).ToListAsync(ct);
        var townships = regions.Where(r => r.Level == RegionLevel.Township).ToDictionary(r => r.Code[..9], r => r.Name);
        return [.. regions.Where(r => r.Level == RegionLevel.Village).Select(r => new Choice(r.Code, townships.TryGetValue(r.Code[..9], out var township) ? $"{township} {r.Name}" : r.Name))];
    }
}

static class Days
{
    public static DateOnly? Read(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null;
}
