using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Assessing;

/// <summary>
/// Takes an assessment one step on, or writes something into it: each is a line of its chain and a new version, so that nobody passes the gate on what somebody else has just taken away.
/// </summary>
sealed class MoveImpact(ImpactData impacts, ProgrammeData programme, IPublicFigures figures, Attachments files, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public const int MostOfAKind = 200, MostOfAUnit = 20, MostChildren = 1_000_000;
    public static readonly Problem NotYours = new("programme.impact-not-your-step");
    public static readonly Problem None = new("programme.impact-none");

    public async Task<Result<Guid>> Run(Guid id, ImpactForm form, CancellationToken ct)
    {
        if (!Named.Is(form.Do, out ImpactStepKind step)) return NotYours;
        if (await impacts.Impacts.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } impact) return None;
        if (impact.Version != form.Version) return TaskDesk.Changed;
        if (!May(impact).Contains(step)) return NotYours;

        var problems = new List<Problem>();
        var (today, now) = (time.Today(), time.GetUtcNow().UtcDateTime);
        var text = OpenOrder.Said(form.Text);
        if (NeedsText(step) || text.Length > ImpactAssessment.LongestText) Check(text, nameof(form.Text), ImpactAssessment.LongestText, problems);
        DateOnly? day = null;

        switch (step)
        {
            case ImpactStepKind.Raise: impact.Depth++; break;
            case ImpactStepKind.Lower: impact.Depth--; break;
            case ImpactStepKind.Scope:
                var cells = ImpactScope.Read(form.Cells.Take(Enum.GetValues<ImpactGroup>().Length * Enum.GetValues<ChildRight>().Length));
                if (cells.Count == 0) problems.Add(new("programme.impact-scope-none", nameof(form.Cells)));
                impact.Scope = ImpactScope.Write(cells);
                break;
            case ImpactStepKind.AddEvidence: text = await AddEvidence(impact, form, today, problems, ct); break;
            case ImpactStepKind.Hear: text = await Hear(impact, form, today, problems, ct); break;
            case ImpactStepKind.Rate: text = await Rate(impact, form, today, problems, ct); break;
            case ImpactStepKind.DropEvidence: text = await Drop(impacts.Evidence.Where(e => e.ImpactId == id), form, e => e.Title, problems, ct); break;
            case ImpactStepKind.DropHearing: text = await Drop(impacts.Hearings.Where(h => h.ImpactId == id), form, h => string.Create(CultureInfo.InvariantCulture, $"{h.On:yyyy-MM-dd} · {h.Number} · {h.AgeFrom}–{h.AgeTo}"), problems, ct); break;
            case ImpactStepKind.DropRow: text = await Drop(impacts.Rows.Where(r => r.ImpactId == id), form, r => r.Why, problems, ct); break;
            case ImpactStepKind.NameOptions:
                var names = (form.OptionNames ?? "").ReplaceLineEndings("\n").Split('\n').Select(PlainText.OneLine).Select(PlainText.ForXml).Where(n => n.Length > 0).ToList();
                if (names.Count is 0 or > ImpactAssessment.MostOptions || names.Any(n => n.Length > 90)) problems.Add(new("programme.impact-options-bad", nameof(form.OptionNames), ImpactAssessment.MostOptions, 90));
                else if (await impacts.Rows.AnyAsync(r => r.ImpactId == id && r.Option >= names.Count, ct)) problems.Add(new("programme.impact-options-rated", nameof(form.OptionNames)));
                else (impact.Options, text) = (string.Join('\n', names), string.Join(" / ", names));
                break;
            case ImpactStepKind.SignUnheard:
                impact.UnheardReason = text = Said(form.Unheard, nameof(form.Unheard), ImpactAssessment.LongestText, problems, shown: true);
                impact.UnheardBy = PlainText.Cut($"{user.UnitName} {user.Name}", 80);
                break;
            case ImpactStepKind.Comment:
            case ImpactStepKind.Opine:
                var expert = step == ImpactStepKind.Opine;
                var by = expert ? PlainText.OneLine(form.ExpertName) : user.UnitName;
                if (expert) Check(by, nameof(form.ExpertName), ImpactAssessment.LongestName, problems);
                text = expert ? Said(form.Opinion, nameof(form.Opinion), ImpactAssessment.LongestText, problems) : Said(form.Comment, nameof(form.Comment), ImpactAssessment.LongestText, problems);
                by = PlainText.Cut(PlainText.ForXml(by), ImpactAssessment.LongestName);
                // Nobody's many words keep out another's, nor the expert's.
                if (await impacts.Comments.CountAsync(c => c.ImpactId == id && c.Expert == expert && (expert || c.By == by), ct) is var said && said >= (expert ? MostOfAKind : MostOfAUnit)) problems.Add(new("programme.impact-full", null, said));
                impacts.Add(new ImpactComment { Id = impacts.NewId(), ImpactId = id, Expert = expert, By = by, Text = text, At = now });
                break;
            case ImpactStepKind.Answer:
                text = Said(form.Reply, nameof(form.Reply), ImpactAssessment.LongestText, problems);
                if (Here.Id(form.Item) is { } asked && await impacts.Comments.SingleOrDefaultAsync(c => c.Id == asked && c.ImpactId == id, ct) is { } comment) comment.Answer = text;
                else problems.Add(new("programme.impact-no-item"));
                break;
            case ImpactStepKind.Finish:
                problems.AddRange((await Gate(impact, ct)).Select(code => new Problem(code)));
                break;
            case ImpactStepKind.Reopen:
                (impact.UnheardReason, impact.UnheardBy) = (null, null); // who signed it signed what stood then
                break;
            case ImpactStepKind.Decide:
                if (!Named.Is(form.Decision, out ImpactDecision decision)) problems.Add(new("programme.order-say", nameof(form.Decision)));
                text = Said(form.Reason, nameof(form.Reason), ImpactAssessment.LongestText, problems, shown: true);
                (impact.Decision, impact.DecisionReason, impact.DecidedOn) = (decision, text, today);
                break;
            case ImpactStepKind.Write:
                string? Public(string? typed, string field)
                {
                    var said = OpenOrder.Said(typed);
                    if (said.Length > ImpactAssessment.LongestText) problems.Add(new("programme.text-too-long", field, ImpactAssessment.LongestText));
                    if (PersonalMarks.In(said)) problems.Add(new("programme.impact-personal", field));
                    return said.Length == 0 ? null : said;
                }
                (impact.PublicSummary, impact.ChildrenSaid) = (Public(form.PublicSummary, nameof(form.PublicSummary)), Public(form.ChildrenSaid, nameof(form.ChildrenSaid)));
                if (OpenOrder.Said(PlainText.OneLine(form.Title)) is { Length: > 0 } title)
                {
                    Check(title, nameof(form.Title), ImpactAssessment.LongestTitle, problems);
                    if (PersonalMarks.In(title)) problems.Add(new("programme.impact-personal", nameof(form.Title)));
                    impact.Title = title;
                }
                (impact.WhatChanged, impact.ChildVersion) = (Public(form.WhatChanged, nameof(form.WhatChanged)), Public(form.ChildVersion, nameof(form.ChildVersion)));
                break;
            case ImpactStepKind.Publish:
                if (impact.PublicSummary is null || impact.WhatChanged is null || impact.ChildVersion is null) problems.Add(new("programme.impact-words-missing"));
                else if (impact.ChildrenSaid is null && await impacts.Hearings.AnyAsync(h => h.ImpactId == id, ct)) problems.Add(new("programme.impact-words-missing"));
                (impact.PublishedOn, impact.NextDue) = (today, ImpactCourse.Due(impact.Depth, impact.DecidedOn!.Value, impact.Looks));
                break;
            case ImpactStepKind.Unpublish:
                (impact.PublishedOn, impact.NextDue) = (null, null);
                break;
            case ImpactStepKind.Monitor:
                text = Said(form.Found, nameof(form.Found), ImpactAssessment.LongestText, problems, shown: true);
                day = impact.NextDue;
                impact.Looks++;
                impact.NextDue = ImpactCourse.Due(impact.Depth, impact.DecidedOn!.Value, impact.Looks);
                break;
        }
        if (problems.Count > 0)
        {
            impacts.Forget(); // nothing of a refused step may ride along with a later save
            return new Result<Guid>(default, problems);
        }

        impact.State = After(impact, step);
        impact.Version++;
        impacts.Add(new ImpactStep { Id = impacts.NewId(), ImpactId = id, Number = impact.Version, Kind = step, At = now, UnitName = user.UnitName, PersonName = user.Name, Text = text.Length == 0 ? null : PlainText.Cut(text, ImpactAssessment.LongestText), Day = day });
        await Tell(impact, step, ct);
        return await impacts.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    // The depth was moved already; a raised or lowered assessment stays where it stands.
    static ImpactState After(ImpactAssessment impact, ImpactStepKind step) => step is ImpactStepKind.Raise or ImpactStepKind.Lower ? impact.State : ImpactCourse.After(impact.State, impact.Depth, step)!.Value;

    /// <summary>What still holds the assessment from its final.</summary>
    public async Task<IReadOnlyList<string>> Gate(ImpactAssessment impact, CancellationToken ct)
    {
        var id = impact.Id;
        // An expert has looked at what stood then: what was opened again is looked at again.
        var reopened = await impacts.Steps.Where(s => s.ImpactId == id && s.Kind == ImpactStepKind.Reopen).MaxAsync(s => (DateTime?)s.At, ct) ?? DateTime.UnixEpoch;
        var comments = await impacts.Comments.AsNoTracking().Where(c => c.ImpactId == id).Select(c => new { Counts = c.Expert && c.At >= reopened, Owed = c.Answer == null }).ToListAsync(ct);
        return ImpactCourse.Gate(impact.Depth, await impacts.Hearings.CountAsync(h => h.ImpactId == id, ct), impact.UnheardReason is not null, await impacts.Rows.CountAsync(r => r.ImpactId == id, ct), comments.Count(c => c.Owed), comments.Count(c => c.Counts));
    }

    /// <summary>The steps that the user may take now, whatever they hold. The clock's reminders and the first two steps are nobody's.</summary>
    public IReadOnlyList<ImpactStepKind> May(ImpactAssessment impact)
    {
        var own = user.IsOffice || (user.InProgramme && user.UnitId == impact.UnitId);
        var answers = user.IsOffice || (own && user.Role == RoleCode.UnitLeader);
        return
        [
            .. Enum.GetValues<ImpactStepKind>().Where(step => step is not (ImpactStepKind.Register or ImpactStepKind.Screen or ImpactStepKind.Remind)
                && ImpactCourse.After(impact.State, impact.Depth, step) is not null
                && (step != ImpactStepKind.Close || impact.NextDue is null)
                && (step != ImpactStepKind.Monitor || impact.NextDue is { } due && time.Today() >= due.AddMonths(-1))
                && ImpactCourse.Hand(step) switch
                {
                    ImpactHand.Second => answers && user.PersonId != impact.ScreenedBy,
                    ImpactHand.Leader => answers,
                    ImpactHand.Office => user.IsOffice,
                    ImpactHand.Anyone => user.InProgramme,
                    _ => own,
                }),
        ];
    }

    /// <summary>Steps whose word is their reason.</summary>
    public static bool NeedsText(ImpactStepKind step) => step is ImpactStepKind.Lower or ImpactStepKind.Raise or ImpactStepKind.Reopen or ImpactStepKind.Withdraw or ImpactStepKind.Unpublish or ImpactStepKind.SignNone;

    async Task<string> AddEvidence(ImpactAssessment impact, ImpactForm form, DateOnly today, List<Problem> problems, CancellationToken ct)
    {
        if (await impacts.Evidence.CountAsync(e => e.ImpactId == impact.Id, ct) >= MostOfAKind) problems.Add(new("programme.impact-full", null, MostOfAKind));
        if (form.Indicator is { Length: > 0 and <= 80 } indicator)
        {
            var region = form.Region is { Length: > 0 and <= 12 } code ? code : null;
            if (await figures.One(indicator, ct) is not { } found || !int.TryParse(form.Year, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                || (region is null || region == found.City.Region ? found.City : found.Counties.FirstOrDefault(c => c.Region == region)) is not { } series
                || series.Figures.FirstOrDefault(f => f.Year == year) is not { Hidden: false, Value: { } value } figure)
            {
                problems.Add(new("programme.impact-no-figure", nameof(form.Indicator)));
                return "";
            }
            var shown = found.YesNo ? (value > 0 ? "是" : "否") : Figure.Text(value, found.Indicator.MeasureUnit) + (figure.High is { } high ? $"–{Figure.Text(high, found.Indicator.MeasureUnit)}" : "");
            impacts.Add(new ImpactEvidence
            {
                Id = impacts.NewId(),
                ImpactId = impact.Id,
                Kind = ImpactEvidenceKind.Indicator,
                Title = PlainText.Cut(found.Indicator.Name, 200),
                IndicatorId = found.Indicator.Id,
                Region = PlainText.Cut(series.Name, 80),
                Period = year.ToString(CultureInfo.InvariantCulture),
                Figure = PlainText.Cut(shown, 60),
                AddedOn = today,
            });
            return $"{found.Indicator.Name} {series.Name} {year.ToString(CultureInfo.InvariantCulture)}：{shown}";
        }
        if (form.TaskRef is { Length: > 0 })
        {
            if (Here.Id(form.TaskRef) is not { } task || await programme.VisibleTasks.AsNoTracking().Where(t => t.Id == task).Select(t => new { t.Label, t.Title }).SingleOrDefaultAsync(ct) is not { } known)
            {
                problems.Add(new("programme.order-no-source", nameof(form.TaskRef)));
                return "";
            }
            var title = PlainText.Cut($"{known.Label} {known.Title}", 200);
            impacts.Add(new ImpactEvidence { Id = impacts.NewId(), ImpactId = impact.Id, Kind = ImpactEvidenceKind.Task, Title = title, TaskId = task, AddedOn = today });
            return title;
        }
        var name = PlainText.ForXml(PlainText.OneLine(form.PaperTitle));
        Check(name, nameof(form.PaperTitle), 200, problems);
        if (PersonalMarks.In(name)) problems.Add(new("programme.impact-personal", nameof(form.PaperTitle)));
        if (problems.Count > 0) return "";
        var taken = await files.Take(form.File, nameof(form.File), papers: true, ct);
        if (taken.Value is not { } paper)
        {
            problems.AddRange(taken.Problems);
            return "";
        }
        impacts.Add(new ImpactEvidence { Id = impacts.NewId(), ImpactId = impact.Id, Kind = ImpactEvidenceKind.Paper, Title = name, FileSha256 = paper.Sha256, FileName = paper.Name, FileSize = paper.Size, AddedOn = today });
        return name;
    }

    async Task<string> Hear(ImpactAssessment impact, ImpactForm form, DateOnly today, List<Problem> problems, CancellationToken ct)
    {
        if (await impacts.Hearings.CountAsync(h => h.ImpactId == impact.Id, ct) >= MostOfAKind) problems.Add(new("programme.impact-full", null, MostOfAKind));
        if (!Typed.Day(form.HeardOn, out var on) || on is null) problems.Add(new("programme.not-a-day", nameof(form.HeardOn)));
        else if (on > today || on < today.AddYears(-3)) problems.Add(new("programme.impact-heard-day", nameof(form.HeardOn)));
        if (!Named.Is(form.Method, out HearingMethod method)) problems.Add(new("programme.order-say", nameof(form.Method)));
        var number = Whole(form.Number, nameof(form.Number), 1, MostChildren, problems);
        var (from, to) = (Whole(form.AgeFrom, nameof(form.AgeFrom), 0, 17, problems), Whole(form.AgeTo, nameof(form.AgeTo), 0, 17, problems));
        if (from > to) problems.Add(new("programme.impact-ages", nameof(form.AgeTo)));
        var said = Said(form.Said, nameof(form.Said), ImpactAssessment.LongestText, problems, shown: true);
        var invited = Said(form.Invited, nameof(form.Invited), ImpactAssessment.LongestLine, problems, shown: true);
        var missing = Said(form.Missing, nameof(form.Missing), ImpactAssessment.LongestLine, problems, shown: true);
        if (problems.Count > 0) return "";
        impacts.Add(new ImpactHearing { Id = impacts.NewId(), ImpactId = impact.Id, On = on!.Value, Method = method, Number = number, AgeFrom = from, AgeTo = to, Said = said, Invited = invited, Missing = missing });
        return string.Create(CultureInfo.InvariantCulture, $"{on:yyyy-MM-dd} · {number} · {from}–{to}");
    }

    async Task<string> Rate(ImpactAssessment impact, ImpactForm form, DateOnly today, List<Problem> problems, CancellationToken ct)
    {
        if (!Named.Is(form.Group, out ImpactGroup group)) problems.Add(new("programme.order-say", nameof(form.Group)));
        if (!Named.Is(form.Right, out ChildRight right)) problems.Add(new("programme.order-say", nameof(form.Right)));
        if (!Named.Is(form.Grade, out EvidenceGrade grade)) problems.Add(new("programme.order-say", nameof(form.Grade)));
        var option = Whole(form.Option, nameof(form.Option), 0, Math.Max(1, impact.Options.Split('\n').Length) - 1, problems);
        var (effect, likelihood, duration) = (Whole(form.Effect, nameof(form.Effect), -3, 3, problems), Whole(form.Likelihood, nameof(form.Likelihood), 1, 3, problems), Whole(form.Duration, nameof(form.Duration), 1, 3, problems));
        var why = Said(form.Why, nameof(form.Why), ImpactAssessment.LongestLine, problems);
        var (mitigation, owner) = (OpenOrder.Said(form.Mitigation), PlainText.ForXml(PlainText.OneLine(form.Owner)));
        if (mitigation.Length > ImpactAssessment.LongestLine) problems.Add(new("programme.text-too-long", nameof(form.Mitigation), ImpactAssessment.LongestLine));
        if (owner.Length > ImpactAssessment.LongestName) problems.Add(new("programme.text-too-long", nameof(form.Owner), ImpactAssessment.LongestName));
        if (!Typed.Day(form.MitigateBy, out var by)) problems.Add(new("programme.not-a-day", nameof(form.MitigateBy)));
        else if (by is { } day && (day < today || day > today.AddYears(10))) problems.Add(new("programme.impact-mitigate-day", nameof(form.MitigateBy)));
        // A measure is nobody's without an owner and a day.
        if (mitigation.Length > 0 && (owner.Length == 0 || by is null)) problems.Add(new("programme.impact-measure-owner", nameof(form.Owner)));
        if (problems.Count > 0) return "";
        if (await impacts.Rows.SingleOrDefaultAsync(r => r.ImpactId == impact.Id && r.Option == option && r.Group == group && r.Right == right, ct) is { } judged) impacts.Remove(judged);
        impacts.Add(new ImpactRow
        {
            Id = impacts.NewId(),
            ImpactId = impact.Id,
            Option = option,
            Group = group,
            Right = right,
            Effect = effect,
            Likelihood = likelihood,
            Duration = duration,
            Grade = grade,
            Why = why,
            Mitigation = mitigation.Length == 0 ? null : mitigation,
            Owner = owner.Length == 0 ? null : owner,
            MitigateBy = by,
        });
        return string.Create(CultureInfo.InvariantCulture, $"{effect:+0;-0;0} × {likelihood} × {duration}（{grade}） {why}");
    }

    async Task<string> Drop<T>(IQueryable<T> some, ImpactForm form, Func<T, string> name, List<Problem> problems, CancellationToken ct) where T : class
    {
        if (Here.Id(form.Item) is { } id && await some.SingleOrDefaultAsync(x => EF.Property<Guid>(x, "Id") == id, ct) is { } found)
        {
            impacts.Remove(found);
            return name(found);
        }
        problems.Add(new("programme.impact-no-item"));
        return "";
    }

    static string Said(string? typed, string field, int most, List<Problem> problems, bool shown = false)
    {
        var said = OpenOrder.Said(typed);
        Check(said, field, most, problems);
        if (shown && PersonalMarks.In(said)) problems.Add(new("programme.impact-personal", field));
        return said;
    }

    public static void Check(string said, string field, int most, List<Problem> problems)
    {
        if (said.Length == 0) problems.Add(new("programme.order-say", field));
        else if (said.Length > most) problems.Add(new("programme.text-too-long", field, most));
    }

    static int Whole(string? typed, string field, int least, int most, List<Problem> problems)
    {
        if (int.TryParse(typed?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        problems.Add(new("programme.settings-not-a-number", field, least, most));
        return least;
    }

    /// <summary>Whom a step concerns: the office of what it is to sign or publish and of what is withdrawn, the other units of what is open for comment, the unit of what others did.</summary>
    async Task Tell(ImpactAssessment impact, ImpactStepKind step, CancellationToken ct)
    {
        string[] args = [impact.Title];
        var (code, link) = ($"programme.notice-impact-{ImpactWords.Code(step)}", $"/impact/{impact.Id}");
        if (step is ImpactStepKind.Begin or ImpactStepKind.Finish or ImpactStepKind.Decide or ImpactStepKind.Monitor or ImpactStepKind.Withdraw && !user.IsOffice) await notices.TellOffice(code, link, args, ct);
        if (step is ImpactStepKind.Comment or ImpactStepKind.Publish or ImpactStepKind.Unpublish or ImpactStepKind.Withdraw or ImpactStepKind.Close && user.UnitId != impact.UnitId) await notices.TellUnits([impact.UnitId], code, link, args, ct);
        if (step == ImpactStepKind.Consult)
        {
            var today = time.Today();
            await notices.TellUnits(await impacts.Units.Where(u => u.Id != impact.UnitId && (u.ValidTo == null || u.ValidTo > today)).Select(u => u.Id).ToListAsync(ct), code, link, args, ct);
        }
    }
}
