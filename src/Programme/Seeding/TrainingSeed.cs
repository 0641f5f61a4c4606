using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes trainings as they were held, are to come, or were called off, along the course that real ones take.</summary>
sealed class TrainingSeed(TrainingData training, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedTraining> all, CancellationToken ct)
    {
        var (today, calendar) = (time.Today(), await calendars.Get(ct));
        foreach (var seed in all)
        {
            var day = calendar.After(today, seed.Workdays);
            var announced = calendar.After(day, -15) is var before && before > today ? today : before;
            var session = new TrainingSession
            {
                Id = training.NewId(),
                HolderId = user.UnitId!.Value,
                Region = user.RegionPrefix,
                Kind = Enum.Parse<TrainingKind>(seed.Kind),
                Title = seed.Title,
                Day = day,
                Clock = seed.Clock,
                Hours = seed.Hours,
                Place = seed.Place,
                For = [.. seed.For.Select(Enum.Parse<RoleCode>)],
                About = seed.About,
                Capacity = seed.Capacity,
                SignUpBy = calendar.After(day, -3),
                State = seed.Off is not null ? TrainingState.CalledOff : day < today ? TrainingState.Held : TrainingState.Planned,
                Reason = seed.Off ?? "",
            };
            var units = await training.Units.AsNoTracking().Where(u => seed.Units.Contains(u.Name)).ToListAsync(ct);
            if (units.Count != seed.Units.Count) throw new InvalidOperationException(string.Join("、", seed.Units.Except(units.Select(u => u.Name))));
            var ids = units.ConvertAll(u => u.Id);
            var roles = session.For;
            var people = await training.Trainees(holds: true).Where(t => ids.Contains(t.Unit) && roles.Contains(t.Role)).OrderBy(t => t.Post).ToListAsync(ct);
            session.SignedUp = people.Count;
            training.Add(session);
            var held = session.State == TrainingState.Held;
            foreach (var (p, n) in people.Select((p, n) => (p, n)))
                // The last did not come, the one before was excused.
                training.Add(new TrainingEntry { Id = training.NewId(), SessionId = session.Id, PersonId = p.Person, PostId = p.Post, UnitId = p.Unit, Came = !held ? null : n == people.Count - 1 ? TrainingPresence.Absent : n == people.Count - 2 ? TrainingPresence.Excused : TrainingPresence.Present, Spoke = held && n < seed.Said.Count });
            if (held) foreach (var (score, line) in seed.Said) training.Add(new TrainingFeedback { Id = TrainingData.IdOf(day), SessionId = session.Id, Score = score, Line = line });
            Step(session, TrainingStepKind.Announce, announced);
            if (held) Step(session, TrainingStepKind.Hold, day);
            if (seed.Off is { } why) Step(session, TrainingStepKind.CallOff, today, why);
            if (!await training.Save(ct)) throw new InvalidOperationException(seed.Title);
        }
    }

    void Step(TrainingSession session, TrainingStepKind kind, DateOnly on, string? text = null) =>
        training.Add(new TrainingStep { Id = training.NewId(), SessionId = session.Id, Kind = kind, At = ChinaTime.StartOf(on).AddHours(9), UnitName = user.UnitName, PersonName = user.Name, Text = text });
}
