using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Linking;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Resulting;

/// <summary>What an address asks of the list of expected results. Late: not there, and past their day.</summary>
sealed record ResultFilter(ResultState? State = null, ResultForm? Form = null, Guid? Unit = null, bool Late = false, string? Words = null)
{
    const int LongestWords = 60;

    public static ResultFilter From(IQueryCollection query) => new(Named.Of<ResultState>(query["state"], anyCase: true), Named.Of<ResultForm>(query["form"], anyCase: true), Here.Id(query["unit"]), query["late"] == "1",
        query["q"].ToString().Trim() is { Length: > 0 } words ? PlainText.Cut(words, LongestWords) : null);
}

/// <summary>Link: what proves it, where the user may see that.</summary>
sealed record ResultLine(ExpectedResult Result, string Unit, Light Light, ProductLink? Link);
sealed record ResultsView(IReadOnlyList<ResultLine> Lines, int Total, IReadOnlyDictionary<ResultState, int> Counts, int Late, IReadOnlyList<(Guid Id, string Name)> Units);
sealed record ResultView(ResultLine Line, (Guid Id, string Name)? Task, IReadOnlyList<ResultStep> May);

/// <summary>Reads the list of expected results.</summary>
sealed class ReadResults(RegistersData registers, ProgrammeData programme, KeepResult keep, ProductLinks links, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;

    public async Task<ResultsView> Run(ResultFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        // Of each state as many as the rest of the filter leaves: what a chip counts is what it opens.
        var counts = await Of(filter with { State = null, Late = false }).GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var units = await registers.Units.AsNoTracking().Where(u => registers.Results.Any(r => r.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).ToListAsync(ct);
        return new(await Lined(found, ct), await shown.CountAsync(ct), counts, await Of(filter with { State = null, Late = true }).CountAsync(ct), [.. units.Select(u => (u.Id, u.ShortName))]);
    }

    public async IAsyncEnumerable<ResultLine> All(ResultFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lined(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    public async Task<ResultView?> One(Guid id, CancellationToken ct)
    {
        if (await registers.Results.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } result) return null;
        var task = await programme.VisibleTasks.AsNoTracking().Where(t => t.Id == result.TaskId).Select(t => new { t.Id, t.Label, t.Title }).SingleOrDefaultAsync(ct);
        return new((await Lined([result], ct))[0], task is null ? null : (task.Id, $"{task.Label} {task.Title}"), keep.May(result));
    }

    /// <summary>What waits: for the office what is said to be reached, for a unit what of its own is past its day.</summary>
    public async Task<DueCount> Waits(CancellationToken ct)
    {
        if (user.IsOffice) return new(await registers.Results.CountAsync(r => r.State == ResultState.Said, ct));
        var late = await Of(new(Late: true)).CountAsync(r => registers.OwnResults.Any(o => o.Id == r.Id), ct);
        return new(late, late > 0);
    }

    IQueryable<ExpectedResult> Of(ResultFilter filter)
    {
        var (shown, today) = (registers.Results.AsNoTracking(), time.Today());
        if (filter.State is { } state) shown = shown.Where(r => r.State == state);
        if (filter.Form is { } form) shown = shown.Where(r => r.Form == form);
        if (filter.Unit is { } unit) shown = shown.Where(r => r.UnitId == unit);
        if (filter.Late) shown = shown.Where(r => (r.State == ResultState.NotBegun || r.State == ResultState.UnderWay) && r.DueOn < today);
        if (filter.Words is { } words) shown = shown.Where(r => r.Name.Contains(words) || r.Content.Contains(words));
        return shown;
    }

    static IQueryable<ExpectedResult> Sorted(IQueryable<ExpectedResult> some) => some.OrderBy(r => r.DueOn == null).ThenBy(r => r.DueOn).ThenBy(r => r.Name).ThenBy(r => r.Id);

    async Task<IReadOnlyList<ResultLine>> Lined(List<ExpectedResult> found, CancellationToken ct)
    {
        var units = found.Select(r => r.UnitId).OfType<Guid>().Distinct().ToList();
        var names = await registers.Units.AsNoTracking().Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var proofs = await links.Named(found.Where(r => r.LinkKind is not null).Select(r => (r.LinkKind!.Value, r.LinkId!.Value)), ct);
        var today = time.Today();
        return [.. found.Select(r => new ResultLine(r, r.UnitId is { } unit ? names.GetValueOrDefault(unit, "—") : "—", ResultCourse.LightOf(r.State, r.DueOn, today), r is { LinkKind: { } kind, LinkId: { } link } ? proofs.GetValueOrDefault((kind, link)) : null))];
    }

    public static string Word(ResultState state) => $"programme.result-state-{state.ToString().ToLowerInvariant()}";
    public static string Word(ResultForm form) => $"programme.result-form-{form.ToString().ToLowerInvariant()}";
    public static string Do(ResultStep step) => $"programme.result-do-{step.ToString().ToLowerInvariant()}";
}
