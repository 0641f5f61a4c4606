using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Evaluating;

/// <summary>A scheme as typed; Weights by indicator, Vetoes one a line.</summary>
sealed class SchemeForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Method { get; set; }
    public string? Achievement { get; set; }
    public string? Excellent { get; set; }
    public string? Good { get; set; }
    public string? Pass { get; set; }
    public string? Vetoes { get; set; }
    public Dictionary<string, string?> Weights { get; set => field = value ?? []; } = [];

    public static SchemeForm Fresh => new() { Method = nameof(WeightMethod.Equal), Achievement = nameof(AchievementForm.Ratio), Excellent = "90", Good = "80", Pass = "60" };

    public static SchemeForm Of(EvaluationScheme scheme)
    {
        var grades = SchemeParts.Grades(scheme).ToDictionary(g => g.Grade, g => Text(g.From));
        return new()
        {
            Version = scheme.Version,
            Name = scheme.Name,
            Method = scheme.Method.ToString(),
            Achievement = scheme.Form.ToString(),
            Excellent = grades.GetValueOrDefault(Grade.Excellent),
            Good = grades.GetValueOrDefault(Grade.Good),
            Pass = grades.GetValueOrDefault(Grade.Pass),
            Vetoes = string.Join('\n', SchemeParts.Vetoes(scheme)),
            Weights = SchemeParts.Weights(scheme).ToDictionary(w => w.Key, w => (string?)Text(w.Value)),
        };
    }

    public static string Text(decimal number) => number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The scheme that the page is about, for the fields that two pages share.</summary>
sealed class OpenScheme
{
    public SchemeForm Form { get; set; } = SchemeForm.Fresh;
    public IReadOnlyList<Measuring.KnownIndicator> Promised { get; set; } = [];
}

/// <summary>
/// Writes a scheme of evaluation: a new one, a draft that is changed, a draft that is put in force, or the next version of one that is in force. What has once been in force is never written again, so that
/// every result can say by which rules it was made.
/// </summary>
sealed class WriteScheme(IndicatorsData data, TimeProvider time)
{
    const int LongestName = 80, MostVetoes = 20, LongestVeto = 200;
    static readonly Problem NoSuchScheme = new("indicators.no-such-scheme");

    public async Task<Result<Guid>> Create(SchemeForm form, CancellationToken ct)
    {
        if (!data.Oversees) return MoveSubmission.NotYours;
        var name = (form.Name ?? "").Trim();
        var scheme = new EvaluationScheme { Id = data.NewId(), Number = 1, MadeAt = time.GetUtcNow().UtcDateTime };
        var problems = Fill(scheme, form);
        if (problems.Count == 0 && await data.Schemes.AnyAsync(s => s.Name == name, ct)) problems.Add(new("indicators.scheme-exists", nameof(form.Name)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        data.Add(scheme);
        await data.Save(ct);
        return scheme.Id;
    }

    public async Task<Result<Guid>> Change(Guid id, SchemeForm form, CancellationToken ct)
    {
        if (!data.Oversees) return MoveSubmission.NotYours;
        if (await data.Schemes.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } scheme) return NoSuchScheme;
        if (scheme.State != SchemeState.Draft) return new Problem("indicators.scheme-in-force");
        if (scheme.Version != form.Version) return MoveSubmission.Changed;
        var name = scheme.Name;
        var problems = Fill(scheme, form);
        if (problems.Count == 0 && scheme.Name != name && (scheme.Number > 1 || await data.Schemes.AnyAsync(s => s.Name == scheme.Name && s.Id != id, ct)))
            problems.Add(new(scheme.Number > 1 ? "indicators.scheme-name-fixed" : "indicators.scheme-exists", nameof(form.Name)));
        if (problems.Count > 0)
        {
            data.Forget();
            return new Result<Guid>(default, problems);
        }
        scheme.Version++;
        return await data.SaveUnlessChanged(ct) ? id : MoveSubmission.Changed;
    }

    /// <summary>The version in force before it is replaced.</summary>
    public Task<Result<Guid>> PutInForce(Guid id, int version, CancellationToken ct) => data.Attempt<Guid>(async () =>
    {
        if (!data.Oversees) return MoveSubmission.NotYours;
        if (await data.Schemes.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } scheme) return NoSuchScheme;
        if (scheme.State != SchemeState.Draft || scheme.Version != version) return MoveSubmission.Changed;
        foreach (var before in await data.Schemes.Where(s => s.Name == scheme.Name && s.State == SchemeState.InForce).ToListAsync(ct)) (before.State, before.Version) = (SchemeState.Replaced, before.Version + 1);
        (scheme.State, scheme.InForceAt, scheme.Version) = (SchemeState.InForce, time.GetUtcNow().UtcDateTime, scheme.Version + 1);
        return await data.SaveUnlessChanged(ct) ? id : MoveSubmission.Changed;
    }, ct);

    /// <summary>The draft of the next version; the one that is being written already, where there is one.</summary>
    public async Task<Result<Guid>> Next(Guid id, CancellationToken ct)
    {
        if (!data.Oversees) return MoveSubmission.NotYours;
        if (await data.Schemes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } scheme) return NoSuchScheme;
        var same = await data.Schemes.AsNoTracking().Where(s => s.Name == scheme.Name).OrderByDescending(s => s.Number).Select(s => new { s.Id, s.Number, s.State }).ToListAsync(ct);
        if (same.Find(s => s.State == SchemeState.Draft) is { } draft) return draft.Id;
        var next = new EvaluationScheme
        {
            Id = data.NewId(),
            Name = scheme.Name,
            Number = same[0].Number + 1,
            Method = scheme.Method,
            Form = scheme.Form,
            Weights = scheme.Weights,
            Grades = scheme.Grades,
            Vetoes = scheme.Vetoes,
            MadeAt = time.GetUtcNow().UtcDateTime,
        };
        data.Add(next);
        await data.Save(ct);
        return next.Id;
    }

    static List<Problem> Fill(EvaluationScheme scheme, SchemeForm form)
    {
        var problems = new List<Problem>();
        var name = PlainText.OneLine(form.Name);
        if (name.Length is 0 or > LongestName) problems.Add(new("indicators.scheme-name", nameof(form.Name), LongestName));
        if (!Named.Is<WeightMethod>(form.Method, out var method)) problems.Add(new("indicators.required", nameof(form.Method)));
        if (!Named.Is<AchievementForm>(form.Achievement, out var achievement)) problems.Add(new("indicators.required", nameof(form.Achievement)));

        decimal Index(string? text, string field)
        {
            if (Typed.Figure(text, out var figure) && figure is >= 0 and <= 100) return figure.Value;
            problems.Add(new("indicators.settings-not-a-number", field, 0, 100));
            return -1;
        }
        var grades = new Dictionary<Grade, decimal> { [Grade.Excellent] = Index(form.Excellent, nameof(form.Excellent)), [Grade.Good] = Index(form.Good, nameof(form.Good)), [Grade.Pass] = Index(form.Pass, nameof(form.Pass)), [Grade.Fail] = 0 };
        if (problems.Count == 0 && !(grades[Grade.Excellent] > grades[Grade.Good] && grades[Grade.Good] > grades[Grade.Pass] && grades[Grade.Pass] > 0)) problems.Add(new("indicators.scheme-grades", nameof(form.Good)));

        var vetoes = (form.Vetoes ?? "").Split('\n').Select(PlainText.OneLine).Where(v => v.Length > 0).Distinct().ToList();
        if (vetoes.Count > MostVetoes || vetoes.Exists(v => v.Length > LongestVeto)) problems.Add(new("indicators.scheme-vetoes", nameof(form.Vetoes), MostVetoes, LongestVeto));

        var weights = new Dictionary<string, decimal>();
        foreach (var (indicator, text) in method == WeightMethod.Expert ? form.Weights : [])
            if (!Typed.Figure(text, out var weight) || weight is < 0 or > 10_000) problems.Add(new("indicators.settings-not-a-number", "w-" + indicator, 0, 10_000));
            else if (weight > 0) weights[indicator] = weight.Value;
        if (problems.Count == 0 && method == WeightMethod.Expert && weights.Count == 0) problems.Add(new("indicators.scheme-weights", nameof(form.Method)));
        if (problems.Count == 0) (scheme.Name, scheme.Method, scheme.Form, scheme.Weights, scheme.Grades, scheme.Vetoes) = (name, method, achievement, SchemeParts.Write(weights), SchemeParts.Write(grades), SchemeParts.Write(vetoes));
        return problems;
    }
}
