using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Evaluating;

/// <summary>The office writes the rules of its evaluation: weights of 100 over the items, grades, vetoes. Put into force a version is never changed; what comes after is a new version.</summary>
sealed class EditScoreRules(EvaluationData evaluations, CurrentUser user, Texts texts, TimeProvider time)
{
    public static readonly Problem NoSuchRules = new("programme.no-such-evaluation");

    /// <summary>The rows of the form: each kind that the record or the public answers once, and two of each that people judge.</summary>
    public static IReadOnlyList<ScoreKind> Rows { get; } = [.. Enum.GetValues<ScoreKind>().SelectMany(k => k is ScoreKind.SelfAssessed or ScoreKind.Manual ? Enumerable.Repeat(k, 2) : [k])];

    /// <summary>A first draft to begin with, by the weights that we propose, in the language of the page.</summary>
    public async Task<Result<Guid>> Begin(CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchRules;
        var name = texts["programme.evaluation-rules-first"];
        var number = await evaluations.Rules.Where(r => r.Name == name).MaxAsync(r => (int?)r.Number, ct) + 1 ?? 1;
        return await Add(new()
        {
            Id = evaluations.NewId(),
            Name = name,
            Number = number,
            Items = JsonSerializer.Serialize(Proposed.Select(p => new ScoreItem(p.Kind, texts[EvaluationWords.Kind(p.Kind)], p.Weight))),
            Vetoes = JsonSerializer.Serialize(new[] { texts["programme.evaluation-veto-false"], texts["programme.evaluation-veto-harm"] }),
            ExcellentFrom = 90,
            GoodFrom = 80,
            PassFrom = 60,
            LeastCoverage = 50,
            MadeAt = time.GetUtcNow().UtcDateTime,
        }, ct);
    }

    /// <summary>Weights as we propose them; the grades are those of domain reference §3.3.</summary>
    public static IReadOnlyList<(ScoreKind Kind, decimal Weight)> Proposed { get; } =
    [
        (ScoreKind.TasksDone, 20), (ScoreKind.TasksOnTime, 15), (ScoreKind.IndicatorsMet, 20), (ScoreKind.ReturnsOnTime, 10), (ScoreKind.FindingsClosed, 10), (ScoreKind.OrdersAnswered, 10),
        (ScoreKind.PublicSatisfaction, 5), (ScoreKind.PanelScore, 5), (ScoreKind.SelfAssessed, 5),
    ];

    /// <summary>The next version of rules that are or were in force, as a draft.</summary>
    public async Task<Result<Guid>> Next(Guid id, CancellationToken ct)
    {
        if (!user.IsOffice || await evaluations.Rules.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } old) return NoSuchRules;
        if (await evaluations.Rules.Where(r => r.Name == old.Name && r.State == ScoreRulesState.Draft).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct) is { } draft) return draft;
        var number = await evaluations.Rules.Where(r => r.Name == old.Name).MaxAsync(r => r.Number, ct) + 1;
        return await Add(new()
        {
            Id = evaluations.NewId(),
            Name = old.Name,
            Number = number,
            Items = old.Items,
            Vetoes = old.Vetoes,
            ExcellentFrom = old.ExcellentFrom,
            GoodFrom = old.GoodFrom,
            PassFrom = old.PassFrom,
            LeastCoverage = old.LeastCoverage,
            NamesShown = old.NamesShown,
            MadeAt = time.GetUtcNow().UtcDateTime,
        }, ct);
    }

    async Task<Result<Guid>> Add(ScoreRules rules, CancellationToken ct)
    {
        evaluations.Add(rules);
        return await evaluations.SaveUnlessTaken(ct) ? rules.Id : TaskDesk.Changed;
    }

    /// <summary>Saves a draft, or puts it into force: the version before it is then replaced.</summary>
    public async Task<Result<Guid>> Run(Guid id, ScoreRulesForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await evaluations.Rules.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rules) return NoSuchRules;
        if (form.Do == "next") return await Next(id, ct);
        if (rules.State != ScoreRulesState.Draft || form.Do is not ("save" or "force")) return new Problem("programme.evaluation-rules-fixed");
        if (rules.Version != form.Version) return TaskDesk.Changed;
        var problems = new List<Problem>();
        var typed = Read(form, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        (rules.Name, rules.Items, rules.Vetoes, rules.NamesShown) = (rules.Number > 1 ? rules.Name : typed.Name, typed.Items, typed.Vetoes, typed.NamesShown);
        (rules.ExcellentFrom, rules.GoodFrom, rules.PassFrom, rules.LeastCoverage) = (typed.ExcellentFrom, typed.GoodFrom, typed.PassFrom, typed.LeastCoverage);
        if (form.Do == "force")
        {
            foreach (var old in await evaluations.Rules.Where(r => r.State == ScoreRulesState.InForce && r.Name == rules.Name).ToListAsync(ct)) (old.State, old.Version) = (ScoreRulesState.Replaced, old.Version + 1);
            (rules.State, rules.InForceAt) = (ScoreRulesState.InForce, time.GetUtcNow().UtcDateTime);
        }
        rules.Version++;
        return await evaluations.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>Rules that belong to nobody yet, as typed: for saving, and for trying.</summary>
    public static ScoreRules Read(ScoreRulesForm form, List<Problem> problems)
    {
        var name = PlainText.OneLine(OpenOrder.Said(form.Name));
        if (name.Length == 0) problems.Add(new("programme.order-say", nameof(form.Name)));
        else if (name.Length > ScoreRules.LongestName) problems.Add(new("programme.text-too-long", nameof(form.Name), ScoreRules.LongestName));
        var items = new List<ScoreItem>();
        foreach (var (kind, n) in Rows.Select((k, n) => (k, n)))
        {
            var (called, weight) = n < form.Rows.Count ? form.Rows[n] : default;
            var worth = TypedWords.Number(weight, Weight(n), 0, 100, false, problems) ?? 0;
            if (worth == 0) continue;
            var line = PlainText.OneLine(OpenOrder.Said(called));
            if (line.Length == 0) problems.Add(new("programme.order-say", NameField(n)));
            else if (line.Length > ScoreRules.LongestItem) problems.Add(new("programme.text-too-long", NameField(n), ScoreRules.LongestItem));
            items.Add(new(kind, line, worth));
        }
        if (items.Sum(i => i.Weight) is var sum && sum != 100) problems.Add(new("programme.evaluation-weights", Weight(0), sum));
        var vetoes = OpenOrder.Said(form.Vetoes).Split('\n').Select(PlainText.OneLine).Where(v => v.Length > 0).ToList();
        if (vetoes.Count > ScoreRules.MostVetoes || vetoes.Any(v => v.Length > ScoreRules.LongestVeto)) problems.Add(new("programme.evaluation-vetoes-bad", nameof(form.Vetoes), ScoreRules.MostVetoes, ScoreRules.LongestVeto));
        var (excellent, good, pass) = (TypedWords.Number(form.ExcellentFrom, nameof(form.ExcellentFrom), 0, 100, true, problems), TypedWords.Number(form.GoodFrom, nameof(form.GoodFrom), 0, 100, true, problems), TypedWords.Number(form.PassFrom, nameof(form.PassFrom), 0, 100, true, problems));
        if (!(excellent > good && good > pass) && excellent is not null && good is not null && pass is not null) problems.Add(new("programme.evaluation-grades-order", nameof(form.GoodFrom)));
        return new()
        {
            Name = name,
            Items = JsonSerializer.Serialize(items),
            Vetoes = JsonSerializer.Serialize(vetoes),
            ExcellentFrom = excellent ?? 0,
            GoodFrom = good ?? 0,
            PassFrom = pass ?? 0,
            LeastCoverage = TypedWords.Number(form.LeastCoverage, nameof(form.LeastCoverage), 0, 100, true, problems) ?? 0,
            NamesShown = form.NamesShown == "yes",
        };
    }

    public static string Weight(int row) => string.Create(CultureInfo.InvariantCulture, $"W{row}");
    public static string NameField(int row) => string.Create(CultureInfo.InvariantCulture, $"N{row}");

    /// <summary>Rules as the form shows them.</summary>
    public static ScoreRulesForm Of(ScoreRules rules, Func<ScoreKind, string> called)
    {
        var left = rules.ItemList.ToList();
        var rows = new List<(string?, string?)>();
        foreach (var kind in Rows)
        {
            var item = left.Find(i => i.Kind == kind);
            if (item is not null) left.Remove(item);
            rows.Add((item?.Name ?? called(kind), item?.Weight.ToString("0.##", CultureInfo.InvariantCulture)));
        }
        string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        return new()
        {
            Version = rules.Version,
            Name = rules.Name,
            Vetoes = string.Join('\n', rules.VetoList),
            ExcellentFrom = Number(rules.ExcellentFrom),
            GoodFrom = Number(rules.GoodFrom),
            PassFrom = Number(rules.PassFrom),
            LeastCoverage = Number(rules.LeastCoverage),
            NamesShown = rules.NamesShown ? "yes" : null,
            Rows = rows,
        };
    }
}
