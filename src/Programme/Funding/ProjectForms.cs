namespace OneMetre.Programme.Funding;

/// <summary>A project as typed. Name, content, unit and domain are the office's to say, the first two only where no plan has printed them.</summary>
sealed class ProjectForm
{
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Content { get; set; }
    public string? Unit { get; set; }
    public string? Domain { get; set; }
    public string? Task { get; set; }
    public string? Land { get; set; }
    public string? Permit { get; set; }
    public string? Address { get; set; }
    public string? Latitude { get; set; }
    public string? Longitude { get; set; }
}

sealed class StageForm
{
    public int Version { get; set; }
    public string? Stage { get; set; }
    public string? Day { get; set; }
    public string? Said { get; set; }
}

/// <summary>The money of one year from one source, in ten thousand yuan. Both amounts empty take the line away.</summary>
sealed class FundForm
{
    public int Version { get; set; }
    public string? Year { get; set; }
    public string? Source { get; set; }
    public string? Planned { get; set; }
    public string? Paid { get; set; }
    public string? Reason { get; set; }
}

/// <summary>A milestone: a new one, or the one that is named. Remove takes it away.</summary>
sealed class MilestoneForm
{
    public int Version { get; set; }
    public string? Milestone { get; set; }
    public string? Title { get; set; }
    public string? Due { get; set; }
    public string? Done { get; set; }
    public string? Remove { get; set; }
}
