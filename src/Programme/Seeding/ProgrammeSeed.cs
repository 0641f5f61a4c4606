using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reviewing;

namespace OneMetre.Programme.Seeding;

/// <summary>Takes a demo plan through the product's own reading and applying, and then writes how its tasks went.</summary>
sealed class ProgrammeSeed(ProgrammeData data, UploadPlan upload, ReadPlanJob reading, ApplyPlan apply, UnitRegister register, OrderSeed orders, InspectionSeed inspections, ReturnSeed returns, ImpactSeed impacts, RegisterSeed registers, EvaluationSeed evaluations, MeetingSeed meetings, GuideSeed guides, PracticeSeed practices, TrainingSeed trainings, ResearchSeed research, ResultSeed results, CitySettings settings, TimeProvider time) : IProgrammeSeed
{
    public async Task<Guid> Plant(string fileName, ReadOnlyMemory<byte> document, IReadOnlyList<SeedHistory> histories, CancellationToken ct)
    {
        var uploaded = await upload.Run(fileName, document, null, ct);
        if (!uploaded.Ok) throw new InvalidOperationException($"{fileName}: {uploaded.Problems[0].Code}");
        var import = uploaded.Value;
        await reading.Run(new Job { Subject = import.ToString() }, new Unseen(), ct);

        var officer = "演示数据";
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var entry in await data.Entries.Where(e => e.ImportId == import).ToListAsync(ct)) (entry.State, entry.EditedBy, entry.EditedAt) = (EntryState.Confirmed, officer, now);
        foreach (var finding in await data.Findings.Where(f => f.ImportId == import && f.SettledAt == null).ToListAsync(ct)) (finding.SettledBy, finding.SettledAt) = (officer, now);
        foreach (var match in await data.UnitMatches.Where(m => m.ImportId == import && m.Confidence < 1).ToListAsync(ct))
        {
            if (match.UnitId is null && match.GroupId is null) match.UnitId = register.AddUnit(match.PrintedName, (await settings.Profile(ct)).RegionCode).Id;
            (match.Confidence, match.ChosenBy) = (1, officer);
        }
        await data.Save(ct);

        var applied = await apply.Run(import, ct);
        if (!applied.Ok) throw new InvalidOperationException($"{fileName}: {string.Join(", ", applied.Problems.Select(p => $"{p.Code} {string.Join('/', p.Args)}"))}");
        await Remember(applied.Value!.Plan, histories, ct);
        return applied.Value.Plan;
    }

    public Task Order(Guid plan, IReadOnlyList<SeedOrder> wanted, CancellationToken ct) => orders.Run(plan, wanted, ct);

    public Task Inspect(IReadOnlyList<SeedInspection> wanted, CancellationToken ct) => inspections.Run(wanted, ct);

    public Task Report(string name, IReadOnlyList<SeedReturnRound> rounds, CancellationToken ct) => returns.Run(name, rounds, ct);

    public Task Assess(IReadOnlyList<SeedImpact> wanted, CancellationToken ct) => impacts.Run(wanted, ct);

    public Task Register(Guid plan, IReadOnlyList<SeedProject> projects, IReadOnlyList<SeedPolicy> policies, CancellationToken ct) => registers.Run(plan, projects, policies, ct);

    public Task Evaluate(IReadOnlyList<SeedEvaluation> wanted, CancellationToken ct) => evaluations.Run(wanted, ct);

    public Task Meet(SeedMeetings wanted, CancellationToken ct) => meetings.Run(wanted, ct);
    public Task Guide(IReadOnlyList<SeedGuide> wanted, CancellationToken ct) => guides.Run(wanted, ct);
    public Task Train(IReadOnlyList<SeedTraining> wanted, CancellationToken ct) => trainings.Run(wanted, ct);

    public Task Show(IReadOnlyList<SeedPractice> wanted, CancellationToken ct) => practices.Run(wanted, ct);
    public Task Research(IReadOnlyList<SeedResearch> wanted, CancellationToken ct) => research.Run(wanted, ct);
    public Task Expect(IReadOnlyList<SeedResult> wanted, CancellationToken ct) => results.Run(wanted, ct);

    async Task Remember(Guid plan, IReadOnlyList<SeedHistory> histories, CancellationToken ct)
    {
        var thresholds = await settings.Get("programme.lights", new LightThresholds(), ct);
        var today = ChinaTime.Today(time);
        var tasks = await data.VisibleTasks.Where(t => t.PlanId == plan).ToListAsync(ct);
        var units = (await data.TaskUnits.Where(u => tasks.Select(t => t.Id).Contains(u.TaskId)).OrderBy(u => u.SortOrder).ToListAsync(ct)).ToLookup(u => u.TaskId);
        var targets = (await data.Targets.Where(x => tasks.Select(t => t.Id).Contains(x.TaskId)).OrderBy(x => x.SortOrder).ToListAsync(ct)).ToLookup(x => x.TaskId);

        // The plan was handed out when it began, not on the day the demo city is founded.
        foreach (var handedOut in await data.Notes.Where(n => n.Kind == NoteKind.Assigned && tasks.Select(t => t.Id).Contains(n.TaskId)).ToListAsync(ct))
        {
            data.Remove(handedOut);
            var began = At(tasks.Single(t => t.Id == handedOut.TaskId).StartsOn.AddDays(20));
            data.Add(new TaskNote { Id = data.NewId(), TaskId = handedOut.TaskId, Kind = NoteKind.Assigned, At = began, UnitName = "市妇儿工委办", PersonName = "办公室", Text = handedOut.Text });
            tasks.Single(t => t.Id == handedOut.TaskId).LastNewsAt = began;
        }

        foreach (var (task, history) in from task in tasks join history in histories on Digits(task.Label) equals Digits(history.Label) select (task, history))
        {
            (task.PlainTitle, task.PlainTitleEn) = (history.PlainTitle, history.PlainTitleEn);
            task.State = history.Completed ? TaskState.Completed : history.Notes.Count == 0 ? TaskState.Assigned : history.Notes[^1].Kind == "SentBack" ? TaskState.SentBack : TaskState.InProgress;
            task.TimesReturned = history.Notes.Count(n => n.Kind == "SentBack");
            task.Progress = history.Completed ? 100 : history.Notes.LastOrDefault(n => n.Progress is not null)?.Progress;
            var lead = units[task.Id].FirstOrDefault(u => u.Primary) ?? units[task.Id].FirstOrDefault();
            if (history.Notes.Count > 0)
                foreach (var part in units[task.Id].Where(u => u.UnitId is not null)) (part.ConfirmedAt, part.ConfirmedBy) = (At(history.Notes[0].On.AddDays(-30)), "联络员");
            var measured = targets[task.Id].FirstOrDefault(x => x.Value is not null && x.Value == history.MeasuredTarget);
            foreach (var note in history.Notes)
            {
                var kind = Enum.Parse<NoteKind>(note.Kind);
                var byOffice = kind is NoteKind.SentBack or NoteKind.Accepted;
                var row = new TaskNote
                {
                    Id = data.NewId(),
                    TaskId = task.Id,
                    Kind = kind,
                    At = At(note.On),
                    UnitId = byOffice ? null : lead?.UnitId,
                    UnitName = byOffice ? "市妇儿工委办" : lead?.PrintedName ?? "",
                    PersonName = byOffice ? "办公室" : "联络员",
                    Text = note.Text,
                    Progress = note.Progress,
                };
                data.Add(row);
                task.LastNewsAt = row.At;
                if (note.Value is not { } value || measured is null) continue;
                data.Add(new TargetReading { Id = data.NewId(), TargetId = measured.Id, On = note.On, Value = value, NoteId = row.Id });
                (measured.CurrentValue, measured.CurrentOn) = (value, note.On);
            }
            data.AddRange(history.Milestones.Select(m => new Milestone { Id = data.NewId(), TaskId = task.Id, Title = m.Title, Due = m.Due, ReachedOn = m.ReachedOn }));
            (task.Light, task.LightReason) = LightRule.Read(task, today, thresholds);
            task.Version++;
        }
        await data.Save(ct);
    }

    // Ten in the morning, city time.
    static DateTime At(DateOnly day) => ChinaTime.StartOf(day).AddHours(10);

    static string Digits(string label) => string.Concat(label.Where(char.IsDigit));

    sealed class Unseen : IJobProgress
    {
        public Task At(int percent, CancellationToken ct) => Task.CompletedTask;
    }
}
