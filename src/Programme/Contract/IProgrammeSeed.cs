using OneMetre.Platform.Time;

namespace OneMetre.Programme.Contract;

/// <summary>A step of a task as it went.</summary>
public sealed record SeedMilestone(string Title, DateOnly Due, DateOnly? ReachedOn);

/// <summary>A line of a task's past. Kind: Progress, Milestone, SentBack, Submitted or Accepted; Progress 0 to 100; Value that of the target named in the history.</summary>
public sealed record SeedNote(DateOnly On, string Kind, string Text, int? Progress = null, decimal? Value = null);

/// <summary>How a task went until today, found by its printed label. MeasuredTarget is the value promised by the target that the notes' values speak of.</summary>
public sealed record SeedHistory(
    string Label, decimal? MeasuredTarget, string? PlainTitle, string? PlainTitleEn, bool Completed, IReadOnlyList<SeedMilestone> Milestones, IReadOnlyList<SeedNote> Notes);

/// <summary>A step of an order: its name in the course, so many working days after the opening, and what was said.</summary>
public sealed record SeedOrderStep(string Kind, int Workdays, string? Text = null);

/// <summary>A supervision order about one of the tasks that stand worst.</summary>
public sealed record SeedOrder(string Demand, int OpenedWorkdaysAgo, IReadOnlyList<SeedOrderStep> Steps);

/// <summary>What a team found: Advice, Ordinary or Serious; the item of the checklist from nought, and the steps of the order that it became.</summary>
public sealed record SeedFinding(string Severity, string Text, string Demand, int? Item, IReadOnlyList<SeedOrderStep> Steps);

/// <summary>
/// An inspection as it went until today, so many working days from today (negative: ago). Units by full name; the team is the office and the contact of another unit. Answers: a letter an item, Y P N or X for not applicable.
/// </summary>
public sealed record SeedInspection(string Kind, string Title, string Place, string Purpose, string Checklist, int Workdays, string Unit, string TeamUnit, string State, string Answers, IReadOnlyList<SeedFinding> Findings);

/// <summary>Where one unit stands in a round, by its full name: the state, the day it handed in, and why it was sent back. Said and Problems are its words on the first task that it leads.</summary>
public sealed record SeedStand(string Unit, string State, DateOnly? HandedIn = null, string? Reason = null, string? Said = null, string? Problems = null);

/// <summary>A round of period returns as it went. Whoever is not among the stands is in the state of Rest; troubles are what units say of tasks that are behind. Told: its opening stands among the notices.</summary>
public sealed record SeedReturnRound(Period Period, DateOnly OpenOn, DateOnly DueOn, int GraceDays, string Rest, IReadOnlyList<SeedStand> Stands, IReadOnlyList<string> Troubles, bool Told);

/// <summary>An answer of the screening: No, Yes or High, and the sentence beside it.</summary>
public sealed record SeedAnswer(string Answer, string Said = "");

/// <summary>A time that children were heard; invented, and without a name.</summary>
public sealed record SeedHearing(int DaysAgo, HearingMethod Method, int Number, int AgeFrom, int AgeTo, string Said, string Invited, string Missing);

/// <summary>A cell of the matrix: group, right and grade by the names of the model; Effect −3 to 3, Likelihood and Duration 1 to 3.</summary>
public sealed record SeedEffect(string Group, string Right, int Effect, int Likelihood, int Duration, string Grade, string Why, string? Mitigation = null, int Option = 0);

public sealed record SeedComment(int DaysAgo, bool Expert, string By, string Text, string? Answer);
public sealed record SeedImpactStep(string Kind, int DaysLater, string? Text = null);
public sealed record SeedWords(string Summary, string ChildrenSaid, string WhatChanged, string ChildVersion);

/// <summary>A child impact assessment as it went; Unit by its full name, steps after registration and screening; Task is a word in the title of the plan's task that it rests on.</summary>
public sealed record SeedImpact(
    string Title, string About, ImpactKind Kind, string Unit, int RegisteredDaysAgo, IReadOnlyList<SeedAnswer> Answers, IReadOnlyList<string> Options, IReadOnlyList<SeedHearing> Hearings, IReadOnlyList<SeedEffect> Rows,
    IReadOnlyList<SeedComment> Comments, IReadOnlyList<SeedImpactStep> Steps, SeedWords? Words = null, ImpactDecision? Decision = null, string? Task = null);

/// <summary>A stage of a project, reached so many days ago.</summary>
public sealed record SeedStage(string Stage, int DaysAgo, string? Text = null);

/// <summary>Money in ten thousand yuan, of a year counted from this one.</summary>
public sealed record SeedFund(int YearsOn, string Source, decimal? PlannedWan, decimal? PaidWan, string? Reason = null);
public sealed record SeedPoint(string Title, int DueInDays, bool Done);

/// <summary>What a unit has entered about the project of this name.</summary>
public sealed record SeedProject(
    string Name, string? Land, string? Permit, string? Address, decimal? Latitude, decimal? Longitude, IReadOnlyList<SeedStage> Stages, IReadOnlyList<SeedFund> Funds, IReadOnlyList<SeedPoint> Milestones);

/// <summary>The document that came of the policy in whose content these words stand.</summary>
public sealed record SeedPolicy(string Words, string Number, int FromDaysAgo, int? ExpiresInDays);

/// <summary>What a unit handed in with its self-assessment; by its full name.</summary>
public sealed record SeedSelf(string Unit, string Said, decimal Claimed);

/// <summary>An objection to an item of the rules (from nought), its answer, and, where it was upheld, the mark of 100 instead.</summary>
public sealed record SeedObjection(string Unit, int Item, string Text, string Answer, decimal? Instead);

/// <summary>A survey as the office entered it: percent satisfied, of so many.</summary>
public sealed record SeedSurvey(string Source, string Method, decimal Share, int Asked);

/// <summary>The yearly evaluation of so many years ago: final with a survey, a panel and objections, or in its review.</summary>
public sealed record SeedEvaluation(int YearsAgo, bool Final, IReadOnlyList<SeedSelf> Self, SeedSurvey? Survey, IReadOnlyList<SeedObjection> Objections);

/// <summary>What a meeting decided, of a unit by its full name, due so many working days after the meeting; Said where the unit reports it as done.</summary>
public sealed record SeedDecision(string Text, string Unit, int Workdays, string? Said = null);

/// <summary>A meeting so many working days from today (negative: ago). With minutes it was held and they are confirmed; without, everybody is invited. Items: title and what came of it; OnTasks: what came of the late tasks.</summary>
public sealed record SeedMeeting(
    string Title, string Place, string Clock, int Workdays, string Chair, string? Minutes, string OnTasks, string Approved, IReadOnlyList<(string Title, string Outcome)> Items, IReadOnlyList<SeedDecision> Decisions);

/// <summary>A series of meetings with its members, by full name.</summary>
public sealed record SeedMeetings(string Series, IReadOnlyList<string> Members, IReadOnlyList<SeedMeeting> Meetings);

/// <summary>A version of a guide, in force since so many days; clauses as they are typed, one a line.</summary>
public sealed record SeedGuideVersion(string Code, int FromDaysAgo, string Clauses);

/// <summary>A guide with its versions, the oldest first. Level and For by the names of the model; with MakesList a draft of a checklist is made of the last.</summary>
public sealed record SeedGuide(string Level, string For, string Title, string Issuer, string About, IReadOnlyList<SeedGuideVersion> Versions, bool MakesList);

/// <summary>A mark of the second or third proofreader, by the names of the model; Passage stands in the part as it is now, unless it is settled.</summary>
public sealed record SeedProof(int Stage, string Part, string Passage, string Kind, string? Proposal, string? Note, bool Settled);

/// <summary>A good practice as it went: Unit by its full name, Task a word in the title of the task that it came of; steps of the course, by whom (one of the four below), so many days ago.</summary>
public sealed record SeedPractice(
    PracticeField Field, string Unit, string Task, string Title, string Summary, string ForChildren, string Place, string Background, string Doing, string ChildrenPart, string Effect, string Sources, string Lesson,
    IReadOnlyList<(string Kind, string By, int DaysAgo, string? Text)> Steps, IReadOnlyList<SeedProof> Marks)
{
    public const string Contact = "contact", Leader = "leader", Office = "office", SecondOffice = "office2";
}

/// <summary>
/// A training so many working days from today (negative: ago), by the names of the model. Of each unit, by its full name, those are put down who hold a post for whom it is. Past ones were held, unless Off says why it was
/// called off; Said: what those who were there said of it, score and line.
/// </summary>
public sealed record SeedTraining(string Title, string Kind, int Workdays, string Clock, decimal Hours, string Place, IReadOnlyList<string> For, string About, int? Capacity, IReadOnlyList<string> Units, IReadOnlyList<(int Score, string? Line)> Said, string? Off = null);

/// <summary>A bid of a unit, by its full name, for itself or for an institution; invented.</summary>
public sealed record SeedBid(string Unit, string Institution, string Leader, string Plan, int Yuan);

/// <summary>A research topic, opened so many days ago. Without an output its bids lie sealed; with one the first of them was awarded, and the output is accepted and used: in the task with these words in its title, and in words.</summary>
public sealed record SeedResearch(string Title, string Question, string Expected, string Conditions, int MostYuan, int OpenedDaysAgo, IReadOnlyList<SeedBid> Bids, string? Interim = null, string? Output = null, string? UsedInTask = null, string UsedIn = "");

/// <summary>An expected result, by the names of the model; due so many days from today. Proof is a kind of link and words in the name of what it leads to; Reason is why it was given up.</summary>
public sealed record SeedResult(string Name, string Form, int Quantity, string CountUnit, string Unit, int DueInDays, string State, string? Said = null, string? ProofKind = null, string? ProofWords = null, string? Reason = null, string Content = "");

/// <summary>
/// Fills a city with a programme that already has a past: for the demo city. Plans take the same way as an uploaded one — read, matched, applied —
/// with every entry confirmed unseen, so it must never serve a real document. The caller acts as an officer of the office.
/// </summary>
public interface IProgrammeSeed
{
    /// <summary>Reads and applies a plan and writes the past of its tasks; returns the plan's id. Throws when the plan cannot be applied: the demo is then broken.</summary>
    Task<Guid> Plant(string fileName, ReadOnlyMemory<byte> document, IReadOnlyList<SeedHistory> histories, CancellationToken ct);

    /// <summary>Writes supervision orders with their past.</summary>
    Task Order(Guid plan, IReadOnlyList<SeedOrder> orders, CancellationToken ct);

    /// <summary>Puts the starting checklists into force and writes inspections with their past.</summary>
    Task Inspect(IReadOnlyList<SeedInspection> inspections, CancellationToken ct);

    /// <summary>Sets a half-yearly cycle of returns and writes how its rounds went until today.</summary>
    Task Report(string name, IReadOnlyList<SeedReturnRound> rounds, CancellationToken ct);

    /// <summary>Writes child impact assessments with their past.</summary>
    Task Assess(IReadOnlyList<SeedImpact> impacts, CancellationToken ct);

    /// <summary>Writes what units have entered about a plan's projects and policies.</summary>
    Task Register(Guid plan, IReadOnlyList<SeedProject> projects, IReadOnlyList<SeedPolicy> policies, CancellationToken ct);

    /// <summary>Puts the proposed rules of evaluation into force and writes evaluations with their past; after everything that is counted in them.</summary>
    Task Evaluate(IReadOnlyList<SeedEvaluation> evaluations, CancellationToken ct);

    /// <summary>Writes a series of joint meetings with their past.</summary>
    Task Meet(SeedMeetings meetings, CancellationToken ct);

    /// <summary>Puts guides into force, version after version.</summary>
    Task Guide(IReadOnlyList<SeedGuide> guides, CancellationToken ct);

    /// <summary>Writes good practices with their past.</summary>
    Task Show(IReadOnlyList<SeedPractice> practices, CancellationToken ct);

    /// <summary>Writes trainings with their past.</summary>
    Task Train(IReadOnlyList<SeedTraining> trainings, CancellationToken ct);

    /// <summary>Writes research topics with their past.</summary>
    Task Research(IReadOnlyList<SeedResearch> topics, CancellationToken ct);

    /// <summary>Writes expected results as they stand; after everything that proves them.</summary>
    Task Expect(IReadOnlyList<SeedResult> results, CancellationToken ct);
}
