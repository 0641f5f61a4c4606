using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>Meetings in the language of the page.</summary>
static class MeetingWords
{
    public static string State(MeetingState state) => $"programme.meeting-state-{Lower(state)}";
    public static string Do(MeetingStepKind step) => $"programme.meeting-do-{Lower(step)}";
    public static string Did(MeetingStepKind step) => $"programme.meeting-did-{Lower(step)}";
    public static string Presence(MeetingPresence presence) => $"programme.meeting-presence-{Lower(presence)}";
    public static string Source(AgendaSource source) => $"programme.agenda-source-{Lower(source)}";
    public static string Follow(DecisionFollow follow) => $"programme.decision-follow-{Lower(follow)}";
    public static string Decision(DecisionState state) => $"programme.decision-state-{Lower(state)}";

    public static Light LightOf(MeetingState state) => state switch
    {
        MeetingState.Draft or MeetingState.Cancelled => Light.Grey,
        MeetingState.Held or MeetingState.Circulated => Light.Yellow,
        _ => Light.Green,
    };

    public static string Icon(MeetingStepKind step) => step switch
    {
        MeetingStepKind.Open => "add",
        MeetingStepKind.Invite => "paper-plane",
        MeetingStepKind.Change => "calendar",
        MeetingStepKind.Hold => "approve",
        MeetingStepKind.Circulate => "messages",
        MeetingStepKind.Rework or MeetingStepKind.SendBack => "return",
        MeetingStepKind.Confirm or MeetingStepKind.Accept => "done",
        MeetingStepKind.Report => "report",
        _ => "cancel",
    };

    static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
