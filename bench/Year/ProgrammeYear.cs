using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;
using OneMetre.Programme.Returning;
using OneMetre.Programme.Supervising;

namespace OneMetre.Bench;

/// <summary>What a unit had to do in the year: what it handed in (returns, reports, answers to orders), the fields it filled, the characters it typed, the clicks it made.</summary>
sealed class Burden
{
    public int Submissions { get; set; }
    public int Fields { get; set; }
    public int Letters { get; set; }
    public int Clicks { get; set; }

    /// <summary>By the keystroke-level model [D]: 5 seconds to look and click, 8 to decide on a field, half a second for a character; and three minutes of thought for each submission.</summary>
    public double Hours => (Clicks * 5 + Fields * 8 + Letters * 0.5 + Submissions * 180) / 3600.0;
}

/// <summary>A year that was played. Broken names every invariant that did not hold; nothing may be in it.</summary>
sealed record YearPlayed(int Returns, int HandedIn, int Orders, int Inspections, int Refused, IReadOnlyDictionary<Guid, Burden> Burdens, IReadOnlyList<string> Broken);

/// <summary>
/// Plays two half-years of a city by calling the use cases as the people who would: in time, late, never; sent back; untrue; raised a level; staff that changes; and hands that reach for what is not theirs.
/// The clock moves, chance decides, and what must hold is looked at on the way and at the end. The same seed plays the same year.
/// </summary>
#pragma warning disable RS0030 // The bench reads tables past the doors.
sealed partial class ProgrammeYear(IServiceScopeFactory scopes, YearClock clock, int seed, YearSize size)
{
    static readonly DateOnly First = new(2026, 1, 5), Last = new(2027, 2, 26);

    readonly Random chance = new(seed);
    readonly List<string> broken = [];
    readonly Dictionary<Guid, Burden> burdens = [];
    readonly HashSet<Guid> liedOnce = [];
    YearCity city = null!;
    DateOnly today;
    int refused;

    public async Task<YearPlayed> Play()
    {
        city = new(scopes, chance);
        clock.To(First, TimeSpan.FromHours(8));
        await city.Found(size);
        await As(Office(), (SetCycles set) => set.Run(new() { Name = "工作进展报送", Kind = nameof(PeriodKind.Half), OpensAfter = "-15", DueAfter = "10", GraceDays = "3", EscalatesAfter = "5", From = "2026-01-01" }, default));
        for (today = First; today <= Last; today = today.AddDays(Busy(today) ? 1 : chance.Next(2, 6)))
        {
            await Morning();
            clock.To(today, TimeSpan.FromHours(10));
            if (chance.Next(30) == 0) await city.Replace(Any(city.Players.Where(p => p.Role != RoleCode.Office)), today);
            await Report();
            await Returns();
            clock.To(today, TimeSpan.FromHours(15));
            await Orders();
            await Inspect();
            await Reach();
            if (today.DayOfWeek == DayOfWeek.Wednesday || today.DayNumber % 13 == 0) await Remind();
            if (today.DayNumber % 20 == 0) await OnTheWay();
            if (today.DayNumber % 4 == 0) await Unannounced();
        }
        await Morning();
        await AtTheEnd();
        var (returns, handedIn, orders) = await As(null, async (CityDb db) => (await db.Set<PeriodReturn>().CountAsync(), await db.Set<PeriodReturn>().CountAsync(r => r.HandedOnAt != null), await db.Set<SupervisionOrder>().CountAsync()));
        return new(returns, handedIn, orders, inspected, refused, burdens, broken);
    }

    // What the days do by themselves.
    async Task Morning()
    {
        clock.To(today, TimeSpan.FromHours(8));
        await As(null, (OpenRounds open) => open.Run(default));
        await As(null, (EscalateReturns escalate) => escalate.Run(default));
        await As(null, (ChaseOrders chase) => chase.Run(default));
    }

    static bool Busy(DateOnly day) => day.Month is 7 or 1 || (day.Month is 6 or 12 && day.Day > 14) || (day.Month is 8 or 2 && day.Day < 12);

    // Reports in between: what a unit tells without being asked.
    async Task Report()
    {
        for (var n = chance.Next(3); n > 0; n--)
        {
            var who = Any(city.Players.Where(p => p.Role == RoleCode.DeptContact));
            var task = await As(who, (ProgrammeData data) => data.AnsweredTasks.AsNoTracking().OrderBy(t => t.SortOrder).Select(t => new { t.Id, t.Version, t.Progress, t.State }).ToListAsync());
            if (task.Count == 0 || Any(task) is not { State: TaskState.InProgress or TaskState.SentBack } found) continue;
            var done = await As(who, (ReportProgress report) => report.Run(found.Id, new() { Version = found.Version, Progress = Number(Math.Min(100, (found.Progress ?? 0) + chance.Next(10))), Text = "本月推进情况正常。" }, default));
            if (done.Ok) Count(who, submissions: 1, fields: 2, letters: 12, clicks: 3);
        }
    }

    async Task Returns()
    {
        var open = await As(null, (CityDb db) => (from sheet in db.Set<PeriodReturn>().AsNoTracking()
                                                  join round in db.Set<ReturnRound>() on sheet.RoundId equals round.Id
                                                  where sheet.State != ReturnState.Accepted || sheet.RevisionReason != null || round.DueOn > today.AddDays(-60)
                                                  select new { Sheet = sheet, round.DueOn }).ToListAsync());
        foreach (var sheet in open.OrderBy(o => o.DueOn).ThenBy(o => city.NameOf(o.Sheet.UnitId), StringComparer.Ordinal).Select(o => o.Sheet))
        {
            var temper = city.Tempers.GetValueOrDefault(sheet.UnitId);
            var late = today > sheet.DueOn;
            switch (sheet.State)
            {
                case ReturnState.Draft or ReturnState.Returned when Chance(temper switch { Temper.Punctual or Temper.Liar => late ? 0.4 : 0.12, Temper.Late => late ? 0.15 : 0.01, _ => sheet.ListedAt is not null ? 0.02 : 0 }):
                    await Fill(sheet);
                    break;
                case ReturnState.Submitted when Chance(0.4):
                    await Move(sheet, Chance(0.92) ? ReturnMove.Approve : ReturnMove.SendBack, People(sheet.UnitId, leaders: true));
                    break;
                case ReturnState.Approved when Chance(0.5):
                    var untrue = temper == Temper.Liar && liedOnce.Add(sheet.Id);
                    await Move(sheet, !untrue && Chance(0.88) ? ReturnMove.Accept : ReturnMove.SendBack, [Office()]);
                    break;
                case ReturnState.Accepted when sheet.RevisionReason is not null:
                    await Move(sheet, Chance(0.6) ? ReturnMove.Reopen : ReturnMove.RefuseRevision, [Office()]);
                    break;
                case ReturnState.Accepted when Chance(0.002):
                    await Move(sheet, ReturnMove.AskRevision, People(sheet.UnitId));
                    break;
            }
        }
    }

    async Task Fill(PeriodReturn sheet)
    {
        var who = Any(People(sheet.UnitId));
        var lines = await As(null, (CityDb db) => db.Set<ReturnLine>().AsNoTracking().Where(l => l.ReturnId == sheet.Id).OrderBy(l => l.SortOrder).ToListAsync());
        var inputs = new List<LineInput>();
        foreach (var line in lines.Where(_ => Chance(0.2)))
        {
            var input = SaveLines.Shown(line);
            input.Was = input.Mark();
            var answer = city.Tempers[sheet.UnitId] == Temper.Liar ? ReturnAnswer.Done : (ReturnAnswer)chance.Next(5);
            (input.Answer, input.Progress) = (answer.ToString(), answer == ReturnAnswer.Done ? "100" : Number(chance.Next(30, 95)));
            input.Said = answer is ReturnAnswer.Advanced or ReturnAnswer.Done ? $"本期新增{chance.Next(1, 30)}处，已投入使用。" : null;
            (input.Problems, input.NextSteps) = answer is ReturnAnswer.Behind or ReturnAnswer.Stuck ? ("用地手续未办结，比计划晚一个月。", "下月完成用地审批。") : (null, null);
            inputs.Add(input);
            Count(who, fields: 2 + (input.Said is null ? 0 : 1) + (input.Problems is null ? 0 : 2), letters: (input.Said?.Length ?? 0) + (input.Problems?.Length ?? 0) + (input.NextSteps?.Length ?? 0) + 2);
        }
        var saved = await As(who, (SaveLines save) => save.Run(sheet.Id, inputs, true, default));
        if (!saved.Ok) broken.Add($"{today}: {who.UnitName} cannot save its own return: {Codes(saved.Problems)}");
        Count(who, clicks: 3); // open it, one tap for all that is on plan, hand in
        await Move(sheet, ReturnMove.HandIn, [who]);
    }

    async Task Move(PeriodReturn of, ReturnMove move, IReadOnlyList<Player> by)
    {
        foreach (var who in by)
        {
            var sheet = await As(null, (CityDb db) => db.Set<PeriodReturn>().AsNoTracking().SingleAsync(r => r.Id == of.Id));
            var done = await As(who, (MoveReturn act) => act.Run(of.Id, new() { Do = move.ToString(), Version = sheet.Version, Reason = "请补充完成情况和依据。", NewDue = Day(Later(8)), MissingWhy = "已电话核实。" }, default));
            if (!done.Ok) continue; // of several people of a unit the right one signs
            if (move == ReturnMove.HandIn) Count(who, submissions: 1);
            else if (who.Role != RoleCode.Office) Count(who, clicks: 2);
            return;
        }
    }

    async Task Orders()
    {
        if (Chance(Busy(today) ? 0.25 : 0.4))
        {
            var task = Any(await As(null, (CityDb db) => db.Set<ProgrammeTask>().AsNoTracking().OrderBy(t => t.SortOrder).Select(t => t.Id).ToListAsync()));
            await As(Office(), async (OpenOrder open) =>
            {
                if (await open.Draft(task, null, default) is not { } draft) return 0;
                draft.Form.Demand = "请查明进度滞后的原因，限期整改。";
                await open.Run(draft.Form, default); // refused where the matter has an open order already
                return 0;
            });
        }
        var orders = await As(null, (CityDb db) => db.Set<SupervisionOrder>().AsNoTracking().Where(o => o.State != OrderState.Closed && o.State != OrderState.Withdrawn).ToListAsync());
        foreach (var order in InOrder(orders))
        {
            var slow = city.Tempers.GetValueOrDefault(order.UnitId) is Temper.Never or Temper.Late;
            var step = order switch
            {
                { State: OrderState.Opened } => Chance(0.5) ? Chance(0.06) ? OrderStepKind.Withdraw : OrderStepKind.Notify : (OrderStepKind?)null,
                { AskedDue: not null } when Chance(0.3) => Chance(0.7) ? OrderStepKind.GrantTime : OrderStepKind.RefuseTime,
                { Level: > 0, Criticism: Criticism.None } when Chance(0.06) => OrderStepKind.ProposeCriticism,
                { Criticism: Criticism.Proposed } when Chance(0.4) => Chance(0.7) ? OrderStepKind.Criticise : OrderStepKind.RefuseCriticism,
                { State: OrderState.Notified } => Chance(slow ? 0.05 : 0.5) ? OrderStepKind.Acknowledge : null,
                { State: OrderState.Acknowledged or OrderState.Rectifying } => Chance(slow ? 0.02 : 0.12) ? OrderStepKind.Reply : Chance(0.04) ? OrderStepKind.AskTime : Chance(0.05) ? OrderStepKind.Plan : null,
                { State: OrderState.Replied } => Chance(0.5) ? Chance(0.75) ? OrderStepKind.Verify : OrderStepKind.SendBack : null,
                { State: OrderState.Verified } => Chance(0.5) ? OrderStepKind.Close : null,
                _ => null,
            };
            if (step is not { } kind) continue;
            var ofUnit = OrderCourse.Hand(kind) == OrderHand.Unit;
            foreach (var who in ofUnit ? People(order.UnitId) : Offices().OrderBy(_ => chance.Next()).ToList())
                if ((await Step(order, kind, who)).Ok)
                {
                    if (ofUnit) Count(who, submissions: kind == OrderStepKind.Reply ? 1 : 0, fields: 1, letters: 12, clicks: 3);
                    break;
                }
        }
    }

    // Ids differ from run to run; the same seed must meet the same rows in the same order.
    List<SupervisionOrder> InOrder(IEnumerable<SupervisionOrder> orders) => [.. orders.OrderBy(o => o.OpenedOn).ThenBy(o => o.Title, StringComparer.Ordinal).ThenBy(o => city.NameOf(o.UnitId), StringComparer.Ordinal)];

    Task<Result<Guid>> Step(SupervisionOrder order, OrderStepKind kind, Player who) => As(who, async (MoveOrder move) =>
        await move.Run(order.Id, new() { Do = kind.ToString(), Version = order.Version, Text = "情况属实，已按要求办理。", Day = Day(Later(12)) }, default));

    // Hands that reach for what may not be theirs: whatever succeeds must have been theirs.
    async Task Reach()
    {
        var (sheets, orders) = await As(null, async (CityDb db) => (await db.Set<PeriodReturn>().AsNoTracking().ToListAsync(), await db.Set<SupervisionOrder>().AsNoTracking().ToListAsync()));
        sheets = [.. sheets.OrderBy(s => s.DueOn).ThenBy(s => city.NameOf(s.UnitId), StringComparer.Ordinal)];
        orders = InOrder(orders);
        for (var n = 0; n < 2; n++)
        {
            var who = Any(city.Players);
            if (sheets.Count > 0 && Any(sheets) is var sheet)
            {
                var move = (ReturnMove)chance.Next(7);
                var done = await As(who, (MoveReturn act) => act.Run(sheet.Id, new() { Do = move.ToString(), Version = sheet.Version, Reason = "试一试", NewDue = Day(Later(5)), MissingWhy = "试一试" }, default));
                var theirs = who.Unit == sheet.UnitId ? move is not (ReturnMove.Accept or ReturnMove.Reopen or ReturnMove.RefuseRevision) || who.Role == RoleCode.Office : who.Role == RoleCode.Office && move is ReturnMove.Accept or ReturnMove.SendBack or ReturnMove.Reopen or ReturnMove.RefuseRevision;
                if (done.Ok && !theirs) broken.Add($"{today}: {who.Role} of {who.UnitName} took {move} on the return of another unit");
                if (!done.Ok) refused++;
                if (who.Role == RoleCode.DeptContact && who.Unit != sheet.UnitId && (await As(who, (SaveLines save) => save.Run(sheet.Id, [], true, default))).Ok) broken.Add($"{today}: {who.UnitName} saved the return of another unit");
            }
            if (orders.Count > 0 && Any(orders) is var order)
            {
                var kind = (OrderStepKind)chance.Next(17);
                var done = await Step(order, kind, who);
                var theirs = OrderCourse.Hand(kind) == OrderHand.Unit ? who.Unit == order.UnitId && order.NotifiedOn is not null : who.Role == RoleCode.Office;
                if (done.Ok && !theirs) broken.Add($"{today}: {who.Role} of {who.UnitName} took {kind} on an order of another unit");
                if (done.Ok && kind == OrderStepKind.Criticise && who.Person == order.CriticismBy) broken.Add($"{today}: who proposed criticism approved it");
                if (!done.Ok) refused++;
            }
        }
    }

    async Task Remind()
    {
        foreach (var round in await As(null, (CityDb db) => db.Set<ReturnRound>().AsNoTracking().Where(r => r.DueOn < today && r.DueOn > today.AddDays(-40)).Select(r => r.Id).ToListAsync()))
            for (var twice = 0; twice < 2; twice++) await As(Office(), (RemindOwing remind) => remind.Run(round, default));
    }

    // What must hold at any moment.
    async Task OnTheWay()
    {
        var who = Any(city.Players.Where(p => p.Role == RoleCode.DeptContact));
        var (orders, returns) = await As(who, async (IServiceProvider s) => (await s.GetRequiredService<SupervisionData>().Orders.Select(o => new { o.UnitId, o.NotifiedOn }).ToListAsync(), await s.GetRequiredService<ProgrammeData>().Returns.Select(r => r.UnitId).ToListAsync()));
        if (orders.Exists(o => o.UnitId != who.Unit || o.NotifiedOn is null)) broken.Add($"{today}: {who.UnitName} sees an order that is not its own or not sent out");
        if (returns.Exists(r => r != who.Unit)) broken.Add($"{today}: {who.UnitName} sees the return of another unit");
        await As(null, async (CityDb db) =>
        {
            var rounds = await db.Set<ReturnRound>().AsNoTracking().ToDictionaryAsync(r => r.Id);
            foreach (var sheet in await db.Set<PeriodReturn>().AsNoTracking().Where(r => r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted).ToListAsync())
            {
                var late = today.DayNumber - rounds[sheet.RoundId].LastDayOf(sheet.DueOn).DayNumber;
                if (late > 5 && sheet.LeaderToldAt is null) broken.Add($"{today}: a return late by {late} days and no leader was told");
                if (late > 10 && sheet.ListedAt is null) broken.Add($"{today}: a return late by {late} days is on nobody's list");
            }
            return 0;
        });
    }

    async Task AtTheEnd()
    {
        await OnTheWay();
        await As(null, async (CityDb db) =>
        {
            await Owed(db);
            await Chains(db);
            await Told(db);
            await InspectionChains(db);
            return 0;
        });
        await Briefs();
    }

    // Nobody owes what is not theirs, and nobody is forgotten: a line for each part in a task, found again from the parts alone.
    async Task Owed(CityDb db)
    {
        var members = (await db.Set<Platform.Units.UnitGroupMember>().ToListAsync()).ToLookup(m => m.GroupId, m => m.UnitId);
        var parts = (await db.Set<TaskUnit>().Where(u => u.Role != Programme.Importing.UnitRole.Guiding).ToListAsync()).SelectMany(p => (p.UnitId is { } unit ? [unit] : members[p.GroupId!.Value]).Select(u => (u, p.TaskId))).ToHashSet();
        foreach (var round in await db.Set<ReturnRound>().ToListAsync())
        {
            var lines = (await db.Set<ReturnLine>().Where(l => l.RoundId == round.Id).Select(l => new { l.UnitId, l.TaskId }).ToListAsync()).ConvertAll(l => (l.UnitId, l.TaskId));
            if (lines.Count != lines.Distinct().Count()) broken.Add($"{round.Period}: a unit is asked twice about one task");
            if (lines.Except(parts).Any()) broken.Add($"{round.Period}: a unit owes what is not its own");
            var running = await db.Set<ReturnLine>().Where(l => l.RoundId == round.Id).Select(l => l.TaskId).Distinct().ToListAsync();
            if (parts.Where(p => running.Contains(p.TaskId)).Except(lines).Any()) broken.Add($"{round.Period}: a unit with a part is not asked");
        }
    }

    // Nothing changes without its step: the chain of each return and order leads to where it stands.
    async Task Chains(CityDb db)
    {
        var returns = (await db.Set<ReturnStep>().AsNoTracking().OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync()).ToLookup(s => s.ReturnId);
        foreach (var sheet in await db.Set<PeriodReturn>().AsNoTracking().ToListAsync())
        {
            var state = ReturnState.Draft;
            foreach (var step in returns[sheet.Id])
            {
                if (step.Before != state || !ReturnCourse.Next(state, true).Concat(ReturnCourse.Next(state, false)).Any(n => n.Move == step.Move) || (step.After != ReturnCourse.After(step.Move, state) && !step.Alone)) broken.Add($"a return went from {step.Before} by {step.Move} to {step.After} where it stood at {state}");
                state = step.After;
            }
            if (state != sheet.State) broken.Add($"a return stands at {sheet.State}, its steps lead to {state}");
        }
        var chains = (await db.Set<OrderStep>().AsNoTracking().OrderBy(s => s.Number).ToListAsync()).ToLookup(s => s.OrderId);
        var numbers = new List<(int, int)>();
        foreach (var order in await db.Set<SupervisionOrder>().AsNoTracking().ToListAsync())
        {
            if (OrderCourse.Replay(chains[order.Id].Select(s => s.Kind)) != order.State) broken.Add($"an order stands at {order.State} and its chain does not lead there");
            if (order.Number is not null) numbers.Add((order.Year!.Value, order.Serial!.Value));
            // Every order is answered, or raised: the product's own rule leaves nothing due today.
            if (order.State is OrderState.Notified or OrderState.Acknowledged or OrderState.Rectifying && order.DueOn is { } due && order.AskedDue is null && WorkCalendar.National.Between(due, today) >= 11 && order.Level == 0) broken.Add("an order is late by eleven working days, unanswered and not raised");
            if (order.Criticism == Criticism.Approved && !chains[order.Id].Any(s => s.Kind == OrderStepKind.Criticise && s.PersonName != chains[order.Id].Last(p => p.Kind == OrderStepKind.ProposeCriticism).PersonName)) broken.Add("criticism without a second person");
        }
        foreach (var year in numbers.GroupBy(n => n.Item1))
            if (!year.Select(n => n.Item2).Order().SequenceEqual(Enumerable.Range(1, year.Count()))) broken.Add($"the numbers of {year.Key} have a gap or a double");
    }

    // Nobody is told the same thing twice on one day.
    async Task Told(CityDb db)
    {
        var twice = (await db.Set<Notice>().AsNoTracking().Where(n => n.Code == RemindOwing.Code || n.Code == "programme.notice-return-open" || n.Code == "programme.notice-return-late").ToListAsync())
            .GroupBy(n => (n.PostId, n.Code, n.Link, ChinaTime.DayOf(n.At))).Count(g => g.Count() > 1);
        if (twice > 0) broken.Add($"{twice} times somebody was told the same twice on one day");
    }

    // The figures of the brief are those of the record, counted here another way.
    async Task Briefs()
    {
        foreach (var round in await As(null, (CityDb db) => db.Set<ReturnRound>().AsNoTracking().ToListAsync()))
        {
            var brief = await As(Office(), (Programme.Briefing.ReadBrief read) => read.Run(round.Id, new("https://city.example"), default));
            var (all, accepted, tasks, done) = await As(null, async (CityDb db) => (
                await db.Set<PeriodReturn>().CountAsync(r => r.RoundId == round.Id), await db.Set<PeriodReturn>().CountAsync(r => r.RoundId == round.Id && r.State == ReturnState.Accepted),
                await db.Set<ReturnLine>().Where(l => l.RoundId == round.Id && l.Part == ReturnPart.Lead).Select(l => l.TaskId).Distinct().CountAsync(),
                (await db.Set<ReturnLine>().Where(l => l.RoundId == round.Id && l.Part == ReturnPart.Lead).Select(l => new { l.TaskId, Done = l.Answer == ReturnAnswer.Done && db.Set<PeriodReturn>().Any(r => r.Id == l.ReturnId && r.State == ReturnState.Accepted) }).ToListAsync()).GroupBy(l => l.TaskId).Count(g => g.All(l => l.Done))));
            var text = string.Join('\n', brief!.Pieces.OfType<Platform.Files.PaperPiece.Paragraph>().Select(p => string.Concat(p.Texts.Select(t => t.Text))));
            foreach (var says in new[] { $"共{tasks}项任务纳入报送，应报单位{all}家", $"经审核采纳{accepted}家" }.Concat(done > 0 ? [$"已完成{done}项"] : []))
                if (!text.Contains(says, StringComparison.Ordinal)) broken.Add($"{round.Period}: the brief does not say “{says}”");
        }
    }

    void Count(Player who, int submissions = 0, int fields = 0, int letters = 0, int clicks = 0)
    {
        if (!burdens.TryGetValue(who.Unit, out var burden)) burdens[who.Unit] = burden = new();
        (burden.Submissions, burden.Fields, burden.Letters, burden.Clicks) = (burden.Submissions + submissions, burden.Fields + fields, burden.Letters + letters, burden.Clicks + clicks);
    }

    List<Player> Offices() => city.Players.FindAll(p => p.Role == RoleCode.Office);
    Player Office() => Any(Offices());
    List<Player> People(Guid unit, bool leaders = false) => [.. city.Players.Where(p => p.Unit == unit).OrderByDescending(p => (p.Role == RoleCode.UnitLeader) == leaders)];
    T Any<T>(IEnumerable<T> of) => of.ToList() is var list ? list[chance.Next(list.Count)] : default!;
    bool Chance(double of) => chance.NextDouble() < of;
    DateOnly Later(int workdays) => WorkCalendar.National.After(today, workdays);
    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    static string Codes(IEnumerable<Problem> problems) => string.Join(' ', problems.Select(p => p.Code));

    async Task<TResult> As<TService, TResult>(Player? player, Func<TService, Task<TResult>> act) where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        if (player is not null) scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(player.Person, player.Name, player.Post, player.Unit, player.UnitName, player.Role, RegionCode.Prefix(player.Region));
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
