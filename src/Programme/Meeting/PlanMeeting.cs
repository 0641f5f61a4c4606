using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Meeting;

/// <summary>The office opens a meeting of a series, with its members called and its open decisions at the head of the agenda, and moves it as long as it was not held.</summary>
sealed class PlanMeeting(MeetingData meetings, MeetingDesk desk, CarryOver carry, CurrentUser user, TimeProvider time)
{
    public const int MostMonthsAhead = 18;

    public async Task<Result<Guid>> Run(Guid? id, MeetingForm form, CancellationToken ct)
    {
        if (!user.IsOffice || user.UnitId is not { } convener) return MeetingDesk.NoSuchMeeting;
        JointMeeting? old = null;
        if (id is { } known)
        {
            var taken = await desk.Take(known, form.Version, ct, MeetingState.Draft, MeetingState.Invited);
            if (taken.Value is not { } found) return new Result<Guid>(default, taken.Problems);
            old = found;
        }
        var problems = new List<Problem>();
        MeetingSeries? series = null;
        if (old is null && (!Guid.TryParse(form.Series, out var wanted) || (series = await meetings.Series.AsNoTracking().SingleOrDefaultAsync(s => s.Id == wanted, ct)) is null)) problems.Add(SetSeries.NoSuchSeries with { Field = nameof(form.Series) });
        var title = MeetingTyped.Short(form.Title, nameof(form.Title), JointMeeting.LongestTitle, true, problems);
        var place = MeetingTyped.Short(form.Place, nameof(form.Place), JointMeeting.LongestPlace, true, problems);
        var today = time.Today();
        if (!Typed.Day(form.Day, out var day)) problems.Add(new("programme.not-a-day", nameof(form.Day)));
        else if (day is null) problems.Add(new("programme.order-which-day", nameof(form.Day)));
        else if (day < today && day != old?.Day) problems.Add(new("programme.meeting-past", nameof(form.Day)));
        else if (day > today.AddMonths(MostMonthsAhead)) problems.Add(new("programme.inspection-far", nameof(form.Day), MostMonthsAhead));
        if (!TimeOnly.TryParseExact(form.Clock?.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) problems.Add(new("programme.meeting-clock", nameof(form.Clock)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var hour = clock.ToString("HH:mm", CultureInfo.InvariantCulture);
        if (old is not null)
        {
            var moved = (old.Place, old.Day, old.Clock) != (place, day!.Value, hour);
            (old.Title, old.Place, old.Day, old.Clock) = (title, place, day!.Value, hour);
            if (old.State == MeetingState.Invited && moved)
            {
                desk.Step(old, MeetingStepKind.Change, string.Create(CultureInfo.InvariantCulture, $"{old.Day:yyyy-MM-dd} {hour} {place}"));
                await desk.Tell(old, await desk.UnitsOf(old.Id, ct), "programme.notice-meeting-changed", ct);
            }
            else old.Version++;
            return await desk.Save(old, ct);
        }
        var meeting = new JointMeeting
        {
            Id = meetings.NewId(),
            SeriesId = series!.Id,
            ConvenerId = convener,
            Title = title,
            Place = place,
            Day = day!.Value,
            Clock = hour,
            QuorumOf = series.QuorumOf,
            QuorumIn = series.QuorumIn,
            StandInsCount = series.StandInsCount,
            CommentDays = series.CommentDays,
        };
        meetings.Add(meeting);
        foreach (var unit in await meetings.Members.Where(m => m.SeriesId == series.Id).Select(m => m.UnitId).ToListAsync(ct)) meetings.Add(new MeetingUnit { Id = meetings.NewId(), MeetingId = meeting.Id, UnitId = unit });
        desk.Step(meeting, MeetingStepKind.Open);
        await carry.Run(meeting, ct);
        return await desk.Save(meeting, ct);
    }
}

/// <summary>Puts the open decisions of a series at the head of a meeting's agenda, each once, the earliest due first; the caller saves.</summary>
sealed class CarryOver(MeetingData meetings)
{
    public async Task Run(JointMeeting meeting, CancellationToken ct)
    {
        var standing = await meetings.Items.Where(i => i.MeetingId == meeting.Id).Select(i => new { i.SourceId, i.SortOrder }).ToListAsync(ct);
        var there = standing.Select(i => i.SourceId).ToHashSet();
        var open = await meetings.Open.AsNoTracking().Where(d => d.SeriesId == meeting.SeriesId && d.MeetingId != meeting.Id).OrderBy(d => d.DueOn).ThenBy(d => d.Id).Take(JointMeeting.MostItems).ToListAsync(ct);
        var units = open.Select(d => d.UnitId).Distinct().ToList();
        var names = await meetings.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var next = standing.Select(i => i.SortOrder).DefaultIfEmpty(0).Max();
        foreach (var decision in open.Where(d => !there.Contains(d.Id)).Take(Math.Max(0, JointMeeting.MostItems - standing.Count)))
            meetings.Add(new AgendaItem
            {
                Id = meetings.NewId(),
                MeetingId = meeting.Id,
                Source = AgendaSource.Decision,
                SourceId = decision.Id,
                Title = PlainText.Cut(decision.Text.ReplaceLineEndings(" "), AgendaItem.LongestTitle),
                Note = string.Create(CultureInfo.InvariantCulture, $"{names.GetValueOrDefault(decision.UnitId, "")}，{decision.DueOn:yyyy-MM-dd}前办结"),
                SortOrder = ++next,
            });
    }
}
