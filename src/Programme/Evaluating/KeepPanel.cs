using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>A link as it is shown once: what is kept is only its hash.</summary>
sealed record FreshLink(int Serial, string Path);

/// <summary>What comes from outside the units: the links of the panel, and the surveys of the public. The office's alone.</summary>
sealed class KeepPanel(EvaluationData evaluations, MoveEvaluation moves, Attachments files, CurrentUser user, TimeProvider time)
{
    public async Task<Result<IReadOnlyList<FreshLink>>> Give(Guid id, PanelLinksForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await evaluations.Evaluations.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } evaluation) return OpenEvaluation.NoSuchEvaluation;
        if (EvaluationCourse.After(evaluation.State, EvaluationStepKind.Links) is null) return MoveEvaluation.NotYours;
        if (evaluation.Version != form.Version) return TaskDesk.Changed;
        var (today, problems) = (time.Today(), new List<Problem>());
        if (!Named.Is(form.Seat, out PanelSeat seat)) problems.Add(new("programme.order-say", nameof(form.Seat)));
        var number = TypedWords.Whole(form.Number, nameof(form.Number), 1, PanelLink.MostAtOnce, problems);
        if (!Typed.Day(form.Until, out var until) || until is null || until < today || until > today.AddDays(PanelLink.MostDays)) problems.Add(new("programme.panel-until", nameof(form.Until), PanelLink.MostDays));
        var wanted = form.Sheets.Select(Here.Id).OfType<Guid>().Distinct().Take(PanelLink.MostUnits + 1).ToList();
        if (wanted.Count is 0 or > PanelLink.MostUnits || await evaluations.Sheets.CountAsync(s => s.EvaluationId == id && wanted.Contains(s.Id), ct) != wanted.Count) problems.Add(new("programme.panel-units", nameof(form.Sheets), PanelLink.MostUnits));
        if (problems.Count > 0) return new Result<IReadOnlyList<FreshLink>>(default, problems);

        var serial = await evaluations.Links.Where(l => l.EvaluationId == id).MaxAsync(l => (int?)l.Serial, ct) ?? 0;
        var fresh = new List<FreshLink>();
        for (var n = 0; n < number; n++)
        {
            var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            fresh.Add(new(++serial, $"/panel/{secret}"));
            evaluations.Add(new PanelLink { Id = evaluations.NewId(), EvaluationId = id, Serial = serial, Seat = seat, SecretHash = FeedLinks.HashOf(secret), Sheets = JsonSerializer.Serialize(wanted), Until = until!.Value });
        }
        evaluation.Version++;
        evaluations.Add(moves.Step(evaluation, null, EvaluationStepKind.Links, null, until));
        return await evaluations.SaveUnlessTaken(ct) ? fresh : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> End(Guid id, PanelLinksForm form, CancellationToken ct)
    {
        if (!user.IsOffice || Here.Id(form.Ends) is not { } which || await evaluations.Links.SingleOrDefaultAsync(l => l.Id == which && l.EvaluationId == id, ct) is not { Used: false } link) return OpenEvaluation.NoSuchEvaluation;
        (link.Ended, link.Version) = (true, link.Version + 1);
        return await evaluations.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Note(Guid id, SurveyForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await evaluations.Evaluations.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } evaluation) return OpenEvaluation.NoSuchEvaluation;
        if (EvaluationCourse.After(evaluation.State, EvaluationStepKind.Survey) is null) return MoveEvaluation.NotYours;
        if (evaluation.Version != form.Version) return TaskDesk.Changed;
        var problems = new List<Problem>();
        var unit = Here.Id(form.Unit);
        if (form.Unit is { Length: > 0 } && (unit is null || !await evaluations.Sheets.AnyAsync(s => s.EvaluationId == id && s.UnitId == unit, ct))) problems.Add(new("programme.order-no-unit", nameof(form.Unit)));
        var share = TypedWords.Number(form.Share, nameof(form.Share), 0, 100, true, problems);
        var asked = TypedWords.Whole(form.Asked, nameof(form.Asked), 1, SatisfactionSurvey.MostAsked, problems);
        var source = TypedWords.Words(PlainText.OneLine(form.Source), nameof(form.Source), SatisfactionSurvey.LongestSource, true, problems);
        var method = TypedWords.Words(form.Method, nameof(form.Method), SatisfactionSurvey.LongestMethod, true, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        var taken = await files.Take(form.File, nameof(form.File), papers: true, ct);
        if (taken.Value is not { } paper) return new Result<Guid>(default, taken.Problems);
        evaluations.Add(new SatisfactionSurvey
        {
            Id = evaluations.NewId(),
            EvaluationId = id,
            UnitId = unit,
            Share = share!.Value,
            Asked = asked!.Value,
            Source = source!,
            Method = method!,
            FileSha256 = paper.Sha256,
            FileName = paper.Name,
            FileSize = paper.Size,
            PersonName = user.Name,
            At = time.GetUtcNow().UtcDateTime,
        });
        evaluation.Version++;
        evaluations.Add(moves.Step(evaluation, null, EvaluationStepKind.Survey, source));
        return await evaluations.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }
}
