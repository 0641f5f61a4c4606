using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>What an address asks of the case library. Without a state: all but those that are withdrawn. Mine: those that wait for the user.</summary>
sealed record PracticeFilter(PracticeState? State = null, PracticeField? Field = null, bool Mine = false, string? Words = null)
{
    const int LongestWords = 60;

    public static PracticeFilter From(IQueryCollection query) => new(Named.Of<PracticeState>(query["state"], anyCase: true), Named.Of<PracticeField>(query["field"], anyCase: true), query["mine"] == "1",
        query["q"].ToString().Trim() is { Length: > 0 } words ? PlainText.Cut(words, LongestWords) : null);
}

sealed record PracticeLine(GoodPractice Practice, string Unit);

/// <summary>One good practice. Own: the reader works on it, and sees its chain and marks, the newest first.</summary>
sealed record PracticeView(GoodPractice Practice, string Unit, (Guid Id, string Name)? Task, bool Own, IReadOnlyList<PracticePhoto> Photos, IReadOnlyList<ProofMark> Marks, IReadOnlyList<PracticeStep> Steps, IReadOnlyList<PracticeStepKind> May);

/// <summary>Reads the case library, for those who may see it.</summary>
sealed class ReadPractices(PracticesData practices, ProgrammeData programme, PracticeChain chain, CurrentUser user)
{
    public const int PageSize = 30;

    public async Task<(IReadOnlyList<PracticeLine> Lines, int Total)> Run(PracticeFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        return (await Lined(Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize)).ToListAsync(ct), await shown.CountAsync(ct));
    }

    public async IAsyncEnumerable<PracticeLine> All(PracticeFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in Lined(Sorted(Of(filter))).AsAsyncEnumerable().WithCancellation(ct)) yield return line;
    }

    public async Task<PracticeView?> One(Guid id, CancellationToken ct)
    {
        if (await Lined(practices.Practices.AsNoTracking().Where(p => p.Id == id)).SingleOrDefaultAsync(ct) is not { Practice: var practice } line) return null;
        var own = await practices.Own.AnyAsync(p => p.Id == id, ct);
        var task = await programme.VisibleTasks.AsNoTracking().Where(t => t.Id == practice.TaskId).Select(t => new { t.Id, t.Label, t.Title }).SingleOrDefaultAsync(ct);
        var steps = await chain.Steps(id, ct);
        var marks = await practices.Marks.AsNoTracking().Where(m => m.PracticeId == id).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).ToListAsync(ct);
        return new(practice, line.Unit, task is null ? null : (task.Id, $"{task.Label} {task.Title}"), own, await practices.Photos.AsNoTracking().Where(p => p.PracticeId == id).OrderBy(p => p.At).ThenBy(p => p.Id).ToListAsync(ct),
            marks, [.. steps.AsEnumerable().Reverse()], chain.May(practice, steps));
    }

    /// <summary>How many wait for the user: reviews that they may do, drafts of their own unit that came back with marks, and for the office what is passed and not yet public.</summary>
    public async Task<DueCount> Waits(CancellationToken ct) => new(await Waiting.CountAsync(ct));

    public Task<List<GoodPractice>> ForDesk(int most, CancellationToken ct) => Waiting.AsNoTracking().OrderBy(p => p.ChangedAt).ThenBy(p => p.Id).Take(most).ToListAsync(ct);

    // As PracticeChain.May, in terms that the database understands.
    IQueryable<GoodPractice> Waiting
    {
        get
        {
            var (person, unit, office, leader) = (user.PersonId, user.UnitId, user.IsOffice, user.Role == RoleCode.UnitLeader);
            return practices.Own.Where(p => (office && p.State == PracticeState.Approved)
                || (p.State == PracticeState.Draft && p.UnitId == unit && practices.Marks.Any(m => m.PracticeId == p.Id && m.State == ProofState.Open))
                || ((p.State == PracticeState.FirstReview || (p.State == PracticeState.SecondReview && (office || leader)) || (p.State == PracticeState.FinalReview && office))
                    && !practices.Steps.Any(s => s.PracticeId == p.Id && s.PersonId == person
                        && (s.Kind == PracticeStepKind.Open || s.Kind == PracticeStepKind.Write || s.Kind == PracticeStepKind.Correct || (s.Kind == PracticeStepKind.Pass && s.Round == p.Round)))));
        }
    }

    IQueryable<GoodPractice> Of(PracticeFilter filter)
    {
        var shown = (filter.Mine ? Waiting : practices.Practices).AsNoTracking();
        shown = filter.State is { } state ? shown.Where(p => p.State == state) : shown.Where(p => p.State != PracticeState.Withdrawn);
        if (filter.Field is { } field) shown = shown.Where(p => p.Field == field);
        if (filter.Words is { } words) shown = shown.Where(p => p.Title.Contains(words) || p.Summary.Contains(words) || p.Doing.Contains(words) || p.Place.Contains(words));
        return shown;
    }

    // What is under way comes first, then what is public, the newest first.
    static IQueryable<GoodPractice> Sorted(IQueryable<GoodPractice> some) => some.OrderBy(p => p.State == PracticeState.Published).ThenByDescending(p => p.PublishedOn).ThenByDescending(p => p.ChangedAt).ThenBy(p => p.Id);

    IQueryable<PracticeLine> Lined(IQueryable<GoodPractice> some) => some.Select(p => new PracticeLine(p, practices.Units.Where(u => u.Id == p.UnitId).Select(u => u.Name).FirstOrDefault() ?? ""));
}
