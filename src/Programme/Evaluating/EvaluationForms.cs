using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Evaluating;

// What the page reads from the request by itself is internal: the binder of forms leaves it alone.

/// <summary>A rule set as typed. Rows stand in the order of <see cref="EditScoreRules.Rows"/>.</summary>
sealed class ScoreRulesForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Vetoes { get; set; }
    public string? ExcellentFrom { get; set; }
    public string? GoodFrom { get; set; }
    public string? PassFrom { get; set; }
    public string? LeastCoverage { get; set; }
    public string? NamesShown { get; set; }

    /// <summary>Of the trial: the page to turn to. The trial is of the form as typed, so the form goes with it.</summary>
    public string? Page { get; set; }
    internal IReadOnlyList<(string? Name, string? Weight)> Rows { get; set; } = [];
}

/// <summary>An evaluation as opened. Days of a final one are typed; those of a yearly one follow from the year.</summary>
sealed class EvaluationForm
{
    public string? Title { get; set; }
    public string? Term { get; set; }
    public string? Year { get; set; }
    public string? FromYear { get; set; }
    public string? Rules { get; set; }
    public string? SelfDueOn { get; set; }
    public string? Questions { get; set; }
    public string? ChildQuestions { get; set; }
    internal IReadOnlyList<string?> Units { get; set; } = [];
}

/// <summary>A step of the whole evaluation, by its button.</summary>
sealed class EvaluationStepForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Text { get; set; }
    public string? Day { get; set; }
}

/// <summary>A step on the sheet of one unit. Item: which line it is about. Of a self-assessment also the claims and words, line by line.</summary>
sealed class SheetStepForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Item { get; set; }
    public string? Text { get; set; }
    public string? Share { get; set; }
    public string? Veto { get; set; }
    internal IReadOnlyDictionary<int, (string? Claimed, string? Said)> Claims { get; set; } = new Dictionary<int, (string?, string?)>();
    internal IReadOnlyList<IFormFile> Files { get; set; } = [];
}

/// <summary>A survey as entered by the office.</summary>
sealed class SurveyForm
{
    public int Version { get; set; }
    public string? Unit { get; set; }
    public string? Share { get; set; }
    public string? Asked { get; set; }
    public string? Source { get; set; }
    public string? Method { get; set; }
    public IFormFile? File { get; set; }
}

/// <summary>Links for the panel: how many, for which seat, until when, for which sheets; or the link that ends.</summary>
sealed class PanelLinksForm
{
    public int Version { get; set; }
    public string? Seat { get; set; }
    public string? Number { get; set; }
    public string? Until { get; set; }
    public string? Ends { get; set; }
    internal IReadOnlyList<string?> Sheets { get; set; } = [];
}

/// <summary>What a member of the panel has marked, by sheet and question.</summary>
sealed class PanelForm
{
    public string? Sent { get; set; }
    internal Func<int, int, string?> Mark { get; set; } = (_, _) => null;
}

/// <summary>What was typed, read with its problem beside its field.</summary>
static class TypedWords
{
    public static string? Words(string? text, string field, int most, bool needed, List<Problem> problems)
    {
        var said = OpenOrder.Said(text);
        if (said.Length == 0 && needed) problems.Add(new("programme.order-say", field));
        if (said.Length > most) problems.Add(new("programme.text-too-long", field, most));
        return said.Length == 0 || said.Length > most ? null : said;
    }

    /// <summary>Null without a problem: nothing was typed.</summary>
    public static decimal? Number(string? text, string field, decimal least, decimal most, bool needed, List<Problem> problems)
    {
        if (!Typed.Figure(text, out var figure) || figure < least || figure > most || (needed && figure is null))
        {
            problems.Add(new("programme.evaluation-number", field, least, most));
            return null;
        }
        return figure is { } number ? decimal.Round(number, 2, MidpointRounding.AwayFromZero) : null;
    }

    public static int? Whole(string? text, string field, int least, int most, List<Problem> problems)
    {
        if (Typed.Figure(text, out var figure) && figure is { } number && number == decimal.Truncate(number) && number >= least && number <= most) return (int)number;
        problems.Add(new("programme.settings-not-a-number", field, least, most));
        return null;
    }
}
