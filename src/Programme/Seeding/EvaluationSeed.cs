using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Evaluating;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes evaluations with a past: counted by the product's own rule from the demo city's own record, along the course that real ones take.</summary>
sealed class EvaluationSeed(EvaluationData evaluations, MeasureUnits measure, EditScoreRules edit, FileStore files, CurrentUser user, Texts texts, TimeProvider time)
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task Run(IReadOnlyList<SeedEvaluation> wanted, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the demo city is Chinese wherever it is founded; this ends with the call
        var today = time.Today();
        var first = await Rules(null, ct);
        var proposed = await Rules(first.Id, ct);
        var units = await evaluations.Units.AsNoTracking().Where(u => u.ValidTo == null || u.ValidTo > today).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.Name, u.ShortName, u.RegionCode }).ToListAsync(ct);
        var answering = (await measure.Answering([.. units.Select(u => u.Id)], ct)).Where(u => u != user.UnitId).ToHashSet();
        var evaluated = units.Where(u => answering.Contains(u.Id)).ToList();
        foreach (var seed in wanted)
        {
            var year = today.Year - seed.YearsAgo;
            var rules = seed.Final ? first : proposed;
            // Of a year that is over it began in the January after it; of this one three weeks ago.
            var opened = seed.Final ? new DateOnly(year + 1, 1, 8) : today.AddDays(-21);
            var evaluation = new ProgrammeEvaluation
            {
                Id = evaluations.NewId(),
                Title = texts["programme.evaluation-title-proposed", $"{year}"],
                Term = EvaluationTerm.Yearly,
                Year = year,
                FromDay = new(year, 1, 1),
                ToDay = new(year, 12, 31),
                RulesId = rules.Id,
                State = EvaluationState.Prepared,
                OpenedOn = opened,
                SelfDueOn = opened.AddDays(14),
                MeasuredAt = At(opened.AddDays(15)),
                Questions = JsonSerializer.Serialize(OpenEvaluation.Questions(texts, child: false).Split('\n')),
                ChildQuestions = JsonSerializer.Serialize(OpenEvaluation.Questions(texts, child: true).Split('\n')),
            };
            evaluations.Add(evaluation);
            var survey = seed.Survey is { } asked ? await Survey(evaluation, asked, opened.AddDays(18), ct) : null;
            var counts = await measure.Run(evaluation.FromDay, evaluation.ToDay, [.. evaluated.Select(u => new CountedUnit(u.Id, u.RegionCode))], ct);
            var (sheets, serial) = (new List<Guid>(), 0);
            foreach (var (unit, order) in evaluated.Select((u, n) => (u, n)))
            {
                var sheet = new EvaluationSheet { Id = evaluations.NewId(), EvaluationId = evaluation.Id, UnitId = unit.Id, UnitName = unit.ShortName, RegionCode = unit.RegionCode, SortOrder = order };
                evaluations.Add(sheet);
                sheets.Add(sheet.Id);
                var self = seed.Self.FirstOrDefault(s => s.Unit == unit.Name) ?? (seed.Final || order % 3 > 0 ? seed.Self[^1] with { Claimed = 80 + order % 4 * 5 } : null);
                if (self is not null)
                {
                    (sheet.Said, sheet.HandedInAt) = (self.Said, At(opened.AddDays(5 + order % 8)));
                    Step(evaluation, sheet, EvaluationStepKind.HandIn, opened.AddDays(5 + order % 8), null, unit.ShortName);
                }
                var votes = Enumerable.Range(0, 5).Select(m => string.Join(',', Enumerable.Range(0, ProgrammeEvaluation.QuestionCount).Select(q => 2 + (order * 7 + m * 3 + q * (order % 4 + 1)) % 4))).ToList();
                var lines = new List<ScoreLine>();
                foreach (var (item, n) in rules.ItemList.Select((i, n) => (i, n)))
                {
                    var line = new ScoreLine { Id = evaluations.NewId(), SheetId = sheet.Id, Item = n, Kind = item.Kind };
                    if (counts.GetValueOrDefault((unit.Id, item.Kind)) is { } counted) (line.Got, line.Of, line.Basis) = (counted.Got, counted.Of, JsonSerializer.Serialize(counted.Basis, Plain));
                    if (item.Kind == ScoreKind.SelfAssessed && self is not null) (line.Claimed, line.Got, line.Of) = (self.Claimed, self.Claimed, 100);
                    if (seed.Final && item.Kind == ScoreKind.PanelScore) (line.Got, line.Of) = (PanelSum.Of(votes), 100);
                    if (survey is not null && item.Kind == ScoreKind.PublicSatisfaction)
                        (line.Got, line.Of, line.Basis) = (survey.Share, 100, JsonSerializer.Serialize(new[] { new ScoreBasis($"{survey.Source}，{survey.Method}，n = {survey.Asked}", $"/evaluations/{evaluation.Id}/surveys/{survey.Id}", true) }, Plain));
                    if (seed.Objections.FirstOrDefault(o => o.Unit == unit.Name && o.Item == n) is { } objection)
                    {
                        (line.ObjectionText, line.Answer, line.Objection) = (objection.Text, objection.Answer, objection.Instead is null ? ObjectionState.Refused : ObjectionState.Upheld);
                        Step(evaluation, sheet, EvaluationStepKind.Object, opened.AddDays(32), $"{item.Name}：{objection.Text}", unit.ShortName);
                        Step(evaluation, sheet, objection.Instead is null ? EvaluationStepKind.Refuse : EvaluationStepKind.Uphold, opened.AddDays(34), $"{item.Name}：{objection.Answer}");
                        if (objection.Instead is { } instead) (line.GotBefore, line.OfBefore, line.Got, line.Of) = (line.Got, line.Of, instead, 100);
                    }
                    lines.Add(line);
                    evaluations.Add(line);
                }
                if (!seed.Final) continue;
                MoveEvaluation.Write(sheet, rules, lines);
                foreach (var vote in votes) evaluations.Add(new PanelVote { Id = evaluations.NewId(), SheetId = sheet.Id, Answers = vote });
            }
            // Five members for every few units, each with a link that was used.
            foreach (var some in seed.Final ? sheets.Chunk(PanelLink.MostUnits) : [])
                foreach (var seat in Enum.GetValues<PanelSeat>())
                    evaluations.Add(new PanelLink { Id = evaluations.NewId(), EvaluationId = evaluation.Id, Serial = ++serial, Seat = seat, SecretHash = FeedLinks.HashOf(Convert.ToHexString(RandomNumberGenerator.GetBytes(32))), Sheets = JsonSerializer.Serialize(some), Until = opened.AddDays(26), Used = true });
            (EvaluationStepKind Kind, int After, DateOnly? Day)[] course =
            [
                (EvaluationStepKind.Start, 0, null), (EvaluationStepKind.Review, 15, null),
                .. seed.Final ? [(EvaluationStepKind.Panel, 17, null), (EvaluationStepKind.Links, 17, opened.AddDays(26)), (EvaluationStepKind.Survey, 18, null), (EvaluationStepKind.Announce, 27, null), (EvaluationStepKind.TakeObjections, 28, opened.AddDays(38)), (EvaluationStepKind.Finish, 41, null)] : Array.Empty<(EvaluationStepKind, int, DateOnly?)>(),
            ];
            Step(evaluation, null, EvaluationStepKind.Open, opened, null);
            foreach (var (kind, after, day) in course)
            {
                evaluation.State = EvaluationCourse.After(evaluation.State, kind) ?? throw new InvalidOperationException($"{year}: {kind}");
                evaluation.Version++;
                if (kind == EvaluationStepKind.TakeObjections) evaluation.ObjectUntil = day;
                if (kind == EvaluationStepKind.Finish) evaluation.FinalOn = opened.AddDays(after);
                Step(evaluation, null, kind, opened.AddDays(after), null, day: day);
            }
            await evaluations.SaveUnlessTaken(ct);
        }
    }

    /// <summary>The rules of the first year, when returns and orders had only begun; after them, as the next version, those that the product proposes.</summary>
    async Task<ScoreRules> Rules(Guid? after, CancellationToken ct)
    {
        var id = (after is { } old ? await edit.Next(old, ct) : await edit.Begin(ct)).Value;
        var form = EditScoreRules.Of(await evaluations.Rules.AsNoTracking().SingleAsync(r => r.Id == id, ct), kind => texts[EvaluationWords.Kind(kind)]);
        var weights = after is null ? [(ScoreKind.TasksOnTime, 50m), (ScoreKind.IndicatorsMet, 10m), (ScoreKind.PublicSatisfaction, 15m), (ScoreKind.PanelScore, 15m), (ScoreKind.SelfAssessed, 10m)] : EditScoreRules.Proposed;
        (form.Do, form.Rows) = ("force", [.. EditScoreRules.Rows.Select((kind, n) => (form.Rows[n].Name, EditScoreRules.Rows.Take(n).Contains(kind) ? null : (string?)weights.Where(w => w.Item1 == kind).Select(w => w.Item2.ToString(CultureInfo.InvariantCulture)).FirstOrDefault()))]);
        var forced = await edit.Run(id, form, ct);
        if (!forced.Ok) throw new InvalidOperationException(string.Join(", ", forced.Problems.Select(p => $"{p.Code} {p.Field}")));
        return await evaluations.Rules.AsNoTracking().SingleAsync(r => r.Id == id, ct);
    }

    async Task<SatisfactionSurvey> Survey(ProgrammeEvaluation evaluation, SeedSurvey asked, DateOnly on, CancellationToken ct)
    {
        using var paper = new MemoryStream();
        using (var written = new OfficialPaper(paper))
        {
            written.Title("儿童友好满意度调查报告");
            written.Text($"{asked.Method}，有效样本{asked.Asked}份，满意率{EvaluationWords.Number(asked.Share)}%。");
            written.Close(asked.Source, on.Chinese());
        }
        var stored = await files.Put(paper.ToArray(), ct);
        var survey = new SatisfactionSurvey
        {
            Id = evaluations.NewId(),
            EvaluationId = evaluation.Id,
            Share = asked.Share,
            Asked = asked.Asked,
            Source = asked.Source,
            Method = asked.Method,
            FileSha256 = stored.Sha256,
            FileName = "满意度调查报告.docx",
            FileSize = stored.Size,
            PersonName = "办公室",
            At = At(on),
        };
        evaluations.Add(survey);
        return survey;
    }

    void Step(ProgrammeEvaluation evaluation, EvaluationSheet? sheet, EvaluationStepKind kind, DateOnly on, string? text, string? unit = null, DateOnly? day = null)
    {
        if (sheet is not null) sheet.Version++;
        evaluations.Add(new EvaluationStep
        {
            Id = evaluations.NewId(),
            EvaluationId = evaluation.Id,
            SheetId = sheet?.Id,
            OwnerId = sheet?.Id ?? evaluation.Id,
            Number = sheet?.Version ?? evaluation.Version,
            Kind = kind,
            At = At(on),
            UnitName = unit ?? user.UnitName,
            PersonName = unit is null ? "办公室" : "联络员",
            Text = text,
            Day = day,
        });
    }

    // Ten in the morning, city time.
    static DateTime At(DateOnly day) => ChinaTime.StartOf(day).AddHours(10);
}
