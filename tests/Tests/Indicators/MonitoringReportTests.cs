using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Indicators;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Briefing;
using OneMetre.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators;

/// <summary>The year's report says what the figures say, and each figure of the year leads to its source.</summary>
public class MonitoringReportTests
{
    static async Task<(string Text, List<string> Links)> Written(FiguresScene scene)
    {
        var ids = await scene.City.As(scene.Office, (IndicatorsData data) => data.Indicators.Select(i => i.Id).ToListAsync());
        var view = await scene.City.As(scene.Office, (ReadDashboard read) => read.Run(new(null, "2026", null), ids, default));
        using var file = new MemoryStream();
        MonitoringReport.Write(file, "示范市妇儿工委办", view, c => new($"http://city.example/indicators/{c.Known.Indicator.Id}"), new(2026, 11, 20));
        using var document = WordprocessingDocument.Open(new MemoryStream(file.ToArray()), false);
        return (string.Join('\n', document.MainDocumentPart!.Document.Descendants<Paragraph>().Select(p => p.InnerText)), [.. document.MainDocumentPart.HyperlinkRelationships.Select(h => h.Uri.ToString())]);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_report_is_made_of_the_figures_and_their_sources(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet, Good(myopic: 2, screened: 10));
        await scene.Lock(scene.WestSheet, Good(myopic: 90, screened: 100));
        var (text, links) = await Written(scene);
        Assert.Contains("2026年，示范市共监测指标57项，其中有数据3项，暂无数据54项。", text, StringComparison.Ordinal); // two death rates and the sight
        Assert.Contains("83.64", text, StringComparison.Ordinal);
        Assert.Contains("2026年11月20日", text, StringComparison.Ordinal);
        Assert.Equal(["http://city.example/indicators/InfantMort", "http://city.example/indicators/MyopiaRate", "http://city.example/indicators/NeonatalMort"], links.Distinct().Order());
        Assert.DoesNotContain("*", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_only_some_counties_have_reported_is_marked_and_not_judged(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet);
        var (text, _) = await Written(scene);
        Assert.Contains("50*", text, StringComparison.Ordinal);
        Assert.Contains("儿童青少年总体近视率（1/2）", text, StringComparison.Ordinal);
        Assert.Contains("数据不全", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Its_charts_say_in_words_what_they_draw_and_any_word_processor_reads_them(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet, Good(myopic: 2, screened: 10));
        await scene.Lock(scene.WestSheet, Good(myopic: 90, screened: 100));
        var ids = await scene.City.As(scene.Office, (IndicatorsData data) => data.Indicators.Select(i => i.Id).ToListAsync());
        var view = await scene.City.As(scene.Office, (ReadDashboard read) => read.Run(new(null, "2026", null), ids, default));
        using var file = new MemoryStream();
        MonitoringReport.Write(file, "示范市妇儿工委办", view, c => new($"http://city.example/indicators/{c.Known.Indicator.Id}"), new(2026, 11, 20));
        using var document = WordprocessingDocument.Open(new MemoryStream(file.ToArray()), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var chart = Assert.Single(document.MainDocumentPart!.ChartParts);
        var drawn = chart.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.BarChartSeries>().Sum(s => s.Descendants<DocumentFormat.OpenXml.Drawing.Charts.NumericPoint>().Sum(p => int.Parse(p.InnerText, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(view.Domains.Sum(d => d.Cards.Count), drawn);
        var says = Assert.Single(document.MainDocumentPart.Document.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>()).Description!.Value!;
        Assert.All(view.Domains, d => Assert.Contains(d.Name + "：", says, StringComparison.Ordinal));
    }
}
