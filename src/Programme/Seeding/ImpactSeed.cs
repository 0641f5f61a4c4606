using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes child impact assessments with a past, along the course that real ones take; what a step writes is written with it.</summary>
sealed class ImpactSeed(ImpactData impacts, ProgrammeData programme, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedImpact> wanted, CancellationToken ct)
    {
        var (today, questions) = (time.Today(), new ImpactRules().Asked);
        var units = await impacts.Units.AsNoTracking().ToDictionaryAsync(u => u.Name, u => u, ct);
        foreach (var seed in wanted)
        {
            var registered = today.AddDays(-seed.RegisteredDaysAgo);
            var answers = seed.Answers.Select((a, n) => new ScreeningLine(questions[n], Enum.Parse<ImpactAnswer>(a.Answer), a.Said)).ToList();
            var impact = new ImpactAssessment
            {
                Id = impacts.NewId(),
                Title = seed.Title,
                About = seed.About,
                Kind = seed.Kind,
                UnitId = units[seed.Unit].Id,
                State = ImpactState.Registered,
                Depth = ImpactCourse.Outcome([.. answers.Select(a => a.Answer)]),
                Answers = JsonSerializer.Serialize(answers),
                Scope = ImpactScope.Write(ImpactTemplates.Scope(seed.Kind)),
                Options = string.Join('\n', seed.Options),
                RegisteredOn = registered,
            };
            if (seed.Task is { } about && await programme.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.Title.Contains(about)).OrderBy(t => t.Id).Select(t => new { t.Id, t.Label, t.Title }).FirstOrDefaultAsync(ct) is { } task)
                impacts.Add(new ImpactEvidence { Id = impacts.NewId(), ImpactId = impact.Id, Kind = ImpactEvidenceKind.Task, Title = $"{task.Label} {task.Title}", TaskId = task.Id, AddedOn = registered.AddDays(Math.Min(9, seed.RegisteredDaysAgo)) });
            foreach (var h in seed.Hearings)
                impacts.Add(new ImpactHearing { Id = impacts.NewId(), ImpactId = impact.Id, On = today.AddDays(-h.DaysAgo), Method = h.Method, Number = h.Number, AgeFrom = h.AgeFrom, AgeTo = h.AgeTo, Said = h.Said, Invited = h.Invited, Missing = h.Missing });
            foreach (var r in seed.Rows)
                impacts.Add(new ImpactRow
                {
                    Id = impacts.NewId(),
                    ImpactId = impact.Id,
                    Option = r.Option,
                    Group = Enum.Parse<ImpactGroup>(r.Group),
                    Right = Enum.Parse<ChildRight>(r.Right),
                    Effect = r.Effect,
                    Likelihood = r.Likelihood,
                    Duration = r.Duration,
                    Grade = Enum.Parse<EvidenceGrade>(r.Grade),
                    Why = r.Why,
                    Mitigation = r.Mitigation,
                    Owner = r.Mitigation is null ? null : seed.Unit,
                    MitigateBy = r.Mitigation is null ? null : today.AddDays(120),
                });
            foreach (var c in seed.Comments)
                impacts.Add(new ImpactComment { Id = impacts.NewId(), ImpactId = impact.Id, Expert = c.Expert, By = c.By, Text = c.Text, Answer = c.Answer, At = ChinaTime.StartOf(today.AddDays(-c.DaysAgo)).AddHours(10) });

            foreach (var (step, number) in seed.Steps.Prepend(new("Screen", 0)).Prepend(new("Register", 0)).Select((s, n) => (s, n)))
            {
                var (kind, on) = (Enum.Parse<ImpactStepKind>(step.Kind), registered.AddDays(step.DaysLater));
                DateOnly? day = null;
                if (kind == ImpactStepKind.Write) (impact.PublicSummary, impact.ChildrenSaid, impact.WhatChanged, impact.ChildVersion) = (seed.Words!.Summary, seed.Words.ChildrenSaid, seed.Words.WhatChanged, seed.Words.ChildVersion);
                if (kind == ImpactStepKind.Decide) (impact.Decision, impact.DecisionReason, impact.DecidedOn) = (seed.Decision, step.Text, on);
                if (kind == ImpactStepKind.Publish) (impact.PublishedOn, impact.NextDue) = (on, ImpactCourse.Due(impact.Depth, impact.DecidedOn!.Value, 0));
                if (kind == ImpactStepKind.Monitor)
                {
                    (day, impact.Looks) = (impact.NextDue, impact.Looks + 1);
                    impact.NextDue = ImpactCourse.Due(impact.Depth, impact.DecidedOn!.Value, impact.Looks);
                }
                impact.State = kind == ImpactStepKind.Register ? ImpactState.Registered : ImpactCourse.After(impact.State, impact.Depth, kind) ?? throw new InvalidOperationException($"{seed.Title}: {kind}");
                impact.Version = number;
                var office = ImpactCourse.Hand(kind) == ImpactHand.Office;
                impacts.Add(new ImpactStep
                {
                    Id = impacts.NewId(),
                    ImpactId = impact.Id,
                    Number = number,
                    Kind = kind,
                    At = ChinaTime.StartOf(on).AddHours(9 + number * 0.25),
                    Text = step.Text,
                    Day = day,
                    UnitName = office ? "市妇儿工委办" : seed.Unit,
                    PersonName = office ? "办公室" : "联络员",
                });
            }
            impacts.Add(impact);
            await impacts.SaveUnlessTaken(ct);
        }
    }
}
