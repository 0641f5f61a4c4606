using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Importing;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Indicators;

public class ImportFiguresTests
{
    static readonly DataElement[] Elements =
    [
        new() { Id = "test.count", Kind = ElementKind.Count, Splits = "sex" },
        new() { Id = "test.amount", Kind = ElementKind.Amount },
        new() { Id = "test.there", Kind = ElementKind.YesNo },
        new() { Id = "test.module", Kind = ElementKind.Count, Source = "programme" },
    ];

    static readonly Region[] Regions =
    [
        new() { Code = "990101000000", ValidFrom = new(2000, 1, 1) },
        new() { Code = "990102000000", ValidFrom = new(2000, 1, 1), ValidTo = new(2020, 6, 30) },
    ];

    [Theory]
    [InlineData("test.count,2026,990101000000,,12")]
    [InlineData("test.count,2026H1,990101000000,sex:f,0")]
    [InlineData(" \"test.count\" , 2026-07 ,990101000000,, 1200 ")]
    [InlineData("test.count,2026,990101000000,,１２００")]
    [InlineData("test.amount,2026Q3,990101000000,,12.5")]
    [InlineData("test.amount,2026,990102000000,,1", "indicators.region-not-then")]
    [InlineData("test.amount,2020,990102000000,,1")]
    [InlineData("test.there,2026,990101000000,,是")]
    [InlineData("test.count,2026,990101000000,,…")]
    [InlineData("test.count,2026,990101000000,", "indicators.not-five-columns")]
    [InlineData("test.count,2026,990101000000,,1,2", "indicators.not-five-columns")]
    [InlineData("test.none,2026,990101000000,,1", "indicators.no-such-element")]
    [InlineData("test.module,2026,990101000000,,1", "indicators.counted-by-module")]
    [InlineData("test.count,2026-7,990101000000,,1", "indicators.wrong-period")]
    [InlineData("test.count,2026,990103000000,,1", "indicators.unknown-region")]
    [InlineData("test.count,2026,990101000000,urban:u,1", "indicators.no-such-split")]
    [InlineData("test.count,2026,990101000000,,", "indicators.not-a-figure")]
    [InlineData("test.count,2026,990101000000,,twelve", "indicators.not-a-figure")]
    [InlineData("test.count,2026,990101000000,,-1", "indicators.below-nought")]
    [InlineData("test.count,2026,990101000000,,1.5", "indicators.not-whole")]
    [InlineData("test.there,2026,990101000000,,7", "indicators.not-yes-or-no")]
    public void A_row_is_held_to_all_that_a_typed_cell_is_held_to(string row, string? problem = null)
    {
        var (figures, wrong) = Read($"{FigureFile.Heading}\n{row}\n");

        Assert.Equal(problem is null ? [] : [(2L, problem)], wrong.First.Select(w => (w.Row, w.Problem.Code)));
        Assert.Equal(problem is null ? 1 : 0, figures.Count);
    }

    [Fact]
    public void A_wrong_row_is_named_by_its_number_and_the_others_are_read()
    {
        var (figures, wrong) = Read($"{FigureFile.Heading}\r\ntest.count,2026,990101000000,,1\r\n\r\n{new string('x', 200_000)}\r\ntest.count,2026,990101000000,,2\r\ntest.count,2025,990101000000,,3");

        Assert.Equal([1m, 3m], figures.Select(f => f.Number));
        Assert.Equal([(4L, "indicators.not-five-columns"), (5L, "indicators.figure-there-already")], wrong.First.Select(w => (w.Row, w.Problem.Code)));
    }

    [Fact]
    public void A_file_without_its_heading_is_not_guessed_at()
    {
        var (figures, wrong) = Read("test.count,2026,990101000000,,1\n");

        Assert.Empty(figures);
        Assert.Equal("indicators.no-heading", Assert.Single(wrong.First).Problem.Code);
    }

    [Fact]
    public void Wherever_a_file_is_cut_every_whole_row_is_read()
    {
        var random = new Random(91);
        var rows = Enumerable.Range(0, 5000).Select(i => $"test.count,{2000 + i / 12}-{i % 12 + 1:00},990101000000,,{random.Next(100_000)}").ToList();
        var (figures, wrong) = Read(FigureFile.Heading + "\n" + string.Join(random.Next(2) == 0 ? "\n" : "\r\n", rows));

        Assert.Equal(0, wrong.Count);
        Assert.Equal(rows, figures.Select(f => $"{f.Element},{f.Period},{f.Region},{f.Split},{f.Number}"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task All_rows_are_brought_in_or_none_or_those_in_order_as_one_chooses(string engine)
    {
        await using var city = await City.On(engine);
        await Fill(city);
        const string File = FigureFile.Heading + "\ntest.count,2026,990101000000,,7\ntest.count,2026,990101000000,,8\ntest.amount,2026,990101000000,,12.3456\n";

        var none = await Import(city, File, OnWrongRow.LeaveAll);
        Assert.Equal((3, 0, 1), (none.Rows, none.Written, none.Wrong));
        Assert.Empty(await Numbers(city));

        var most = await Import(city, File, OnWrongRow.LeaveRow);
        Assert.Equal((3, 2, 1), (most.Rows, most.Written, most.Wrong));
        Assert.Equal([7m, 12.3456m], await Numbers(city));

        var again = await Import(city, File, OnWrongRow.LeaveRow);
        Assert.Equal((3, 0, 3), (again.Rows, again.Written, again.Wrong));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_brought_in_stands_in_the_outbox_once_for_each_element_and_period(string engine)
    {
        await using var city = await City.On(engine);
        await Fill(city);
        await Import(city, FigureFile.Heading + "\ntest.count,2026,990101000000,,7\ntest.count,2026,990101000000,sex:f,3\ntest.count,2025,990101000000,,8\n", OnWrongRow.LeaveAll);

        var changes = await city.Use((CityDb db) => db.Set<ValueChange>().OrderBy(c => c.Number).ToListAsync());
        Assert.Equal([("test.count", "2025", ""), ("test.count", "2026", "")], changes.Select(c => (c.ElementId, c.Period.ToString(), c.RegionCode)).Order());
    }

    static (List<ImportedFigure> Figures, WrongRows Wrong) Read(string text)
    {
        var wrong = new WrongRows();
        return (new FigureFile(new(Elements, Regions)).Read(new StringReader(text), wrong).ToList(), wrong);
    }

    static Task Fill(City city) => city.Use(async (CityDb db) =>
    {
        db.AddRange(Elements.Select(e => new DataElement { Id = e.Id, Kind = e.Kind, Splits = e.Splits, Source = e.Source }));
        db.AddRange(Regions.Select(r => new Region { Id = Guid.CreateVersion7(), Code = r.Code, Name = r.Code, Level = RegionLevel.City, ValidFrom = r.ValidFrom, ValidTo = r.ValidTo }));
        await db.SaveChangesAsync();
    });

    static Task<ImportOutcome> Import(City city, string file, OnWrongRow onWrongRow) => city.Use((ImportFigures import) => import.Run(new StringReader(file), onWrongRow, default));

    static Task<List<decimal?>> Numbers(City city) => city.Use((CityDb db) => db.Set<DataValue>().OrderByDescending(v => v.ElementId).Select(v => v.Number).ToListAsync());
}
