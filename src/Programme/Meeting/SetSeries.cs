using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>The office sets up a row of meetings and its rules. Meetings that are already opened keep theirs.</summary>
sealed class SetSeries(MeetingData meetings, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchSeries = new("programme.meeting-no-series");

    public async Task<Result<Guid>> Run(SeriesForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchSeries;
        MeetingSeries? old = null;
        if (form.Id is { Length: > 0 })
        {
            if (!Guid.TryParse(form.Id, out var id) || (old = await meetings.Series.SingleOrDefaultAsync(s => s.Id == id, ct)) is null) return NoSuchSeries;
            if (old.Version != form.Version) return TaskDesk.Changed;
        }
        var problems = new List<Problem>();
        var name = MeetingTyped.Short(form.Name, nameof(form.Name), MeetingSeries.LongestName, true, problems);
        if (name.Length > 0 && await meetings.Series.AnyAsync(s => s.Name == name && (old == null || s.Id != old.Id), ct)) problems.Add(new("programme.series-name-taken", nameof(form.Name)));
        var parts = MeetingTyped.Whole(form.In, 1, 100, nameof(form.In), problems);
        var of = MeetingTyped.Whole(form.Of, 1, 100, nameof(form.Of), problems);
        if (of > parts && problems.TrueForAll(p => p.Field != nameof(form.Of) && p.Field != nameof(form.In))) problems.Add(new("programme.series-quorum", nameof(form.Of)));
        var days = MeetingTyped.Whole(form.Days, 1, 30, nameof(form.Days), problems);
        var today = time.Today();
        var wanted = form.Units.Select(u => Guid.TryParse(u, out var id) ? id : Guid.Empty).Distinct().ToList();
        var members = old is null ? [] : await meetings.Members.Where(m => m.SeriesId == old.Id).ToListAsync(ct);
        var standing = members.Select(m => m.UnitId).ToHashSet();
        var known = await meetings.Units.Where(u => wanted.Contains(u.Id) && (u.ValidTo == null || u.ValidTo > today)).Select(u => u.Id).ToListAsync(ct);
        if (wanted.Count == 0) problems.Add(new("programme.series-no-member", nameof(form.Units)));
        else if (wanted.Count > MeetingSeries.MostMembers) problems.Add(new("programme.meeting-too-many", nameof(form.Units), MeetingSeries.MostMembers));
        else if (wanted.Exists(u => !known.Contains(u) && !standing.Contains(u))) problems.Add(new("programme.order-no-unit", nameof(form.Units)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var series = old ?? new MeetingSeries { Id = meetings.NewId() };
        (series.Name, series.QuorumOf, series.QuorumIn, series.StandInsCount, series.CommentDays) = (name, of, parts, form.StandIns, days);
        if (old is null) meetings.Add(series);
        else series.Version++;
        foreach (var gone in members.Where(m => !wanted.Contains(m.UnitId))) meetings.Remove(gone);
        foreach (var unit in wanted.Where(u => !standing.Contains(u))) meetings.Add(new SeriesMember { Id = meetings.NewId(), SeriesId = series.Id, UnitId = unit });
        return await meetings.Save(ct) ? series.Id : TaskDesk.Changed;
    }
}
