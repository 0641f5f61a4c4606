using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>
/// What the days do to orders that wait for their unit: a reminder before the reply is due and one when the signature is late; a level higher so many working days after the due day, and one more after as
/// many again. Each is a step of the chain, so that it happens once however often this runs.
/// </summary>
sealed class ChaseOrders(SupervisionData orders, CitySettings settings, WorkCalendars calendars, NoticeBoard notices, TimeProvider time)
{
    /// <summary>A person at the same order is faster than this many times at most.</summary>
    const int MostTries = 5;

    /// <summary>Returns how many steps were taken.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var (today, rules, calendar, done) = (time.Today(), await settings.Get(OrderRules.Key, new OrderRules(), ct), await calendars.Get(ct), 0);
        var soon = calendar.After(today, rules.RemindBefore);
        var waiting = await orders.OrdersOfTheCity.AsNoTracking().Where(o => (o.State == OrderState.Notified || o.State == OrderState.Acknowledged || o.State == OrderState.Rectifying)
            && (o.DueOn <= soon || (o.State == OrderState.Notified && o.AcknowledgeBy < today))).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(ct);
        // One by one: somebody who moves one order at this moment holds up none of the others.
        foreach (var id in waiting)
            for (var tries = 0; tries < MostTries; tries++)
                if (await Take(id, today, rules, calendar, ct) is { } taken)
                {
                    done += taken;
                    break;
                }
        return done;
    }

    /// <summary>The steps that one order is due; null when somebody moved it meanwhile.</summary>
    async Task<int?> Take(Guid id, DateOnly today, OrderRules rules, WorkCalendar calendar, CancellationToken ct)
    {
        var order = await orders.OrdersOfTheCity.SingleAsync(o => o.Id == id, ct);
        var reminded = (await orders.StepsOfTheCity.Where(s => s.OrderId == id && s.Kind == OrderStepKind.Remind && s.Day != null).Select(s => s.Day!.Value).ToListAsync(ct)).ToHashSet();
        var due = Due(order, today, rules, calendar, reminded.Contains).ToList();
        foreach (var (kind, day) in due)
        {
            order.Version++;
            if (kind == OrderStepKind.Escalate) order.Level++;
            orders.Add(new OrderStep { Id = orders.NewId(), OrderId = id, Number = order.Version, Kind = kind, At = time.GetUtcNow().UtcDateTime, Day = day });
            string[] args = [order.Number!, order.Title, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
            var (code, link) = ($"programme.notice-order-{MoveOrder.Code(kind)}", $"/supervision/{id}");
            await notices.TellUnits([order.UnitId], code, link, args, ct);
            if (kind == OrderStepKind.Escalate) await notices.TellOffice(code, link, args, ct);
        }
        return due.Count == 0 || await orders.SaveUnlessTaken(ct) ? due.Count : null;
    }

    /// <summary>
    /// What is due for one order on a day; pure. A reminder is known by the day it reminds of. A wish for time that nobody has answered puts a level off by as many working days as a level takes, no longer: the
    /// office's silence is not the unit's fault, and yet no order rests on it.
    /// </summary>
    public static IEnumerable<(OrderStepKind Kind, DateOnly Day)> Due(SupervisionOrder order, DateOnly today, OrderRules rules, WorkCalendar calendar, Func<DateOnly, bool> reminded)
    {
        if (order.State is not (OrderState.Notified or OrderState.Acknowledged or OrderState.Rectifying)) yield break;
        if (order is { State: OrderState.Notified, AcknowledgeBy: { } sign } && sign < today && !reminded(sign)) yield return (OrderStepKind.Remind, sign);
        if (order.DueOn is not { } due) yield break;
        if (order.AskedDue is null && today <= due && calendar.Between(today, due) <= rules.RemindBefore && !reminded(due)) yield return (OrderStepKind.Remind, due);
        var from = order.AskedDue is { } asked && calendar.After(due, rules.EscalateAfter) is var latest ? asked < latest ? asked : latest : due;
        if (order.Level < SupervisionOrder.HighestLevel && calendar.Between(from, today) >= rules.EscalateAfter * (order.Level + 1)) yield return (OrderStepKind.Escalate, due);
    }
}
