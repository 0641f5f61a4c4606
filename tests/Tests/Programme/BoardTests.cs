using System.Text;
using CsvHelper;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OneMetre.Platform.Results;
using OneMetre.Programme.Board;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme;

public class BoardTests
{
    static BoardFilter Filter(string query) => BoardFilter.From(new QueryCollection(QueryHelpers.ParseQuery(query)));

    static async Task<SmallPlan> Ten(City city)
    {
        var plan = await SmallPlan.In(city);
        await plan.Add(city, 2, "新建口袋公园", TaskState.InProgress, Light.Red, new(2026, 10, 1), 1);
        await plan.Add(city, 3, "公园里设母婴室 100%_覆盖", TaskState.InProgress, Light.Yellow, new(2026, 11, 25), 1);
        await plan.Add(city, 4, "课后服务全覆盖", TaskState.Completed, Light.Green, new(2026, 10, 2));
        await plan.Add(city, 5, "=HYPERLINK(\"x\")", TaskState.Planned, Light.Grey, new(2026, 12, 15));
        await plan.Add(city, 6, "已经删去的任务", dropped: 2);
        await plan.Add(city, 7, "民政的任务", TaskState.Assigned, Light.Orange, new(2027, 1, 31), 1, lead: plan.Outsider, cooperating: plan.Outsider);
        return plan;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_filter_of_the_address_gives_its_rows(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await Ten(city);
        async Task<string> Rows(string query, Actor? actor = null) =>
            string.Join(' ', (await city.As(actor ?? plan.Office, (ReadBoard read) => read.Run(Filter(query), default))).Rows.Select(r => r.Label[2..]).Order(StringComparer.Ordinal));

        Assert.Equal("1 2 3 4 5 7", await Rows(""));
        Assert.Equal("1 2 3 4 5 6 7", await Rows("?dropped=1"));
        Assert.Equal("2 3", await Rows("?q=公园"));
        Assert.Equal("3", await Rows("?q=公园　母婴"));
        Assert.Equal("3", await Rows("?q=%25_"));
        Assert.Equal("", await Rows("?q=公园 课后"));
        Assert.Equal("2", await Rows("?light=red"));
        Assert.Equal("2 3", await Rows("?state=inprogress"));
        Assert.Equal("2 3 7", await Rows($"?domain={plan.Domains[1]}"));
        Assert.Equal("7", await Rows($"?unit={plan.Outsider.Unit}"));
        Assert.Equal("1", await Rows($"?unit={plan.County.Unit}"));
        Assert.Equal("2", await Rows("?due=late"));
        Assert.Equal("3", await Rows("?due=week"));
        Assert.Equal("3 5", await Rows("?due=month"));
        Assert.Equal("3 5", await Rows("?due=year"));
        Assert.Equal("5", await Rows("?due=2026-12"));
        Assert.Equal("1 2 3 4 5 7", await Rows("?light=purple&state=77&domain=x&due=yesterday&page=-3&group=9"));
        Assert.Equal("7", await Rows("", plan.Outsider));
        Assert.Equal("1", await Rows("", plan.County));
        Assert.Equal("1 2 3 4 5", await Rows("", plan.Cooperating));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Chips_count_what_the_filter_found_and_groups_add_up(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await Ten(city);
        foreach (var group in new[] { "domain", "unit", "none" })
        {
            var view = await city.As(plan.Office, (ReadBoard read) => read.Run(Filter($"?group={group}"), default));
            Assert.Equal(6, view.Lights.Values.Sum());
            Assert.Equal(6, view.Groups.Values.Sum(g => g.Total));
            Assert.Equal(1, view.Lights[Light.Red]);
        }
        var units = await city.As(plan.Office, (ReadBoard read) => read.Run(Filter("?group=unit"), default));
        Assert.Equal(5, units.Groups["市教育局"].Total);
        Assert.Equal("2", units.Rows.First(r => r.Head == "市教育局").Label[2..]);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_order_can_be_asked_for(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await Ten(city);
        foreach (var (sort, expected) in new[] { ("due", "2 4 3 5 7 1"), ("-due", "1 7 5 3 4 2"), ("task", "1 2 3 4 5 7"), ("-task", "7 5 4 3 2 1"), ("light", "2 7 3 4 1 5"), ("-light", "1 5 4 3 7 2"), ("news", "1 2 3 4 5 7") })
        {
            var view = await city.As(plan.Office, (ReadBoard read) => read.Run(Filter($"?group=none&sort={sort}"), default));
            Assert.Equal(expected, string.Join(' ', view.Rows.Select(r => r.Label[2..])));
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_board_asks_the_same_number_of_questions_for_one_row_and_for_many(string engine)
    {
        var count = new CountCommands();
        await using var city = await City.On(engine, more: count.Listen);
        var plan = await SmallPlan.In(city);
        async Task<int> Asked(Actor actor, string query)
        {
            count.Start();
            await city.As(actor, (ReadBoard read) => read.Run(Filter(query), default));
            return count.Commands;
        }

        var few = (await Asked(plan.Office, ""), await Asked(plan.Lead, "?group=unit"));
        for (var i = 2; i < 70; i++) await plan.Add(city, i, $"任务 {i}", TaskState.InProgress, groups: [plan.Counties], target: (">=", i, "个"));
        Assert.Equal(few, (await Asked(plan.Office, ""), await Asked(plan.Lead, "?group=unit")));
        Assert.InRange(few.Item1, 1, 10);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Files_hold_exactly_what_the_filter_shows(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await Ten(city);
        for (var i = 8; i < 70; i++) await plan.Add(city, i, $"更多任务，{i}", TaskState.InProgress, Light.Green);
        var filter = Filter("?sort=task&group=none&light=green&page=2");
        var expected = new List<string>();
        await city.As(plan.Office, async (ReadBoard read) => { await foreach (var row in read.All(filter, default)) expected.Add(row.Title); });
        Assert.Equal(63, expected.Count);

        using var text = new MemoryStream();
        await city.As(plan.Office, (ExportBoard export) => export.WriteText(text, filter, new UTF8Encoding(true), default));
        Assert.Equal([0xEF, 0xBB, 0xBF], text.ToArray()[..3]);
        text.Position = 3;
        var titles = new List<string>();
        using (var csv = CsvReader.Create(text, new CsvReaderOptions { Separator = ',' }))
            while (csv.Read()) titles.Add(csv.GetString(4));
        Assert.Equal(expected, titles);

        using var book = new MemoryStream();
        await city.As(plan.Office, (ExportBoard export) => export.WriteSheet(book, filter, default));
        Assert.Equal(expected, Column(book, 4).Skip(1));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_title_that_looks_like_a_formula_stays_a_text(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await Ten(city);
        using var text = new MemoryStream();
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        await city.As(plan.Office, (ExportBoard export) => export.WriteText(text, Filter("?q=hyperlink&state=planned&group=none&sort=task"), gb, default));
        var written = gb.GetString(text.ToArray());
        Assert.Contains(",\"'=HYPERLINK(\"\"x\"\")\",", written, StringComparison.Ordinal);
        Assert.Contains("市教育局", written, StringComparison.Ordinal);

        using var book = new MemoryStream();
        await city.As(plan.Office, (ExportBoard export) => export.WriteSheet(book, Filter("?q=hyperlink"), default));
        Assert.Equal("=HYPERLINK(\"x\")", Column(book, 4).Last());
        book.Position = 0;
        using var opened = SpreadsheetDocument.Open(book, false);
        Assert.Empty(opened.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<CellFormula>());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_breakdown_is_a_valid_paper_with_its_head_on_every_page(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await Ten(city);
        var rows = await city.As(plan.Office, (ReadBreakdown read) => read.Run(plan.Plan, default));
        Assert.Equal(["任务1", "任务2", "任务3", "任务4", "任务5", "任务7"], rows.Select(r => r.Task[..3]));
        Assert.Equal(("市教育局", "市卫生健康委、各县（市、区）人民政府"), (rows[0].Lead, rows[0].Cooperating));

        using var file = await city.As(plan.Office, (BreakdownPaper paper) => Task.FromResult(PaperFile.Of(paper, BreakdownPaper.Said(new() { Title = "示范市儿童友好城市建设实施方案", DocNumber = "示政办字〔2026〕1号" }, rows))));
        using var paper = WordprocessingDocument.Open(file, false);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(paper).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var table = paper.MainDocumentPart!.Document.Body!.Elements<DocumentFormat.OpenXml.Wordprocessing.Table>().Single();
        var lines = table.Elements<DocumentFormat.OpenXml.Wordprocessing.TableRow>().ToList();
        Assert.Equal(7, lines.Count);
        Assert.NotEmpty(lines[0].Descendants<DocumentFormat.OpenXml.Wordprocessing.TableHeader>());
        Assert.Equal("序号领域任务牵头单位配合单位目标完成时限", lines[0].InnerText);
    }

    static List<string> Column(MemoryStream book, int index)
    {
        book.Position = 0;
        using var opened = SpreadsheetDocument.Open(book, false);
        return [.. opened.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().ElementAt(index).InnerText)];
    }
}
