using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Briefing;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators;

/// <summary>The year's report says what the figures say, and each figure of the year leads to its source.</summary>
public class MonitoringReportTests
{
    static readonly Uri Root = new("http://city.example");

    static async Task<(string Text, List<string> Links)> Written(FiguresScene scene, string period = "2026")
    {
        using var file = await File(scene, period);
        using var document = WordprocessingDocument.Open(file, false);
        return (string.Join('\n', document.MainDocumentPart!.Document.Descendants<Paragraph>().Select(p => p.InnerText)), [.. document.MainDocumentPart.HyperlinkRelationships.Select(h => h.Uri.ToString())]);
    }

    static async Task<MemoryStream> File(FiguresScene scene, string period = "2026")
    {
        var report = await Report(scene, period);
        return await scene.City.As(scene.Office, (ReportPaper paper) => Task.FromResult(PaperFile.Of(paper, ReportPaper.Said(report.Pieces, period, "示范市妇儿工委办", new(2026, 11, 20)))));
    }

    static Task<ReportView> Report(FiguresScene scene, string period = "2026", string? tried = null) => scene.City.As(scene.Office, (ReadReport read) => read.Run(new(null, period, null), Root, tried, default));

    /// <summary>The city's own figures of a part of a year.</summary>
    static Task<int> Put(FiguresScene scene, string period, int myopic, int screened) => scene.City.Use((CityDb db) =>
    {
        Assert.True(Period.TryParse(period, out var when));
        foreach (var (element, number) in new[] { ("sight.myopic", myopic), ("sight.screened", screened) })
            db.AddRange(new DataValue { ElementId = element, Period = when, RegionCode = Top, Split = "", State = CellState.Known, Number = number, Status = ValueStatus.Final, At = scene.City.Time.GetUtcNow().UtcDateTime }, new ValueChange { ElementId = element, Period = when, RegionCode = Top, Split = "" });
        return db.SaveChangesAsync();
    });

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
        Assert.Equal(["http://city.example/indicators/InfantMort?period=2026", "http://city.example/indicators/MyopiaRate?period=2026", "http://city.example/indicators/NeonatalMort?period=2026"], links.Distinct().Order());
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
        var view = (await Report(scene)).Board;
        using var document = WordprocessingDocument.Open(await File(scene), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var chart = Assert.Single(document.MainDocumentPart!.ChartParts);
        var drawn = chart.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.BarChartSeries>().Sum(s => s.Descendants<DocumentFormat.OpenXml.Drawing.Charts.NumericPoint>().Sum(p => int.Parse(p.InnerText, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(view.Domains.Sum(d => d.Cards.Count), drawn);
        var says = Assert.Single(document.MainDocumentPart.Document.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>()).Description!.Value!;
        Assert.All(view.Domains, d => Assert.Contains(d.Name + "：", says, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Half_a_year_is_held_against_the_same_half_of_the_year_before_and_never_against_targets(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Put(scene, "2025H1", 90, 100);
        await Put(scene, "2025H2", 10, 100);
        await Put(scene, "2026H1", 95, 100);
        var (text, links) = await Written(scene, "2026H1");
        Assert.Contains("2026年上半年示范市", text, StringComparison.Ordinal);
        Assert.Contains("1.儿童青少年总体近视率：2026年上半年为95%，比上年同期高5个百分点。", text, StringComparison.Ordinal);
        Assert.Contains("另有56项指标报送频率更低", text, StringComparison.Ordinal);
        Assert.DoesNotContain("达标", text, StringComparison.Ordinal);
        Assert.Equal(["http://city.example/indicators/MyopiaRate?period=2026H1"], links.Distinct());

        var board = (await Report(scene, "2026H1")).Board;
        var card = Assert.Single(board.Domains.SelectMany(d => d.Cards));
        Assert.Equal((90m, 5m, -1, Light.Grey, "indicators.light-within-year"), (card.Before, card.Change, card.Moved, card.Light, card.LightWord));
        Assert.Equal([90m, 10m, 95m], card.Values);

        // The kind that is chosen wins over a period of another one; and what lies before a gap is not the year before.
        await Put(scene, "2021", 50, 100);
        await Put(scene, "2023", 60, 100);
        var years = await scene.City.As(scene.Office, (ReadReport read) => read.Run(new(null, "2026H1", null, PeriodKind.Year), Root, null, default));
        Assert.Equal(("year", "2023"), (years.TemplateId, years.Board.Period.ToString()));
        Assert.Equal((60m, null), years.Board.Domains.SelectMany(d => d.Cards).Single(c => c.Known.Indicator.Id == "MyopiaRate") is var gap ? (gap.Now!.Value, gap.Before) : default);
        Assert.All(card.Path, Assert.Null);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_city_writes_the_words_and_the_figures_come_into_them(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet, Good(myopic: 2, screened: 10));
        await scene.Lock(scene.WestSheet, Good(myopic: 90, screened: 100));
        const string Words = "# {地区}{年份}年小报\n近视率{儿童青少年总体近视率}，上年{MyopiaRate：上年}。{MyopiaRate：变化?}。死亡{儿童溺水死亡率?}。说完了。\n\n## 二\n{图：儿童青少年总体近视率}";
        async Task<Result<string>> Save(Actor who, int version) => await scene.City.As(who, (WriteTemplate write) => write.Save("year", new() { Text = Words, Version = version }, default));

        Assert.Equal("indicators.not-your-step", (await Save(scene.EastClerk, 0)).Problems[0].Code);
        Assert.True((await Save(scene.Office, 0)).Ok);
        Assert.Equal("indicators.changed-meanwhile", (await Save(scene.Bureau, 0)).Problems[0].Code);
        var report = await Report(scene);
        Assert.Equal(["示范市2026年小报"], Assert.IsType<PaperPiece.Title>(report.Pieces[0]).Lines);
        var said = Assert.IsType<PaperPiece.Paragraph>(report.Pieces[1]).Texts;
        Assert.Equal("近视率83.64%，上年—。说完了。", string.Concat(said.Select(t => t.Text)));
        Assert.Equal(new Uri(Root, "/indicators/MyopiaRate?period=2026"), said.Single(t => t.Link is not null).Link);
        Assert.IsType<PaperPiece.Heading>(report.Pieces[2]);
        Assert.Equal(3, report.Pieces.Count); // one year alone makes no chart

        Assert.True((await scene.City.As(scene.Bureau, (WriteTemplate write) => write.Drop("year", new() { Version = 1 }, default))).Ok);
        Assert.Contains("儿童友好城市建设监测报告", string.Concat(Assert.IsType<PaperPiece.Title>((await Report(scene)).Pieces[0]).Lines), StringComparison.Ordinal);
        // Whoever still has the older text open is told, though the city has none of its own any more.
        Assert.Equal("indicators.changed-meanwhile", (await Save(scene.Office, 1)).Problems[0].Code);
        Assert.True((await Save(scene.Office, 2)).Ok);
    }
}
