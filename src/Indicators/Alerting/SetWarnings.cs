using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Alerting;

/// <summary>The office or the statistics bureau chooses from when there is a warning, and which rules are off; all figures are looked at anew.</summary>
sealed class SetWarnings(CitySettings settings, IndicatorsData data, RaiseWarnings raise)
{
    public sealed class Form
    {
        public string? DueSoonDays { get; set; }
        public string? VeryLateDays { get; set; }
        public string? LagYellow { get; set; }
        public string? LagOrange { get; set; }
        public string? LagRed { get; set; }
        public string? WorsePeriods { get; set; }
        public string? JumpPercent { get; set; }
        public string? SmallCount { get; set; }
        public string? JumpCases { get; set; }
        public string? StaleDays { get; set; }
        public string? GapRatio { get; set; }

        /// <summary>The rules that are on, by name.</summary>
        public List<string> On { get; set => field = value ?? []; } = [];

        public static Form Of(WarningSettings s) => new()
        {
            DueSoonDays = Text(s.DueSoonDays),
            VeryLateDays = Text(s.VeryLateDays),
            LagYellow = Text(s.LagYellow),
            LagOrange = Text(s.LagOrange),
            LagRed = Text(s.LagRed),
            WorsePeriods = Text(s.WorsePeriods),
            JumpPercent = Text(s.JumpPercent),
            SmallCount = Text(s.SmallCount),
            JumpCases = Text(s.JumpCases),
            StaleDays = Text(s.StaleDays),
            GapRatio = Text(s.GapRatio),
            On = [.. Enum.GetValues<WarningRule>().Except(s.Off).Select(r => r.ToString())],
        };

        static string Text(decimal number) => number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task<WarningSettings> Chosen(CancellationToken ct) => settings.Get(ReadFigures.SettingsKey, new WarningSettings(), ct);

    public async Task<Result<Raised>> Run(Form form, CancellationToken ct)
    {
        if (!data.Oversees) return Reporting.MoveSubmission.NotYours;
        var problems = new List<Problem>();
        decimal Number(string? text, decimal least, decimal most, string field, bool whole = false)
        {
            if (Typed.Figure(text, out var figure) && figure is { } number && number >= least && number <= most && (!whole || number == decimal.Truncate(number))) return number;
            problems.Add(new(whole ? "indicators.settings-not-whole" : "indicators.settings-not-a-number", field, least, most));
            return least;
        }
        int Whole(string? text, int least, int most, string field) => (int)Number(text, least, most, field, true);

        var chosen = new WarningSettings
        {
            Off = [.. Enum.GetValues<WarningRule>().Where(r => !form.On.Contains(r.ToString()))],
            DueSoonDays = Whole(form.DueSoonDays, 0, 365, nameof(form.DueSoonDays)),
            VeryLateDays = Whole(form.VeryLateDays, 0, 365, nameof(form.VeryLateDays)),
            LagYellow = Number(form.LagYellow, 0, 100, nameof(form.LagYellow)),
            LagOrange = Number(form.LagOrange, 0, 100, nameof(form.LagOrange)),
            LagRed = Number(form.LagRed, 0, 100, nameof(form.LagRed)),
            WorsePeriods = Whole(form.WorsePeriods, 1, 10, nameof(form.WorsePeriods)),
            JumpPercent = Number(form.JumpPercent, 1, 1000, nameof(form.JumpPercent)),
            SmallCount = Number(form.SmallCount, 0, 1000, nameof(form.SmallCount)),
            JumpCases = Number(form.JumpCases, 1, 1000, nameof(form.JumpCases)),
            StaleDays = Whole(form.StaleDays, 1, 3650, nameof(form.StaleDays)),
            GapRatio = Number(form.GapRatio, 1, 100, nameof(form.GapRatio)),
        };
        if (problems.Count == 0 && chosen.LagOrange <= chosen.LagYellow) problems.Add(new("indicators.settings-lag-order", nameof(form.LagOrange)));
        if (problems.Count == 0 && chosen.LagRed <= chosen.LagOrange) problems.Add(new("indicators.settings-lag-order", nameof(form.LagRed)));
        if (problems.Count > 0) return new Result<Raised>(default, problems);

        await settings.Set(ReadFigures.SettingsKey, chosen, ct);
        await data.Save(ct);
        return await raise.Run(ct);
    }
}
