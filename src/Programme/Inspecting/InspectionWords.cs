using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>Inspections in the language of the page.</summary>
static class InspectionWords
{
    public static string Kind(InspectionKind kind) => $"programme.inspection-kind-{Lower(kind)}";
    public static string State(InspectionState state) => $"programme.inspection-state-{Lower(state)}";
    public static string Do(InspectionStepKind step) => $"programme.inspection-do-{Lower(step)}";
    public static string Did(InspectionStepKind step) => $"programme.inspection-did-{Lower(step)}";
    public static string Answer(ItemAnswer answer) => $"programme.answer-{Lower(answer)}";
    public static string Severity(FindingSeverity severity) => $"programme.finding-{Lower(severity)}";
    public static string Ground(PhotoGround ground) => $"programme.photo-{Lower(ground)}";
    public static string List(ChecklistKind kind) => $"programme.checklist-kind-{Lower(kind)}";
    public static string ListState(ChecklistState state) => $"programme.checklist-state-{Lower(state)}";

    public static Light LightOf(InspectionState state) => state switch
    {
        InspectionState.Draft or InspectionState.Cancelled => Light.Grey,
        InspectionState.Issued => Light.Yellow,
        _ => Light.Green,
    };

    public static Light LightOf(FindingSeverity severity) => severity switch { FindingSeverity.Serious => Light.Red, FindingSeverity.Ordinary => Light.Orange, _ => Light.Yellow };

    public static string Icon(InspectionStepKind step) => step switch
    {
        InspectionStepKind.Open => "add",
        InspectionStepKind.Plan => "calendar",
        InspectionStepKind.Start => "walk",
        InspectionStepKind.Reveal => "eye",
        InspectionStepKind.Issue => "paper-plane",
        InspectionStepKind.Close => "done",
        InspectionStepKind.TakePhoto => "delete",
        _ => "cancel",
    };

    static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
