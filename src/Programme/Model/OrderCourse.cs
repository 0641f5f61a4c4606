namespace OneMetre.Programme.Model;

/// <summary>Who takes a step: the office, the unit that was ordered, or another person of the office than the one who proposed it.</summary>
enum OrderHand { Office, Unit, SecondOfOffice }

/// <summary>
/// The course of an order (domain reference §0.1): Opened → Notified → Acknowledged → Rectifying → Replied → Verified → Closed, back to Rectifying where the reply does not hold. Time is asked for and
/// granted, an order is raised a level, criticism is proposed and approved, all without a change of state. Pure: what is possible follows from the order alone.
/// </summary>
static class OrderCourse
{
    /// <summary>The state after a step; null where it is not possible.</summary>
    public static OrderState? After(OrderState state, OrderStepKind step) => (step, state) switch
    {
        (OrderStepKind.Notify, OrderState.Opened) => OrderState.Notified,
        (OrderStepKind.Acknowledge, OrderState.Notified) => OrderState.Acknowledged,
        (OrderStepKind.Plan, OrderState.Acknowledged or OrderState.Rectifying) => OrderState.Rectifying,
        (OrderStepKind.Reply, OrderState.Acknowledged or OrderState.Rectifying) => OrderState.Replied,
        (OrderStepKind.SendBack, OrderState.Replied or OrderState.Verified) => OrderState.Rectifying,
        (OrderStepKind.Verify, OrderState.Replied) => OrderState.Verified,
        (OrderStepKind.Close, OrderState.Verified) => OrderState.Closed,
        (OrderStepKind.Withdraw, not (OrderState.Closed or OrderState.Withdrawn)) => OrderState.Withdrawn,
        (OrderStepKind.AskTime or OrderStepKind.GrantTime or OrderStepKind.RefuseTime, OrderState.Notified or OrderState.Acknowledged or OrderState.Rectifying) => state,
        (OrderStepKind.Escalate or OrderStepKind.ProposeCriticism or OrderStepKind.Criticise or OrderStepKind.RefuseCriticism or OrderStepKind.Remind,
            not (OrderState.Opened or OrderState.Closed or OrderState.Withdrawn)) => state,
        _ => null,
    };

    public static OrderHand Hand(OrderStepKind step) => step switch
    {
        OrderStepKind.Acknowledge or OrderStepKind.Plan or OrderStepKind.Reply or OrderStepKind.AskTime => OrderHand.Unit,
        OrderStepKind.Criticise => OrderHand.SecondOfOffice,
        _ => OrderHand.Office,
    };

    /// <summary>The steps that people may take now, in the order of their course.</summary>
    public static IReadOnlyList<OrderStepKind> Possible(OrderState state, bool timeAsked, bool mayAsk, int level, Criticism criticism) =>
        [.. Enum.GetValues<OrderStepKind>().Where(step => step is not (OrderStepKind.Open or OrderStepKind.Remind) && After(state, step) is not null && step switch
        {
            OrderStepKind.AskTime => !timeAsked && mayAsk,
            OrderStepKind.GrantTime or OrderStepKind.RefuseTime => timeAsked,
            OrderStepKind.Escalate => level < SupervisionOrder.HighestLevel,
            OrderStepKind.ProposeCriticism => criticism is Criticism.None or Criticism.Refused,
            OrderStepKind.Criticise or OrderStepKind.RefuseCriticism => criticism == Criticism.Proposed,
            _ => true,
        })];

    /// <summary>The state to which a chain of steps leads, from its opening; null when the chain has a hole or a step that was not possible.</summary>
    public static OrderState? Replay(IEnumerable<OrderStepKind> steps)
    {
        OrderState? state = null;
        foreach (var step in steps)
        {
            if (step == OrderStepKind.Open != state is null) return null;
            state = state is { } now ? After(now, step) : OrderState.Opened;
            if (state is null) return null;
        }
        return state;
    }
}
