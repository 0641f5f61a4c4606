using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Training;

/// <summary>What a year of training comes to, whatever was written down.</summary>
public sealed class TrainingCountTests
{
    static readonly DateOnly First = new(2024, 1, 1);

    static (List<DateOnly> Held, List<Attended> Attended, List<ContactSince> Contacts) Some(int seed)
    {
        var chance = new Random(seed);
        var people = Enumerable.Range(0, chance.Next(1, 12)).Select(_ => (Person: Guid.CreateVersion7(), Unit: new Guid(chance.Next(1, 4), 0, 0, new byte[8]))).ToList();
        var sessions = Enumerable.Range(0, chance.Next(0, 8)).Select(_ => (Id: Guid.CreateVersion7(), Day: First.AddDays(chance.Next(1_000)), Hours: chance.Next(1, 16) / 2m)).ToList();
        return ([.. sessions.Select(s => s.Day)], [.. from s in sessions from p in people where chance.Next(3) == 0 select new Attended(p.Person, p.Unit, s.Id, s.Day, s.Hours)],
            [.. people.Where(_ => chance.Next(2) == 0).Select(p => new ContactSince(p.Person, p.Unit, First.AddDays(chance.Next(1_000))))]);
    }

    [Fact]
    public void A_year_is_the_sum_of_its_units_and_nobody_counts_twice()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var (held, attended, contacts) = Some(seed);
            var until = TrainingCount.LastDay(2025, new(2026, 11, 20));
            var year = TrainingCount.Of(2025, until, held, attended, contacts);
            var units = attended.Select(a => a.Unit).Concat(contacts.Select(c => c.Unit)).Distinct().Select(u => TrainingCount.Of(2025, until, [], [.. attended.Where(a => a.Unit == u)], [.. contacts.Where(c => c.Unit == u)])).ToList();
            Assert.Equal((units.Sum(u => u.Persons), units.Sum(u => u.Hours), units.Sum(u => u.Contacts), units.Sum(u => u.Trained)), (year.Persons, year.Hours, year.Contacts, year.Trained)); // each keeps to one unit here
            Assert.InRange(year.Trained, 0, year.Contacts);
            Assert.InRange(year.Persons, 0, attended.Count(a => a.Day.Year == 2025));
            Assert.Equal(held.Count, Enumerable.Range(2024, 4).Sum(y => TrainingCount.Of(y, new(2030, 1, 1), held, attended, contacts).Sessions));

            // Neither the order nor a line that stands twice changes anything.
            Assert.Equal(year, TrainingCount.Of(2025, until, held, [.. attended.AsEnumerable().Reverse(), .. attended], contacts));
            // One more at the training: never fewer people, hours or trained.
            var more = TrainingCount.Of(2025, until, held, [.. attended, new(Guid.CreateVersion7(), Guid.Empty, Guid.CreateVersion7(), new(2025, 6, 1), 2)], contacts);
            Assert.Equal((year.Persons + 1, year.Hours + 2, year.Trained), (more.Persons, more.Hours, more.Trained));
        }
    }

    [Fact]
    public void A_contact_is_trained_only_since_taking_the_post_and_all_is_said_only_of_all()
    {
        var (person, unit, day) = (Guid.CreateVersion7(), Guid.CreateVersion7(), new DateOnly(2025, 6, 1));
        Attended[] attended = [new(person, unit, Guid.CreateVersion7(), day, 3)];
        TrainingCount Since(DateOnly from, DateOnly until) => TrainingCount.Of(2025, until, [day], attended, [new(person, unit, from)]);
        Assert.Equal(1, Since(day, day).Trained);
        Assert.Equal(0, Since(day.AddDays(1), new(2025, 12, 31)).Trained);
        Assert.Equal(new TrainingCount(0, 0, 0, 1, 0), Since(First, day.AddDays(-1))); // not yet
        Assert.Equal(1, TrainingCount.Of(2026, new(2026, 12, 31), [day], attended, [new(person, unit, First)]).Trained); // the year before counts too
        Assert.Equal((99, 100, null), (new TrainingCount(0, 0, 0, 200, 199).Share, new TrainingCount(0, 0, 0, 3, 3).Share, new TrainingCount().Share));
        Assert.Equal((new DateOnly(2025, 12, 31), new DateOnly(2026, 11, 20)), (TrainingCount.LastDay(2025, new(2026, 11, 20)), TrainingCount.LastDay(2026, new(2026, 11, 20))));
    }
}
