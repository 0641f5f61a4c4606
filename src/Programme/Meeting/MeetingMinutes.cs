using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>The minutes (会议纪要). Papers of a Chinese office are Chinese in whichever language the page was read.</summary>
sealed class MeetingMinutes(ReadMeetings read, MeetingData meetings, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "minutes";
    public string Name => "programme.paper-minutes";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "会议名称", "会议日期", "地点", "主持人", "召开情况", "应到", "实到", "法定人数", PaperField.When("征求意见稿"), PaperField.When("会议有效"), PaperField.When("会议无效"), "纪要正文",
        PaperField.When("有议题"), PaperField.Rows("议题", "议题名称", "议题说明", "讨论情况"), PaperField.When("有议定事项"), PaperField.Rows("议定事项", "事项", "责任单位", "办结时限"),
        PaperField.Rows("参会情况", "到会类别", "家数", "单位"), "发文单位", "日期",
    ];

    public IReadOnlyList<string> Must { get; } = ["会议名称", "会议日期", "征求意见稿", "会议无效", "议定事项", "参会情况"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{会议名称}", "纪要");
        paper.Each("征求意见稿", () => paper.Centred("（征求意见稿）"));
        paper.Text("{会议日期}，{召开情况}{会议名称}。应到成员单位{应到}家，计入到会{实到}家。");
        paper.Each("会议有效", () => paper.Text("到会单位达到规定的{法定人数}家，会议有效。"));
        paper.Each("会议无效", () => paper.Text("到会单位未达到规定的{法定人数}家，会议不作决定。"));
        paper.Text("{纪要正文}");
        paper.Each("有议题", () => paper.Heading("{章}、会议议题"));
        paper.Each("议题", () =>
        {
            paper.Subheading("（{节}）{议题名称}");
            paper.Text("{议题说明}");
            paper.Text("{讨论情况}");
        });
        paper.Each("有议定事项", () =>
        {
            paper.Heading("{章}、议定事项");
            paper.Table("议定事项", ("序号", 900, true, "{序号}"), ("议定事项", 4300, false, "{事项}"), ("责任单位", 1900, false, "{责任单位}"), ("办结时限", 1700, true, "{办结时限}"));
        });
        paper.Heading("{章}、参会情况");
        paper.Each("参会情况", () => paper.Text("{到会类别}（{家数}家）：{单位}。"));
        paper.Close("{发文单位}", "{日期}");
    }

    /// <summary>Only of a meeting that was held, for those who are told its minutes.</summary>
    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct) => await read.One(id, ct) is { Told: true, Held: true } view ? Said(view, city.Value.Organiser, time.Today()) : null;

    public static PaperSaid Said(MeetingView view, string organiser, DateOnly on)
    {
        var (meeting, part) = (view.Meeting, view.Quorum);
        return new($"{meeting.Title}纪要", new PaperFields()
            .Words("会议名称", meeting.Title).Words("会议日期", meeting.Day.Chinese()).Words("地点", meeting.Place).Words("主持人", meeting.Chair)
            .Words("召开情况", meeting.Chair.Length > 0 ? $"{meeting.Chair}在{meeting.Place}主持召开" : $"在{meeting.Place}召开")
            .Words("应到", N(part.Called)).Words("实到", N(part.Present)).Words("法定人数", N(part.Needed)).When("会议有效", part.Met).When("会议无效", !part.Met)
            // What is not confirmed must not pass for what is.
            .When("征求意见稿", meeting.State != MeetingState.Confirmed).Words("纪要正文", meeting.Minutes.Paragraphs())
            .When("有议题", view.Agenda.Count > 0)
            .Rows("议题", view.Agenda.Select(a => new PaperFields().Words("议题名称", a.Item.Title).Words("议题说明", string.Join('\n', a.Item.Note.Paragraphs().Split('\n').Where(l => l.Length > 0).Select(l => l.TrimEnd('。') + "。"))).Words("讨论情况", a.Item.Outcome.Paragraphs())))
            .When("有议定事项", view.Decisions.Count > 0)
            .Rows("议定事项", view.Decisions.Select(d => new PaperFields().Words("事项", d.Decision.Text).Words("责任单位", d.Unit).Words("办结时限", d.Decision.DueOn.Chinese())))
            .Rows("参会情况", Enum.GetValues<MeetingPresence>().Select(kind => (Kind: kind, Some: view.Called.Where(c => c.Called.Came == kind).ToList())).Where(k => k.Some.Count > 0).Select(k => new PaperFields()
                .Words("到会类别", Presence(k.Kind)).Words("家数", N(k.Some.Count)).Words("单位", string.Join("、", k.Some.Select(c => c.Called.CameWho.Length > 0 ? $"{c.Unit}（{c.Called.CameWho}）" : c.Unit)))))
            .Words("发文单位", organiser).Words("日期", (meeting.ConfirmedOn ?? on).Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await meetings.Kept.Where(m => m.HeldOn != null).OrderByDescending(m => m.HeldOn).ThenByDescending(m => m.Id).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;

    static string Presence(MeetingPresence presence) => presence switch { MeetingPresence.Member => "成员到会", MeetingPresence.StandIn => "委托他人到会", MeetingPresence.Excused => "请假", _ => "缺席" };
    static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The notice that goes to the called units (会议通知).</summary>
sealed class MeetingNotice(ReadMeetings read, MeetingData meetings, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "meeting-notice";
    public string Name => "programme.paper-meeting-notice";
    public IReadOnlyList<PaperField> Shape { get; } = ["会议名称", "会议日期", "会议时间", "地点", PaperField.Rows("议题", "议题名称", "议题说明"), "参会单位", "到会比例", "发文单位", "日期"];

    public IReadOnlyList<string> Must { get; } = ["会议名称", "会议日期", "会议时间", "地点"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("关于召开{会议名称}", "的通知");
        paper.Addressee("各成员单位：");
        paper.Text("定于{会议日期}{会议时间}在{地点}召开{会议名称}。现将有关事项通知如下。");
        paper.Heading("一、会议议题");
        paper.Each("议题", () => paper.Text("（{节}）{议题名称}{议题说明}"));
        paper.Heading("二、参会单位");
        paper.Text("{参会单位}。");
        paper.Heading("三、有关要求");
        paper.Text("请各单位参会人员准时到会；因故不能到会的，应当委托其他负责同志代为参加，并在会前填报参会回执。到会单位达到应到单位的{到会比例}，方可作出决定。");
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct)
    {
        if (await read.One(id, ct) is not { Meeting: var meeting } view) return null;
        return new($"关于召开{meeting.Title}的通知", new PaperFields().Words("会议名称", meeting.Title).Words("会议日期", meeting.Day.Chinese()).Words("会议时间", meeting.Clock).Words("地点", meeting.Place)
            .Rows("议题", view.Agenda.Select(a => new PaperFields().Words("议题名称", a.Item.Title).Words("议题说明", a.Item.Note.Length > 0 ? $"（{a.Item.Note.OneLine()}）" : "")))
            .Words("参会单位", string.Join("、", view.Called.Select(c => c.Unit))).Words("到会比例", string.Create(CultureInfo.InvariantCulture, $"{meeting.QuorumIn}分之{meeting.QuorumOf}"))
            .Words("发文单位", city.Value.Organiser).Words("日期", (meeting.InvitedOn ?? time.Today()).Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await meetings.Kept.OrderByDescending(m => m.InvitedOn).ThenByDescending(m => m.Id).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;
}
