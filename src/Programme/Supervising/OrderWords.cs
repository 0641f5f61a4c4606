using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>Orders and their steps in the language of the page.</summary>
static class OrderWords
{
    public static string State(OrderState state) => $"programme.order-state-{state.ToString().ToLowerInvariant()}";
    public static string Source(OrderSource source) => $"programme.order-source-{source.ToString().ToLowerInvariant()}";
    public static string Do(OrderStepKind step) => $"programme.order-do-{MoveOrder.Code(step)}";
    public static string Did(OrderStepKind step) => $"programme.order-did-{MoveOrder.Code(step)}";

    /// <summary>What waits to be done with an order, in one word for the desk.</summary>
    public static string Next(SupervisionOrder order, bool office) => "programme.order-next-" + MoveOrder.Code(order.State switch
    {
        _ when office && order.Criticism == Criticism.Proposed => OrderStepKind.Criticise,
        _ when office && order.AskedDue is not null => OrderStepKind.GrantTime,
        OrderState.Opened => OrderStepKind.Notify,
        OrderState.Notified => OrderStepKind.Acknowledge,
        OrderState.Replied => OrderStepKind.Verify,
        OrderState.Verified => OrderStepKind.Close,
        _ => OrderStepKind.Reply,
    });

    /// <summary>How many working days there are still, or how late it is.</summary>
    public static string? Left(Texts texts, int? left) => left switch
    {
        null => null,
        0 => texts["programme.order-today"],
        > 0 and var days => texts.Count("programme.order-left", days),
        var days => texts.Count("programme.order-late", -days.Value),
    };

    public static string Icon(OrderStepKind step) => step switch
    {
        OrderStepKind.Open => "add",
        OrderStepKind.Notify => "paper-plane",
        OrderStepKind.Acknowledge => "approve",
        OrderStepKind.Plan => "edit",
        OrderStepKind.Reply => "message",
        OrderStepKind.SendBack => "return",
        OrderStepKind.Verify => "eye-check",
        OrderStepKind.Close => "done",
        OrderStepKind.Withdraw or OrderStepKind.RefuseTime or OrderStepKind.RefuseCriticism => "cancel",
        OrderStepKind.AskTime => "clock",
        OrderStepKind.GrantTime => "calendar",
        OrderStepKind.Escalate => "up",
        OrderStepKind.Remind => "bell-ring",
        _ => "flag",
    };

    public static Light? LightOf(OrderStepKind step) => step switch
    {
        OrderStepKind.Close or OrderStepKind.Verify => Light.Green,
        OrderStepKind.SendBack or OrderStepKind.Remind => Light.Yellow,
        OrderStepKind.Escalate or OrderStepKind.Criticise => Light.Red,
        _ => null,
    };
}
