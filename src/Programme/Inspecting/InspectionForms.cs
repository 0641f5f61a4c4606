using Microsoft.AspNetCore.Http;

namespace OneMetre.Programme.Inspecting;

/// <summary>An inspection as typed. RevealDay and RevealTime are read on the city's clock.</summary>
sealed class InspectionForm
{
    public int Version { get; set; }
    public string? Kind { get; set; }
    public string? Title { get; set; }
    public string? Place { get; set; }
    public string? Purpose { get; set; }
    public string? FromDay { get; set; }
    public string? ToDay { get; set; }
    public string? Checklist { get; set; }
    public string? RevealDay { get; set; }
    public string? RevealTime { get; set; }
}

/// <summary>One change of who inspects whom: add-unit, drop-unit, add-task, drop-task, add-post, add-outside, drop-member, lead.</summary>
sealed class TeamForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Unit { get; set; }
    public string? Task { get; set; }
    public string? Member { get; set; }
    public string? Name { get; set; }
    public string? Organisation { get; set; }
}

/// <summary>A step as asked for by its button.</summary>
sealed class InspectionStepForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Word { get; set; }
}

sealed class FindingForm
{
    public string? Unit { get; set; }
    public string? Item { get; set; }
    public string? Severity { get; set; }
    public string? Text { get; set; }
    public string? Demand { get; set; }
    public string? Due { get; set; }
}

/// <summary>A photograph beside a finding. Areas as PictureArea reads them.</summary>
sealed class PhotoForm
{
    public string? Finding { get; set; }
    public IFormFile? Photo { get; set; }
    public string? Ground { get; set; }
    public string? Areas { get; set; }
    public string? Consent { get; set; }
}

/// <summary>A photograph that is taken away, and why.</summary>
sealed class PhotoGoneForm
{
    public string? Photo { get; set; }
    public string? Why { get; set; }
}

sealed class CheckForm
{
    public string? Finding { get; set; }
    public string? Passed { get; set; }
    public string? Says { get; set; }
}
