using System.Globalization;
using OneMetre.Platform.Files;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>The letter that goes with an order (督办通知书), in the layout of GB/T 9704. It goes to a Chinese office and is Chinese in whichever language the page was read.</summary>
static class OrderLetter
{
    public static void Write(Stream file, SupervisionOrder order, string unit, string organiser, DateOnly on)
    {
        using var paper = new OfficialPaper(file, $"督办通知书 {order.Number}");
        paper.Title("督办通知书");
        if (order.Number is { } number) paper.Centred(number);
        paper.Addressee($"{unit}：");
        paper.Text($"根据{order.Basis}，现就“{order.Title}”一事对你单位予以督办。");
        paper.Heading("一、督办事项");
        foreach (var line in Lines(order.Demand)) paper.Text(line);
        paper.Heading("二、办理要求");
        paper.Text(order is { AcknowledgeBy: { } sign, FirstDueOn: { } due }
            ? $"请于{Day(sign)}前签收，于{Day(due)}前（{order.Days}个工作日内）完成整改并书面反馈办理结果。"
            : $"请自收到本通知之日起{order.Days}个工作日内完成整改并书面反馈办理结果。");
        paper.Text("确需延期的，应当在期限届满前说明理由提出申请。逾期未反馈的，将提级督办；情节严重的，经批准予以通报批评。");
        paper.Close(organiser, order.NotifiedOn ?? on);
    }

    /// <summary>The notice of criticism (通报), which may be written only once it was approved.</summary>
    public static void Criticise(Stream file, SupervisionOrder order, string unit, string organiser, string why, DateOnly on)
    {
        using var paper = new OfficialPaper(file, $"关于{unit}督办事项办理情况的通报");
        paper.Title($"关于{unit}", "督办事项办理情况的通报");
        paper.Text($"“{order.Title}”一事（{order.Number}），应于{Day(order.DueOn!.Value)}前办结。");
        foreach (var line in Lines(why)) paper.Text(line);
        paper.Text("现予以通报批评。请立即整改，并将整改结果书面报送我办。");
        paper.Close(organiser, on);
    }

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}
