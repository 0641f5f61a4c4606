using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes good practices with a past, each step by somebody who could have taken it; what keeps not to the course is not written.</summary>
sealed class PracticeSeed(PracticesData practices, InspectionsData inspections, ProgrammeData programme, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedPractice> wanted, CancellationToken ct)
    {
        var today = time.Today();
        var units = await practices.Units.AsNoTracking().ToDictionaryAsync(u => u.Name, u => u.Id, ct);
        var offices = await inspections.HeldPosts.Where(h => h.Role == RoleCode.Office).OrderBy(h => h.Post).Take(2).ToListAsync(ct);
        foreach (var seed in wanted)
        {
            var unit = units[seed.Unit];
            var contact = await inspections.HeldPosts.Where(h => h.Unit == unit && h.Role == RoleCode.DeptContact).OrderBy(h => h.Post).FirstAsync(ct);
            var leader = await inspections.HeldPosts.Where(h => h.Unit == unit && h.Role == RoleCode.UnitLeader).OrderBy(h => h.Post).FirstAsync(ct);
            var practice = new GoodPractice
            {
                Id = practices.NewId(),
                UnitId = unit,
                Field = seed.Field,
                TaskId = await programme.VisibleTasks.Where(t => t.DroppedInVersion == null && t.Title.Contains(seed.Task)).OrderBy(t => t.Id).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct),
                Title = seed.Title,
                Summary = seed.Summary,
                ForChildren = seed.ForChildren,
                Place = seed.Place,
                Background = seed.Background,
                Doing = seed.Doing,
                ChildrenPart = seed.ChildrenPart,
                Effect = seed.Effect,
                Sources = seed.Sources,
                Lesson = seed.Lesson,
                Version = 1,
            };
            var steps = new List<PracticeStep>();
            foreach (var (kind, by, daysAgo, text) in seed.Steps)
            {
                var (step, who) = (Enum.Parse<PracticeStepKind>(kind), by switch { SeedPractice.Contact => contact, SeedPractice.Leader => leader, SeedPractice.Office => offices[0], _ => offices[1] });
                practice.ChangedAt = ChinaTime.StartOf(today.AddDays(-daysAgo)).AddHours(9 + (steps.Count * 0.4));
                steps.Add(new PracticeStep { Id = practices.NewId(), PracticeId = practice.Id, Number = practice.StepCount++, Kind = step, Round = practice.Round, Stage = practice.Stage, PersonId = who.Person, PersonName = who.Name, UnitName = who.UnitName, At = practice.ChangedAt, Text = text });
                practice.State = step == PracticeStepKind.Open ? PracticeState.Draft : PracticeCourse.After(practice.State, step, practice.Stage)!.Value;
                if (step == PracticeStepKind.Pass) practice.Stage++;
                if (step == PracticeStepKind.Publish) practice.PublishedOn = today.AddDays(-daysAgo);
            }
            if (!PracticeCourse.Holds(steps)) throw new InvalidOperationException(seed.Title);
            practices.Add(practice);
            foreach (var step in steps) practices.Add(step);
            foreach (var mark in seed.Marks)
                practices.Add(new ProofMark
                {
                    Id = practices.NewId(),
                    PracticeId = practice.Id,
                    Round = 1,
                    Stage = mark.Stage,
                    Part = Enum.Parse<PracticePart>(mark.Part),
                    Passage = mark.Passage,
                    Kind = Enum.Parse<ProofKind>(mark.Kind),
                    Proposal = mark.Proposal,
                    Note = mark.Note,
                    State = mark.Settled ? ProofState.Applied : ProofState.Open,
                    PersonName = offices[mark.Stage - 2].Name,
                    SettledBy = mark.Settled ? contact.Name : "",
                    At = steps.Last(s => s.Stage == mark.Stage && s.Kind is PracticeStepKind.Return).At.AddMinutes(-20),
                });
        }
        await practices.Save(ct);
    }
}
