using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OneMetre.Indicators.Catalogue;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Indicators.Catalogue;

/// <summary>The catalogue as a workbook, taken, changed with a spreadsheet program and brought back.</summary>
public class WorkbookTests
{
    static async Task<byte[]> Taken(FiguresScene scene, string language = "zh-CN")
    {
        var path = Path.GetTempFileName();
        try
        {
            await scene.City.As(scene.Bureau, async (CatalogueBook book) =>
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
                await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
                await book.Write(file, default);
            });
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static byte[] Changed(byte[] file, int page, Action<SheetData> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var book = SpreadsheetDocument.Open(stream, true))
        {
            var sheet = book.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().ElementAt(page);
            var part = (WorksheetPart)book.WorkbookPart.GetPartById(sheet.Id!);
            change(part.Worksheet!.GetFirstChild<SheetData>()!);
            part.Worksheet.Save();
        }
        return stream.ToArray();
    }

    static Cell Text(string? text) => string.IsNullOrEmpty(text) ? new() : new() { DataType = CellValues.InlineString, InlineString = new(new Text(text)) };
    static void Append(SheetData rows, params string?[] cells) => rows.Append(new Row(cells.Select(Text)));
    static Row Of(SheetData rows, string id) => rows.Elements<Row>().First(r => r.Elements<Cell>().First().InnerText == id);
    static void Put(Row row, int column, string? text) => row.ReplaceChild(Text(text), row.Elements<Cell>().ElementAt(column));

    static Task<Result<CatalogueRead>> Look(FiguresScene scene, byte[] file, Actor? by = null) => scene.City.As(by ?? scene.Bureau, (ImportCatalogue import) => import.Look(file, default));
    static Task<Result<CatalogueRead>> Apply(FiguresScene scene, byte[] file, string seal) => scene.City.As(scene.Bureau, (ImportCatalogue import) => import.Apply(file, seal, default));

    static byte[] WithOwn(byte[] file)
    {
        file = Changed(file, 0, rows => Append(rows, "OwnPlaygrounds", "安全游戏场地", "Safe playgrounds", "个", "rising", "trend", "space", "住建", "A", "C", "年末可用的安全游戏场地数", null, null, null));
        file = Changed(file, 1, rows => Append(rows, "own.playgrounds", "安全游戏场地数", null, "个", "Count", "Sum", "住建", "urban", "否", null));
        return Changed(file, 2, rows => Append(rows, "OwnPlaygrounds", null, "2026", "own.playgrounds", null, "1", "0", null, "FALSE", null, null, null));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_book_that_comes_back_as_it_was_changes_nothing_in_either_language(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        foreach (var language in new[] { "zh-CN", "en" })
        {
            var read = (await Look(scene, await Taken(scene, language))).Value!;
            Assert.Empty(read.Findings);
            Assert.Empty(read.Changes);
            Assert.Equal(57 + 87 + RuleFiles.Formulas().Count, read.Unchanged);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_new_is_shown_first_and_kept_as_a_whole(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var file = WithOwn(await Taken(scene));
        file = Changed(file, 2, rows => Append(rows, "MyopiaRate", null, "2027", "sight.myopic", "sight.screened", "1000", "1", null, "FALSE", null, null, "口径调整"));
        var seen = (await Look(scene, file)).Value!;
        Assert.Empty(seen.Findings);
        Assert.Equal(["own.playgrounds", "OwnPlaygrounds", "OwnPlaygrounds", "MyopiaRate"], seen.Changes.Select(c => c.Id));
        Assert.Null(await scene.City.As(scene.Bureau, (ReadCatalogue read) => read.Indicator("OwnPlaygrounds", default)));

        Assert.Equal("indicators.changed-meanwhile", Assert.Single((await Apply(scene, file, "00")).Problems).Code);
        Assert.True((await Apply(scene, file, seen.Seal)).Ok);
        var made = (await scene.City.As(scene.Bureau, (ReadCatalogue read) => read.Indicator("OwnPlaygrounds", default)))!;
        Assert.Equal((true, 101, "own.playgrounds"), (made.Indicator.Own, made.Indicator.Number, Assert.Single(made.Versions).Numerator));
        Assert.Equal(1001, (await scene.City.As(scene.Bureau, (ReadCatalogue read) => read.Indicator("MyopiaRate", default)))!.Versions[0].Number);

        // The same file again: the new rows are known now, and the version without a number is the same as the newest.
        var again = (await Look(scene, file)).Value!;
        Assert.Contains(again.Findings, f => f.Problem.Code == "indicators.version-same");
        // Once more taken, one word changed.
        var changed = Changed(await Taken(scene), 0, rows => Put(Of(rows, "OwnPlaygrounds"), 1, "安全的游戏场地"));
        Assert.Equal(["name-zh"], Assert.Single((await Look(scene, changed)).Value!.Changes).Columns);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_wrong_cell_keeps_everything_out_and_each_is_named_with_its_sheet_and_place(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var file = WithOwn(await Taken(scene));
        file = Changed(file, 0, rows => Put(Of(rows, "InfantMort"), 1, "婴儿死亡率（改）"));
        file = Changed(file, 1, rows => Put(Of(rows, "own.playgrounds"), 4, "Counted"));
        file = Changed(file, 2, rows => Put(Of(rows, "InfantMort"), 5, "100"));
        var read = (await Look(scene, file)).Value!;
        Assert.Equal(
        [
            ("数据项", $"E{2 + 87}", "indicators.choose-one"), ("指标", "B17", "indicators.shipped-fixed"), ("公式", "F17", "indicators.version-fixed"),
        ], read.Findings.Select(f => (f.Sheet, f.Place, f.Problem.Code)));
        var applied = await Apply(scene, file, read.Seal);
        Assert.Equal(3, applied.Value!.Findings.Count);
        Assert.Null(await scene.City.As(scene.Bureau, (ReadCatalogue r) => r.Indicator("OwnPlaygrounds", default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_no_catalogue_is_refused_with_a_word(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        Assert.Equal("indicators.file-empty", Assert.Single((await Look(scene, [])).Problems).Code);
        Assert.Equal("indicators.catalogue-not-a-book", Assert.Single((await Look(scene, "代码,名称"u8.ToArray())).Problems).Code);
        Assert.NotEmpty((await Look(scene, [.. "PK"u8, 3, 4, 0, 0, 1, 2, 3])).Problems);
        Assert.Equal("indicators.not-your-step", Assert.Single((await Look(scene, await Taken(scene), scene.EastClerk)).Problems).Code);
        var without = Changed(await Taken(scene), 0, rows => Put(rows.Elements<Row>().First(), 3, "别的"));
        Assert.Contains((await Look(scene, without)).Value!.Findings, f => f.Problem.Code == "indicators.catalogue-no-column");
    }
}
