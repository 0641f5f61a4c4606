using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>What an address asks of the ledger of orders; Ended also asks for those that are closed or withdrawn.</summary>
sealed record OrderFilter(OrderState? State = null, Guid? Unit = null, OrderSource? Source = null, bool Late = false, bool Raised = false, bool Ended = false, Guid? About = null)
{
    public static OrderFilter From(IQueryCollection query) => new(Named.Of<OrderState>(query["state"], anyCase: true), Here.Id(query["unit"]), Named.Of<OrderSource>(query["source"], anyCase: true), query["late"] == "1", query["raised"] == "1", query["ended"] == "1", Here.Id(query["about"]));
}

/// <summary>An order in a list, with the working days that are left (negative: late) where it waits for the unit.</summary>
sealed record OrderLine(SupervisionOrder Order, string Unit, Light Light, int? Left);

sealed record OrdersView(IReadOnlyList<OrderLine> Lines, int Total, IReadOnlyList<(Guid Id, string Name)> Units, int Late, int Raised, int ForMe);

/// <summary>An order with its chain. Source leads to the task or warning, for whoever may see it.</summary>
sealed record OrderView(OrderLine Line, IReadOnlyList<OrderStep> Steps, IReadOnlyList<OrderStepKind> May, string? Source, bool NeedsAnother);

/// <summary>Reads the ledger of orders (督办台账), for those who may see them.</summary>
sealed class ReadOrders(SupervisionData orders, InspectionsData inspections, MeetingData meetings, ProgrammeData programme, IWarningBriefs warnings, MoveOrder moves, CitySettings settings, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;

    public async Task<OrdersView> Run(OrderFilter filter, int page, CancellationToken ct)
    {
        var today = time.Today();
        var shown = Of(filter, today);
        var open = orders.Orders.Where(o => o.State != OrderState.Closed && o.State != OrderState.Withdrawn);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var units = await orders.Units.AsNoTracking().Where(u => orders.Orders.Any(o => o.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).ToListAsync(ct);
        return new(await Lines(found, ct), await shown.CountAsync(ct), [.. units.Select(u => (u.Id, u.ShortName))], await open.CountAsync(LateOn(today), ct), await open.CountAsync(o => o.Level > 0, ct), await Waiting.CountAsync(ct));
    }

    /// <summary>How many wait for the user, red when one of them is late.</summary>
    public async Task<DueCount> Waits(CancellationToken ct)
    {
        var today = time.Today();
        return new(await Waiting.CountAsync(ct), !user.IsOffice && await Waiting.AnyAsync(LateOn(today), ct));
    }

    /// <summary>The orders that wait for the user, the nearest due first: for the desk.</summary>
    public async Task<IReadOnlyList<OrderLine>> ForMe(int most, CancellationToken ct) => await Lines(await Sorted(Waiting.AsNoTracking()).Take(most).ToListAsync(ct), ct);

    /// <summary>The orders about one task, for its page.</summary>
    public async Task<IReadOnlyList<OrderLine>> About(Guid source, CancellationToken ct) => await Lines(await Sorted(orders.Orders.AsNoTracking().Where(o => o.SourceId == source)).Take(20).ToListAsync(ct), ct);

    public async Task<OrderView?> One(Guid id, CancellationToken ct)
    {
        if (await orders.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct) is not { } order) return null;
        var steps = await orders.Steps.AsNoTracking().Where(s => s.OrderId == id).OrderBy(s => s.Number).ToListAsync(ct);
        var may = await moves.May(order, await settings.Get(OrderRules.Key, new OrderRules(), ct), ct);
        return new((await Lines([order], ct))[0], steps, may, await SourceOf(order, ct), order.Criticism == Criticism.Proposed && user.IsOffice && order.Open && !may.Contains(OrderStepKind.Criticise));
    }

    /// <summary>The way to the task or warning, where the user may go: a unit is ordered also about what it has no other part in.</summary>
    async Task<string?> SourceOf(SupervisionOrder order, CancellationToken ct) => order switch
    {
        { Source: OrderSource.Task, SourceId: { } task } when await programme.VisibleTasks.AnyAsync(t => t.Id == task, ct) => $"/tasks/{task}",
        { Source: OrderSource.Warning, SourceId: { } warning } when await warnings.One(warning, ct) is not null => $"/warnings/{warning}",
        { Source: OrderSource.Inspection, SourceId: { } finding } when await inspections.Findings.Where(f => f.Id == finding).Select(f => (Guid?)f.InspectionId).FirstOrDefaultAsync(ct) is { } inspection => $"/inspections/{inspection}#findings",
        { Source: OrderSource.Meeting, SourceId: { } decision } when await meetings.Decisions.Where(d => d.Id == decision).Select(d => (Guid?)d.MeetingId).FirstOrDefaultAsync(ct) is { } meeting => $"/meetings/{meeting}#decisions",
        _ => null,
    };

    /// <summary>The ledger as filtered, page after page, for a file.</summary>
    public async IAsyncEnumerable<OrderLine> All(OrderFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter, time.Today())).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lines(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    IQueryable<SupervisionOrder> Of(OrderFilter filter, DateOnly today)
    {
        var shown = orders.Orders.AsNoTracking();
        if (filter.State is { } state) shown = shown.Where(o => o.State == state);
        else if (!filter.Ended && filter.About is null) shown = shown.Where(o => o.State != OrderState.Closed && o.State != OrderState.Withdrawn);
        if (filter.Unit is { } unit) shown = shown.Where(o => o.UnitId == unit);
        if (filter.Source is { } source) shown = shown.Where(o => o.Source == source);
        if (filter.About is { } about) shown = shown.Where(o => o.SourceId == about);
        if (filter.Raised) shown = shown.Where(o => o.Level > 0);
        return filter.Late ? shown.Where(LateOn(today)) : shown;
    }

    /// <summary>What the user is to do next: the unit while it has not replied, the office what is replied, verified, asked for, or not sent out yet.</summary>
    IQueryable<SupervisionOrder> Waiting => user.IsOffice
        ? orders.Orders.Where(o => o.State == OrderState.Opened || o.State == OrderState.Replied || o.State == OrderState.Verified || (o.AskedDue != null && o.State != OrderState.Closed && o.State != OrderState.Withdrawn)
            || (o.Criticism == Criticism.Proposed && o.CriticismBy != user.PersonId && o.State != OrderState.Closed && o.State != OrderState.Withdrawn))
        : orders.Orders.Where(o => o.State == OrderState.Notified || o.State == OrderState.Acknowledged || o.State == OrderState.Rectifying);

    static System.Linq.Expressions.Expression<Func<SupervisionOrder, bool>> LateOn(DateOnly today) =>
        o => (o.State == OrderState.Notified || o.State == OrderState.Acknowledged || o.State == OrderState.Rectifying) && o.DueOn < today;

    static IQueryable<SupervisionOrder> Sorted(IQueryable<SupervisionOrder> some) => some.OrderBy(o => o.State == OrderState.Closed || o.State == OrderState.Withdrawn).ThenBy(o => o.DueOn == null).ThenBy(o => o.DueOn).ThenBy(o => o.Id);

    async Task<IReadOnlyList<OrderLine>> Lines(List<SupervisionOrder> found, CancellationToken ct)
    {
        var ids = found.Select(o => o.UnitId).Distinct().ToList();
        var names = await orders.Units.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var (today, calendar, rules) = (time.Today(), await calendars.Get(ct), await settings.Get(OrderRules.Key, new OrderRules(), ct));
        return [.. found.Select(o =>
        {
            int? left = o.State is OrderState.Notified or OrderState.Acknowledged or OrderState.Rectifying && o.DueOn is { } due ? Left(calendar, today, due) : null;
            return new OrderLine(o, names.GetValueOrDefault(o.UnitId, "—"), LightOf(o, left, rules), left);
        })];
    }

    /// <summary>Working days to the due day, negative once it is past. Between a due day and a day off lies no working day, and yet it is over: nought is the due day alone.</summary>
    public static int Left(WorkCalendar calendar, DateOnly today, DateOnly due) =>
        today == due ? 0 : due < today ? Math.Min(-1, calendar.Between(today, due)) : Math.Max(1, calendar.Between(today, due));

    /// <summary>Green when it is closed or answered, red from the first level up or so many working days late as raise it, orange when late, yellow when due soon.</summary>
    public static Light LightOf(SupervisionOrder order, int? left, OrderRules rules) => order.State switch
    {
        OrderState.Opened or OrderState.Withdrawn => Light.Grey,
        OrderState.Closed or OrderState.Replied or OrderState.Verified => Light.Green,
        _ when order.Level > 0 || left <= -rules.EscalateAfter => Light.Red,
        _ when left < 0 => Light.Orange,
        _ when left <= rules.RemindBefore => Light.Yellow,
        _ => Light.Green,
    };
}
