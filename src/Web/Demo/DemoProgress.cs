using System.Globalization;

namespace OneMetre.Web.Demo;

/// <summary>A step of a task, with the day it was reached.</summary>
sealed record DemoMilestone(string Title, DateOnly Due, DateOnly? ReachedOn);

/// <summary>One line of a task's timeline. Kind: Progress, Milestone, SentBack, Submitted or Accepted; Progress is 0 to 100, Value that of the task's measure.</summary>
sealed record DemoNote(DateOnly On, string Kind, string Text, int? Progress = null, decimal? Value = null);

/// <summary>How one task has gone until a day.</summary>
sealed record DemoHistory(string Label, SamplePace Pace, bool Completed, IReadOnlyList<DemoMilestone> Milestones, IReadOnlyList<DemoNote> Notes)
{
    public int? Progress => Notes.LastOrDefault(note => note.Progress is not null)?.Progress;
    public decimal? Value => Notes.LastOrDefault(note => note.Value is not null)?.Value;
}

/// <summary>
/// The story of the demo city's tasks until a given day: quarterly reports, steps reached early or late, values on their way to the target.
/// A pure function; most tasks are on plan, some are behind, a few are late and some units never report.
/// </summary>
static class DemoProgress
{
    static readonly string[] Reasons =
    [
        "县级配套资金到位较晚", "施工图审查反复修改", "专业人员招聘未达预期", "部门之间数据口径尚未统一", "部分点位用地手续仍在办理",
    ];
    static readonly string[] Ways =
    [
        "已召开专题会逐项过堂", "已深入基层实地查看并现场协调", "已组织儿童代表现场体验并吸收建议", "已会同配合单位完成第二轮对接", "已建立周调度、月通报制度",
    ];

    /// <summary>Of every task of a plan, in its order.</summary>
    public static IReadOnlyList<DemoHistory> Of(SamplePlan plan, DateOnly today, int seed = 1) => [.. plan.Tasks.Select(task => Of(plan, task, today, seed))];

    static DemoHistory Of(SamplePlan plan, SampleTask task, DateOnly today, int seed)
    {
        var due = task.Due ?? plan.End;
        var dice = new DemoDice(seed, $"progress {task.Label} {task.Title}");
        if (task.Pace == SamplePace.Silent)
            return new(task.Label, task.Pace, false, [.. task.Steps.Select(step => new DemoMilestone(step.Title, step.Due, null))], []);

        var milestones = Milestones(task, today, dice);
        var completed = task.Pace == SamplePace.OnPlan && due <= today;
        var notes = new List<DemoNote>();
        notes.AddRange(milestones.Where(step => step.ReachedOn is not null)
            .Select(step => new DemoNote(step.ReachedOn!.Value, "Milestone", step.ReachedOn > step.Due ? $"“{step.Title}”已完成，较计划有所推迟。" : $"“{step.Title}”如期完成。")));
        notes.AddRange(Reports(plan, task, due, completed ? due : today, milestones, dice));
        if (task.Pace == SamplePace.Late && today > new DateOnly(2026, 7, 10))
            notes.Add(new(new(2026, 7, 10), "SentBack", "佐证材料不足，请补充分县进展和完成时间表。"));
        if (completed)
        {
            notes.Add(new(due, "Submitted", $"{task.Title}各项内容均已完成，申请验收。", 100, task.Measure?.Target));
            notes.Add(new(Earlier(due.AddDays(dice.Between(5, 14)), today), "Accepted", "经核查，任务完成，予以验收。", 100));
        }
        return new(task.Label, task.Pace, completed, milestones, [.. notes.OrderBy(note => note.On)]);
    }

    static DemoMilestone[] Milestones(SampleTask task, DateOnly today, DemoDice dice)
    {
        var last = task.Steps.LastOrDefault(step => step.Due < today);
        return
        [
            .. task.Steps.Select(step =>
            {
                var reached = step.Due.AddDays(task.Pace == SamplePace.OnPlan ? -dice.Between(1, 20) : dice.Between(8, 35));
                var open = reached > today || (task.Pace == SamplePace.Late && step == last);
                return new DemoMilestone(step.Title, step.Due, open ? null : reached);
            }),
        ];
    }

    static IEnumerable<DemoNote> Reports(SamplePlan plan, SampleTask task, DateOnly due, DateOnly until, DemoMilestone[] milestones, DemoDice dice)
    {
        var behind = task.Pace switch { SamplePace.Behind => dice.Between(12, 18), SamplePace.Late => dice.Between(32, 40), _ => dice.Between(-3, 2) };
        var first = plan.Issued.AddMonths(2); // nobody reports on a plan that has only just come
        for (var quarter = 1; ; quarter++) // reports are due on the 25th of a quarter's last month
        {
            var on = plan.Start.AddMonths(3 * quarter - 1).AddDays(24 - dice.Below(4));
            if (on >= until) break;
            if (on > first) yield return Report(on);
        }
        var latest = until.AddDays(-dice.Between(1, 6));
        if (latest > first) yield return Report(latest);

        DemoNote Report(DateOnly on)
        {
            var expected = 100m * (on.DayNumber - plan.Start.DayNumber) / (due.DayNumber - plan.Start.DayNumber);
            var progress = (int)Math.Clamp(expected - behind, 3, 98);
            var value = task.Measure is { } measure ? Value(measure, progress) : (decimal?)null;
            return new(on, "Progress", Text(task, on, value, milestones, dice), progress, value);
        }
    }

    static string Text(SampleTask task, DateOnly on, decimal? value, DemoMilestone[] milestones, DemoDice dice)
    {
        var next = milestones.FirstOrDefault(step => step.ReachedOn is null || step.ReachedOn > on);
        var state = value is null ? "" : $"{task.Measure!.Name}为{value.Value.ToString("0.##", CultureInfo.InvariantCulture)}{task.Measure.Unit}，";
        var way = dice.Pick(Ways);
        return (task.Pace, next) switch
        {
            (SamplePace.OnPlan, null) => $"{state}{way}，各项工作转入常态化。",
            (SamplePace.OnPlan, _) => $"{state}{way}，正按计划推进“{next.Title}”。",
            (_, null) => $"{state}因{dice.Pick(Reasons)}，进度慢于计划，{way}。",
            _ => $"{state}因{dice.Pick(Reasons)}，“{next.Title}”慢于计划，{way}。",
        };
    }

    static decimal Value(SampleMeasure measure, int progress)
    {
        var decimals = Math.Max(measure.Start.Scale, measure.Target.Scale);
        return decimal.Round(measure.Start + (measure.Target - measure.Start) * progress / 100, decimals, MidpointRounding.AwayFromZero);
    }

    static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
