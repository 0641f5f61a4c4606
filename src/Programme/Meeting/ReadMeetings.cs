using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>What an address asks of the list of meetings; Ended also asks for those that are confirmed or called off.</summary>
sealed record MeetingFilter(MeetingState? State = null, Guid? Series = null, bool Ended = false)
{
    public static MeetingFilter From(IQueryCollection query) => new(Named.Of<MeetingState>(query["state"]), Here.Id(query["series"]), query["ended"] == "1");

}

/// <summary>What an address asks of the ledger of decisions: open ones, unless All.</summary>
sealed record DecisionFilter(Guid? Unit = null, bool Late = false, bool All = false)
{
    public static DecisionFilter From(IQueryCollection query) => new(Here.Id(query["unit"]), query["late"] == "1", query["all"] == "1");
}

sealed record MeetingLine(JointMeeting Meeting, string Series, int Called, int Replied, int Decisions);
sealed record MeetingsView(IReadOnlyList<MeetingLine> Lines, int Total, IReadOnlyList<(Guid Id, string Name)> Series);

/// <summary>A decision with its meeting, its unit, and whether it is still open; Link leads to the task or order that follows it, for whoever may go there.</summary>
sealed record DecisionLine(MeetingDecision Decision, string Meeting, DateOnly HeldOn, string Unit, bool Open, Light Light, string? Link)
{
    /// <summary>Its state as a text: done where the task or order that follows it says so.</summary>
    public string Word => MeetingWords.Decision(!Open && Decision.State is (DecisionState.Open or DecisionState.Reported) ? DecisionState.Done : Decision.State);
}
sealed record DecisionsView(IReadOnlyList<DecisionLine> Lines, int Total, int Late, IReadOnlyList<(Guid Id, string Name)> Units);

sealed record CalledLine(MeetingUnit Called, string Unit, bool Told, DateTime? OpenedAt);
sealed record AgendaLine(AgendaItem Item, string? Link);
sealed record CommentLine(MeetingComment Comment, string Unit);

/// <summary>A meeting with everything that the user may see of it. Told: minutes, attendance and decisions are among it. Own: the user's unit, where it was called. Unknown: how many units have no attendance.</summary>
sealed record MeetingView(JointMeeting Meeting, string Series, bool Told, IReadOnlyList<CalledLine> Called, MeetingUnit? Own, bool MaySay, Quorum Quorum, IReadOnlyList<AgendaLine> Agenda,
    IReadOnlyList<DecisionLine> Decisions, IReadOnlyList<CommentLine> Comments, IReadOnlyList<MeetingStep> Steps, IReadOnlyList<MeetingStepKind> May, bool NeedsAnother)
{
    public bool Held => Meeting.HeldOn is not null;
}

/// <summary>Reads meetings and their decisions for those who may see them.</summary>
sealed class ReadMeetings(MeetingData meetings, ProgrammeData programme, SupervisionData orders, IWarningBriefs warnings, MoveMeeting moves, RecordMeeting record, NoticeBoard notices, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int MostInCalendar = 500, SoonDays = 5;

    public async Task<MeetingsView> Run(MeetingFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var series = await meetings.Series.AsNoTracking().OrderBy(s => s.Name).Select(s => new { s.Id, s.Name }).Take(200).ToListAsync(ct);
        return new(await Lines(found, ct), await shown.CountAsync(ct), [.. series.Select(s => (s.Id, s.Name))]);
    }

    public async IAsyncEnumerable<MeetingLine> All(MeetingFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lines(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    IQueryable<JointMeeting> Of(MeetingFilter filter)
    {
        var shown = meetings.Meetings.AsNoTracking();
        if (filter.State is { } state) shown = shown.Where(m => m.State == state);
        else if (!filter.Ended) shown = shown.Where(m => m.State != MeetingState.Confirmed && m.State != MeetingState.Cancelled);
        return filter.Series is { } series ? shown.Where(m => m.SeriesId == series) : shown;
    }

    static IQueryable<JointMeeting> Sorted(IQueryable<JointMeeting> some) => some.OrderByDescending(m => m.Day).ThenBy(m => m.Id);

    async Task<IReadOnlyList<MeetingLine>> Lines(List<JointMeeting> found, CancellationToken ct)
    {
        var ids = found.ConvertAll(m => m.Id);
        var series = await meetings.Series.AsNoTracking().Where(s => meetings.Meetings.Any(m => m.SeriesId == s.Id && ids.Contains(m.Id))).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var called = await meetings.Called.Where(u => ids.Contains(u.MeetingId)).GroupBy(u => u.MeetingId).Select(g => new { g.Key, All = g.Count(), Replied = g.Sum(u => u.Reply != null ? 1 : 0) }).ToDictionaryAsync(g => g.Key, ct);
        var decided = await meetings.Decisions.Where(d => ids.Contains(d.MeetingId)).GroupBy(d => d.MeetingId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return [.. found.Select(m => new MeetingLine(m, series.GetValueOrDefault(m.SeriesId, "—"), called.GetValueOrDefault(m.Id)?.All ?? 0, called.GetValueOrDefault(m.Id)?.Replied ?? 0, decided.GetValueOrDefault(m.Id)))];
    }

    public async Task<DecisionsView> Decisions(DecisionFilter filter, int page, CancellationToken ct)
    {
        var (shown, today) = (Of(filter), time.Today());
        var found = await shown.OrderBy(d => d.DueOn).ThenBy(d => d.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var units = await meetings.Units.AsNoTracking().Where(u => meetings.Decisions.Any(d => d.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).Take(200).ToListAsync(ct);
        return new(await Lines(found, ct), await shown.CountAsync(ct), await meetings.Open.CountAsync(d => d.DueOn < today, ct), [.. units.Select(u => (u.Id, u.ShortName))]);
    }

    public async IAsyncEnumerable<DecisionLine> All(DecisionFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Of(filter).OrderBy(d => d.DueOn).ThenBy(d => d.Id).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lines(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    IQueryable<MeetingDecision> Of(DecisionFilter filter)
    {
        var today = time.Today();
        var shown = filter.All && !filter.Late ? meetings.Decisions.AsNoTracking().Where(d => d.State != DecisionState.Proposed) : meetings.Open.AsNoTracking();
        if (filter.Late) shown = shown.Where(d => d.DueOn < today);
        return filter.Unit is { } unit ? shown.Where(d => d.UnitId == unit) : shown;
    }

    async Task<IReadOnlyList<DecisionLine>> Lines(List<MeetingDecision> found, CancellationToken ct)
    {
        var (ids, of, units) = (found.ConvertAll(d => d.Id), found.Select(d => d.MeetingId).Distinct().ToList(), found.Select(d => d.UnitId).Distinct().ToList());
        var open = (await meetings.Open.Where(d => ids.Contains(d.Id)).Select(d => d.Id).ToListAsync(ct)).ToHashSet();
        var names = await meetings.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var held = await meetings.Meetings.Where(m => of.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => new { m.Title, m.Day }, ct);
        var links = await Links([.. found.Where(d => d.FollowId != null).Select(d => (d.Follow == DecisionFollow.Task ? AgendaSource.Task : AgendaSource.Order, d.FollowId!.Value))], ct);
        var (today, calendar) = (time.Today(), await calendars.Get(ct));
        var soon = calendar.After(today, SoonDays);
        return [.. found.Select(d => new DecisionLine(d, held.GetValueOrDefault(d.MeetingId)?.Title ?? "—", held.GetValueOrDefault(d.MeetingId)?.Day ?? default, names.GetValueOrDefault(d.UnitId, "—"), open.Contains(d.Id),
            d.State is DecisionState.Proposed or DecisionState.Dropped ? Light.Grey : !open.Contains(d.Id) || d.State == DecisionState.Reported ? Light.Green : d.DueOn < today ? Light.Orange : d.DueOn <= soon ? Light.Yellow : Light.Green,
            d.FollowId is { } follow ? links.GetValueOrDefault(follow) : null))];
    }

    /// <summary>The ways to what an item or a decision rests on, where the user may go them: a member reads the agenda also of what it has no other part in.</summary>
    async Task<Dictionary<Guid, string>> Links(IReadOnlyList<(AgendaSource Source, Guid Id)> wanted, CancellationToken ct)
    {
        List<Guid> Of(AgendaSource source) => [.. wanted.Where(w => w.Source == source).Select(w => w.Id).Distinct()];
        var (tasks, ordered, decided) = (Of(AgendaSource.Task), Of(AgendaSource.Order), Of(AgendaSource.Decision));
        var links = new Dictionary<Guid, string>();
        if (tasks.Count > 0) foreach (var id in await programme.VisibleTasks.Where(t => tasks.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)) links[id] = $"/tasks/{id}";
        if (ordered.Count > 0) foreach (var id in await orders.Orders.Where(o => ordered.Contains(o.Id)).Select(o => o.Id).ToListAsync(ct)) links[id] = $"/supervision/{id}";
        if (decided.Count > 0) foreach (var d in await meetings.Decisions.Where(d => decided.Contains(d.Id)).Select(d => new { d.Id, d.MeetingId }).ToListAsync(ct)) links[d.Id] = $"/meetings/{d.MeetingId}#decisions";
        foreach (var id in Of(AgendaSource.Warning)) if (await warnings.One(id, ct) is not null) links[id] = $"/warnings/{id}";
        return links;
    }

    public async Task<MeetingView?> One(Guid id, CancellationToken ct)
    {
        if (await meetings.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return null;
        var told = meeting.Told || await meetings.Kept.AnyAsync(m => m.Id == id, ct);
        var series = await meetings.Series.Where(s => s.Id == meeting.SeriesId).Select(s => s.Name).SingleOrDefaultAsync(ct) ?? "—";
        var called = await (from c in meetings.Called.AsNoTracking() where c.MeetingId == id join unit in meetings.Units on c.UnitId equals unit.Id orderby unit.SortOrder, unit.Name, unit.Id select new { Called = c, unit.ShortName }).ToListAsync(ct);
        var own = called.Find(c => c.Called.UnitId == user.UnitId && meeting.InvitedOn is not null)?.Called;
        var receipts = user.IsOffice ? await notices.Receipts(MeetingDesk.Invitation, [.. called.Select(c => MeetingDesk.LinkOf(id, c.Called.UnitId))], ct) : null;
        var items = await meetings.Items.AsNoTracking().Where(i => i.MeetingId == id).OrderBy(i => i.Source == AgendaSource.Decision ? 0 : 1).ThenBy(i => i.SortOrder).ThenBy(i => i.Id).ToListAsync(ct);
        var links = await Links([.. items.Where(i => i.SourceId != null).Select(i => (i.Source, i.SourceId!.Value))], ct);
        var decisions = await meetings.Decisions.AsNoTracking().Where(d => d.MeetingId == id).OrderBy(d => d.Number).ToListAsync(ct);
        var names = called.ToDictionary(c => c.Called.UnitId, c => c.ShortName);
        var comments = await meetings.Comments.AsNoTracking().Where(c => c.MeetingId == id).OrderByDescending(c => c.Round).ThenBy(c => c.At).ToListAsync(ct);
        var steps = await meetings.Steps.AsNoTracking().Where(s => s.MeetingId == id).OrderBy(s => s.Number).ToListAsync(ct);
        var may = await moves.May(meeting, ct);
        var maySay = own is not null && meeting.State == MeetingState.Circulated && meeting.CommentsBy >= time.Today() && !await record.Said(meeting, own.UnitId, ct);
        return new(meeting, series, told,
            [.. called.Select(c => { var heard = receipts?[MeetingDesk.LinkOf(id, c.Called.UnitId)].ToList() ?? []; return new CalledLine(c.Called, c.ShortName, heard.Count > 0, heard.Min(r => r.ReadAt)); })],
            own, maySay, Quorum.Of([.. called.Select(c => c.Called.Came)], meeting.QuorumOf, meeting.QuorumIn, meeting.StandInsCount),
            [.. items.Select(i => new AgendaLine(i, i.SourceId is { } source ? links.GetValueOrDefault(source) : null))], await Lines(decisions, ct),
            [.. comments.Select(c => new CommentLine(c, names.GetValueOrDefault(c.UnitId, "—")))], steps, may,
            user.IsOffice && meeting.State == MeetingState.Circulated && user.PersonId == meeting.CirculatedBy && !may.Contains(MeetingStepKind.Confirm));
    }

    /// <summary>How many wait for the user: invitations to answer, minutes to speak about, decisions to carry out; in the office meetings to lead on and reports to accept. Red when a decision is late.</summary>
    public async Task<DueCount> Waits(CancellationToken ct)
    {
        var today = time.Today();
        return new(await Waiting.CountAsync(ct) + await Doing.CountAsync(ct), await Doing.AnyAsync(d => d.DueOn < today, ct));
    }

    public async Task<(IReadOnlyList<JointMeeting> Meetings, IReadOnlyList<DecisionLine> Decisions)> ForDesk(int most, CancellationToken ct)
    {
        var waiting = await Waiting.AsNoTracking().OrderBy(m => m.Day).ThenBy(m => m.Id).Take(most).ToListAsync(ct);
        return (waiting, await Lines(await Doing.AsNoTracking().OrderBy(d => d.DueOn).ThenBy(d => d.Id).Take(most - waiting.Count).ToListAsync(ct), ct));
    }

    IQueryable<JointMeeting> Waiting
    {
        get
        {
            var (today, unit) = (time.Today(), user.InProgramme ? user.UnitId : null);
            var mine = meetings.Meetings.Where(m => unit != null && m.InvitedOn != null && (
                (m.State == MeetingState.Invited && m.Day >= today && meetings.Called.Any(u => u.MeetingId == m.Id && u.UnitId == unit && u.Reply == null))
                || (m.State == MeetingState.Circulated && m.CommentsBy >= today && meetings.Called.Any(u => u.MeetingId == m.Id && u.UnitId == unit) && !meetings.Comments.Any(c => c.MeetingId == m.Id && c.UnitId == unit && c.Round == m.Rounds))));
            return user.IsOffice
                ? meetings.Meetings.Where(m => m.State == MeetingState.Held || (m.State == MeetingState.Invited && m.Day <= today) || (m.State == MeetingState.Circulated && m.CommentsBy < today) || mine.Any(x => x.Id == m.Id))
                : mine;
        }
    }

    /// <summary>Decisions that the user's unit carries out itself, and in the office those reported as done.</summary>
    IQueryable<MeetingDecision> Doing
    {
        get
        {
            var (unit, office) = (user.InProgramme ? user.UnitId : null, user.IsOffice);
            return meetings.Decisions.Where(d => d.Follow == DecisionFollow.Own && ((unit != null && d.UnitId == unit && d.State == DecisionState.Open) || (office && d.State == DecisionState.Reported)));
        }
    }

    /// <summary>Those that take place between two days (the last not included), for the calendar of whoever is called.</summary>
    public async Task<IReadOnlyList<JointMeeting>> Between(DateOnly from, DateOnly until, CancellationToken ct) =>
        await meetings.Meetings.AsNoTracking().Where(m => m.InvitedOn != null && m.State != MeetingState.Cancelled && m.Day >= from && m.Day < until).OrderBy(m => m.Day).ThenBy(m => m.Clock).Take(MostInCalendar).ToListAsync(ct);
}
