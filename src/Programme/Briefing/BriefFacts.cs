using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Briefing;

/// <summary>What one lead unit said of a task in a return that the office has accepted.</summary>
sealed record LeadWord(Guid Sheet, string Unit, ReturnAnswer Answer, int? Progress, string? Said, string? Problems, string? NextSteps, IReadOnlyCollection<Guid> Reached);

/// <summary>A target of a task with the value that was accepted in this round; Current is null where none was.</summary>
sealed record BriefTarget(string Text, decimal? Current, string? MeasureUnit);

/// <summary>A task that the round asked about. Words are those of its lead units, as far as they were accepted; Silent are the lead units whose return was not.</summary>
sealed record BriefTask(Guid Id, string Label, string Title, DateOnly? Due, IReadOnlyList<LeadWord> Words, IReadOnlyList<string> Silent, IReadOnlyList<BriefTarget> Targets)
{
    /// <summary>Where several lead, the one that is furthest from its plan speaks for the task, and done is only what all have done. Null: nothing was accepted.</summary>
    public ReturnAnswer? Standing => Words.Count == 0 ? null : Silent.Count > 0 && Words.All(w => w.Answer == ReturnAnswer.Done) ? ReturnAnswer.OnPlan : Words.Select(w => w.Answer).MinBy(Order);

    /// <summary>As reported; of several the least.</summary>
    public int? Progress => Words.Min(w => w.Progress);

    static int Order(ReturnAnswer answer) => answer switch { ReturnAnswer.Stuck => 0, ReturnAnswer.Behind => 1, ReturnAnswer.OnPlan => 2, ReturnAnswer.Advanced => 3, _ => 4 };
}

/// <summary>The tasks of one domain, in the order of the plan.</summary>
sealed record BriefDomain(string Name, IReadOnlyList<BriefTask> Tasks);

/// <summary>A unit's return: when it first came, and whether by the last day of the round.</summary>
sealed record BriefReturn(Guid Id, string Unit, ReturnState State, DateOnly? HandedIn, bool InTime);

/// <summary>An order that was sent out in the period.</summary>
sealed record BriefOrder(Guid Id, string Number, string Title, string Unit, OrderState State, DateOnly? Due, bool Late);

/// <summary>Everything a brief is written from: the record of one round, and what else was on record on a day.</summary>
sealed record BriefFacts(
    Guid Round, string City, Period Period, IReadOnlyList<string> Plans, IReadOnlyList<BriefDomain> Domains, IReadOnlyList<BriefReturn> Returns, IReadOnlyList<BriefOrder> Orders,
    IndicatorStanding? Indicators, DateOnly On)
{
    public IEnumerable<BriefTask> Tasks => Domains.SelectMany(d => d.Tasks);

    public int Count(ReturnAnswer? standing) => Tasks.Count(t => t.Standing == standing);

    /// <summary>Handed in by their last day, handed in later, not yet handed in.</summary>
    public (int InTime, int Late, int Missing) Punctual => (Returns.Count(r => r.InTime), Returns.Count(r => r.HandedIn is not null && !r.InTime), Returns.Count(r => r.HandedIn is null));

    public int Accepted => Returns.Count(r => r.State == ReturnState.Accepted);

    /// <summary>The units whose words are not in the brief because their return has not been accepted.</summary>
    public IReadOnlyList<string> Waiting => [.. Returns.Where(r => r.State != ReturnState.Accepted).Select(r => r.Unit)];
}
