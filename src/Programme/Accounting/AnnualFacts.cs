using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;
using OneMetre.Programme.Briefing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Accounting;

/// <summary>The tasks of one domain by the end of the year: all that were begun by then, completed, late, and with a last day in the next year.</summary>
sealed record AnnualDomain(string Name, int Tasks, int Completed, int Late);

/// <summary>One round of the year: who owed and how they came.</summary>
sealed record AnnualRound(Guid Id, Period Period, int Owed, int InTime, int Late, int Missing);

/// <summary>An inspection whose findings were issued in the year, with how many of them were put right by the day of the report.</summary>
sealed record AnnualInspection(Guid Id, string Title, DateOnly IssuedOn, int Findings, int Serious, int PutRight);

/// <summary>A final evaluation: how many units have each grade, in words; units are not ranked and not named.</summary>
sealed record AnnualEvaluation(Guid Id, string Title, int Units, IReadOnlyList<(string Grade, int Units)> Grades);

/// <summary>A meeting held in the year, and what became of its decisions.</summary>
sealed record AnnualMeeting(Guid Id, string Title, DateOnly HeldOn, int Decisions, int Done);

/// <summary>An assessment that was registered, decided or published in the year. Heard: children, all hearings of the year together.</summary>
sealed record AnnualImpact(Guid Id, string Title, string Unit, string? Decision, string? Changed, int Heard);

/// <summary>Money of one source in the year, in yuan.</summary>
sealed record AnnualFund(string Source, FundSum Sum);

sealed record AnnualPolicy(Guid Id, string Name, string? Number, DateOnly From);
sealed record AnnualTask(Guid Id, string Title, string Lead, DateOnly Due);

/// <summary>Everything that the report of a year is written from, as it is on record on a day.</summary>
/// <param name="Milestones">Milestones due in the year, and reached in the year whenever due.</param>
/// <param name="Last">The facts of the newest round of the year whose days to answer are over, or else of the newest; null where there was none.</param>
/// <param name="Next">Tasks not completed whose last day lies in the next year, the nearest first.</param>
sealed record AnnualFacts(
    string City, int Year, DateOnly On, IReadOnlyList<string> Plans, IReadOnlyList<AnnualDomain> Domains, (int Due, int Reached) Milestones, IReadOnlyList<AnnualRound> Rounds, BriefFacts? Last, IndicatorStanding? Indicators,
    IReadOnlyList<BriefOrder> Orders, IReadOnlyList<AnnualInspection> Inspections, IReadOnlyList<AnnualEvaluation> Evaluations, IReadOnlyList<AnnualMeeting> Meetings, IReadOnlyList<AnnualImpact> Impacts,
    int Projects, IReadOnlyList<AnnualFund> Funds, FundSum Money, IReadOnlyList<AnnualPolicy> Policies, int PoliciesInForce, IReadOnlyList<AnnualTask> Next)
{
    public int Tasks => Domains.Sum(d => d.Tasks);
    public int Completed => Domains.Sum(d => d.Completed);
    public int Late => Domains.Sum(d => d.Late);
    public int Heard => Impacts.Sum(i => i.Heard);

    /// <summary>Whether the year is over on that day; before, the report says until when it counts.</summary>
    public bool Over => On.Year > Year;
}
