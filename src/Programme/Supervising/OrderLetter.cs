using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>The letter that goes with an order (督办通知书). It goes to a Chinese office and is Chinese in whichever language the page was read.</summary>
sealed class OrderLetter(ReadOrders read, SupervisionData orders, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "order-letter";
    public string Name => "programme.paper-order-letter";

    public IReadOnlyList<PaperField> Shape { get; } =
        ["编号", "单位", "依据", "标题", "督办事项", "工作日", "签收期限", "办结期限", PaperField.When("已发出"), PaperField.When("未发出"), "发文单位", "日期"];

    public IReadOnlyList<string> Must { get; } = ["编号", "单位", "督办事项", "办结期限", "未发出"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("督办通知书");
        paper.Each("已发出", () => paper.Centred("{编号}"));
        paper.Addressee("{单位}：");
        paper.Text("根据{依据}，现就“{标题}”一事对你单位予以督办。");
        paper.Heading("一、督办事项");
        paper.Text("{督办事项}");
        paper.Heading("二、办理要求");
        paper.Each("已发出", () => paper.Text("请于{签收期限}前签收，于{办结期限}前（{工作日}个工作日内）完成整改并书面反馈办理结果。"));
        paper.Each("未发出", () => paper.Text("请自收到本通知之日起{工作日}个工作日内完成整改并书面反馈办理结果。"));
        paper.Text("确需延期的，应当在期限届满前说明理由提出申请。逾期未反馈的，将提级督办；情节严重的，经批准予以通报批评。");
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct) => await read.One(id, ct) is { Line: { Order: var order, Unit: var unit } }
        ? new($"督办通知书{order.Number}", new PaperFields()
            .Words("编号", order.Number ?? "").Words("单位", unit).Words("依据", order.Basis).Words("标题", order.Title).Words("督办事项", order.Demand.Paragraphs()).Words("工作日", order.Days.ToString(CultureInfo.InvariantCulture))
            .Words("签收期限", order.AcknowledgeBy?.Chinese() ?? "").Words("办结期限", order.FirstDueOn?.Chinese() ?? "").When("已发出", order.NotifiedOn is not null).When("未发出", order.NotifiedOn is null)
            .Words("发文单位", city.Value.Organiser).Words("日期", (order.NotifiedOn ?? time.Today()).Chinese()))
        : null;

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await orders.Orders.OrderByDescending(o => o.NotifiedOn).ThenByDescending(o => o.Id).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;
}

/// <summary>The notice of criticism (通报), which may be written only once it was approved.</summary>
sealed class CriticismNotice(ReadOrders read, SupervisionData orders, IOptions<CityFace> city) : IPaperType
{
    public string Key => "criticism";
    public string Name => "programme.paper-criticism";
    public IReadOnlyList<PaperField> Shape { get; } = ["编号", "单位", "标题", "办结期限", "通报情况", "发文单位", "日期"];

    public IReadOnlyList<string> Must { get; } = ["单位", "标题", "通报情况"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("关于{单位}", "督办事项办理情况的通报");
        paper.Text("“{标题}”一事（{编号}），应于{办结期限}前办结。");
        paper.Text("{通报情况}");
        paper.Text("现予以通报批评。请立即整改，并将整改结果书面报送我办。");
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct)
    {
        if (await read.One(id, ct) is not { Line: { Order: { Criticism: Criticism.Approved, Number: not null, DueOn: { } due } order, Unit: var unit }, Steps: var steps }) return null;
        var approved = steps.Last(s => s.Kind == OrderStepKind.Criticise);
        return new($"通报{order.Number}", new PaperFields().Words("编号", order.Number).Words("单位", unit).Words("标题", order.Title).Words("办结期限", due.Chinese()).Words("通报情况", (approved.Text ?? "").Paragraphs())
            .Words("发文单位", city.Value.Organiser).Words("日期", ChinaTime.DayOf(approved.At).Chinese()));
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await orders.Orders.Where(o => o.Criticism == Criticism.Approved && o.Number != null).OrderByDescending(o => o.NotifiedOn).ThenByDescending(o => o.Id).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;
}
