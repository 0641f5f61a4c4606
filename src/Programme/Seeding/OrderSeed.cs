using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes orders with a past: each about one of the plan's tasks that stand worst, of its lead unit, along the course that real ones take.</summary>
sealed class OrderSeed(ProgrammeData programme, SupervisionData orders, WorkCalendars calendars, CitySettings settings, CurrentUser user, TimeProvider time)
{
    public async Task Run(Guid plan, IReadOnlyList<SeedOrder> wanted, CancellationToken ct)
    {
        var (today, rules, calendar) = (time.Today(), await settings.Get(OrderRules.Key, new OrderRules(), ct), await calendars.Get(ct));
        var title = await programme.Plans.Where(p => p.Id == plan).Select(p => p.Title).SingleAsync(ct);
        var late = await programme.VisibleTasks.AsNoTracking().Where(t => t.PlanId == plan && t.DroppedInVersion == null && t.State != TaskState.Completed)
            .OrderBy(t => t.Light == Light.Red ? 0 : t.Light == Light.Orange ? 1 : t.Light == Light.Yellow ? 2 : 3).ThenBy(t => t.SortOrder)
            .Select(t => new { t.Id, t.Label, t.Title, Lead = programme.TaskUnits.Where(u => u.TaskId == t.Id && u.UnitId != null && u.Role == UnitRole.Lead).OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder).Select(u => u.UnitId).FirstOrDefault() })
            .Where(t => t.Lead != null).Take(wanted.Count).ToListAsync(ct);
        var names = await orders.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        foreach (var (task, seed) in late.Zip(wanted))
        {
            var opened = calendar.After(today, -seed.OpenedWorkdaysAgo);
            var order = new SupervisionOrder
            {
                Id = orders.NewId(),
                Source = OrderSource.Task,
                SourceId = task.Id,
                Title = PlainText.Cut(task.Label + task.Title, SupervisionOrder.LongestTitle),
                Demand = seed.Demand,
                Basis = PlainText.Cut($"《{title}》{task.Label.TrimEnd('.', '．', '、')}", SupervisionOrder.LongestBasis),
                UnitId = task.Lead!.Value,
                Days = rules.ReplyWithin,
                OpenedOn = opened,
            };
            await Walk(order, seed.Steps, opened, rules, calendar, names, ct);
            orders.Add(order);
            await orders.SaveUnlessChanged(ct);
        }
    }

    /// <summary>Takes an order that is not written yet along these steps, counted in working days from its opening.</summary>
    public async Task Walk(SupervisionOrder order, IReadOnlyList<SeedOrderStep> steps, DateOnly opened, OrderRules rules, WorkCalendar calendar, IReadOnlyDictionary<Guid, string> names, CancellationToken ct)
    {
        foreach (var (step, number) in steps.Prepend(new("Open", 0)).Select((s, n) => (s, n)))
        {
            var (kind, on) = (Enum.Parse<OrderStepKind>(step.Kind), calendar.After(opened, step.Workdays));
            DateOnly? day = null;
            if (kind == OrderStepKind.Notify)
            {
                order.Serial = 1 + (await orders.OrdersOfTheCity.Where(o => o.Year == on.Year).MaxAsync(o => o.Serial, ct) ?? 0);
                (order.Year, order.Number, order.NotifiedOn, order.AcknowledgeBy) = (on.Year, rules.Number(on.Year, order.Serial.Value), on, calendar.After(on, rules.AcknowledgeWithin));
                order.DueOn = order.FirstDueOn = day = calendar.After(on, order.Days);
            }
            if (kind == OrderStepKind.AskTime) order.AskedDue = day = calendar.After(order.DueOn!.Value, 10);
            if (kind == OrderStepKind.Escalate) (order.Level, day) = (order.Level + 1, order.DueOn);
            if (kind == OrderStepKind.Reply) order.RepliedOn = on;
            if (kind == OrderStepKind.Close) order.ClosedOn = on;
            order.State = kind == OrderStepKind.Open ? OrderState.Opened : OrderCourse.After(order.State, kind) ?? throw new InvalidOperationException($"{order.Title}: {kind}");
            order.Version = number;
            var (unit, clock) = (OrderCourse.Hand(kind) == OrderHand.Unit, kind is OrderStepKind.Escalate or OrderStepKind.Remind);
            orders.Add(new OrderStep
            {
                Id = orders.NewId(),
                OrderId = order.Id,
                Number = number,
                Kind = kind,
                At = ChinaTime.StartOf(on).AddHours(10 + number * 0.5),
                Text = step.Text,
                Day = day,
                UnitName = clock ? "" : unit ? names.GetValueOrDefault(order.UnitId, "") : user.UnitName,
                PersonName = clock ? "" : unit ? "联络员" : "办公室",
            });
        }
    }
}
