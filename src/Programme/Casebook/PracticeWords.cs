using OneMetre.Platform.Results;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>Good practices and their steps in the language of the page.</summary>
static class PracticeWords
{
    public static string State(PracticeState state) => $"programme.practice-state-{state.ToString().ToLowerInvariant()}";
    public static string Field(PracticeField field) => $"programme.practice-field-{field.ToString().ToLowerInvariant()}";
    public static string Part(PracticePart part) => $"programme.practice-part-{part.ToString().ToLowerInvariant()}";
    public static string Hint(PracticePart part) => $"{Part(part)}-hint";
    public static string Kind(ProofKind kind) => $"programme.practice-mark-{kind.ToString().ToLowerInvariant()}";
    public static string Settled(ProofState state) => $"programme.practice-mark-{state.ToString().ToLowerInvariant()}";
    public static string Do(PracticeStepKind step) => $"programme.practice-do-{step.ToString().ToLowerInvariant()}";

    /// <summary>What a step was; of passing and sending back also in which review.</summary>
    public static string Did(PracticeStepKind step, int stage) => $"programme.practice-did-{step.ToString().ToLowerInvariant()}{(step is PracticeStepKind.Pass or PracticeStepKind.Return ? $"-{stage}" : "")}";

    public static Light LightOf(PracticeState state) => state switch
    {
        PracticeState.Published => Light.Green,
        PracticeState.Draft => Light.Yellow,
        PracticeState.Withdrawn => Light.Grey,
        _ => Light.Orange,
    };

    public static string Icon(PracticeStepKind step) => step switch
    {
        PracticeStepKind.Submit => "paper-plane",
        PracticeStepKind.Pass => "approve",
        PracticeStepKind.Return or PracticeStepKind.Reopen => "return",
        PracticeStepKind.Publish => "publish",
        PracticeStepKind.Withdraw or PracticeStepKind.TakePhoto => "cancel",
        _ => "edit",
    };
}
