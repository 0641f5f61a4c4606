using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Guiding;

/// <summary>What an address asks of the register of guides. Without a state: those that are drafted or in force.</summary>
sealed record GuideFilter(GuideState? State = null, GuideLevel? Level = null, ChecklistKind? For = null, string? Words = null)
{
    const int LongestWords = 60;

    public static GuideFilter From(IQueryCollection query) => new(Named.Of<GuideState>(query["state"], anyCase: true), Named.Of<GuideLevel>(query["level"], anyCase: true), Named.Of<ChecklistKind>(query["for"], anyCase: true),
        query["q"].ToString().Trim() is { Length: > 0 } words ? PlainText.Cut(words, LongestWords) : null);
}

sealed record GuideLine(Guide Guide, int Clauses, int Must);

/// <summary>One version with its clauses, the other versions of its series, and the checklists that were made out of it.</summary>
sealed record GuideView(Guide Guide, IReadOnlyList<GuideClause> Clauses, IReadOnlyList<Guide> Versions, IReadOnlyList<(Guid Id, string Name, int Number, ChecklistState State)> Lists);

/// <summary>Reads the register of guides and standards.</summary>
sealed class ReadGuides(GuidesData guides, InspectionsData inspections)
{
    public const int PageSize = 30;

    public async Task<(IReadOnlyList<GuideLine> Lines, int Total)> Run(GuideFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        return (await Lined(Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize)).ToListAsync(ct), await shown.CountAsync(ct));
    }

    public async IAsyncEnumerable<GuideLine> All(GuideFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in Lined(Sorted(Of(filter))).AsAsyncEnumerable().WithCancellation(ct)) yield return line;
    }

    public async Task<GuideView?> One(Guid id, CancellationToken ct)
    {
        if (await guides.Guides.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) is not { } guide) return null;
        var clauses = await guides.Clauses.AsNoTracking().Where(c => c.GuideId == id).OrderBy(c => c.SortOrder).ToListAsync(ct);
        var lists = await inspections.Checklists.AsNoTracking().Where(l => inspections.Items.Any(i => i.ChecklistId == l.Id && guides.Clauses.Any(c => c.GuideId == id && c.Id == i.ClauseId))).OrderBy(l => l.Name).ThenByDescending(l => l.Number).Take(50).Select(l => new { l.Id, l.Name, l.Number, l.State }).ToListAsync(ct);
        return new(guide, clauses, await guides.Guides.AsNoTracking().Where(g => g.SeriesId == guide.SeriesId && g.Id != id).OrderByDescending(g => g.Number).Take(50).ToListAsync(ct), [.. lists.Select(l => (l.Id, l.Name, l.Number, l.State))]);
    }

    IQueryable<Guide> Of(GuideFilter filter)
    {
        var shown = guides.Guides.AsNoTracking();
        shown = filter.State is { } state ? shown.Where(g => g.State == state) : shown.Where(g => g.State == GuideState.Draft || g.State == GuideState.InForce);
        if (filter.Level is { } level) shown = shown.Where(g => g.Level == level);
        if (filter.For is { } kind) shown = shown.Where(g => g.For == kind);
        if (filter.Words is { } words) shown = shown.Where(g => g.Title.Contains(words) || g.Code.Contains(words) || guides.Clauses.Any(c => c.GuideId == g.Id && c.Text.Contains(words)));
        return shown;
    }

    static IQueryable<Guide> Sorted(IQueryable<Guide> some) => some.OrderBy(g => g.Title).ThenByDescending(g => g.Number).ThenBy(g => g.Id);

    IQueryable<GuideLine> Lined(IQueryable<Guide> some) => some.Select(g => new GuideLine(g, guides.Clauses.Count(c => c.GuideId == g.Id), guides.Clauses.Count(c => c.GuideId == g.Id && c.Must)));

    public static string Word(GuideState state) => $"programme.guide-state-{state.ToString().ToLowerInvariant()}";
    public static string Word(GuideLevel level) => $"programme.guide-level-{level.ToString().ToLowerInvariant()}";
    public static Light LightOf(GuideState state) => state switch { GuideState.InForce => Light.Green, GuideState.Draft => Light.Yellow, _ => Light.Grey };
}
