using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Assigning;

/// <summary>The office chooses from when a light is yellow, orange or red; all lights are computed anew.</summary>
sealed class SetLights(CitySettings settings, ProgrammeData data, RefreshLights refresh, CurrentUser user)
{
    public sealed class Form
    {
        public string? YellowDaysBefore { get; set; }
        public string? YellowLag { get; set; }
        public string? OrangeLag { get; set; }
        public string? RedDaysLate { get; set; }
        public string? RedReturns { get; set; }

        public static Form Of(LightThresholds t) => new()
        {
            YellowDaysBefore = $"{t.YellowDaysBefore}",
            YellowLag = $"{t.YellowLag}",
            OrangeLag = $"{t.OrangeLag}",
            RedDaysLate = $"{t.RedDaysLate}",
            RedReturns = $"{t.RedReturns}",
        };
    }

    /// <summary>Returns how many tasks changed their light.</summary>
    public async Task<Result<int>> Run(Form form, CancellationToken ct)
    {
        if (!user.IsOffice) return TaskDesk.NoSuchTask;
        var problems = new List<Problem>();
        int Whole(string? text, int least, int most, string field)
        {
            if (Typed.Figure(text, out var figure) && figure is { } number && number == decimal.Truncate(number) && number >= least && number <= most) return (int)number;
            problems.Add(new("programme.settings-not-a-number", field, least, most));
            return least;
        }

        var chosen = new LightThresholds(
            Whole(form.YellowDaysBefore, 0, 365, nameof(form.YellowDaysBefore)), Whole(form.YellowLag, 1, 100, nameof(form.YellowLag)), Whole(form.OrangeLag, 1, 100, nameof(form.OrangeLag)),
            Whole(form.RedDaysLate, 0, 365, nameof(form.RedDaysLate)), Whole(form.RedReturns, 1, 20, nameof(form.RedReturns)));
        if (problems.Count == 0 && chosen.OrangeLag <= chosen.YellowLag) problems.Add(new("programme.settings-lag-order", nameof(form.OrangeLag)));
        if (problems.Count > 0) return new Result<int>(default, problems);

        await settings.Set(TaskDesk.ThresholdsKey, chosen, ct);
        await data.Save(ct);
        return await refresh.Run(ct);
    }
}
