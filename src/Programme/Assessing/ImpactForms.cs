using Microsoft.AspNetCore.Http;

namespace OneMetre.Programme.Assessing;

/// <summary>A registration with its screening, as typed. Answers and sentences stand under the numbers of their questions.</summary>
sealed class NewImpactForm
{
    public string? Title { get; set; }
    public string? About { get; set; }
    public string? Kind { get; set; }
    public string? Unit { get; set; }
    public string? Task { get; set; }

    /// <summary>The mark of the questions that the page showed.</summary>
    public string? Wording { get; set; }
    public IReadOnlyList<(string? Answer, string? Said)> Answers { get; set; } = [];
}

/// <summary>A step as asked for by its button, with the version that the person saw and whatever the step needs. One form for all, each part of the page posts its own fields.</summary>
sealed class ImpactForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Text { get; set; }

    /// <summary>The evidence, hearing, row or comment that a step is about.</summary>
    public string? Item { get; set; }

    public IReadOnlyList<string?> Cells { get; set; } = [];

    public string? Indicator { get; set; }
    public string? Year { get; set; }
    public string? Region { get; set; }
    public string? TaskRef { get; set; }
    public string? PaperTitle { get; set; }
    public IFormFile? File { get; set; }

    public string? HeardOn { get; set; }
    public string? Method { get; set; }
    public string? Number { get; set; }
    public string? AgeFrom { get; set; }
    public string? AgeTo { get; set; }
    public string? Said { get; set; }
    public string? Invited { get; set; }
    public string? Missing { get; set; }

    public string? OptionNames { get; set; }
    public string? Option { get; set; }
    public string? Group { get; set; }
    public string? Right { get; set; }
    public string? Effect { get; set; }
    public string? Likelihood { get; set; }
    public string? Duration { get; set; }
    public string? Grade { get; set; }
    public string? Why { get; set; }
    public string? Mitigation { get; set; }
    public string? Owner { get; set; }
    public string? MitigateBy { get; set; }

    public string? Comment { get; set; }
    public string? ExpertName { get; set; }
    public string? Opinion { get; set; }
    public string? Reply { get; set; }

    public string? Unheard { get; set; }
    public string? Decision { get; set; }
    public string? Reason { get; set; }
    public string? Title { get; set; }
    public string? PublicSummary { get; set; }
    public string? ChildrenSaid { get; set; }
    public string? WhatChanged { get; set; }
    public string? ChildVersion { get; set; }
    public string? Found { get; set; }
}
