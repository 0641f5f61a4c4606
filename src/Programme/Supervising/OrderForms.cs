using Microsoft.AspNetCore.Http;

namespace OneMetre.Programme.Supervising;

/// <summary>An order as typed. Task or Warning says what it comes from; without either it is an instruction, whose basis says whose.</summary>
sealed class OrderForm
{
    public string? Task { get; set; }
    public string? Warning { get; set; }
    public string? Unit { get; set; }
    public string? Title { get; set; }
    public string? Demand { get; set; }
    public string? Basis { get; set; }
    public string? Days { get; set; }
}

/// <summary>A step as asked for by its button: the version that the person saw, what they say, a day, a paper.</summary>
sealed class OrderStepForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Text { get; set; }
    public string? Day { get; set; }
    public IFormFile? File { get; set; }
}
