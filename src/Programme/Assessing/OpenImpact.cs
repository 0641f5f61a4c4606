using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Assessing;

/// <summary>A unit registers what it proposes and answers the screening, in one go. Once given, the answers stand: the outcome is raised or lowered aloud, never by answering anew.</summary>
sealed class OpenImpact(ImpactData impacts, ProgrammeData programme, CitySettings settings, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static readonly Problem Reworded = new("programme.impact-reworded");

    public async Task<Result<Guid>> Run(NewImpactForm form, CancellationToken ct)
    {
        if (!user.InProgramme || user.UnitId is not { } own) return MoveImpact.NotYours;
        var problems = new List<Problem>();
        var (title, about) = (OpenOrder.Said(PlainText.OneLine(form.Title)).Replace('\n', ' '), OpenOrder.Said(form.About));
        MoveImpact.Check(title, nameof(form.Title), ImpactAssessment.LongestTitle, problems);
        MoveImpact.Check(about, nameof(form.About), ImpactAssessment.LongestText, problems);
        if (!Named.Is(form.Kind, out ImpactKind kind)) problems.Add(new("programme.order-say", nameof(form.Kind)));
        var (unit, today) = (own, time.Today());
        if (user.IsOffice && form.Unit is { Length: > 0 } && !(Guid.TryParse(form.Unit, out unit) && await impacts.Units.AnyAsync(u => u.Id == unit && (u.ValidTo == null || u.ValidTo > today), ct))) problems.Add(new("programme.order-no-unit", nameof(form.Unit)));
        Guid? task = null;
        if (form.Task is { Length: > 0 })
        {
            if (Guid.TryParse(form.Task, out var asked) && await programme.VisibleTasks.AnyAsync(t => t.Id == asked, ct)) task = asked;
            else problems.Add(new("programme.order-no-source"));
        }

        if (PersonalMarks.In(title)) problems.Add(new("programme.impact-personal", nameof(form.Title)));
        var rules = await settings.Get(ImpactRules.Key, new ImpactRules(), ct);
        if (form.Wording is { } seen && seen != rules.Mark) return Reworded;
        var questions = rules.Asked;
        var lines = new List<ScreeningLine>();
        for (var i = 0; i < questions.Count; i++)
        {
            var (answer, said) = i < form.Answers.Count ? form.Answers[i] : default;
            var sentence = OpenOrder.Said(said);
            if (!Named.Is(answer, out ImpactAnswer given)) problems.Add(new("programme.impact-answer", Field("A", i)));
            else if (given != ImpactAnswer.No && sentence.Length == 0) problems.Add(new("programme.impact-answer-why", Field("S", i)));
            if (sentence.Length > ImpactAssessment.LongestLine) problems.Add(new("programme.text-too-long", Field("S", i), ImpactAssessment.LongestLine));
            if (PersonalMarks.In(sentence)) problems.Add(new("programme.impact-personal", Field("S", i)));
            lines.Add(new(questions[i], given, sentence));
        }
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var impact = new ImpactAssessment
        {
            Id = impacts.NewId(),
            Title = title,
            About = about,
            Kind = kind,
            UnitId = unit,
            State = ImpactState.Screening,
            Depth = ImpactCourse.Outcome([.. lines.Select(l => l.Answer)]),
            Answers = JsonSerializer.Serialize(lines),
            ScreenedBy = user.PersonId,
            Scope = ImpactScope.Write(ImpactTemplates.Scope(kind)),
            RegisteredOn = today,
            Version = 1,
        };
        impacts.Add(impact);
        foreach (var (step, number) in new[] { ImpactStepKind.Register, ImpactStepKind.Screen }.Select((s, n) => (s, n)))
            impacts.Add(new ImpactStep { Id = impacts.NewId(), ImpactId = impact.Id, Number = number, Kind = step, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
        if (task is { } from && await programme.VisibleTasks.AsNoTracking().Where(t => t.Id == from).Select(t => new { t.Label, t.Title }).SingleAsync(ct) is { } known)
            impacts.Add(new ImpactEvidence { Id = impacts.NewId(), ImpactId = impact.Id, Kind = ImpactEvidenceKind.Task, Title = PlainText.Cut($"{known.Label} {known.Title}", 200), TaskId = from, AddedOn = today });
        if (impact.Depth == ImpactDepth.None)
        {
            // Somebody else than who screened is to sign that there is nothing to assess.
            await notices.TellUnits([unit], "programme.notice-impact-none", $"/impact/{impact.Id}", [title], ct);
            if (!user.IsOffice) await notices.TellOffice("programme.notice-impact-none", $"/impact/{impact.Id}", [title], ct);
        }
        return await impacts.SaveUnlessTaken(ct) ? impact.Id : TaskDesk.Changed;
    }

    /// <summary>The field of a question in the form: its answer (A) or its sentence (S).</summary>
    public static string Field(string kind, int question) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}{question}");
}
