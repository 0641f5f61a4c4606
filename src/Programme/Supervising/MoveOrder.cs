using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>
/// Takes an order one step on. The unit signs, plans, replies and asks for time; the office does the rest; criticism is approved by another person of the office than the one who proposed it.
/// Every step is a line of the chain, and whoever is concerned is told.
/// </summary>
sealed class MoveOrder(SupervisionData orders, InspectionsData inspections, CitySettings settings, WorkCalendars calendars, Attachments files, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public const int MostDaysMore = 366;
    public static readonly Problem NotYours = new("programme.order-not-your-step");

    public async Task<Result<Guid>> Run(Guid id, OrderStepForm form, CancellationToken ct)
    {
        if (!Named.Is<OrderStepKind>(form.Do, out var step)) return NotYours;
        if (await orders.Orders.SingleOrDefaultAsync(o => o.Id == id, ct) is not { } order) return OpenOrder.NoSuchOrder;
        if (order.Version != form.Version) return TaskDesk.Changed;
        var rules = await settings.Get(OrderRules.Key, new OrderRules(), ct);
        if (!(await May(order, rules, ct)).Contains(step)) return NotYours;

        var (today, calendar) = (time.Today(), await calendars.Get(ct));
        var (text, day, problems) = Read(step, order, form, today, calendar);
        // Where the office is one person, somebody above has approved: the chain says who.
        if (step == OrderStepKind.Criticise && user.PersonId == order.CriticismBy && text is null) problems.Add(new("programme.order-who-approved", nameof(form.Text)));
        // What an inspection found is verified by whoever found it: the team looks again, and the office goes by that.
        if (step == OrderStepKind.Verify && order is { Source: OrderSource.Inspection, SourceId: { } finding } && !await Passed(finding, order.TimesSentBack, ct)) problems.Add(new("programme.order-recheck-first"));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        Attachment? paper = null;
        if (form.File is { Length: > 0 })
        {
            var taken = await files.Take(form.File, nameof(form.File), papers: true, ct);
            if (taken.Value is not { } stored) return new Result<Guid>(default, taken.Problems);
            paper = stored;
        }

        switch (step)
        {
            case OrderStepKind.Notify:
                var year = today.Year;
                order.Serial = await orders.OrdersOfTheCity.Where(o => o.Year == year).MaxAsync(o => o.Serial, ct) + 1 ?? 1;
                (order.Year, order.Number, order.NotifiedOn) = (year, rules.Number(year, order.Serial.Value), today);
                order.AcknowledgeBy = calendar.After(today, Math.Min(rules.AcknowledgeWithin, order.Days));
                order.DueOn = order.FirstDueOn = day = calendar.After(today, order.Days);
                break;
            case OrderStepKind.Reply:
                (order.RepliedOn, order.AskedDue) = (today, null); // who has answered needs no more time
                break;
            case OrderStepKind.SendBack:
                (order.TimesSentBack, order.RepliedOn, order.DueOn) = (order.TimesSentBack + 1, null, day);
                break;
            case OrderStepKind.AskTime:
                order.AskedDue = day;
                break;
            case OrderStepKind.GrantTime:
                (order.DueOn, order.AskedDue, order.Extensions) = (day, null, order.Extensions + 1);
                break;
            case OrderStepKind.RefuseTime:
                order.AskedDue = null;
                break;
            case OrderStepKind.Escalate:
                order.Level++;
                break;
            case OrderStepKind.ProposeCriticism:
                (order.Criticism, order.CriticismBy) = (Criticism.Proposed, user.PersonId);
                break;
            case OrderStepKind.Criticise:
                order.Criticism = Criticism.Approved;
                // What is approved is what was proposed, unless the other person worded it anew: the notice is written from this step.
                if (text is null || user.PersonId == order.CriticismBy) text = string.Join('\n', new[] { await orders.Steps.Where(s => s.OrderId == id && s.Kind == OrderStepKind.ProposeCriticism).OrderByDescending(s => s.Number).Select(s => s.Text).FirstOrDefaultAsync(ct), text }.OfType<string>());
                if (text.Length > SupervisionOrder.LongestText)
                {
                    orders.Forget();
                    return new Problem("programme.text-too-long", nameof(form.Text), SupervisionOrder.LongestText);
                }
                break;
            case OrderStepKind.RefuseCriticism:
                order.Criticism = Criticism.Refused;
                break;
            case OrderStepKind.Close or OrderStepKind.Withdraw:
                order.ClosedOn = today;
                if (order.Criticism == Criticism.Proposed) order.Criticism = Criticism.None;
                break;
        }
        order.State = OrderCourse.After(order.State, step)!.Value;
        order.Version++;
        orders.Add(new OrderStep
        {
            Id = orders.NewId(),
            OrderId = id,
            Number = order.Version,
            Kind = step,
            At = time.GetUtcNow().UtcDateTime,
            UnitName = user.UnitName,
            PersonName = user.Name,
            Text = text,
            Day = day,
            FileSha256 = paper?.Sha256,
            FileName = paper?.Name,
            FileSize = paper?.Size ?? 0,
        });
        if (order.NotifiedOn is not null) await Tell(order, step, ct);
        return await orders.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    async Task<bool> Passed(Guid finding, int round, CancellationToken ct) =>
        await inspections.ChecksOfTheCity.Where(c => c.FindingId == finding && c.Round == round).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Select(c => (bool?)c.Passed).FirstOrDefaultAsync(ct) == true;

    /// <summary>The steps that the user may take now. More time is asked for before the due day is over, as the letter says.</summary>
    public async Task<IReadOnlyList<OrderStepKind>> May(SupervisionOrder order, OrderRules rules, CancellationToken ct)
    {
        var mayAsk = order.Extensions < rules.MostExtensions && !(order.DueOn < time.Today());
        var possible = OrderCourse.Possible(order.State, order.AskedDue is not null, mayAsk, order.Level, order.Criticism);
        var approves = user.IsOffice && possible.Contains(OrderStepKind.Criticise) && (user.PersonId != order.CriticismBy || !await orders.PeopleOfTheOffice.AnyAsync(p => p != order.CriticismBy, ct));
        return
        [
            .. possible.Where(step => OrderCourse.Hand(step) switch
            {
                OrderHand.Unit => user.InProgramme && user.UnitId == order.UnitId,
                OrderHand.SecondOfOffice => approves,
                _ => user.IsOffice,
            }),
        ];
    }

    public static bool TakesPaper(OrderStepKind step) => step is OrderStepKind.Plan or OrderStepKind.Reply or OrderStepKind.Verify or OrderStepKind.SendBack or OrderStepKind.AskTime;

    /// <summary>Steps that need a word: all but a signature, a notice, a closing and what is granted.</summary>
    public static bool NeedsText(OrderStepKind step) => step is not (OrderStepKind.Notify or OrderStepKind.Acknowledge or OrderStepKind.Close or OrderStepKind.GrantTime or OrderStepKind.Criticise);

    public static bool TakesDay(OrderStepKind step) => step is OrderStepKind.SendBack or OrderStepKind.AskTime or OrderStepKind.GrantTime;

    static (string? Text, DateOnly? Day, List<Problem> Problems) Read(OrderStepKind step, SupervisionOrder order, OrderStepForm form, DateOnly today, WorkCalendar calendar)
    {
        var problems = new List<Problem>();
        var text = OpenOrder.Said(form.Text);
        if (text.Length == 0 && NeedsText(step)) problems.Add(new("programme.order-say", nameof(form.Text)));
        if (text.Length > SupervisionOrder.LongestText) problems.Add(new("programme.text-too-long", nameof(form.Text), SupervisionOrder.LongestText));
        DateOnly? day = null;
        if (TakesDay(step))
        {
            var more = step is OrderStepKind.AskTime or OrderStepKind.GrantTime;
            if (!Typed.Day(form.Day, out day)) problems.Add(new("programme.not-a-day", nameof(form.Day)));
            else if ((day ??= step == OrderStepKind.GrantTime ? order.AskedDue : null) is null) problems.Add(new("programme.order-which-day", nameof(form.Day)));
            else if (day <= today || (more && day <= order.DueOn)) problems.Add(new("programme.order-later-day", nameof(form.Day)));
            else if (day > today.AddDays(MostDaysMore)) problems.Add(new("programme.order-day-far", nameof(form.Day)));
            else if (day is { } chosen && !calendar.Works(chosen)) problems.Add(new("programme.order-day-off", nameof(form.Day), calendar.After(chosen, 1)));
        }
        if (form.File is { Length: > 0 } && !TakesPaper(step)) problems.Add(new("programme.order-no-paper-here", nameof(form.File)));
        return (text.Length == 0 ? null : text, day, problems);
    }

    async Task Tell(SupervisionOrder order, OrderStepKind step, CancellationToken ct)
    {
        string[] args = [order.Number!, order.Title, order.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? ""];
        var (code, link) = ($"programme.notice-order-{Code(step)}", $"/supervision/{order.Id}");
        if (OrderCourse.Hand(step) == OrderHand.Unit || step == OrderStepKind.ProposeCriticism) await notices.TellOffice(code, link, args, ct);
        else if (step is not OrderStepKind.RefuseCriticism) await notices.TellUnits([order.UnitId], code, link, args, ct);
    }

    public static string Code(OrderStepKind step) => step.ToString().ToLowerInvariant();
}
