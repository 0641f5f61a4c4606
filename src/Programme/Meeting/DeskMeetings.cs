using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>Meetings on the desk: invitations, minutes and decisions that wait for the user.</summary>
sealed class DeskMeetings(ReadMeetings read, Texts texts, TimeProvider time) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var total = await read.Waits(ct);
        if (total.Number == 0) return null;
        var ((meetings, decisions), today) = (await read.ForDesk(most, ct), time.Today());
        return new("meetings", texts["programme.meetings-title"],
            [
                .. meetings.Select(m => new DueItem(m.Title, $"/meetings/{m.Id}", texts["programme.meeting-see"], m.Day < today ? Light.Yellow : Light.Green, m.State == MeetingState.Circulated ? m.CommentsBy ?? m.Day : m.Day, texts[MeetingWords.State(m.State)])),
                .. decisions.Select(d => new DueItem(d.Decision.Text, $"/meetings/{d.Decision.MeetingId}#decisions", texts["programme.meeting-see"], d.Light, d.Decision.DueOn, $"{texts["programme.decision"]} · {texts[MeetingWords.Decision(d.Decision.State)]}")),
            ],
            total.Number, "/meetings", texts["programme.meetings-all"]);
    }
}
