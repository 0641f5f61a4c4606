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
    const int AtOnce = 200;

    /// <summary>Returns how many steps were taken.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var (today, rules, calendar, done) = (time.Today(), await settings.Get(OrderRules.Key, new OrderRules(), ct), await calendars.Get(ct), 0);
        var soon = calendar.After(today, rules.RemindBefore);
        for (var after = Guid.Empty; ;)
        {
            var some = await orders.OrdersOfTheCity.Where(o => o.Id > after && (o.State == OrderState.Notified || o.State == OrderState.Acknowledged || o.State == OrderState.Rectifying)
                && (o.DueOn <= soon || (o.State == OrderState.Notified && o.AcknowledgeBy < today))).OrderBy(o => o.Id).Take(AtOnce).ToListAsync(ct);
            if (some.Count == 0) return done;
            after = some[^1].Id;
            var ids = some.Select(o => o.Id).ToList();
            var reminded = (await orders.StepsOfTheCity.AsNoTracking().Where(s => ids.Contains(s.OrderId) && s.Kind == OrderStepKind.Remind).Select(s => new { s.OrderId, s.Day }).ToListAsync(ct)).Select(s => (s.OrderId, s.Day)).ToHashSet();
            foreach (var order in some)
            {
                foreach (var step in Due(order, today, rules, calendar, day => reminded.Contains((order.Id, day))))
                {
                    order.Version++;
                    if (step.Kind == OrderStepKind.Escalate) order.Level++;
                    orders.Add(new OrderStep { Id = orders.NewId(), OrderId = order.Id, Number = order.Version, Kind = step.Kind, At = time.GetUtcNow().UtcDateTime, Day = step.Day });
                    string[] args = [order.Number!, order.Title, step.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
                    var (code, link) = ($"programme.notice-order-{MoveOrder.Code(step.Kind)}", $"/supervision/{order.Id}");
                    await notices.TellUnits([order.UnitId], code, link, args, ct);
                    if (step.Kind == OrderStepKind.Escalate) await notices.TellOffice(code, link, args, ct);
                    done++;
                }
            }
            // Whoever wrote meanwhile was faster: these orders are looked at again tomorrow, or when the site starts.
            await orders.SaveUnlessTaken(ct);
        }
    }

    /// <summary>What is due for one order on a day; pure. A reminder is known by the day it reminds of.</summary>
    public static IEnumerable<(OrderStepKind Kind, DateOnly Day)> Due(SupervisionOrder order, DateOnly today, OrderRules rules, WorkCalendar calendar, Func<DateOnly, bool> reminded)
    {
        if (order is { State: OrderState.Notified, AcknowledgeBy: { } sign } && sign < today && !reminded(sign)) yield return (OrderStepKind.Remind, sign);
        if (order.DueOn is not { } due || order.AskedDue is not null) yield break; // a wish that nobody has answered stands in the office's way, not in the unit's
        if (today <= due && calendar.Between(today, due) <= rules.RemindBefore && !reminded(due)) yield return (OrderStepKind.Remind, due);
        var late = calendar.Between(due, today);
        if (order.Level < SupervisionOrder.HighestLevel && late >= rules.EscalateAfter * (order.Level + 1)) yield return (OrderStepKind.Escalate, due);
    }
}
