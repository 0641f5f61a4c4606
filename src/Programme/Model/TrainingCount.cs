namespace OneMetre.Programme.Model;

/// <summary>That somebody was at a training that was held.</summary>
readonly record struct Attended(Guid Person, Guid Unit, Guid Session, DateOnly Day, decimal Hours);

/// <summary>Somebody who holds a contact's post, and since when.</summary>
readonly record struct ContactSince(Guid Person, Guid Unit, DateOnly From);

/// <summary>
/// What a year of training came to: sessions held, people (each once), their hours together, and of those who hold a contact's post on its last day how many were trained since they took it. Pure.
/// </summary>
readonly record struct TrainingCount(int Sessions, int Persons, decimal Hours, int Contacts, int Trained)
{
    /// <summary>In percent, cut to a whole: 100 is said only of all. Null without contacts.</summary>
    public int? Share => Contacts == 0 ? null : Trained * 100 / Contacts;

    /// <param name="until">The last day that counts: that of the year, or today.</param>
    /// <param name="held">The days of the sessions that were held, whoever came.</param>
    /// <param name="attended">Of any year: who was trained in the one before, since taking the post, is trained.</param>
    public static TrainingCount Of(int year, DateOnly until, IEnumerable<DateOnly> held, IReadOnlyCollection<Attended> attended, IReadOnlyCollection<ContactSince> contacts)
    {
        var within = attended.Where(a => a.Day.Year == year && a.Day <= until).DistinctBy(a => (a.Person, a.Session)).ToList();
        var last = attended.Where(a => a.Day <= until).GroupBy(a => a.Person).ToDictionary(g => g.Key, g => g.Max(a => a.Day));
        return new(held.Count(d => d.Year == year && d <= until), within.Select(a => a.Person).Distinct().Count(), within.Sum(a => a.Hours),
            contacts.Count, contacts.Count(c => last.TryGetValue(c.Person, out var day) && day >= c.From));
    }

    /// <summary>The last day of a year that has come.</summary>
    public static DateOnly LastDay(int year, DateOnly today) => new DateOnly(year, 12, 31) is var end && end < today ? end : today;
}
