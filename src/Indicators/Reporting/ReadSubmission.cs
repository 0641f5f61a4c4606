using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Reporting;

/// <summary>A cell on the sheet: what stands in it, what stood there last time, and what it was when the figures were last handed on.</summary>
sealed record SheetCell(SubmissionCell Cell, string Text, string Last, string? Handed)
{
    public bool ChangedSince => Handed is not null && Handed != Text;

    /// <summary>The names of the papers behind it, in the order in which they came.</summary>
    public IReadOnlyList<string> Papers { get; init; } = [];

    /// <summary>Papers that were put here, and that were taken away, since the figures were last handed on.</summary>
    public (IReadOnlyList<string> Added, IReadOnlyList<string> Gone) PapersSince { get; init; } = ([], []);
}

/// <summary>A line of the sheet. Cells by split; null where this line is not asked for by that part.</summary>
sealed record SheetLine(int Number, string? Heading, DataElement Element, string SplitBy, IReadOnlyDictionary<string, SheetCell> Cells, bool EvidenceRequired)
{
    public int Papers => Cells.Values.Sum(c => c.Papers.Count);

    public SheetCell? At(string split) => Cells.GetValueOrDefault(split);
}

/// <summary>An indicator that the sheet works out by itself, under the last of the elements that it reads. Now by column; Last is the figure of the period before.</summary>
sealed record SheetIndicator(Indicator Indicator, FormulaVersion Formula, string After, IReadOnlyDictionary<string, decimal?> Now, decimal? Last)
{
    /// <summary>The formula as a tree, for the page's script.</summary>
    public string Tree => FormulaBook.Of(Formula) is { } formula
        ? $$"""{"top":{{formula.Numerator.ToJson()}},"bottom":{{formula.Denominator?.ToJson() ?? "null"}},"factor":{{Formula.Factor}},"digits":{{Formula.Digits}}}""" : "null";
}

sealed record SheetView(
    Submission Submission, ReportForm Form, ReportRound Round, string Unit, string Region, string? Supervisor,
    IReadOnlyList<string> Columns, IReadOnlyList<SheetLine> Lines, IReadOnlyList<SubmissionStep> Steps, IReadOnlyList<FigureFinding> Findings, IReadOnlyList<StepKind> May, bool Mine, IReadOnlyList<SheetIndicator> Indicators, string Rules)
{
    public bool Editable => Mine && SubmissionCourse.Open(Submission.State);
    public DateOnly LastDay => Round.LastDayOf(Submission.DueOn);
    public int Asked => Lines.Sum(l => l.Cells.Count);
    public int Filled => Lines.Sum(l => l.Cells.Values.Count(c => c.Cell.State != CellState.Missing || c.Cell.Reason is not null));
}

/// <summary>A submission as a sheet: its lines and cells with what stood there before, what the rules say, and who did what so far.</summary>
sealed class ReadSubmission(IndicatorsData data, CheckSubmission check, MoveSubmission moves, Platform.Identity.CurrentUser user)
{
    public async Task<SheetView?> Run(Guid id, CancellationToken ct)
    {
        var submission = await data.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
        if (submission is null) return null;
        var round = await data.Rounds.AsNoTracking().SingleAsync(r => r.Id == submission.RoundId, ct);
        var form = await data.Forms.AsNoTracking().SingleAsync(f => f.Id == round.FormId, ct);
        var lines = await data.Lines.AsNoTracking().Where(l => l.FormId == form.Id).OrderBy(l => l.SortOrder).ToListAsync(ct);
        var elementIds = lines.Select(l => l.ElementId).ToList();
        var elements = await data.Elements.AsNoTracking().Where(e => elementIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var cells = await data.Cells.AsNoTracking().Where(c => c.SubmissionId == id).ToDictionaryAsync(c => (c.ElementId, c.Split), ct);
        var last = await data.ValuesBeside(id).AsNoTracking().Where(v => v.Period == round.Period.Previous).ToDictionaryAsync(v => (v.ElementId, v.Split), v => CellText.Of(v.State, v.Number), ct);
        var steps = await data.Steps.AsNoTracking().Where(s => s.SubmissionId == id).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).ToListAsync(ct);
        var papers = (await data.Evidence.AsNoTracking().Where(e => e.SubmissionId == id).OrderBy(e => e.AddedAt).ThenBy(e => e.Id).ToListAsync(ct)).ToLookup(e => (e.ElementId, e.Split));
        var (handed, before) = Handed(submission, steps);

        var units = await data.Units.Where(u => u.Id == submission.UnitId || u.Id == submission.SupervisorId).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
        var region = await data.Regions.Where(r => r.Code == submission.RegionCode).OrderByDescending(r => r.ValidFrom).Select(r => r.Name).FirstOrDefaultAsync(ct);
        var sheet = lines.Where(l => elements.ContainsKey(l.ElementId)).Select((l, i) => new SheetLine(i + 1, l.Heading, elements[l.ElementId], l.SplitBy,
            Collecting.IssueRound.SplitsOf(l).Where(s => cells.ContainsKey((l.ElementId, s))).ToDictionary(s => s, s =>
            {
                var cell = cells[(l.ElementId, s)];
                IReadOnlyList<CellEvidence> now = [.. papers[(l.ElementId, s)]];
                return new SheetCell(cell, CellText.Of(cell.State, cell.Number), last.GetValueOrDefault((l.ElementId, s)) ?? "", handed?.GetValueOrDefault(MoveSubmission.Key(cell), "")) { Papers = [.. now.Select(p => p.FileName)], PapersSince = Difference(now, before, MoveSubmission.Key(cell)) };
            }), l.EvidenceRequired)).ToList();
        return new(submission, form, round, units.GetValueOrDefault(submission.UnitId) ?? "—", region ?? submission.RegionCode, submission.SupervisorId is { } s ? units.GetValueOrDefault(s) : null,
            Columns(sheet), sheet, steps, await check.Run(submission, round, ct), moves.May(submission, form), submission.UnitId == user.UnitId, await Indicators(sheet, round, ct), await Checks(sheet, ct));
    }

    /// <summary>The indicators for which this form asks everything: what a rate comes to is seen where its parts are typed.</summary>
    async Task<List<SheetIndicator>> Indicators(List<SheetLine> sheet, ReportRound round, CancellationToken ct)
    {
        var place = sheet.Select((l, i) => (l.Element.Id, i)).ToDictionary(l => l.Id, l => l.i);
        var indicators = await data.Indicators.AsNoTracking().OrderBy(i => i.Number).ToListAsync(ct);
        var formulas = (await data.Formulas.AsNoTracking().Where(f => f.Denominator != null).ToListAsync(ct)).ToLookup(f => f.IndicatorId);
        var found = new List<SheetIndicator>();
        foreach (var indicator in indicators)
        {
            if (FormulaBook.For(formulas[indicator.Id], round.Period) is not { } version || FormulaBook.Of(version) is not { } formula) continue;
            var names = formula.Names.ToList();
            if (names.Count == 0 || names.Exists(n => n.Look != Look.Now || !place.ContainsKey(n.Element))) continue;
            var lines = names.ConvertAll(n => sheet[place[n.Element]]);
            var columns = names.TrueForAll(n => n.Split.Length == 0) ? lines.Select(l => l.Cells.Keys.AsEnumerable()).Aggregate((a, b) => a.Intersect(b)) : [Splits.Total];
            found.Add(new(indicator, version, names.MaxBy(n => place[n.Element])!.Element,
                columns.ToDictionary(c => c, c => formula.Work(n => Reading(sheet[place[n.Element]].At(n.Split.Length > 0 ? n.Split : c)?.Text)).Value),
                formula.Work(n => Reading(sheet[place[n.Element]].At(n.Split)?.Last)).Value));
        }
        return found;
    }

    /// <summary>The checks that this sheet can answer by itself, as trees for the page's script: id, severity, words and the expression.</summary>
    async Task<string> Checks(List<SheetLine> sheet, CancellationToken ct)
    {
        var place = sheet.Select((l, i) => (l.Element.Id, i)).ToDictionary(l => l.Id, l => l.i);
        var checks = await data.Checks.AsNoTracking().Where(c => !c.Disabled).OrderBy(c => c.Id).ToListAsync(ct);
        var told = from check in checks
                   let rule = FormulaBook.Check(check.Expression)
                   where rule is { IsCondition: true } && rule.Names.All(n => n.Look is Look.Now or Look.Prev && place.ContainsKey(n.Element))
                   select new
                   {
                       at = rule.Names.MaxBy(n => place[n.Element])!.Element,
                       error = check.Severity == CheckSeverity.Error,
                       says = Browsing.IndicatorWords.InEnglish ? check.MessageEn : check.Message,
                       rule = JsonSerializer.Deserialize<JsonElement>(rule.ToJson()),
                   };
        return JsonSerializer.Serialize(told);
    }

    static Reading Reading(string? text) => decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : text == CellText.NotApplicable ? Rules.Expressions.Reading.None : Rules.Expressions.Reading.Missing;

    /// <summary>The parts first, the total last, as on paper.</summary>
    static List<string> Columns(List<SheetLine> lines) =>
        [.. lines.SelectMany(l => l.Cells.Keys).Where(s => s != Splits.Total).Distinct(), .. lines.Exists(l => l.Cells.ContainsKey(Splits.Total)) ? [Splits.Total] : Array.Empty<string>()];

    /// <summary>What the figures were when somebody last passed or refused them: for whoever reads them next, the difference since then. While nobody has read them yet there is none.</summary>
    public static (Dictionary<string, string>? Figures, Dictionary<string, string[]>? Papers) Handed(Submission submission, IReadOnlyList<SubmissionStep> newestFirst)
    {
        var steps = newestFirst.ToList();
        var since = steps.Find(s => s.Kind is StepKind.Return or StepKind.Lock or StepKind.GrantRevision or StepKind.Sign or StepKind.Check && s.Figures is not null);
        if (since is null || (submission.State is SubmissionState.Locked or SubmissionState.Published && since.Kind == StepKind.Lock && submission.Revision == 0)) return (null, null);
        if (since.Kind is StepKind.Sign or StepKind.Check or StepKind.Lock && !SubmissionCourse.Open(submission.State)) since = steps.Find(s => s.Kind is StepKind.Return or StepKind.GrantRevision);
        return (Read<string>(since?.Figures), Read<string[]>(since?.Papers));

        static Dictionary<string, T>? Read<T>(string? json) => json is null ? null : JsonSerializer.Deserialize<Dictionary<string, T>>(json);
    }

    /// <summary>The names of the papers that came and went since.</summary>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Gone) Difference(IReadOnlyList<CellEvidence> now, Dictionary<string, string[]>? before, string key)
    {
        if (before is null) return ([], []);
        var (marks, then) = (now.Select(p => p.Mark).ToList(), before.GetValueOrDefault(key) ?? []);
        return ([.. marks.Except(then).Select(CellEvidence.NameOf)], [.. then.Except(marks).Select(CellEvidence.NameOf)]);
    }
}
