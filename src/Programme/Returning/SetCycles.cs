using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>A cycle as typed. Days count from the last day of the period; before it they are negative.</summary>
sealed class CycleForm
{
    public string? Id { get; set; }
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Kind { get; set; }
    public string? Plan { get; set; }
    public string? OpensAfter { get; set; }
    public string? DueAfter { get; set; }
    public string? GraceDays { get; set; }
    public string? EscalatesAfter { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }

    public static CycleForm Of(ReturnCycle cycle) => new()
    {
        Id = cycle.Id.ToString(),
        Version = cycle.Version,
        Name = cycle.Name,
        Kind = cycle.Kind.ToString(),
        Plan = cycle.PlanId?.ToString(),
        OpensAfter = $"{cycle.OpensAfter}",
        DueAfter = $"{cycle.DueAfter}",
        GraceDays = $"{cycle.GraceDays}",
        EscalatesAfter = $"{cycle.EscalatesAfter}",
        From = cycle.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Until = cycle.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}

/// <summary>The office sets a new cycle, or changes one: rounds that are open keep their days. A round whose day has come opens at once.</summary>
sealed class SetCycles(ProgrammeData data, OpenRounds open, CurrentUser user)
{
    public static readonly PeriodKind[] Kinds = [PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Half, PeriodKind.Year];

    public async Task<Result<Guid>> Run(CycleForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return new Problem("programme.no-such-cycle");
        var known = Platform.Ui.Here.Id(form.Id) is { } id ? await data.Cycles.SingleOrDefaultAsync(c => c.Id == id, ct) : null;
        if (known is null && !string.IsNullOrEmpty(form.Id)) return new Problem("programme.no-such-cycle");
        if (known is not null && known.Version != form.Version) return new Problem("programme.cycle-changed");

        var problems = new List<Problem>();
        var name = PlainText.OneLine(form.Name);
        if (name.Length == 0) problems.Add(new("programme.cycle-name-missing", nameof(form.Name)));
        else if (name.Length > ReturnCycle.LongestName) problems.Add(new("programme.text-too-long", nameof(form.Name), ReturnCycle.LongestName));
        if (!Enum.TryParse<PeriodKind>(form.Kind, out var kind) || !Kinds.Contains(kind) || !form.Kind.All(char.IsAsciiLetter)) problems.Add(new("programme.cycle-kind", nameof(form.Kind)));
        if (known is not null && kind != known.Kind && await data.Rounds.AnyAsync(r => r.CycleId == known.Id, ct)) problems.Add(new("programme.cycle-kind-fixed", nameof(form.Kind)));
        var plan = Platform.Ui.Here.Id(form.Plan);
        if (!string.IsNullOrEmpty(form.Plan) && (plan is null || !await data.Plans.AnyAsync(p => p.Id == plan, ct))) problems.Add(new("programme.cycle-plan", nameof(form.Plan)));
        var opens = Days(form.OpensAfter, -ReturnCycle.LongestDays, nameof(form.OpensAfter));
        var due = Days(form.DueAfter, -ReturnCycle.LongestDays, nameof(form.DueAfter));
        var (grace, escalates) = (Days(form.GraceDays, 0, nameof(form.GraceDays)), Days(form.EscalatesAfter, 1, nameof(form.EscalatesAfter)));
        if (problems.Count == 0 && due < opens) problems.Add(new("programme.cycle-due-before-open", nameof(form.DueAfter)));
        if (!Typed.Day(form.From, out var from) || from is null || from.Value.Year is < 2000 or > 2200) problems.Add(new("programme.not-a-day", nameof(form.From)));
        if (!Typed.Day(form.Until, out var until)) problems.Add(new("programme.not-a-day", nameof(form.Until)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var cycle = known ?? new ReturnCycle { Id = data.NewId() };
        (cycle.Name, cycle.Kind, cycle.PlanId, cycle.OpensAfter, cycle.DueAfter) = (name, kind, plan, opens, due);
        (cycle.GraceDays, cycle.EscalatesAfter, cycle.From, cycle.Until, cycle.Version) = (grace, escalates, from!.Value, until, cycle.Version + 1);
        if (known is null) data.Add(cycle);
        if (!await data.SaveUnlessChanged(ct)) return new Problem("programme.cycle-changed");
        var made = cycle.Id;
        await open.Run(ct);
        return made;

        int Days(string? typed, int least, string field)
        {
            if (Typed.Figure(typed, out var figure) && figure is { } number && number == decimal.Truncate(number) && number >= least && number <= ReturnCycle.LongestDays) return (int)number;
            problems.Add(new("programme.settings-not-a-number", field, least, ReturnCycle.LongestDays));
            return least;
        }
    }
}
