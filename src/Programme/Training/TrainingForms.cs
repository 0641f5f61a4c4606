using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Training;

/// <summary>A training as typed; For are the names of roles, one for each tick.</summary>
sealed class TrainingForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Kind { get; set; }
    public string? Title { get; set; }
    public string? Day { get; set; }
    public string? Clock { get; set; }
    public string? Hours { get; set; }
    public string? Place { get; set; }
    public IReadOnlyList<string?> For { get; set; } = [];
    public string? About { get; set; }
    public string? Capacity { get; set; }
    public string? SignUpBy { get; set; }
    public string? Reason { get; set; }
    public IFormFile? File { get; set; }
}

/// <summary>Who was there after all, of those who are put down, and why the list was wrong.</summary>
sealed class CorrectionForm
{
    public int Version { get; set; }
    public string? Entry { get; set; }
    public string? Came { get; set; }
    public string? Reason { get; set; }
}

/// <summary>What it was worth to somebody who was there.</summary>
sealed class FeedbackForm
{
    public string? Score { get; set; }
    public string? Line { get; set; }
}

/// <summary>The texts and lights of training.</summary>
static class TrainingWords
{
    public static string Kind(TrainingKind kind) => $"programme.training-kind-{kind.ToString().ToLowerInvariant()}";
    public static string State(TrainingState state) => $"programme.training-state-{state.ToString().ToLowerInvariant()}";
    public static string Came(TrainingPresence came) => $"programme.training-came-{came.ToString().ToLowerInvariant()}";
    public static string Did(TrainingStepKind step) => $"programme.training-did-{step.ToString().ToLowerInvariant()}";

    public static string Icon(TrainingStepKind step) => step switch
    {
        TrainingStepKind.Announce => "publish",
        TrainingStepKind.Move => "calendar",
        TrainingStepKind.CallOff => "cancel",
        TrainingStepKind.Hold => "done",
        TrainingStepKind.Add => "add",
        _ => "edit",
    };

    public static Light LightOf(TrainingState state) => state switch { TrainingState.Held => Light.Green, TrainingState.Planned => Light.Yellow, _ => Light.Grey };
}
