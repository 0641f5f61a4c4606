using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Bringing;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Architecture;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.Bringing.BringingScene;

namespace OneMetre.Tests.Indicators.Bringing;

/// <summary>Figures of earlier years from a file in a person's hands: looked at first, and brought in as they were looked at.</summary>
public class BringInTests
{
    const string East = FiguresScene.East, West = FiguresScene.West;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_would_happen_is_told_row_by_row_and_then_happens(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll($"births.live,{East},2023,,1800,", $"births.live,{East},2023,女,850,");
        var changes = await scene.City.Use((CityDb db) => db.Set<ValueChange>().CountAsync());

        var id = (await scene.Hand(Csv($"births.live,{East},2022,,1900,抄自年鉴", $"活产数,东区,2022,男,950,", $"births.live,{East},2023,,1800,", $"births.live,{East},2023,女,851,", $"births.live,{East},2022,,x,", "", $"births.live,{West},2022,,很多,", $"births.live,{East},2026,,5,"))).Value;
        var (file, report) = await scene.Seen(id);
        Assert.Equal(("csv", 7, 2, 1, 1, 3), (report.Kind, report.Rows, report.New, report.Same, report.Standing, report.Refused));
        Assert.Equal([(5, "indicators.row-exists"), (6, "indicators.row-twice"), (8, "indicators.not-a-figure"), (9, "indicators.row-not-over")], report.Findings.Select(f => (f.Row, f.Code)));
        Assert.Equal(("很多", West), (report.Findings[2].Value, report.Findings[2].Region));
        Assert.Equal(2, (await scene.Values()).Count); // only looked at
        Assert.Equal(changes, await scene.City.Use((CityDb db) => db.Set<ValueChange>().CountAsync()));

        Assert.Equal("indicators.bring-choose", (await scene.Bring(id, "some")).Problems[0].Code);
        Assert.Equal("indicators.bring-none", (await scene.Bring(id, "all")).Problems[0].Code);
        Assert.Equal(2, (await scene.Values()).Count);
        Assert.True((await scene.Bring(id, overwrite: true)).Ok);
        var values = await scene.Values();
        Assert.Equal([850m + 1, 950m, 1800m, 1900m], values.Select(v => v.Number!.Value).Order());
        Assert.Equal((ValueStatus.Revised, false), values.Where(v => v.Number == 851).Select(v => (v.Status, v.Published)).Single());
        Assert.Equal("抄自年鉴", values.Single(v => v.Number == 1900).Reason);
        var (after, told) = await scene.Seen(id);
        Assert.Equal((BroughtState.BroughtIn, 3, 1, 3), (after.State, after.Written, told.Replaced, told.Findings.Count));
        Assert.Equal(2, await scene.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(a => a.Action == "imported")));

        // Once is enough, whether from the old page or the new one.
        foreach (var version in new[] { file.Version, after.Version }) Assert.Equal("indicators.changed-meanwhile", (await scene.Bring(id, version: version)).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_wide_table_of_a_yearbook_is_read_whichever_way_it_lies(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        async Task<(BroughtReport Report, Guid Id)> Look(byte[] file) => (await scene.Hand(file)) is { Ok: true, Value: var id } ? ((await scene.Seen(id)).Report, id) : throw new InvalidOperationException("The file was not taken.");

        // A year a column, below the heading that people write, beside a number and a remark of the row; an empty cell is no figure.
        var (years, id) = await Look(Book(["历年出生情况"], ["序号", "数据项", "地区", 2021, "2022年", "备注"], [1, "活产数", "东区", 1800, 1900, "年鉴"], [2, "活产数", "西区", null, 1700, null]));
        Assert.Equal((3, 3, 0, 0), (years.Rows, years.New, years.Refused, years.Findings.Count));
        Assert.True((await scene.Bring(id, "all")).Ok);
        Assert.Equal([(East, "2021", 1800m), (East, "2022", 1900m), (West, "2022", 1700m)], (await scene.Values()).OrderBy(v => v.RegionCode).ThenBy(v => v.Period.Year).Select(v => (v.RegionCode, v.Period.ToString(), v.Number!.Value)));

        // A region a column, with the part of each row; and an element a column. What stands already is told as such.
        var (regions, _) = await Look(Encoding.UTF8.GetBytes("数据项,时期,分组,东区,西区\r\n活产数,2022,,1900,1701\r\n活产数,2022,女,900,800\r\n"));
        Assert.Equal((4, 2, 1, 1), (regions.Rows, regions.New, regions.Same, regions.Standing));
        var (elements, _) = await Look(Encoding.UTF8.GetBytes($"region,period,births.live,没有的数\r\n{East},2020,1600,3\r\n"));
        Assert.Equal((1, 1, "没有的数"), (elements.New, elements.Refused, Assert.Single(elements.Names).Name));

        // Nothing falls out without a word: a head in two rows, a period that is none, a day made of a month, a formula without a result.
        var (bad, _) = await Look(Book(["数据项", "地区", "2018", null, "2022?", new DateOnly(2020, 1, 1), "2019"], ["活产数", "东区", 5, 6, 7, 8, "f:1+1"]));
        Assert.Equal((1, 4), (bad.New, bad.Refused));
        Assert.Equal(["indicators.formula-unworked", "indicators.row-no-period", "indicators.row-period-day", "indicators.row-untitled"], bad.Findings.Select(f => f.Code).Order());
        Assert.Equal("D2", Assert.Single(bad.Findings, f => f.Code == "indicators.row-untitled").Args.Single()[1..]);
        var (digits, _) = await Look(Encoding.UTF8.GetBytes("数据项,地区,２０１７年,二〇一八年,第一责任人\r\n活产数,东区,5,6,某科,１２,7.5%,1.2E3,备注\r\n"));
        Assert.Equal((2, 3), (digits.New, digits.Refused));
        Assert.All(digits.Findings, f => Assert.Equal("indicators.row-untitled", f.Code));
        // Signs that one of the databases refuses are refused by us, in any encoding.
        var (hostile, _) = await Look([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("数据项,地区,2017\r\n活产数,东\0区,5,6\r\n")]);
        Assert.Equal((0, 2), (hostile.New, hostile.Refused));
        Assert.Equal("indicators.bring-no-columns", (await scene.Hand(Encoding.UTF8.GetBytes("数据项,2021,2022\r\n活产数,1,2\r\n"))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_looked_at_is_brought_in_or_nothing(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var id = (await scene.Hand(Csv($"births.live,{East},2022,,1900,", $"births.live,{West},2022,,1700,"))).Value;
        Assert.Equal(id, (await scene.Hand(Csv($"births.live,{East},2022,,1900,", $"births.live,{West},2022,,1700,"), name: "again.csv")).Value); // the same file opens what waits
        await scene.BringAll($"births.live,{West},2022,,1650,");
        Assert.Equal("indicators.changed-meanwhile", (await scene.Bring(id, overwrite: true)).Problems[0].Code);
        Assert.Equal(1650m, Assert.Single(await scene.Values()).Number);

        var version = (await scene.Seen(id)).File.Version;
        Assert.True((await scene.City.As(scene.Bureau, (LookAtFile look) => look.Again(id, version, default))).Ok);
        Assert.Equal("indicators.changed-meanwhile", (await scene.City.As(scene.Bureau, (LookAtFile look) => look.Again(id, version, default))).Problems[0].Code);
        Assert.Equal((1, 1), (await scene.Seen(id)).Report is var now ? (now.New, now.Standing) : default);
        Assert.True((await scene.Bring(id)).Ok);
        Assert.Equal([1650m, 1900m], (await scene.Values()).Select(v => v.Number!.Value).Order());

        var other = (await scene.Hand(Csv($"births.live,{East},2021,,5,"))).Value;
        Assert.True((await scene.City.As(scene.Bureau, async (LookAtFile look) => await look.Drop(other, 1, default))).Ok);
        Assert.True((await scene.Seen(other)).Report is { Rows: 1, Findings: [], Names: [] });
        Assert.Equal("indicators.changed-meanwhile", (await scene.Bring(other)).Problems[0].Code);
        Assert.Equal("indicators.bring-nothing", (await scene.Bring((await scene.Hand(Csv($"births.live,{East},2022,,1900,"))).Value)).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_decide_at_once_bring_it_in_once(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var id = (await scene.Hand(Csv([.. Enumerable.Range(0, 40).Select(n => $"births.live,{East},{1980 + n},,{1000 + n},")]))).Value;
        var both = await Task.WhenAll(scene.Bring(id, version: 1), scene.Bring(id, version: 1));
        Assert.Equal(["indicators.changed-meanwhile"], both.SelectMany(r => r.Problems).Select(p => p.Code));
        Assert.Equal(40, (await scene.Values()).Count);
        Assert.Equal(40, await scene.City.Use((CityDb db) => db.Set<ValueChange>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Names_of_another_system_are_said_once_and_kept(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var body = Encoding.UTF8.GetBytes($$"""{"dataValues":[{"dataElement":"fbfJHSPpUQD","orgUnit":"O6uvpzGd5pu","period":"2022","categoryOptionCombo":"Prlt0C1RF0s","value":"900"},{"dataElement":"births.live","orgUnit":"{{East}}","period":"2022","categoryOptionCombo":"nothing","value":"1800"},{"dataElement":"fbfJHSPpUQD","orgUnit":"{{East}}","period":"2021","value":"1700"}]}""");
        var id = (await scene.Hand(body, name: "dhis2.json")).Value;
        var (file, report) = await scene.Seen(id);
        Assert.Equal([("element", "fbfJHSPpUQD", 2), ("split", "nothing", 1)], report.Names.Select(n => (n.Field, n.Name, n.Rows)));

        Task<OneMetre.Platform.Results.Result<Guid>> Say(int version, params (int At, string Means)[] said) => scene.City.As(scene.Bureau, (NameStrangers names) => names.Run(id, version, said.ToDictionary(s => s.At, s => s.Means), default));
        Assert.Equal("indicators.bring-say-one", (await Say(file.Version, (0, " "), (7, "x"))).Problems[0].Code);
        var wrong = await Say(file.Version, (0, "no.such"), (1, "sex:x"));
        Assert.Equal([("indicators.bring-means-nothing", "mean-0"), ("indicators.bring-means-nothing", "mean-1")], wrong.Problems.Select(p => (p.Code, p.Field!)));
        Assert.Empty(await scene.City.As(scene.Bureau, (KeepNames names) => names.Read(default)));

        Assert.True((await Say(file.Version, (0, "活产数"), (1, NameStrangers.None))).Ok);
        Assert.Equal("indicators.changed-meanwhile", (await Say(file.Version, (0, "births.live"))).Problems[0].Code);
        (file, report) = await scene.Seen(id);
        Assert.Equal(["O6uvpzGd5pu"], report.Names.Select(n => n.Name)); // nobody got as far before
        Assert.True((await Say(file.Version, (0, "东区"))).Ok);
        Assert.Equal(["Prlt0C1RF0s"], (await scene.Seen(id)).Report.Names.Select(n => n.Name));
        Assert.True((await Say((await scene.Seen(id)).File.Version, (0, "sex:f"))).Ok);
        Assert.True((await scene.Bring(id, "all")).Ok);
        Assert.Equal(["2021|1700", "2022|1800", "2022|sex:f900"], (await scene.Values()).Select(v => FormattableString.Invariant($"{v.Period}|{v.Split}{v.Number:0}")).Order(StringComparer.Ordinal));
        Assert.Equal(4, (await scene.City.As(scene.Bureau, (KeepNames names) => names.Read(default))).Count);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_bureau_brings_in_and_only_its_own_files(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var id = (await scene.Hand(Csv($"births.live,{East},2022,,1900,"))).Value;
        var county = await scene.City.Actor(RoleCode.StatOfficer, "西区统计局", "县统计", West);
        foreach (var actor in new[] { scene.Office, scene.EastClerk, scene.Department, county })
        {
            if (actor != county) Assert.Equal("indicators.not-your-step", (await scene.Hand(Csv($"births.live,{East},2022,,1900,"), actor)).Problems[0].Code);
            Assert.Null(await scene.City.As(actor, (ReadBrought read) => read.One(id, default)));
            foreach (var answer in new[]
            {
                await scene.City.As(actor, (BringIn bring) => bring.Run(id, new() { Mode = "rows", Version = 1 }, default)),
                await scene.City.As(actor, (LookAtFile look) => look.Again(id, 1, default)),
                await scene.City.As(actor, (LookAtFile look) => look.Drop(id, 1, default)),
                await scene.City.As(actor, (NameStrangers names) => names.Run(id, 1, new Dictionary<int, string> { [0] = "births.live" }, default)),
            })
                Assert.Equal("indicators.bring-no-such", answer.Problems[0].Code);
        }
        // A county's bureau brings in what is the county's.
        var own = await scene.Seen((await scene.Hand(Csv($"births.live,{East},2022,,1900,", $"births.live,{West},2022,,1700,"), county)).Value, county);
        Assert.Equal((1, 1, "indicators.row-no-submission"), (own.Report.New, own.Report.Refused, own.Report.Findings[0].Code));
    }

    [Fact]
    public async Task A_workbook_is_read_by_its_titles_and_what_cannot_be_read_is_named()
    {
        await using var scene = await FiguresScene.On("Sqlite");
        var book = Book(
            ["历年数据，抄自年鉴"],
            ["数值", "时期", "Data element", "地区", "分组", "备忘"],
            [1900, 2022, "births.live", 990102000000m, "合计", "x"],
            [900.0, "2022", "活产数", "东区", "Female"],
            ["f:1+1", "2021", "births.live", East],
            [5, new DateOnly(2021, 7, 1), "births.live", East],
            [],
            ["很多", "2021", "births.live", East],
            [null, "2021", "births.live", East, "男"]);
        var (_, report) = await scene.Seen((await scene.Hand(book, name: "旧数.xlsx")).Value);
        Assert.Equal(("xlsx", 6, 2), (report.Kind, report.Rows, report.New));
        Assert.Equal([(5, "indicators.formula-unworked"), (6, "indicators.row-period-day"), (8, "indicators.not-a-figure"), (9, "indicators.row-no-value")], report.Findings.Select(f => (f.Row, f.Code)));
    }

    [Theory, InlineData("utf-8"), InlineData("utf-8 bom"), InlineData("gb18030"), InlineData("utf-16")]
    public async Task A_file_is_read_in_the_encoding_that_a_program_gave_it(string encoding)
    {
        await using var scene = await FiguresScene.On("Sqlite");
        byte[] In(string text) => encoding switch
        {
            "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "utf-8 bom" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
        foreach (var text in new[] { "数据项,地区,时期,分组,数值\n活产数,东区,2022,女,900", "{\"values\":[{\"element\":\"活产数\",\"region\":\"东区\",\"period\":\"2022\",\"split\":\"sex:f\",\"value\":900}]}" })
            Assert.Equal((1, 0), (await scene.Seen((await scene.Hand(In(text))).Value)).Report is var report ? (report.New, report.Refused) : default);
    }

    [Fact]
    public async Task Hostile_files_are_refused_with_a_reason_and_nothing_fails()
    {
        await using var scene = await FiguresScene.On("Sqlite");
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in new[] { ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"), ("xl/workbook.xml", new string(' ', 60_000_000)) })
            {
                using var entry = new StreamWriter(zip.CreateEntry(name, CompressionLevel.SmallestSize).Open());
                entry.Write(text);
            }
        foreach (var (file, code) in new (byte[], string)[]
        {
            ([], "indicators.file-empty"), ([0xD0, 0xCF, 0x11, 0xE0, 1, 2], "indicators.file-old-excel"), ([0xFF, 0x00, 0x81], "indicators.file-unknown"), (Csv($"births.live,{East},2022,,\0,"), "indicators.file-unknown"), (Encoding.UTF8.GetBytes("a,b\n1,2"), "indicators.bring-no-columns"),
            (Encoding.UTF8.GetBytes("{\"values\":["), "indicators.body-unreadable"), (Encoding.UTF8.GetBytes("<html/>"), "indicators.body-unreadable"), (Encoding.UTF8.GetBytes("<!DOCTYPE adx [<!ENTITY a \"b\">]><adx>&a;</adx>"), "indicators.body-unreadable"),
            (new byte[ReceiveFigures.LargestBody + 1], "indicators.file-too-large"), (Book(["element", "value"]), "indicators.bring-no-columns"), (Encoding.UTF8.GetBytes(Head + "\n" + string.Concat(Enumerable.Repeat("a,b,c,,1,\n", ReceiveFigures.MostRows + 1))), "indicators.too-many-rows"),
        })
            Assert.Equal(code, (await scene.Hand(file)).Problems[0].Code);
        Assert.False((await scene.Hand(bomb.ToArray())).Ok);

        // Huge cells, signs that no database takes, a row of its own width.
        var huge = (await scene.Seen((await scene.Hand(Csv($"births.live,{East},2022,,{new string('9', 500_000)},", $"\u0001,\u202E{new string('区', 9000)},2022,,1,", $"births.live,{East},2021,,7,a\u0001b", string.Join(',', Enumerable.Repeat("x", 20_000))))).Value)).Report;
        Assert.Equal((4, 1, 3), (huge.Rows, huge.New, huge.Refused));

        var mutator = new Mutator(20260818);
        byte[][] files = [Csv($"births.live,{East},2022,女,900,", $"births.live,{East},2022,男,x,"), Book(["数据项", "地区", "时期", "数值"], ["births.live", East, 2022, 5]), File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Tests/Samples/Exchange/adx.xml")), File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Tests/Samples/Exchange/dhis2-data-value-set.json"))];
        var (read, refused) = (0, 0);
        for (var i = 0; i < 160; i++)
            if ((await scene.Hand(mutator.Mutate(files[i % files.Length]))).Ok) read++;
            else refused++;
        Assert.True(read > 10 && refused > 10, $"{read} read, {refused} refused");
        Assert.Empty(await scene.Values());
    }

    [Fact]
    public async Task More_rows_than_a_page_can_name_are_counted()
    {
        await using var scene = await FiguresScene.On("Sqlite");
        var (_, report) = await scene.Seen((await scene.Hand(Csv([.. Enumerable.Range(0, 2500).Select(n => string.Create(CultureInfo.InvariantCulture, $"no.{n},{East},2022,,{n},"))]))).Value);
        Assert.Equal((2500, 1000, 1500, 200), (report.Refused, report.Findings.Count, report.Unlisted, report.Names.Count));
    }
}
