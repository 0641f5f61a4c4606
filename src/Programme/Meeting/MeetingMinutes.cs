using System.Globalization;
using OneMetre.Platform.Files;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>The minutes (会议纪要) in the layout of GB/T 9704, and the notice of the meeting. Papers of a Chinese office are Chinese in whichever language the page was read.</summary>
static class MeetingMinutes
{
    static readonly (string, int, bool)[] Columns = [("序号", 900, true), ("议定事项", 4300, false), ("责任单位", 1900, false), ("办结时限", 1700, true)];

    public static void Write(Stream file, MeetingView view, string organiser, DateOnly on)
    {
        var meeting = view.Meeting;
        using var paper = new OfficialPaper(file, $"{meeting.Title}纪要");
        paper.Title(meeting.Title, "纪要");
        // What is not confirmed must not pass for what is.
        if (meeting.State != MeetingState.Confirmed) paper.Centred("（征求意见稿）");
        var part = view.Quorum;
        paper.Text($"{Day(meeting.Day)}，{(meeting.Chair.Length > 0 ? $"{meeting.Chair}在{meeting.Place}主持召开" : $"在{meeting.Place}召开")}{meeting.Title}。应到成员单位{part.Called}家，计入到会{part.Present}家，"
            + (part.Met ? $"达到规定的{part.Needed}家，会议有效。" : $"未达到规定的{part.Needed}家，会议不作决定。"));
        foreach (var line in Lines(meeting.Minutes)) paper.Text(line);
        var number = 0;
        string Next(string title) => $"{ChineseNumerals.Write(++number)}、{title}";
        if (view.Agenda.Count > 0)
        {
            paper.Heading(Next("会议议题"));
            foreach (var (item, n) in view.Agenda.Select((a, n) => (a.Item, n + 1)))
            {
                paper.Subheading($"（{ChineseNumerals.Write(n)}）{item.Title}");
                if (item.Note.Length > 0) foreach (var line in Lines(item.Note)) paper.Text(line.TrimEnd('。') + "。");
                foreach (var line in Lines(item.Outcome)) paper.Text(line);
            }
        }
        if (view.Decisions.Count > 0)
        {
            paper.Heading(Next("议定事项"));
            paper.Table(Columns, view.Decisions.Select((d, n) => (IReadOnlyList<PaperText>)[$"{n + 1}", d.Decision.Text, d.Unit, Day(d.Decision.DueOn)]));
        }
        paper.Heading(Next("参会情况"));
        foreach (var kind in Enum.GetValues<MeetingPresence>())
            if (view.Called.Where(c => c.Called.Came == kind).ToList() is { Count: > 0 } some)
                paper.Text($"{Presence(kind)}（{some.Count}家）：{string.Join("、", some.Select(c => c.Called.CameWho.Length > 0 ? $"{c.Unit}（{c.Called.CameWho}）" : c.Unit))}。");
        paper.Close(organiser, meeting.ConfirmedOn ?? on);
    }

    /// <summary>The notice that goes to the called units (会议通知).</summary>
    public static void Notice(Stream file, MeetingView view, string organiser, DateOnly on)
    {
        var meeting = view.Meeting;
        using var paper = new OfficialPaper(file, $"关于召开{meeting.Title}的通知");
        paper.Title($"关于召开{meeting.Title}", "的通知");
        paper.Addressee("各成员单位：");
        paper.Text($"定于{Day(meeting.Day)}{meeting.Clock}在{meeting.Place}召开{meeting.Title}。现将有关事项通知如下。");
        paper.Heading("一、会议议题");
        foreach (var (item, n) in view.Agenda.Select((a, n) => (a.Item, n + 1))) paper.Text($"（{ChineseNumerals.Write(n)}）{item.Title}{(item.Note.Length > 0 ? $"（{item.Note.ReplaceLineEndings(" ")}）" : "")}");
        paper.Heading("二、参会单位");
        paper.Text(string.Join("、", view.Called.Select(c => c.Unit)) + "。");
        paper.Heading("三、有关要求");
        paper.Text($"请各单位参会人员准时到会；因故不能到会的，应当委托其他负责同志代为参加，并在会前填报参会回执。到会单位达到应到单位的{meeting.QuorumIn}分之{meeting.QuorumOf}，方可作出决定。");
        paper.Close(organiser, meeting.InvitedOn ?? on);
    }

    static string Presence(MeetingPresence presence) => presence switch { MeetingPresence.Member => "成员到会", MeetingPresence.StandIn => "委托他人到会", MeetingPresence.Excused => "请假", _ => "缺席" };
    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}
