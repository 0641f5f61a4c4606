using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>What one partner unit says under a task; Answer null: it has not answered yet.</summary>
sealed record PartnerSays(string Unit, ReturnAnswer? Answer, string? Said, string? Problems);

/// <summary>A target under a task. Indicator and Figure: what measures it and what it says, in its own unit; such a value is read, never typed.</summary>
sealed record LineTarget(TaskTarget Target, CatalogueIndicator? Indicator, PublishedFigure? Figure)
{
    public bool Typed => Target.IndicatorId is null;
}

/// <summary>One line with everything that its fields are filled from. Shown are its fields as they stand or, while nobody has touched them, as proposed; LastNext is what the unit said last time it would do next.</summary>
sealed record SheetLine(
    ReturnLine Line, ProgrammeTask? Task, LineInput Shown, string? LastNext, IReadOnlyList<Milestone> Milestones, IReadOnlyList<LineTarget> Targets, IReadOnlyList<PartnerSays> Partners, int Evidence)
{
    public string Mark { get; } = Shown.Mark();
}

sealed record ReturnView(
    PeriodReturn Sheet, ReturnRound Round, string Unit, IReadOnlyList<SheetLine> Lines, IReadOnlyList<ReturnStep> Steps, IReadOnlyList<(ReturnMove Move, bool Alone)> May, IReadOnlyList<string> Missing, bool Mine)
{
    public bool Editable => Mine && ReturnCourse.Open(Sheet.State);
    public DateOnly LastDay => Round.LastDayOf(Sheet.DueOn);
    public int Answered => Lines.Count(l => l.Line.Answer is not null);
}

/// <summary>One return as a sheet: its lines prefilled from the last return and from what the tasks already show, what the partner units say under each task, and the way it has gone.</summary>
sealed class ReadReturn(ProgrammeData data, UnitRegister register, MoveReturn moves, IPublicFigures figures, IIndicatorCatalogue catalogue, CurrentUser user)
{
    public async Task<ReturnView?> Run(Guid id, CancellationToken ct)
    {
        var found = await (from sheet in data.Returns.AsNoTracking() where sheet.Id == id join round in data.Rounds on sheet.RoundId equals round.Id select new { Sheet = sheet, Round = round }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var (mine, editable) = (found.Sheet.UnitId == user.UnitId, found.Sheet.UnitId == user.UnitId && ReturnCourse.Open(found.Sheet.State));
        var lines = await data.ReturnLines.AsNoTracking().Where(l => l.ReturnId == id).OrderBy(l => l.SortOrder).ToListAsync(ct);
        var ids = lines.ConvertAll(l => l.TaskId);
        var tasks = await data.ReturnTasks.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var answers = await data.PartnersAnswers(id).AsNoTracking().ToListAsync(ct);
        var owing = await data.PartnersOwing(id).ToListAsync(ct);
        var units = answers.Select(a => a.UnitId).Concat(owing.Select(o => o.UnitId)).Append(found.Sheet.UnitId).Distinct().ToList();
        var names = await register.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => (u.SortOrder, Name: u.ShortName.Length > 0 ? u.ShortName : u.Name), ct);
        (int SortOrder, string Name) Named(Guid unit) => names.GetValueOrDefault(unit, (int.MaxValue, "—"));

        var leads = lines.Where(l => l.Part == ReturnPart.Lead).Select(l => l.TaskId).ToList();
        var soon = found.Round.Period.End.AddDays(31);
        var reached = lines.SelectMany(l => l.ReachedIds).ToList();
        var milestones = (await data.Milestones.AsNoTracking().Where(m => leads.Contains(m.TaskId) && (reached.Contains(m.Id) || (m.ReachedOn == null && m.Due <= soon))).OrderBy(m => m.Due).ThenBy(m => m.Id).ToListAsync(ct)).ToLookup(m => m.TaskId);
        var targets = (await data.Targets.AsNoTracking().Where(t => leads.Contains(t.TaskId) && t.Value != null).OrderBy(t => t.SortOrder).ToListAsync(ct)).ToLookup(t => t.TaskId);
        var measured = targets.Any(g => g.Any(t => t.IndicatorId is not null));
        var known = measured ? await figures.Newest(ct) : new Dictionary<string, PublishedFigure>();
        var indicators = measured ? (await catalogue.All(ct)).ToDictionary(i => i.Id) : [];
        var since = ChinaTime.StartOf(found.Round.Period.Start);
        var evidence = await data.EvidenceFiles.Where(e => ids.Contains(e.TaskId) && e.UnitId == found.Sheet.UnitId && e.AddedAt >= since).GroupBy(e => e.TaskId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var (last, said) = editable ? (await Last(found.Sheet, ids, ct), await Reported(found.Sheet, found.Round, leads, ct)) : ([], []);

        var views = lines.ConvertAll(line =>
        {
            var (task, before) = (tasks.GetValueOrDefault(line.TaskId), last.GetValueOrDefault(line.TaskId));
            var shown = SaveLines.Shown(line);
            if (editable && line is { Version: 0, Answer: null })
            {
                shown.Progress = line.Part == ReturnPart.Lead ? task?.Progress?.ToString(CultureInfo.InvariantCulture) : null;
                (shown.Said, shown.Problems) = (said.GetValueOrDefault(line.TaskId), before?.Problems);
            }
            return new SheetLine(line, task, shown, before?.NextSteps, [.. milestones[line.TaskId]],
                [.. targets[line.TaskId].Select(t => new LineTarget(t, t.IndicatorId is { } i ? indicators.GetValueOrDefault(i) : null, t.IndicatorId is { } measure ? known.GetValueOrDefault(measure) : null))],
                line.Part == ReturnPart.Partner ? [] : [.. answers.Where(a => a.TaskId == line.TaskId).Select(a => (a.UnitId, a.Answer, a.Said, a.Problems)).Concat(owing.Where(o => o.TaskId == line.TaskId).Select(o => (o.UnitId, Answer: (ReturnAnswer?)null, Said: (string?)null, Problems: (string?)null)))
                    .OrderBy(p => Named(p.UnitId).SortOrder).ThenBy(p => p.UnitId).Select(p => new PartnerSays(Named(p.UnitId).Name, p.Answer, p.Said, p.Problems))],
                evidence.GetValueOrDefault(line.TaskId));
        });
        var steps = await data.ReturnSteps.AsNoTracking().Where(s => s.ReturnId == id).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).ToListAsync(ct);
        return new(found.Sheet, found.Round, Named(found.Sheet.UnitId).Name, views, steps, await moves.May(found.Sheet, ct), editable ? await moves.Missing(id, ct) : [], mine);
    }

    /// <summary>The unit's line of each task in its last accepted return.</summary>
    async Task<Dictionary<Guid, ReturnLine>> Last(PeriodReturn sheet, List<Guid> tasks, CancellationToken ct) =>
        (await (from line in data.ReturnLines.AsNoTracking()
                where line.UnitId == sheet.UnitId && line.ReturnId != sheet.Id && line.AcceptedVersion != null && tasks.Contains(line.TaskId)
                join round in data.Rounds on line.RoundId equals round.Id
                orderby round.DueOn descending
                select line).ToListAsync(ct)).GroupBy(l => l.TaskId).ToDictionary(g => g.Key, g => g.First());

    /// <summary>What the unit has reported on the tasks themselves since the period began or the round before was opened, whichever is later: it need not be said again.</summary>
    async Task<Dictionary<Guid, string>> Reported(PeriodReturn sheet, ReturnRound round, List<Guid> tasks, CancellationToken ct)
    {
        var before = await data.Rounds.Where(r => r.CycleId == round.CycleId && r.DueOn < round.DueOn).MaxAsync(r => (DateTime?)r.OpenedAt, ct);
        var start = ChinaTime.StartOf(round.Period.Start);
        var since = before > start ? before.Value : start;
        var notes = await data.Notes.AsNoTracking().Where(n => tasks.Contains(n.TaskId) && n.UnitId == sheet.UnitId && n.Kind == NoteKind.Progress && n.ReturnId == null && n.At >= since && n.Text != "")
            .OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => new { n.TaskId, n.Text }).ToListAsync(ct);
        return notes.GroupBy(n => n.TaskId).ToDictionary(g => g.Key, g => string.Join('\n', g.Select(n => n.Text)) is var all && all.Length > ReturnLine.LongestText ? all[..ReturnLine.LongestText] : all);
    }
}
