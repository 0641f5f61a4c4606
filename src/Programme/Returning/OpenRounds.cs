using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>
/// Opens the rounds whose day has come: each unit with a part in a running task gets one return with a line for each of its tasks, and one notice. A round opens once, whoever asks and however often.
/// Whoever guides (指导) carries nothing out and owes no return.
/// </summary>
sealed class OpenRounds(ProgrammeData data, UnitRegister register, NoticeBoard notices, TimeProvider time)
{
    /// <summary>The number of rounds that opened.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = time.Today();
        var opened = 0;
        foreach (var cycle in await data.CyclesOfTheCity.AsNoTracking().OrderBy(c => c.Id).ToListAsync(ct))
            foreach (var period in cycle.OpenPeriods(today).Reverse().ToList())
                if (!await data.RoundsOfTheCity.AnyAsync(r => r.CycleId == cycle.Id && r.Period == period, ct) && await Open(cycle, period, ct)) opened++;
        return opened;
    }

    async Task<bool> Open(ReturnCycle cycle, Period period, CancellationToken ct)
    {
        var round = new ReturnRound
        {
            Id = data.NewId(),
            CycleId = cycle.Id,
            Name = cycle.Name,
            Period = period,
            OpenOn = cycle.OpenOn(period),
            DueOn = cycle.DueOn(period),
            GraceDays = cycle.GraceDays,
            EscalatesAfter = cycle.EscalatesAfter,
            OpenedAt = time.GetUtcNow().UtcDateTime,
        };
        var sheets = await Add(round, cycle.PlanId, ct);
        if (sheets.Count == 0) return false; // nobody owes anything: the round waits for a plan
        await Tell(round, sheets, ct);
        var saved = await data.SaveUnlessTaken(ct); // with its returns, lines and notices, or not at all
        data.Forget();
        return saved;
    }

    public Task Tell(ReturnRound round, IReadOnlyList<PeriodReturn> sheets, CancellationToken ct) =>
        notices.TellEach(sheets.ToDictionary(s => s.UnitId, s => ReturnWords.Link(s.Id)), "programme.notice-return-open", ReturnWords.Args(round), null, ct);

    /// <summary>Adds a round with its returns and their lines; the caller saves. Without anybody who owes anything nothing is added.</summary>
    public async Task<IReadOnlyList<PeriodReturn>> Add(ReturnRound round, Guid? plan, CancellationToken ct)
    {
        var parts = await Parts(plan, round.Period, ct);
        if (parts.Count == 0) return [];
        var units = parts.Select(p => p.Unit).Distinct().ToList();
        var regions = await register.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.RegionCode, ct);
        data.Add(round);
        var sheets = new List<PeriodReturn>();
        foreach (var of in parts.GroupBy(p => p.Unit))
        {
            var sheet = new PeriodReturn { Id = data.NewId(), RoundId = round.Id, UnitId = of.Key, RegionCode = regions.GetValueOrDefault(of.Key) ?? "", DueOn = round.DueOn };
            data.Add(sheet);
            data.AddRange(of.OrderBy(p => p.Part).ThenBy(p => p.Order)
                .Select((p, i) => new ReturnLine { Id = data.NewId(), ReturnId = sheet.Id, RoundId = round.Id, UnitId = of.Key, TaskId = p.Task, Part = p.Part, SortOrder = i }));
            sheets.Add(sheet);
        }
        return sheets;
    }

    sealed record UnitPart(Guid Unit, Guid Task, ReturnPart Part, int Order);

    /// <summary>Who has which part in the tasks under way: one line for each unit and task, groups expanded to their members of today. Who answers for the whole is decided as when a task is confirmed.</summary>
    async Task<List<UnitPart>> Parts(Guid? plan, Period period, CancellationToken ct)
    {
        var end = period.End;
        var tasks = await data.TasksOfTheCity.AsNoTracking()
            .Where(t => t.DroppedInVersion == null && t.StartsOn <= end && (plan == null || t.PlanId == plan)
                && (t.State == TaskState.Assigned || t.State == TaskState.InProgress || t.State == TaskState.SentBack || t.State == TaskState.AwaitingAcceptance))
            .OrderBy(t => t.PlanId).ThenBy(t => t.SortOrder).ThenBy(t => t.Id).Select(t => t.Id).ToListAsync(ct);
        var order = tasks.Select((t, i) => (t, i)).ToDictionary(t => t.t, t => t.i);
        var roles = await data.PartsOfTheCity.AsNoTracking().Where(u => u.Role != UnitRole.Guiding && (u.UnitId != null || u.GroupId != null)
            && data.TasksOfTheCity.Any(t => t.Id == u.TaskId && t.DroppedInVersion == null)).ToListAsync(ct);
        var members = (await register.Members.Select(m => new { m.GroupId, m.UnitId }).ToListAsync(ct)).ToLookup(m => m.GroupId, m => m.UnitId);

        var parts = new List<UnitPart>();
        foreach (var task in roles.Where(r => order.ContainsKey(r.TaskId)).GroupBy(r => r.TaskId))
        {
            var answering = task.Any(u => u.Role == UnitRole.Lead) ? UnitRole.Lead : UnitRole.Cooperating;
            var onePrimary = task.Any(u => u.Role == answering && u.Primary);
            parts.AddRange(from role in task
                           let part = role.Role == answering && (role.Primary || !onePrimary) ? ReturnPart.Lead : ReturnPart.Partner
                           from unit in role.UnitId is { } one ? [one] : members[role.GroupId!.Value]
                           group part by unit into own
                           select new UnitPart(own.Key, task.Key, own.Min(), order[task.Key]));
        }
        return parts;
    }
}
