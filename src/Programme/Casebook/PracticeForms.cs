using Microsoft.AspNetCore.Http;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>A good practice as typed.</summary>
sealed class PracticeForm
{
    public int Version { get; set; }
    public string? Unit { get; set; }
    public string? Field { get; set; }
    public string? Task { get; set; }
    public string? Title { get; set; }
    public string? Summary { get; set; }
    public string? ForChildren { get; set; }
    public string? Place { get; set; }
    public string? Background { get; set; }
    public string? Doing { get; set; }
    public string? ChildrenPart { get; set; }
    public string? Effect { get; set; }
    public string? Sources { get; set; }
    public string? Lesson { get; set; }

    public string? this[PracticePart part] => part switch
    {
        PracticePart.Title => Title,
        PracticePart.Summary => Summary,
        PracticePart.ForChildren => ForChildren,
        PracticePart.Place => Place,
        PracticePart.Background => Background,
        PracticePart.Doing => Doing,
        PracticePart.ChildrenPart => ChildrenPart,
        PracticePart.Effect => Effect,
        PracticePart.Sources => Sources,
        _ => Lesson,
    };

    public static PracticeForm Of(GoodPractice p) => new()
    {
        Version = p.Version,
        Unit = p.UnitId.ToString(),
        Field = p.Field.ToString(),
        Task = p.TaskId?.ToString(),
        Title = p.Title,
        Summary = p.Summary,
        ForChildren = p.ForChildren,
        Place = p.Place,
        Background = p.Background,
        Doing = p.Doing,
        ChildrenPart = p.ChildrenPart,
        Effect = p.Effect,
        Sources = p.Sources,
        Lesson = p.Lesson,
    };
}

/// <summary>A step as it is asked for. Do: a step of the course; Read: that the whole text was proofread.</summary>
sealed class PracticeStepForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Read { get; set; }
    public string? Says { get; set; }
    public string? Photo { get; set; }
}

/// <summary>A mark as it is made. Without Strike an empty proposal leaves it to the writers.</summary>
sealed class ProofForm
{
    public int Version { get; set; }
    public string? Part { get; set; }
    public string? Passage { get; set; }
    public string? Kind { get; set; }
    public string? Proposal { get; set; }
    public string? Strike { get; set; }
    public string? Note { get; set; }
}

/// <summary>A mark as it is settled. Do: apply or decline.</summary>
sealed class SettleForm
{
    public int Version { get; set; }
    public string? Mark { get; set; }
    public string? Do { get; set; }
    public string? Answer { get; set; }
}

/// <summary>A photograph that is added to a draft, or taken out of it. Caption: what is to be seen.</summary>
sealed class PictureForm
{
    public int Version { get; set; }
    public string? Caption { get; set; }
    public string? Drop { get; set; }
}
