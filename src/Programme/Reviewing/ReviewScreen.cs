using OneMetre.Indicators.Contract;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>What the review page shows at one moment: the draft, the entry that is open, what was typed, and what is wrong with it.</summary>
sealed class ReviewScreen
{
    public required ReviewSheet Sheet { get; init; }
    public required IReadOnlyList<SourcePart> Source { get; init; }
    public required IReadOnlyList<CatalogueIndicator> Indicators { get; init; }
    public required Platform.Units.UnitNames Names { get; init; }

    /// <summary>Every unit and group, as choices "unit:ID" and "group:ID".</summary>
    public required IReadOnlyList<Choice> Everyone { get; init; }
    public required EntryKind Kind { get; init; }
    public ReviewEntry? Entry { get; init; }

    public EntryForm? Form { get; set; }
    public IReadOnlyList<Problem> Problems { get; set; } = [];
    public IReadOnlyList<FieldConflict> Conflicts { get; set; } = [];

    /// <summary>What the applying would refuse, drawn from what is on the page already: it costs no query.</summary>
    public IReadOnlyList<Obstacle> Obstacles => obstacles ??= ApplyCheck.Of(Sheet);
    IReadOnlyList<Obstacle>? obstacles;

    /// <summary>The reviewer has asked what is still in the way.</summary>
    public bool Checking { get; set; }

    /// <summary>Printed names that nobody has settled, each with whom it may mean.</summary>
    public IReadOnlyList<OpenName> OpenNames => openNames ??= OpenName.Of(Sheet, Names);
    IReadOnlyList<OpenName>? openNames;

    /// <summary>The names are on view, all of them together, instead of one entry.</summary>
    public bool ShowsNames { get; init; }
    public bool Splitting { get; init; }

    /// <summary>A matched name that the reviewer wants to match anew.</summary>
    public string? Rematch { get; init; }

    public Guid Import => Sheet.Import.Id;
    public string Root => $"/plans/import/{Import}";
    public string At(Guid entry) => $"{Root}/review?entry={entry}#understood";
    public string AtKind(EntryKind kind) => $"{Root}/review?kind={kind}";
    public string AtNames => $"{Root}/review?kind={NamesKind}";

    /// <summary>The word in an address for the view of all names.</summary>
    public const string NamesKind = "names";

    /// <summary>The page as it is open now, for a step that does not lead anywhere else.</summary>
    public string Here => ShowsNames ? AtNames : Entry is { } entry ? $"{Root}/review?entry={entry.Id}" : AtKind(Kind);

    /// <summary>Where an obstacle is settled.</summary>
    public string Way(Obstacle obstacle) => obstacle switch
    {
        { Match: { } match } => $"{AtNames}#name-{match}",
        { Entry: { } entry } => $"{Root}/review?entry={entry}#{obstacle.Anchor ?? "understood"}",
        { Anchor: "field-Title" or "field-EndYear" } => $"{Here}&head=1#{obstacle.Anchor}",
        _ => $"{Here}#{obstacle.Anchor}",
    };

    public IndicatorLikeness Likenesses => likenesses ??= new(Indicators);
    IndicatorLikeness? likenesses;

    public string MeaningOf(ReviewMatch match) =>
        Everyone.FirstOrDefault(c => c.Value == (match.UnitId is { } unit ? $"unit:{unit}" : $"group:{match.GroupId}"))?.Name ?? match.PrintedName;

    /// <summary>is-done, is-todo: the colour of the line beside a clause.</summary>
    public string? StateClass(Guid entry) =>
        Sheet.Entries.FirstOrDefault(e => e.Id == entry) is not { } found ? null : (found.State == EntryState.Confirmed ? "is-done" : "is-todo") + (entry == Entry?.Id ? " is-now" : "");

    /// <summary>Neighbours in the order of the document, for J and K.</summary>
    public (ReviewEntry? Before, ReviewEntry? After) Neighbours
    {
        get
        {
            var order = Sheet.WorkOrder(Kind);
            var at = order.ToList().FindIndex(e => e.Id == Entry?.Id);
            return at < 0 ? (null, order.Count > 0 ? order[0] : null) : (at > 0 ? order[at - 1] : null, at + 1 < order.Count ? order[at + 1] : null);
        }
    }
}

/// <summary>Findings in words: a reader names what it counted by a code, which is a word of its own.</summary>
static class FindingWords
{
    public static string Of(Texts texts, Finding finding) => finding is { Code: "programme.count-differs", Args: [var what, .. var numbers] } && texts.Has($"programme.head-{what}")
        ? texts[finding.Code, [texts[$"programme.head-{what}"], .. numbers]]
        : texts[finding];
}
