using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;
using OneMetre.Programme.Returning;

namespace OneMetre.Programme.Seeding;

/// <summary>Opens a demo city's rounds by the product's own rule, and writes how far each unit has come in them.</summary>
sealed class ReturnSeed(ProgrammeData data, OpenRounds open, UnitRegister register)
{
    public async Task Run(string name, IReadOnlyList<SeedReturnRound> rounds, CancellationToken ct)
    {
        var cycle = new ReturnCycle { Id = data.NewId(), Name = name, Kind = PeriodKind.Half, OpensAfter = -45, DueAfter = 10, GraceDays = rounds[0].GraceDays, EscalatesAfter = 5, From = rounds[0].Period.Start };
        data.Add(cycle);
        await data.Save(ct);
        foreach (var round in rounds) await Add(cycle, round, ct);
    }

    async Task Add(ReturnCycle cycle, SeedReturnRound seed, CancellationToken ct)
    {
        var round = new ReturnRound
        {
            Id = data.NewId(),
            CycleId = cycle.Id,
            Name = cycle.Name,
            Period = seed.Period,
            OpenOn = seed.OpenOn,
            DueOn = seed.DueOn,
            GraceDays = seed.GraceDays,
            EscalatesAfter = cycle.EscalatesAfter,
            OpenedAt = ChinaTime.StartOf(seed.OpenOn).AddMinutes(1),
        };
        var sheets = await open.Add(round, null, ct);
        if (seed.Told) await open.Tell(round, sheets, ct);
        await data.Save(ct);

        var names = await register.Units.ToDictionaryAsync(u => u.Id, u => (u.Name, Short: u.ShortName), ct);
        var stands = seed.Stands.ToDictionary(s => s.Unit);
        var tasks = await data.VisibleTasks.AsNoTracking().Select(t => new { t.Id, t.Light, t.Progress }).ToDictionaryAsync(t => t.Id, ct);
        var lines = (await data.ReturnLines.Where(l => l.RoundId == round.Id).OrderBy(l => l.SortOrder).ToListAsync(ct)).ToLookup(l => l.ReturnId);
        var handedIn = sheets.Where(s => (stands.GetValueOrDefault(names[s.UnitId].Name)?.State ?? seed.Rest) != nameof(ReturnState.Draft)).SelectMany(s => lines[s.Id]).Where(l => l.Part == ReturnPart.Lead).Select(l => l.TaskId).ToHashSet();
        foreach (var (sheet, i) in sheets.Select((s, i) => (s, i)))
        {
            var (full, brief) = names[sheet.UnitId];
            var stand = stands.GetValueOrDefault(full) ?? new(full, seed.Rest, seed.OpenOn.AddDays(2 + i % 7));
            var state = Enum.Parse<ReturnState>(stand.State);
            if (state == ReturnState.Draft)
            {
                // Partners have answered under whatever has been handed in: nobody signs off a whole with its parts missing.
                foreach (var line in lines[sheet.Id].Where(l => l.Part == ReturnPart.Partner && handedIn.Contains(l.TaskId))) (line.Answer, line.Version) = (ReturnAnswer.OnPlan, 1);
                if (!seed.Told) (sheet.LeaderToldAt, sheet.ListedAt) = (At(round.LastDay.AddDays(5)), At(round.LastDay.AddDays(10)));
                continue;
            }
            foreach (var (line, n) in lines[sheet.Id].Select((l, n) => (l, n)))
            {
                var task = tasks[line.TaskId];
                var behind = line.Part == ReturnPart.Lead && task.Light is Light.Orange or Light.Red;
                (line.Answer, line.Progress) = (behind ? ReturnAnswer.Behind : ReturnAnswer.OnPlan, line.Part == ReturnPart.Lead ? task.Progress ?? (behind ? 0 : null) : null);
                if (behind) line.Problems = seed.Troubles[(i + n) % seed.Troubles.Count];
                if (n == 0 && stand.Said is not null) (line.Answer, line.Said, line.Problems) = (stand.Problems is null ? ReturnAnswer.Advanced : ReturnAnswer.Behind, stand.Said, stand.Problems);
                if (n == 0 && stand.Said is not null && line.Part == ReturnPart.Lead) line.Progress ??= 0;
                line.Version = 1;
                if (state == ReturnState.Accepted) line.AcceptedVersion = 1;
            }
            Walk(sheet, state, stand, round, brief);
        }
        await data.Save(ct);
    }

    /// <summary>The steps that led to a state, a day apart.</summary>
    void Walk(PeriodReturn sheet, ReturnState state, SeedStand stand, ReturnRound round, string unit)
    {
        var day = stand.HandedIn ?? round.OpenOn.AddDays(3);
        void Step(ReturnMove move, string person, string of, string? reason = null, DateOnly? due = null)
        {
            var before = sheet.State;
            sheet.State = ReturnCourse.After(move, before);
            data.Add(new ReturnStep { Id = data.NewId(), ReturnId = sheet.Id, Move = move, Before = before, After = sheet.State, PersonName = person, UnitName = of, At = At(day), Reason = reason, NewDue = due });
            day = day.AddDays(1);
        }
        (sheet.SubmittedAt, sheet.Version) = (At(day), 3);
        Step(ReturnMove.HandIn, "联络员", unit);
        if (state == ReturnState.Submitted) return;
        sheet.HandedOnAt = At(day);
        Step(ReturnMove.Approve, "分管负责人", unit);
        if (state == ReturnState.Accepted)
        {
            sheet.AcceptedAt = At(day);
            Step(ReturnMove.Accept, "办公室", "市妇儿工委办");
        }
        if (state == ReturnState.Returned)
        {
            sheet.DueOn = round.DueOn.AddDays(10);
            Step(ReturnMove.SendBack, "办公室", "市妇儿工委办", stand.Reason, sheet.DueOn);
        }
    }

    // Ten in the morning, city time.
    static DateTime At(DateOnly day) => ChinaTime.StartOf(day).AddHours(10);
}
