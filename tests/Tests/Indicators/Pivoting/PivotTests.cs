using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OneMetre.Indicators;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Pivoting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators.Alerting;
using static OneMetre.Tests.Indicators.Alerting.WarningScene;

namespace OneMetre.Tests.Indicators.Pivoting;

/// <summary>A table that the reader lays out: whatever stands where, each figure is the one that its row and column name.</summary>
public class PivotTests
{
    static QueryCollection Query(string text) => new QueryCollection(QueryHelpers.ParseQuery(text));

    static Task<PivotTable> Read(WarningScene scene, string query) => scene.City.As(scene.Bureau, (ReadPivot pivot) => pivot.Run(Query(query), default));

    static async Task<WarningScene> Filled(City city)
    {
        var scene = await In(city);
        await scene.Usual();
        await city.Use(async (CityDb db) =>
        {
            foreach (var (split, number) in new[] { ("sex:f", 400m), ("sex:m", 402m) }) db.Add(new DataValue { ElementId = "care.checked", Period = Year(2026), RegionCode = First, Split = split, State = CellState.Known, Number = number, Status = ValueStatus.Revised, At = city.Time.GetUtcNow().UtcDateTime });
            db.Add(new ValueChange { ElementId = "care.checked", Period = Year(2026), RegionCode = First });
            await db.SaveChangesAsync();
        });
        return scene;
    }

    static readonly string[] Names = ["item", "region", "period", "split", "", "rhubarb"];

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task However_it_is_laid_out_each_cell_is_the_figure_of_its_row_and_column(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await Filled(city);
        const string All = $"&item={Subject}&item=element:care.checked&region={CityCode}&region=below:{CityCode}&period=2025&period=2026&split=total&split=sex:f";
        foreach (var rows in Names)
            foreach (var inner in Names)
                foreach (var cols in Names)
                {
                    var table = await Read(scene, $"?rows={rows}&inner={inner}&cols={cols}{All}");
                    Assert.Equal(new[] { rows, inner, cols }.Count(n => n == "rhubarb"), table.Query.Unknown.Count);
                    foreach (var row in table.All)
                        foreach (var (cell, column) in row.Cells.Zip(table.Columns))
                        {
                            var keys = new[] { row.Outer, row.Inner, column }.OfType<PivotHead>().Concat(table.Fixed).Select(h => h.Key).ToList();
                            Assert.Equal(4, keys.Count);
                            var item = keys.Single(k => k == Subject || k.StartsWith(PivotQuery.Element, StringComparison.Ordinal));
                            var region = keys.Single(RegionCode.IsValid);
                            Assert.True(Period.TryParse(keys.Single(k => k is "2025" or "2026"), out var period));
                            var split = keys.Contains("sex:f") ? "sex:f" : "";
                            var expected = item == Subject ? table.View.Of(table.View.Indicator(Subject)!, region, period, split)!.Value : table.View.Table.Of("care.checked", region, period, split).Reading.Value;
                            Assert.Equal(expected is { } value ? decimal.Round(value, 1, MidpointRounding.AwayFromZero) : null, cell.Value);
                        }
                }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_asked_for_several_times_finds_a_place_and_what_is_not_there_is_said(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await Filled(city);
        var table = await Read(scene, "?rows=item&cols=period&split=total&split=sex:m&item=nothing&region=here&period=1850&period=2026");
        Assert.Equal((Dimension?)Dimension.Split, table.Query.Inner);
        Assert.Equal(["1850", "here", "nothing"], table.Query.Unknown.Order(StringComparer.Ordinal));
        Assert.Equal(["2026"], table.Columns.Select(c => c.Key));
        Assert.Equal(table.View.Indicators.Count * 2, table.Total);
        var revised = (await Read(scene, $"?item=element:care.checked&region={First}&split=sex:m&period=2026")).All.Single().Cells.Single();
        Assert.Equal((402m, true, 1, 1), (revised.Value, revised.Revised, revised.Have, revised.Expected));
    }

    [Fact]
    public async Task Too_many_rows_are_refused_in_words()
    {
        await using var running = await RunningCity.On("Sqlite");
        var city = running.City;
        var scene = await In(city);
        await city.Use(async (CityDb db) =>
        {
            for (var n = 0; n < 300; n++) db.Add(new DataElement { Id = string.Create(CultureInfo.InvariantCulture, $"many.{n:000}"), Name = "多", NameEn = "many", Combine = OneMetre.Indicators.Rules.Combine.Sum });
            for (var n = 0; n < 100; n++) db.Add(new Region { Id = Guid.CreateVersion7(), Code = string.Create(CultureInfo.InvariantCulture, $"990102{n + 1:000}000"), Name = "镇", Level = RegionLevel.Township, ParentCode = First, ValidFrom = new(2000, 1, 1) });
            await db.SaveChangesAsync();
        });
        await scene.Checked(First, 2026, 838);
        var items = string.Concat(Enumerable.Range(0, 300).Select(n => string.Create(CultureInfo.InvariantCulture, $"&item=element:many.{n:000}")));
        var table = await Read(scene, $"?rows=item&inner=region&cols=period&region=below:{First}{items}");
        Assert.Equal((true, 0), (table.Query.TooMany, table.Total));
        using var bureau = await running.SignedIn(scene.Bureau);
        var refused = await bureau.GetAsync(new Uri($"/api/figures?rows=item&inner=region&cols=period&region=below:{First}{items}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("20,000", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_and_the_programs_get_what_the_page_shows_to_the_same_reader()
    {
        await using var running = await RunningCity.On("Sqlite");
        var scene = await Filled(running.City);
        using var bureau = await running.SignedIn(scene.Bureau);
        var address = $"?rows=region&cols=period&item={Subject}&region=below:{CityCode}";
        Assert.Equal(2, (await Read(scene, address)).All.Count());
        var page = WebUtility.HtmlDecode(await bureau.GetStringAsync(new Uri("/indicators/pivot" + address, UriKind.Relative)));
        var text = await bureau.GetStringAsync(new Uri("/indicators/pivot.csv" + address, UriKind.Relative));
        using var json = JsonDocument.Parse(await bureau.GetStringAsync(new Uri("/api/figures" + address, UriKind.Relative)));
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["栖山区", "云田县"], rows.Select(r => r.GetProperty("outer").GetProperty("name").GetString()));
        foreach (var value in rows.SelectMany(r => r.GetProperty("cells").EnumerateArray()).Where(c => c.ValueKind == JsonValueKind.Object).Select(c => c.GetProperty("value").GetDecimal()))
        {
            Assert.Contains(Figure.Text(value), page, StringComparison.Ordinal);
            Assert.Contains(Figure.Text(value), text, StringComparison.Ordinal);
        }
        Assert.Equal("PK", System.Text.Encoding.ASCII.GetString((await bureau.GetByteArrayAsync(new Uri("/indicators/pivot.xlsx" + address, UriKind.Relative)))[..2]));

        using var outsider = await running.SignedIn(scene.Outsider);
        using var nothing = JsonDocument.Parse(await outsider.GetStringAsync(new Uri("/api/figures" + address, UriKind.Relative)));
        Assert.Empty(nothing.RootElement.GetProperty("rows").EnumerateArray());
    }
}
