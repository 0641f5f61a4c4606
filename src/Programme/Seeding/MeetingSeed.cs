using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Meeting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes a series with one meeting whose minutes are confirmed and one to which everybody is invited, along the course that real ones take.</summary>
sealed class MeetingSeed(MeetingData meetings, MeetingDesk desk, CarryOver carry, SetAgenda agenda, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public async Task Run(SeedMeetings wanted, CancellationToken ct)
    {
        var (today, calendar) = (time.Today(), await calendars.Get(ct));
        var units = await meetings.Units.AsNoTracking().Where(u => wanted.Members.Contains(u.Name)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).ToListAsync(ct);
        if (units.Count != wanted.Members.Count) throw new InvalidOperationException(string.Join("、", wanted.Members.Except(units.Select(u => u.Name))));
        var series = new MeetingSeries { Id = meetings.NewId(), Name = wanted.Series };
        meetings.Add(series);
        foreach (var unit in units) meetings.Add(new SeriesMember { Id = meetings.NewId(), SeriesId = series.Id, UnitId = unit.Id });
        foreach (var one in wanted.Meetings)
        {
            var (day, held) = (calendar.After(today, one.Workdays), one.Minutes is not null);
            var invited = calendar.After(day, -6) is var before && before > today ? today : before;
            var (round, by, confirmed) = (calendar.After(day, 2), calendar.After(day, 5), calendar.After(day, 6));
            var meeting = new JointMeeting
            {
                Id = meetings.NewId(),
                SeriesId = series.Id,
                ConvenerId = user.UnitId!.Value,
                Title = one.Title,
                Place = one.Place,
                Day = day,
                Clock = one.Clock,
                QuorumOf = series.QuorumOf,
                QuorumIn = series.QuorumIn,
                StandInsCount = true,
                CommentDays = series.CommentDays,
                State = held ? MeetingState.Confirmed : MeetingState.Invited,
                InvitedOn = invited,
                HeldOn = held ? day : null,
                CommentsBy = held ? by : null,
                Rounds = held ? 1 : 0,
                ConfirmedOn = held ? confirmed : null,
                Chair = held ? one.Chair : "",
                Minutes = one.Minutes ?? "",
            };
            meetings.Add(meeting);
            foreach (var (unit, n) in units.Select((u, n) => (u, n)))
            {
                // The last member sends somebody, the one before it is excused; the first has not replied to what is coming.
                var came = n == units.Count - 1 ? MeetingPresence.StandIn : n == units.Count - 2 ? MeetingPresence.Excused : MeetingPresence.Member;
                var who = came switch { MeetingPresence.Member => "分管负责同志", MeetingPresence.StandIn => "科室负责人", _ => "" };
                var replied = held || n % 3 != 0;
                meetings.Add(new MeetingUnit
                {
                    Id = meetings.NewId(),
                    MeetingId = meeting.Id,
                    UnitId = unit.Id,
                    Reply = replied ? came : null,
                    ReplyWho = replied ? who : "",
                    RepliedAt = replied ? At(invited, 15) : null,
                    Came = held ? came : null,
                    CameWho = held ? who : "",
                });
                if (held && came == MeetingPresence.Member) meetings.Add(new MeetingComment { Id = meetings.NewId(), MeetingId = meeting.Id, UnitId = unit.Id, Round = 1, Agrees = true, PersonName = "联络员", At = At(calendar.After(round, 1), 9 + n * 0.1) });
            }
            if (!held) await desk.Tell(meeting, units.Select(u => u.Id), MeetingDesk.Invitation, ct);
            if (!await meetings.Save(ct)) throw new InvalidOperationException(one.Title);
            await carry.Run(meeting, ct);
            var sort = 100;
            foreach (var offer in (await agenda.Offers(meeting.Id, ct)).Where(o => o.Source == AgendaSource.Task).Take(2))
                meetings.Add(new AgendaItem { Id = meetings.NewId(), MeetingId = meeting.Id, Source = offer.Source, SourceId = offer.Id, Title = offer.Title, Note = offer.Note, SortOrder = ++sort, Outcome = held ? one.OnTasks : "" });
            foreach (var (title, outcome) in one.Items) meetings.Add(new AgendaItem { Id = meetings.NewId(), MeetingId = meeting.Id, Title = title, SortOrder = ++sort, Outcome = held ? outcome : "" });
            foreach (var (decision, n) in one.Decisions.Select((d, n) => (d, n + 1)))
                meetings.Add(new MeetingDecision
                {
                    Id = meetings.NewId(),
                    MeetingId = meeting.Id,
                    SeriesId = series.Id,
                    Number = n,
                    Text = decision.Text,
                    UnitId = units.Single(u => u.Name == decision.Unit).Id,
                    DueOn = calendar.After(day, decision.Workdays),
                    State = decision.Said is null ? DecisionState.Open : DecisionState.Reported,
                    Said = decision.Said ?? "",
                });
            var steps = new List<(MeetingStepKind Kind, DateTime At)> { (MeetingStepKind.Open, At(invited, 9)), (MeetingStepKind.Invite, At(invited, 10)) };
            if (held) steps.AddRange([(MeetingStepKind.Hold, At(day, 17)), (MeetingStepKind.Circulate, At(round, 10)), (MeetingStepKind.Confirm, At(confirmed, 9))]);
            foreach (var (step, number) in steps.Select((s, n) => (s, n)))
                meetings.Add(new MeetingStep { Id = meetings.NewId(), MeetingId = meeting.Id, Number = number, Kind = step.Kind, At = step.At, UnitName = user.UnitName, PersonName = "办公室", Text = step.Kind == MeetingStepKind.Confirm ? one.Approved : null });
            (meeting.StepCount, meeting.Version) = (steps.Count - 1, steps.Count);
            if (MeetingCourse.Replay(steps.Select(s => s.Kind)) != meeting.State || confirmed > today && held) throw new InvalidOperationException(one.Title);
            if (!await meetings.Save(ct)) throw new InvalidOperationException(one.Title);
        }
    }

    static DateTime At(DateOnly day, double hour) => ChinaTime.StartOf(day).AddHours(hour);
}
