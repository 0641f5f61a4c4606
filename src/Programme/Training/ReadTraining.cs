using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Training;

/// <summary>What an address asks of the list of trainings.</summary>
sealed record TrainingFilter(TrainingState? State = null, TrainingKind? Kind = null, int? Year = null, string? Words = null)
{
    const int LongestWords = 60;

    public static TrainingFilter From(IQueryCollection query) => new(Named.Of<TrainingState>(query["state"], anyCase: true), Named.Of<TrainingKind>(query["kind"], anyCase: true), YearOf(query["year"]),
        query["q"].ToString().Trim() is { Length: > 0 } words ? PlainText.Cut(words, LongestWords) : null);

    public static int? YearOf(string? asked) => int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= FundSums.FirstYear and <= FundSums.LastYear ? year : null;
}

/// <summary>Present: how many were there, for its holder. Own: how many of the user's unit are put down.</summary>
sealed record TrainingLine(TrainingSession Session, string Holder, int? Present, int Own);
sealed record TrainingsView(IReadOnlyList<TrainingLine> Lines, int Total, IReadOnlyList<int> Years);

/// <summary>How many gave each score, and the lines, in no order that tells who; null where too few have spoken.</summary>
sealed record FeedbackView(IReadOnlyList<int> Scores, IReadOnlyList<string> Lines)
{
    public int Count => Scores.Sum();
}

/// <summary>A training with everything that the user may see of it. Kept: the user holds it. Mine: what is put down of the user.</summary>
sealed record TrainingView(TrainingSession Session, string Holder, bool Kept, bool MaySignUp, TrainingEntry? Mine, IReadOnlyList<NamedEntry> Entries, IReadOnlyList<TrainingFile> Files, IReadOnlyList<TrainingStep> Steps, FeedbackView? Feedback);

/// <summary>What a unit came to in a year: its people at training, and its contacts.</summary>
sealed record UnitYear(string Unit, TrainingCount Count);

/// <summary>What one was put down for, and the hours of a year.</summary>
sealed record OwnTraining(IReadOnlyList<(TrainingSession Session, TrainingEntry Entry)> Lines, int Total, decimal Hours);

/// <summary>Reads training for those who may see it.</summary>
sealed class ReadTraining(TrainingData training, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int AtOnce = 200, MostInCalendar = 200;

    public async Task<TrainingsView> Run(TrainingFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var years = (await training.Sessions.Select(s => s.Day.Year).Distinct().ToListAsync(ct)).Append(time.Today().Year).Distinct().OrderDescending().ToList();
        return new(await Lines(Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize), ct), await shown.CountAsync(ct), years);
    }

    public async IAsyncEnumerable<TrainingLine> All(TrainingFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Lines(Sorted(Of(filter)).Skip(page * AtOnce).Take(AtOnce), ct);
            foreach (var line in some) yield return line;
            if (some.Count < AtOnce) yield break;
        }
    }

    public async Task<TrainingView?> One(Guid id, CancellationToken ct)
    {
        if (await training.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session) return null;
        var kept = await training.Kept.AnyAsync(s => s.Id == id, ct);
        var entries = await training.Named.AsNoTracking().Where(n => n.Entry.SessionId == id).OrderBy(n => n.UnitOrder).ThenBy(n => n.Unit).ThenBy(n => n.Name).ThenBy(n => n.Entry.Id).ToListAsync(ct);
        var said = await training.Feedback.AsNoTracking().Where(f => f.SessionId == id).Select(f => new { f.Score, f.Line }).ToListAsync(ct);
        return new(session, await training.Units.Where(u => u.Id == session.HolderId).Select(u => u.ShortName).SingleAsync(ct), kept, training.MayName && session.OpenOn(time.Today()), entries.Find(n => n.Entry.PersonId == user.PersonId)?.Entry, entries,
            await training.Files.AsNoTracking().Where(f => f.SessionId == id).OrderBy(f => f.Id).ToListAsync(ct), await training.Steps.AsNoTracking().Where(s => s.SessionId == id).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).ToListAsync(ct),
            said.Count == 0 ? null : new([.. Enumerable.Range(1, TrainingFeedback.Best).Select(n => said.Count(f => f.Score == n))], [.. said.Select(f => f.Line).OfType<string>().Order(StringComparer.Ordinal)]));
    }

    /// <summary>Those who may be put down and are not yet: of the own unit, or of one that the holder has chosen.</summary>
    public async Task<IReadOnlyList<Trainee>> Trainees(TrainingView view, Guid unit, bool holds, CancellationToken ct)
    {
        var (session, today) = (view.Session, time.Today());
        var (roles, there) = (session.For, view.Entries.Select(n => n.Entry.PersonId).ToHashSet());
        var anybody = holds && (session.State == TrainingState.Held || session.Day <= today);
        return [.. (await training.Trainees(holds).Where(t => t.Unit == unit && t.Region.StartsWith(session.Region)).ToListAsync(ct))
            .Where(t => !there.Contains(t.Person) && (anybody || roles.Contains(t.Role))).OrderBy(t => t.Role).ThenBy(t => t.Name, StringComparer.Ordinal).DistinctBy(t => t.Person)];
    }

    /// <summary>The units out of which the holder of a training puts people down.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> UnitsOf(TrainingSession session, CancellationToken ct)
    {
        var trainees = training.Trainees(holds: true);
        return [.. (await training.Units.AsNoTracking().Where(u => trainees.Any(t => t.Unit == u.Id && t.Region.StartsWith(session.Region))).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).Take(600).ToListAsync(ct)).Select(u => (u.Id, u.ShortName))];
    }

    public async Task<OwnTraining> Mine(int page, CancellationToken ct)
    {
        var own = from entry in training.Own.AsNoTracking() join session in training.Sessions on entry.SessionId equals session.Id select new { Entry = entry, Session = session };
        var (lines, year) = (await own.OrderByDescending(o => o.Session.Day).ThenBy(o => o.Session.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), time.Today().Year);
        var hours = await own.Where(o => o.Session.State == TrainingState.Held && o.Entry.Came == TrainingPresence.Present && o.Session.Day.Year == year).Select(o => o.Session.Hours).ToListAsync(ct);
        return new([.. lines.Select(l => (l.Session, l.Entry))], await own.CountAsync(ct), hours.Sum());
    }

    /// <summary>What a year came to in the city: for the office.</summary>
    public async Task<TrainingCount?> Year(int year, CancellationToken ct)
    {
        if (!user.IsOffice) return null;
        var until = TrainingCount.LastDay(year, time.Today());
        return TrainingCount.Of(year, until, await training.Kept.Where(s => s.State == TrainingState.Held && s.Day.Year == year).Select(s => s.Day).ToListAsync(ct), await training.Attendances.ToListAsync(ct), await training.ContactsOn(until).ToListAsync(ct));
    }

    /// <summary>The same of each unit: the office all of them, the others their own.</summary>
    public async Task<IReadOnlyList<UnitYear>> Units(int year, CancellationToken ct)
    {
        if (!user.InProgramme) return [];
        var until = TrainingCount.LastDay(year, time.Today());
        var (attended, contacts) = (await training.Attendances.ToListAsync(ct), await training.ContactsOn(until).ToListAsync(ct));
        var ids = attended.Where(a => a.Day.Year == year).Select(a => a.Unit).Concat(contacts.Select(c => c.Unit)).Distinct().ToList();
        var units = await training.Units.AsNoTracking().Where(u => ids.Contains(u.Id)).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.Name }).ToListAsync(ct);
        return [.. units.Select(u =>
        {
            // People count for the unit they came from; whether a contact is trained is asked of the person, wherever that was.
            var own = attended.Where(a => a.Unit == u.Id).ToList();
            var posts = contacts.Where(c => c.Unit == u.Id).ToList();
            var (of, trained) = (TrainingCount.Of(year, until, own.DistinctBy(a => a.Session).Select(a => a.Day), own, posts), TrainingCount.Of(year, until, [], attended, posts).Trained);
            return new UnitYear(u.Name, of with { Trained = trained });
        })];
    }

    /// <summary>How many wait: trainings meant for the user's role for which the unit has named nobody; of one's own those whose day is over.</summary>
    public Task<int> Waits(CancellationToken ct) => Waiting.CountAsync(ct);

    public Task<List<TrainingSession>> ForDesk(int most, CancellationToken ct) => Waiting.AsNoTracking().OrderBy(s => s.Day).ThenBy(s => s.Id).Take(most).ToListAsync(ct);

    /// <summary>Those on these days, the last one left out, to which the user goes or which the user's unit holds.</summary>
    public Task<List<TrainingSession>> Between(DateOnly from, DateOnly until, CancellationToken ct)
    {
        var (unit, kept) = (user.UnitId, training.Kept);
        return training.Sessions.AsNoTracking().Where(s => (s.State == TrainingState.Planned || s.State == TrainingState.Held) && s.Day >= from && s.Day < until
            && (training.Own.Any(e => e.SessionId == s.Id) || kept.Any(k => k.Id == s.Id && k.HolderId == unit))).OrderBy(s => s.Day).ThenBy(s => s.Clock).Take(MostInCalendar).ToListAsync(ct);
    }

    IQueryable<TrainingSession> Waiting
    {
        get
        {
            var (today, unit, kept) = (time.Today(), user.UnitId, training.Kept);
            var (names, mark) = (training.MayName, user.Role is { } role ? TrainingSession.Mark(role) : "");
            return training.Sessions.Where(s => s.State == TrainingState.Planned && (
                (names && s.SignUpBy >= today && (s.Capacity == null || s.SignedUp < s.Capacity) && s.Roles.Contains(mark) && !training.Entries.Any(e => e.SessionId == s.Id && e.UnitId == unit))
                || (s.Day < today && kept.Any(k => k.Id == s.Id && k.HolderId == unit))));
        }
    }

    IQueryable<TrainingSession> Of(TrainingFilter filter)
    {
        var shown = training.Sessions.AsNoTracking();
        if (filter.State is { } state) shown = shown.Where(s => s.State == state);
        if (filter.Kind is { } kind) shown = shown.Where(s => s.Kind == kind);
        if (filter.Year is { } year) shown = shown.Where(s => s.Day.Year == year);
        if (filter.Words is { } words) shown = shown.Where(s => s.Title.Contains(words) || s.About.Contains(words) || s.Place.Contains(words));
        return shown;
    }

    static IQueryable<TrainingSession> Sorted(IQueryable<TrainingSession> some) => some.OrderByDescending(s => s.Day).ThenBy(s => s.Id);

    async Task<IReadOnlyList<TrainingLine>> Lines(IQueryable<TrainingSession> some, CancellationToken ct)
    {
        var found = await some.ToListAsync(ct);
        var (ids, holders) = (found.ConvertAll(s => s.Id), found.Select(s => s.HolderId).Distinct().ToList());
        var names = await training.Units.Where(u => holders.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var kept = (await training.Kept.Where(s => ids.Contains(s.Id)).Select(s => s.Id).ToListAsync(ct)).ToHashSet();
        var counts = await training.Entries.Where(e => ids.Contains(e.SessionId)).GroupBy(e => e.SessionId)
            .Select(g => new { g.Key, Present = g.Sum(e => e.Came == TrainingPresence.Present ? 1 : 0), Own = g.Sum(e => e.UnitId == user.UnitId ? 1 : 0) }).ToDictionaryAsync(g => g.Key, ct);
        return [.. found.Select(s => new TrainingLine(s, names.GetValueOrDefault(s.HolderId, "—"), kept.Contains(s.Id) ? counts.GetValueOrDefault(s.Id)?.Present ?? 0 : null, counts.GetValueOrDefault(s.Id)?.Own ?? 0))];
    }
}
