using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Meeting;

/// <summary>The addresses of the files: meetings and decisions as filtered, the notice and the minutes of a meeting.</summary>
static class MeetingFiles
{
    static readonly ListFile Meetings = new("meetings-title", [("meeting-name", 40), ("meeting-series", 24), ("state", 12), ("meeting-day", 12), ("meeting-hour", 8), ("meeting-place", 24), ("meeting-called", 10), ("meeting-replied", 10), ("decisions", 10)]);
    static readonly ListFile Decisions = new("decisions-title", [("meeting-name", 40), ("meeting-day", 12), ("decision", 60), ("decision-unit", 24), ("decision-due", 12), ("decision-follow", 12), ("state", 12), ("decision-ended", 12), ("decision-said", 40)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/meetings.xlsx", (HttpRequest request, ReadMeetings read, Texts texts, TimeProvider time, CancellationToken ct) => Meetings.Workbook(Rows(read, MeetingFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_meeting");
        routes.MapGet("/meetings.csv", (HttpRequest request, ReadMeetings read, Texts texts, TimeProvider time, CancellationToken ct) => Meetings.Text(Rows(read, MeetingFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_meeting");
        routes.MapGet("/meetings/decisions.xlsx", (HttpRequest request, ReadMeetings read, Texts texts, TimeProvider time, CancellationToken ct) => Decisions.Workbook(Rows(read, DecisionFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_meeting_decision");
        routes.MapGet("/meetings/decisions.csv", (HttpRequest request, ReadMeetings read, Texts texts, TimeProvider time, CancellationToken ct) => Decisions.Text(Rows(read, DecisionFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_meeting_decision");
        routes.MapPaper("/meetings/{id:guid}/minutes", Minutes, "programme.read", "programme_meeting");
        routes.MapPaper("/meetings/{id:guid}/notice", Notice, "programme.read", "programme_meeting");
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadMeetings read, MeetingFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
            yield return [line.Meeting.Title, line.Series, texts[MeetingWords.State(line.Meeting.State)], ListFile.Day(line.Meeting.Day), line.Meeting.Clock, line.Meeting.Place, line.Called, line.Replied, line.Decisions];
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadMeetings read, DecisionFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
            yield return [line.Meeting, ListFile.Day(line.HeldOn), line.Decision.Text, line.Unit, ListFile.Day(line.Decision.DueOn), texts[MeetingWords.Follow(line.Decision.Follow)], texts[line.Word], ListFile.Day(line.Decision.EndedOn), line.Decision.Said];
    }

    static async Task<IResult> Minutes(Guid id, MeetingMinutes minutes, Papers papers, CancellationToken ct) => await papers.Answer(minutes, await minutes.Of(id, ct), ct);

    static async Task<IResult> Notice(Guid id, MeetingNotice notice, Papers papers, CancellationToken ct) => await papers.Answer(notice, await notice.Of(id, ct), ct);
}
