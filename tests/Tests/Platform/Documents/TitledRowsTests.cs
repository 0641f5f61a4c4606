using OneMetre.Platform.Documents.Xlsx;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>A table is found by its titles, in any order, below whatever stands above it, in whichever language.</summary>
public sealed class TitledRowsTests
{
    static readonly (string, string)[] Titles = [("名称", "name"), ("Name", "name"), ("金额", "sum"), ("Sum", "sum")];
    static BookPage Page(params string[][] rows) => new("x", [.. rows.SelectMany((r, y) => r.Select((t, x) => new BookCell(y + 1, x + 1, CellKind.Text, t)).Where(c => c.Text.Length > 0))]);

    [Fact]
    public void Titles_say_what_a_column_is_wherever_it_stands()
    {
        var rows = TitledRows.Of([Page(["说明"]), Page(["表一"], ["", " sum ", "Name"], ["备注", "3", " 甲 "], ["", "", ""], ["只有备注"], ["", "", "乙"])], Titles, "name")!;
        Assert.Equal([("甲", "3", "C3", "B3"), ("乙", "", "C6", "B6")], rows.Select(r => (r["name"], r["sum"], r.Place("name"), r.Place("sum"))));
        Assert.Equal([("甲", "", "A2", "2")], TitledRows.Of([Page(["名称"], ["甲"])], Titles, "name")!.Select(r => (r["name"], r["sum"], r.Place("name"), r.Place("sum"))));
    }

    [Fact]
    public void A_book_without_the_title_has_no_table_and_one_without_rows_an_empty_one()
    {
        Assert.Null(TitledRows.Of([Page(["金额"], ["3"])], Titles, "name"));
        Assert.Null(TitledRows.Of([], Titles, "name"));
        Assert.Empty(TitledRows.Of([Page(["名称"])], Titles, "name")!);
        // A title that stands twice is the first column of that name.
        Assert.Equal("甲", TitledRows.Of([Page(["名称", "Name"], ["甲", "乙"])], Titles, "name")!.Single()["name"]);
    }
}
