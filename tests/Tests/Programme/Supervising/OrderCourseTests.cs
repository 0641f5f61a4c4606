using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Tests.Programme.Supervising;

/// <summary>The course of an order, and what days do to it.</summary>
public class OrderCourseTests
{
    static readonly Arbitrary<OrderStepKind[]> Chains = Gen.Elements(Enum.GetValues<OrderStepKind>()).ArrayOf().ToArbitrary();

    static OrderState? Walk(IEnumerable<OrderStepKind> steps, List<OrderState> through)
    {
        var state = OrderState.Opened;
        through.Add(state);
        foreach (var step in steps)
            if (OrderCourse.After(state, step) is { } next) through.Add(state = next);
        return state;
    }

    [Fact]
    public void Nothing_is_closed_that_was_not_notified_signed_answered_and_verified() => Prop.ForAll(Chains, steps =>
    {
        var through = new List<OrderState>();
        if (Walk(steps, through) != OrderState.Closed) return true;
        var needed = new[] { OrderState.Notified, OrderState.Acknowledged, OrderState.Replied, OrderState.Verified, OrderState.Closed };
        return needed.Select(s => through.IndexOf(s)).Aggregate((Last: -1, Ok: true), (a, at) => (at, a.Ok && at > a.Last)).Ok;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_ended_stays_as_it_is() => Assert.All(Enum.GetValues<OrderStepKind>(), step =>
    {
        Assert.Null(OrderCourse.After(OrderState.Closed, step));
        Assert.Null(OrderCourse.After(OrderState.Withdrawn, step));
    });

    [Fact]
    public void A_chain_tells_its_state_and_one_with_a_hole_tells_none()
    {
        OrderStepKind[] whole = [OrderStepKind.Open, OrderStepKind.Notify, OrderStepKind.Acknowledge, OrderStepKind.AskTime, OrderStepKind.GrantTime, OrderStepKind.Plan, OrderStepKind.Reply, OrderStepKind.SendBack, OrderStepKind.Reply, OrderStepKind.Verify, OrderStepKind.Close];
        Assert.Equal(OrderState.Closed, OrderCourse.Replay(whole));
        for (var gone = 0; gone < whole.Length; gone++)
            if (whole[gone] is not (OrderStepKind.AskTime or OrderStepKind.GrantTime or OrderStepKind.Plan or OrderStepKind.Close) && gone != 6 && gone != 7)
                Assert.Null(OrderCourse.Replay(whole.Where((_, i) => i != gone)));
        Assert.Null(OrderCourse.Replay([]));
        Assert.Null(OrderCourse.Replay([OrderStepKind.Open, OrderStepKind.Open]));
    }

    [Fact]
    public void Possible_steps_are_those_that_lead_somewhere() => Assert.All(Enum.GetValues<OrderState>(), state =>
        Assert.All(OrderCourse.Possible(state, timeAsked: true, mayAsk: true, level: 0, Criticism.Proposed), step => Assert.NotNull(OrderCourse.After(state, step))));

    static SupervisionOrder Order(DateOnly due, int level = 0, OrderState state = OrderState.Rectifying) => new() { Id = Guid.CreateVersion7(), State = state, DueOn = due, AcknowledgeBy = due.AddDays(-10), Level = level, Number = "督〔2026〕1号" };

    /// <summary>What the clock does to one order over the given days.</summary>
    static List<(DateOnly On, OrderStepKind Kind)> Days(SupervisionOrder order, DateOnly from, int days)
    {
        var (done, reminded) = (new List<(DateOnly, OrderStepKind)>(), new HashSet<DateOnly>());
        for (var day = from; day < from.AddDays(days); day = day.AddDays(1))
            foreach (var again in new[] { 1, 2 }) // the site is started twice a day
                foreach (var (kind, about) in ChaseOrders.Due(order, day, new(), WorkCalendar.National, reminded.Contains).ToList())
                {
                    if (kind == OrderStepKind.Remind) reminded.Add(about);
                    else order.Level++;
                    done.Add((day, kind));
                }
        return done;
    }

    [Fact]
    public void An_order_that_nobody_answers_is_reminded_of_once_and_raised_twice()
    {
        var done = Days(Order(new(2026, 11, 27)), new(2026, 11, 2), 90);
        Assert.Equal([(new DateOnly(2026, 11, 24), OrderStepKind.Remind), (new DateOnly(2026, 12, 4), OrderStepKind.Escalate), (new DateOnly(2026, 12, 11), OrderStepKind.Escalate)], done);
    }

    [Fact]
    public void A_signature_that_is_late_is_asked_for_once()
    {
        var done = Days(Order(new(2026, 11, 27), state: OrderState.Notified), new(2026, 11, 16), 9);
        Assert.Equal([(new DateOnly(2026, 11, 18), OrderStepKind.Remind), (new DateOnly(2026, 11, 24), OrderStepKind.Remind)], done);
    }

    [Fact]
    public void A_wish_for_time_that_nobody_answers_puts_a_level_off_by_as_long_as_a_level_takes_and_no_longer()
    {
        var order = Order(new(2026, 11, 27));
        order.AskedDue = new(2027, 6, 30);
        Assert.Equal([(new DateOnly(2026, 12, 11), OrderStepKind.Escalate), (new DateOnly(2026, 12, 18), OrderStepKind.Escalate)], Days(order, new(2026, 11, 2), 90));

        var shorter = Order(new(2026, 11, 27));
        shorter.AskedDue = new(2026, 12, 1);
        Assert.Equal((new DateOnly(2026, 12, 8), OrderStepKind.Escalate), Days(shorter, new(2026, 11, 2), 90)[0]);
    }

    [Theory]
    [InlineData("2026-09-30", "2026-09-30", 0)]
    [InlineData("2026-10-03", "2026-09-30", -1)] // no working day has passed in the holiday, and yet it is late
    [InlineData("2026-10-09", "2026-09-30", -2)]
    [InlineData("2026-11-20", "2026-11-22", 1)] // a Friday before a Sunday
    [InlineData("2026-11-20", "2026-11-25", 3)]
    public void An_order_is_due_today_on_its_due_day_alone(string today, string due, int left) =>
        Assert.Equal(left, ReadOrders.Left(WorkCalendar.National, DateOnly.Parse(today, CultureInfo.InvariantCulture), DateOnly.Parse(due, CultureInfo.InvariantCulture)));
}
