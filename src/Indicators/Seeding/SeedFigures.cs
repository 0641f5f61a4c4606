using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Collecting;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Seeding;

/// <summary>
/// Writes invented forms, rounds and figures as if they had been reported. A round that is over has submissions with every signature, so that each figure leads to whoever reported it; what no round asked
/// for was brought in from the city's yearbooks.
/// </summary>
sealed class SeedFigures(IndicatorsData data, Publishing.PublishFigures publish) : ISeedFigures
{
    public async Task Run(IReadOnlyList<SeededForm> forms, IReadOnlyList<SeededValue> values, CancellationToken ct)
    {
        var units = await data.Units.ToDictionaryAsync(u => u.Name, ct);
        var people = await data.People(units.Values.Select(u => u.Id), ct);
        var known = values.ToLookup(v => (v.Region, v.Period));
        var made = new HashSet<(string, string, Period)>();
        foreach (var seeded in forms)
        {
            var form = new ReportForm
            {
                Id = data.NewId(),
                Number = seeded.Number,
                Title = seeded.Title,
                TitleEn = seeded.TitleEn,
                IssuedBy = seeded.IssuedBy,
                ApprovedBy = seeded.ApprovedBy,
                ApprovalNumber = seeded.ApprovalNumber,
                ValidUntil = seeded.ValidUntil,
                Frequency = seeded.Frequency,
                RegionPrefix = data.OwnPrefix,
                Reviewed = seeded.Reviewed,
                Version = 1,
            };
            data.Add(form);
            var lines = seeded.Lines.Select((l, i) => new FormLine { Id = data.NewId(), FormId = form.Id, SortOrder = i, ElementId = l.Element, SplitBy = l.SplitBy, Heading = l.Heading, Required = true, EvidenceRequired = l.Proven }).ToList();
            data.AddRange(lines);
            foreach (var duty in seeded.Duties)
                data.Add(new FormDuty { Id = data.NewId(), FormId = form.Id, UnitId = units[duty.Unit].Id, RegionCode = duty.Region, SupervisorId = duty.Supervisor is { } s ? units[s].Id : null });
            foreach (var asked in seeded.Rounds)
            {
                var round = new ReportRound { Id = data.NewId(), FormId = form.Id, Period = asked.Period, OpenOn = asked.OpenOn, DueOn = asked.DueOn, GraceDays = 3, Version = 1 };
                data.Add(round);
                foreach (var duty in seeded.Duties)
                {
                    var figures = known[(duty.Region, asked.Period)].ToDictionary(v => (v.Element, v.Split), v => v.Number);
                    var stand = asked.Stands is null ? new(duty.Region, nameof(SubmissionState.Published), 100) : asked.Stands.FirstOrDefault(s => s.Region == duty.Region) ?? new(duty.Region, nameof(SubmissionState.Draft), 0);
                    var submission = Write(round, units[duty.Unit].Id, duty, duty.Supervisor is { } s ? units[s].Id : null, stand, lines, figures, people);
                    if (submission.State is SubmissionState.Locked or SubmissionState.Published)
                        foreach (var line in lines) made.Add((duty.Region, line.ElementId, asked.Period));
                }
            }
            await data.Save(ct);
            data.Forget();
        }
        var running = forms.SelectMany(f => f.Rounds).Where(r => r.Stands is not null).Select(r => r.Period).ToList();
        bool IsOver(Period period) => !running.Exists(r => r.Kind == period.Kind && r.CompareTo(period) <= 0);
        data.AddRange(values.Where(v => IsOver(v.Period) && !made.Contains((v.Region, v.Element, v.Period))).Select(v => new DataValue
        {
            ElementId = v.Element,
            Period = v.Period,
            RegionCode = v.Region,
            Split = v.Split,
            State = CellState.Known,
            Number = v.Number,
            Status = ValueStatus.Final,
            Published = true,
            At = ChinaTime.StartOf(v.Period.End.AddDays(60)),
        }));
        await data.Save(ct);
        data.Forget();
        foreach (var period in values.Select(v => v.Period).Distinct().Order())
            if (await publish.Run(period, ct) is { Ok: false } refused) throw new InvalidOperationException($"{period}: {refused.Problems[0].Code}");
    }

    Submission Write(ReportRound round, Guid unit, SeededDuty duty, Guid? supervisor, SeededStand stand, List<FormLine> lines, Dictionary<(string, string), decimal> figures, IReadOnlyDictionary<(Guid, RoleCode), (Guid Id, string Name)> people)
    {
        var state = Enum.Parse<SubmissionState>(stand.State);
        var submission = new Submission { Id = data.NewId(), RoundId = round.Id, UnitId = unit, RegionCode = duty.Region, SupervisorId = supervisor, State = state, DueOn = round.DueOn, Version = 1 };
        data.Add(submission);
        var cells = (from line in lines from split in IssueRound.SplitsOf(line) select new SubmissionCell { Id = data.NewId(), SubmissionId = submission.Id, ElementId = line.ElementId, Split = split }).ToList();
        foreach (var (cell, i) in cells.Select((c, i) => (c, i)))
        {
            if (i * 100 >= stand.Filled * cells.Count) break;
            if (figures.TryGetValue((cell.ElementId, cell.Split), out var number)) (cell.State, cell.Number) = (CellState.Known, number);
            else (cell.State, cell.Reason) = (CellState.NotApplicable, null);
        }
        data.AddRange(cells);

        var at = ChinaTime.StartOf(round.OpenOn.AddDays(9)).AddHours(9);
        StepKind[] way = state switch
        {
            SubmissionState.Draft => [],
            SubmissionState.Returned => [StepKind.Submit, StepKind.Sign, StepKind.Return],
            SubmissionState.Signed => [StepKind.Submit, StepKind.Sign],
            SubmissionState.Checked => [StepKind.Submit, StepKind.Sign, StepKind.Check],
            SubmissionState.Locked => [StepKind.Submit, StepKind.Sign, StepKind.Check, StepKind.Lock],
            _ => [StepKind.Submit, StepKind.Sign, StepKind.Check, StepKind.Lock, StepKind.Publish],
        };
        foreach (var step in way.Where(s => s != StepKind.Check || supervisor is not null))
        {
            var (of, role) = step switch
            {
                StepKind.Submit => (unit, people.ContainsKey((unit, RoleCode.CountyOffice)) ? RoleCode.CountyOffice : RoleCode.DeptContact),
                StepKind.Sign => (unit, RoleCode.UnitLeader),
                StepKind.Check or StepKind.Return when supervisor is { } s => (s, RoleCode.DeptContact),
                _ => (people.Keys.FirstOrDefault(k => k.Item2 == RoleCode.StatOfficer).Item1, RoleCode.StatOfficer),
            };
            var (person, name) = people.GetValueOrDefault((of, role));
            data.Add(new SubmissionStep
            {
                Id = data.NewId(),
                SubmissionId = submission.Id,
                Kind = step,
                PersonId = person,
                PersonName = name ?? "—",
                UnitName = data.UnitName(of) ?? "—",
                At = at,
                Reason = step == StepKind.Return ? "活产数与公安落户数差距较大，请核对后重报。" : null,
                Figures = step == StepKind.Publish ? null : System.Text.Json.JsonSerializer.Serialize(cells.ToDictionary(MoveSubmission.Key, c => CellText.Of(c.State, c.Number))),
            });
            if (step == StepKind.Submit) (submission.SubmittedBy, submission.SubmittedAt, submission.FirstSubmittedAt) = (person, at, at);
            if (step == StepKind.Return) foreach (var cell in cells.Where(c => c.ElementId == "births.live" && c.Split.Length == 0)) cell.Remark = "请核对";
            if (step == StepKind.Lock) submission.LockedAt = at;
            at = at.AddDays(1).AddHours(2);
        }
        if (state is SubmissionState.Locked or SubmissionState.Published)
            data.AddRange(cells.Select(c => new DataValue
            {
                ElementId = c.ElementId,
                Period = round.Period,
                RegionCode = duty.Region,
                Split = c.Split,
                State = c.State,
                Number = c.Number,
                Reason = c.Reason,
                Status = ValueStatus.Final,
                Published = state == SubmissionState.Published,
                SubmissionId = submission.Id,
                At = submission.LockedAt ?? at,
            }));
        return submission;
    }
}
