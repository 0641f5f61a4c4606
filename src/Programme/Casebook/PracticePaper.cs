using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>Good practices as a paper (案例材料, 案例集): one to be read or handed on, or all that are shown. It goes to other offices and is Chinese in whichever language the page was read.</summary>
sealed class PracticePaper(ReadPractices read, PracticesData practices, Texts texts, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "practices";
    public string Name => "programme.paper-practices";

    public IReadOnlyList<PaperField> Shape { get; } =
    [
        "题名", "城市",
        PaperField.Rows("案例", PaperField.When("成集"), PaperField.When("未发布"), "案例名称", "状态", "类别", "报送单位", "实施地点", "案例摘要", "背景", "主要做法", PaperField.When("有儿童参与"), "儿童参与", "成效", PaperField.When("有数据来源"), "数据来源", "经验启示"),
        "发文单位", "日期",
    ];

    public IReadOnlyList<string> Must { get; } = ["案例", "案例名称", "未发布"];

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{题名}");
        paper.Each("案例", () =>
        {
            paper.Each("成集", () => paper.Heading("{章}、{案例名称}"));
            paper.Each("未发布", () => paper.Text("（{状态}，尚未发布）"));
            paper.Text("类别：{类别}。报送单位：{报送单位}。实施地点：{实施地点}。");
            paper.Text("{案例摘要}");
            paper.Subheading("背景");
            paper.Text("{背景}");
            paper.Subheading("主要做法");
            paper.Text("{主要做法}");
            paper.Each("有儿童参与", () =>
            {
                paper.Subheading("儿童参与");
                paper.Text("{儿童参与}");
            });
            paper.Subheading("成效");
            paper.Text("{成效}");
            paper.Each("有数据来源", () => paper.Text("数据来源：{数据来源}"));
            paper.Subheading("经验启示");
            paper.Text("{经验启示}");
        });
        paper.Close("{发文单位}", "{日期}");
    }

    public async Task<PaperSaid?> Of(Guid id, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the paper is Chinese; this ends with the call
        return await read.One(id, ct) is { } view ? Said(view.Practice.Title, [Of(view.Practice, view.Unit, false)]) : null;
    }

    /// <summary>All that the filter shows; null when it shows none.</summary>
    public async Task<PaperSaid?> Of(PracticeFilter filter, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        var all = new List<PaperFields>();
        await foreach (var (practice, unit) in read.All(filter, ct)) all.Add(Of(practice, unit, true));
        return all.Count == 0 ? null : Said($"{city.Value.Name}儿童友好优秀案例", all);
    }

    public async Task<PaperSaid?> Newest(Uri root, CancellationToken ct) =>
        await practices.Practices.OrderByDescending(p => p.State == PracticeState.Published).ThenByDescending(p => p.ChangedAt).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct) is { } id ? await Of(id, ct) : null;

    PaperSaid Said(string title, IEnumerable<PaperFields> all) =>
        new(title, new PaperFields().Words("题名", title).Words("城市", city.Value.Name).Rows("案例", all).Words("发文单位", city.Value.Organiser).Words("日期", time.Today().Chinese()));

    PaperFields Of(GoodPractice p, string unit, bool collected) => new PaperFields()
        .When("成集", collected).When("未发布", p.State != PracticeState.Published).Words("案例名称", p.Title).Words("状态", texts[PracticeWords.State(p.State)]).Words("类别", texts[PracticeWords.Field(p.Field)]).Words("报送单位", unit)
        .Words("实施地点", p.Place.Length > 0 ? p.Place : "—").Words("案例摘要", p.Summary.Paragraphs()).Words("背景", p.Background.Paragraphs()).Words("主要做法", p.Doing.Paragraphs())
        .When("有儿童参与", p.ChildrenPart.Length > 0).Words("儿童参与", p.ChildrenPart.Paragraphs()).Words("成效", p.Effect.Paragraphs())
        .When("有数据来源", p.Sources.Length > 0).Words("数据来源", p.Sources.Paragraphs()).Words("经验启示", p.Lesson.Paragraphs());
}
