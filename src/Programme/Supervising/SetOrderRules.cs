using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Supervising;

/// <summary>What the office types about its orders.</summary>
sealed class OrderRulesForm
{
    public string? Prefix { get; set; }
    public string? AcknowledgeWithin { get; set; }
    public string? ReplyWithin { get; set; }
    public string? RemindBefore { get; set; }
    public string? EscalateAfter { get; set; }
    public string? MostExtensions { get; set; }

    public static OrderRulesForm Of(OrderRules r) => new() { Prefix = r.Prefix, AcknowledgeWithin = $"{r.AcknowledgeWithin}", ReplyWithin = $"{r.ReplyWithin}", RemindBefore = $"{r.RemindBefore}", EscalateAfter = $"{r.EscalateAfter}", MostExtensions = $"{r.MostExtensions}" };
}

/// <summary>A day whose work the city decides itself: works, off, or as the country has it.</summary>
sealed class WorkdayForm
{
    public string? Day { get; set; }
    public string? As { get; set; }
}

/// <summary>The office chooses the days and the number of its orders, and says of single days whether they are worked. Orders that are out keep their days.</summary>
sealed class SetOrderRules(CitySettings settings, WorkCalendars calendars, SupervisionData orders, CurrentUser user)
{
    public const int LongestPrefix = 12;

    public async Task<Result<Guid>> Run(OrderRulesForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return MoveOrder.NotYours;
        var problems = new List<Problem>();
        int Whole(string? text, int least, int most, string field)
        {
            if (Typed.Figure(text, out var figure) && figure is { } number && number == decimal.Truncate(number) && number >= least && number <= most) return (int)number;
            problems.Add(new("programme.settings-not-a-number", field, least, most));
            return least;
        }
        var prefix = (form.Prefix ?? "").Trim();
        // As domain reference §8.4 has a document's number: two to twelve characters, and no brackets of its own.
        if (prefix.Length is < 2 or > LongestPrefix || !prefix.All(c => char.IsLetter(c) && c > 0x2E80)) problems.Add(new("programme.order-prefix", nameof(form.Prefix), LongestPrefix));
        var rules = new OrderRules(prefix, Whole(form.AcknowledgeWithin, 1, 60, nameof(form.AcknowledgeWithin)), Whole(form.ReplyWithin, 1, OpenOrder.MostDays, nameof(form.ReplyWithin)),
            Whole(form.RemindBefore, 0, 60, nameof(form.RemindBefore)), Whole(form.EscalateAfter, 1, 120, nameof(form.EscalateAfter)), Whole(form.MostExtensions, 0, 10, nameof(form.MostExtensions)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        await settings.Set(OrderRules.Key, rules, ct);
        return await orders.SaveUnlessTaken(ct) ? Guid.Empty : Assigning.TaskDesk.Changed;
    }

    public async Task<Result<DateOnly>> Say(WorkdayForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return MoveOrder.NotYours;
        if (!Typed.Day(form.Day, out var day) || day is not { Year: >= 2000 and <= 2100 } known) return new Problem("programme.not-a-day", nameof(form.Day));
        if (form.As is not ("work" or "off" or "usual")) return new Problem("programme.order-say", nameof(form.As));
        await calendars.Say(known, form.As switch { "work" => true, "off" => false, _ => null }, ct);
        return await orders.SaveUnlessTaken(ct) ? known : Assigning.TaskDesk.Changed;
    }
}
