using OneMetre.Platform.Results;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>Assessments and their steps in the language of the page.</summary>
static class ImpactWords
{
    public static string Code(ImpactStepKind step) => step.ToString().ToLowerInvariant();
    public static string State(ImpactState state) => $"programme.impact-state-{state.ToString().ToLowerInvariant()}";
    public static string Kind(ImpactKind kind) => $"programme.impact-kind-{kind.ToString().ToLowerInvariant()}";
    public static string Depth(ImpactDepth depth) => $"programme.impact-depth-{depth.ToString().ToLowerInvariant()}";
    public static string Answer(ImpactAnswer answer) => $"programme.impact-answer-{answer.ToString().ToLowerInvariant()}";
    public static string Group(ImpactGroup group) => $"programme.impact-group-{group.ToString().ToLowerInvariant()}";
    public static string Right(ChildRight right) => $"programme.impact-right-{right.ToString().ToLowerInvariant()}";
    public static string Grade(EvidenceGrade grade) => $"programme.impact-grade-{grade.ToString().ToLowerInvariant()}";
    public static string Method(HearingMethod method) => $"programme.impact-method-{method.ToString().ToLowerInvariant()}";
    public static string Decision(ImpactDecision decision) => $"programme.impact-decision-{decision.ToString().ToLowerInvariant()}";
    public static string Do(ImpactStepKind step) => $"programme.impact-do-{Code(step)}";
    public static string Did(ImpactStepKind step) => $"programme.impact-did-{Code(step)}";

    public static string Icon(ImpactStepKind step) => step switch
    {
        ImpactStepKind.Hear or ImpactStepKind.Comment or ImpactStepKind.Opine or ImpactStepKind.Answer => "messages",
        ImpactStepKind.SignNone or ImpactStepKind.SignUnheard => "approve",
        ImpactStepKind.Reopen => "return",
        ImpactStepKind.Withdraw or ImpactStepKind.DropEvidence or ImpactStepKind.DropHearing or ImpactStepKind.DropRow => "cancel",
        ImpactStepKind.Publish => "publish",
        ImpactStepKind.Remind => "bell-ring",
        ImpactStepKind.Finish or ImpactStepKind.Decide or ImpactStepKind.Close => "done",
        ImpactStepKind.Raise => "up",
        ImpactStepKind.Lower => "down",
        ImpactStepKind.Monitor => "eye-check",
        ImpactStepKind.Register => "add",
        ImpactStepKind.AddEvidence => "attachment",
        ImpactStepKind.Begin or ImpactStepKind.Gather or ImpactStepKind.Assess or ImpactStepKind.Draft or ImpactStepKind.Consult or ImpactStepKind.AskExpert => "next",
        _ => "edit",
    };

    public static Light LightOf(ImpactAssessment impact, DateOnly today) => impact switch
    {
        { State: ImpactState.Closed } => Light.Green,
        { NextDue: { } due } when due < today => Light.Orange,
        { NextDue: { } due } when due <= today.AddDays(ReadImpacts.SoonDays) => Light.Yellow,
        { PublishedOn: not null } => Light.Green,
        _ => Light.Grey,
    };
}
