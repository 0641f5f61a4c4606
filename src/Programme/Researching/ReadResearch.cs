using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Linking;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Researching;

/// <summary>What an address asks of the register of topics. Late: those whose output is owed since before today.</summary>
sealed record ResearchFilter(ResearchState? State = null, int? Year = null, bool Late = false, string? Words = null)
{
    const int LongestWords = 60;

    public static ResearchFilter From(IQueryCollection query) => new(Named.Of<ResearchState>(query["state"], anyCase: true), int.TryParse(query["year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null, query["late"] == "1",
        query["q"].ToString().Trim() is { Length: > 0 } words ? PlainText.Cut(words, LongestWords) : null);
}

sealed record ResearchLine(ResearchTopic Topic, ResearchState State, Light Light);
sealed record ResearchList(IReadOnlyList<ResearchLine> Lines, int Total, IReadOnlyList<int> Years, int Late);

/// <summary>A bid with what it came to, as far as the user may know.</summary>
sealed record BidLine(ResearchBid Bid, BidScore? Score, IReadOnlyList<(string? By, ResearchScore Score)> Scores, ResearchScore? Own);

/// <summary>Count: how many bids there are, for the office alone. Reviews: the user was named to; Conflict: and may not, since their unit bids.</summary>
sealed record ResearchView(ResearchLine Line, IReadOnlyList<ResearchStep> Steps, IReadOnlyList<ResearchBid> Own, IReadOnlyList<BidLine> Bids, int? Count, IReadOnlyList<(ResearchReviewer Seat, int Given)> Reviewers,
    IReadOnlyList<(ResearchUse Use, ProductLink? Link)> Uses, IReadOnlyList<ResearchStepKind> May, bool Reviews, bool Awarded);

/// <summary>Reads the register of research topics.</summary>
sealed class ReadResearch(ResearchData research, MoveTopic move, ProductLinks links, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int MostBids = 300;

    public async Task<ResearchList> Run(ResearchFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new([.. found.Select(Lined)], await shown.CountAsync(ct), await research.Topics.Select(t => t.Year).Distinct().OrderDescending().Take(50).ToListAsync(ct), await Of(new(Late: true)).CountAsync(ct));
    }

    public async IAsyncEnumerable<ResearchLine> All(ResearchFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var topic in Sorted(Of(filter)).AsAsyncEnumerable().WithCancellation(ct)) yield return Lined(topic);
    }

    /// <summary>What waits for the user: to judge bids, to report or hand in, and in the office to begin a review or to judge what was handed in.</summary>
    public async Task<DueCount> Waits(CancellationToken ct)
    {
        var today = time.Today();
        return new(await Waiting.CountAsync(ct), await Waiting.AnyAsync(t => t.State == ResearchState.Awarded && t.DueOn < today, ct));
    }

    IQueryable<ResearchTopic> Waiting
    {
        get
        {
            var (today, office, unit) = (time.Today(), user.IsOffice, research.Bidder);
            var soon = today.AddDays(ResearchCourse.Soon);
            return research.Topics.Where(t => (office && (t.State == ResearchState.HandedIn || (t.State == ResearchState.Open && t.BidsUntil < today)))
                || (unit != null && t.UnitId == unit && t.State == ResearchState.Awarded && t.DueOn <= soon)
                || (t.State == ResearchState.Reviewing && research.OwnSeats.Any(r => r.TopicId == t.Id && research.Bids.Any(b => b.TopicId == t.Id && !research.Scores.Any(s => s.BidId == b.Id && s.ReviewerId == r.Id)))));
        }
    }

    public async Task<ResearchView?> One(Guid id, CancellationToken ct)
    {
        if (await research.Topics.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return null;
        var steps = await research.Steps.AsNoTracking().Where(s => s.TopicId == id).OrderByDescending(s => s.Number).ToListAsync(ct);
        var own = await research.OwnBids.AsNoTracking().Where(b => b.TopicId == id).OrderBy(b => b.Institution).ToListAsync(ct);
        var seat = await research.OwnSeats.Where(r => r.TopicId == id).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct);
        var (bids, count, reviewers) = (await Bids(topic, seat, ct), (int?)null, new List<(ResearchReviewer, int)>());
        if (user.IsOffice)
        {
            count = await research.BidsOfTheCity.CountAsync(b => b.TopicId == id, ct);
            var given = await research.ScoresOfTheCity.Where(s => s.TopicId == id).GroupBy(s => s.ReviewerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            reviewers = [.. (await research.Reviewers.AsNoTracking().Where(r => r.TopicId == id).OrderBy(r => r.Id).ToListAsync(ct)).Select(r => (r, given.GetValueOrDefault(r.Id)))];
        }
        var uses = await research.Uses.AsNoTracking().Where(u => u.TopicId == id).OrderBy(u => u.At).ThenBy(u => u.Id).ToListAsync(ct);
        var named = await links.Named(uses.Where(u => u.Kind is not null).Select(u => (u.Kind!.Value, u.LinkId!.Value)), ct);
        return new(Lined(topic), steps, own, bids, count, reviewers, [.. uses.Select(u => (u, u is { Kind: { } kind, LinkId: { } link } ? named.GetValueOrDefault((kind, link)) : null))], await move.May(topic, ct), seat is not null && topic.State == ResearchState.Reviewing,
            topic.UnitId is { } unit && unit == research.Bidder);
    }

    async Task<IReadOnlyList<BidLine>> Bids(ResearchTopic topic, Guid? seat, CancellationToken ct)
    {
        var bids = await research.Bids.AsNoTracking().Where(b => b.TopicId == topic.Id).OrderBy(b => b.At).ThenBy(b => b.Id).Take(MostBids).ToListAsync(ct);
        if (bids.Count == 0) return [];
        var scores = (await research.Scores.AsNoTracking().Where(s => s.TopicId == topic.Id).OrderBy(s => s.Id).ToListAsync(ct)).ToLookup(s => s.BidId);
        // The office reads who said what; those who judge only what the others said.
        var names = user.IsOffice ? await research.Reviewers.Where(r => r.TopicId == topic.Id).ToDictionaryAsync(r => r.Id, r => r.Name, ct) : [];
        var weights = topic.WeightList;
        var lines = bids.Select(b => new BidLine(b, BidScore.Of(weights, scores[b.Id].Select(s => s.MarkList)), [.. scores[b.Id].Select(s => (names.GetValueOrDefault(s.ReviewerId), s))], scores[b.Id].FirstOrDefault(s => s.ReviewerId == seat)));
        return [.. lines.OrderByDescending(l => user.IsOffice ? l.Score?.Average : null)];
    }

    IQueryable<ResearchTopic> Of(ResearchFilter filter)
    {
        var (shown, today) = (research.Topics.AsNoTracking(), time.Today());
        if (filter.Year is { } year) shown = shown.Where(t => t.Year == year);
        if (filter.Late) shown = shown.Where(t => t.State == ResearchState.Awarded && t.DueOn < today);
        if (filter.Words is { } words) shown = shown.Where(t => t.Title.Contains(words) || t.Question.Contains(words) || t.UnitName.Contains(words) || t.Institution.Contains(words));
        // As ResearchTopic.Told, in terms that the database understands.
        return filter.State switch
        {
            null => shown,
            ResearchState.Open => shown.Where(t => t.State == ResearchState.Open && t.BidsUntil >= today),
            ResearchState.Reviewing => shown.Where(t => t.State == ResearchState.Reviewing || (t.State == ResearchState.Open && t.BidsUntil < today)),
            { } state => shown.Where(t => t.State == state),
        };
    }

    static IQueryable<ResearchTopic> Sorted(IQueryable<ResearchTopic> some) => some.OrderByDescending(t => t.Year).ThenBy(t => t.Title).ThenBy(t => t.Id);

    ResearchLine Lined(ResearchTopic topic)
    {
        var today = time.Today();
        return new(topic, topic.Told(today), ResearchCourse.LightOf(topic.Told(today), topic.DueOn, today));
    }

    public static string Word(ResearchState state) => $"programme.research-state-{state.ToString().ToLowerInvariant()}";
    public static string Word(ResearchStepKind kind) => $"programme.research-step-{kind.ToString().ToLowerInvariant()}";
    public static string Do(ResearchStepKind kind) => $"programme.research-do-{kind.ToString().ToLowerInvariant()}";
    public static string Word(BidCriterion criterion) => $"programme.research-{criterion.ToString().ToLowerInvariant()}";
}
