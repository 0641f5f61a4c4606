using Microsoft.AspNetCore.Http;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Resulting;

/// <summary>An expected result as the office types it.</summary>
sealed class ExpectedForm
{
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Content { get; set; }
    public string? Kind { get; set; }
    public string? Quantity { get; set; }
    public string? CountUnit { get; set; }
    public string? Unit { get; set; }
    public string? Due { get; set; }
    public string? Task { get; set; }

    public static ExpectedForm Of(ExpectedResult r) => new() { Version = r.Version, Name = r.Name, Content = r.Content, Kind = r.Form.ToString(), Quantity = $"{r.Quantity}", CountUnit = r.CountUnit, Unit = r.UnitId?.ToString(), Due = ListFile.Day(r.DueOn), Task = r.TaskId?.ToString() };
}

/// <summary>A step of an expected result, with words and what proves it.</summary>
sealed class ResultStepForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Said { get; set; }
    public string? Link { get; set; }
    public IFormFile? Proof { get; set; }
}
