using System.Globalization;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Importing;

/// <summary>A figure of a file from another system, found to be in order.</summary>
readonly record struct ImportedFigure(string Element, string Period, string Region, string Split, CellState State, decimal? Number);

/// <summary>What is wrong with a row, which is counted as a person sees it: the heading is row 1.</summary>
sealed record WrongRow(long Row, Problem Problem);

/// <summary>All wrong rows are counted; the first of them are kept, for a file of five million may be wrong five million times.</summary>
sealed class WrongRows
{
    public const int MostKept = 1000;
    readonly List<WrongRow> first = [];

    public long Count { get; private set; }
    public IReadOnlyList<WrongRow> First => first;

    public void Add(long row, Problem problem)
    {
        Count++;
        if (first.Count < MostKept) first.Add(new(row, problem));
    }
}

/// <summary>
/// A file of figures: a heading, then element, period, region, split (empty: the total) and figure, by commas. A row is held to all that a typed cell is held to, and to what a form sees to by itself: that
/// the element, the region in that period and the split exist, and that no figure stands there yet, in this file or before it. Pure, one row at a time; what it keeps is one bit for each place.
/// </summary>
sealed class FigureFile(FigurePlaces places)
{
    public const string Heading = "element,period,region,split,figure";
    const int LongestRow = 400;

    public long Rows { get; private set; }

    public IEnumerable<ImportedFigure> Read(TextReader text, WrongRows wrong)
    {
        var lines = new RowReader(text, LongestRow);
        for (var row = 1L; lines.Next(); row++)
        {
            if (row == 1)
            {
                if (lines.Line.Trim().Equals(Heading, StringComparison.OrdinalIgnoreCase)) continue;
                wrong.Add(row, new("indicators.no-heading", null, Heading));
                yield break; // columns in another order would be wrong in every row
            }
            if (!lines.TooLong && lines.Line.IsWhiteSpace()) continue;
            Rows++;
            if (Row(lines.TooLong ? default : lines.Line, out var figure) is { } problem) wrong.Add(row, problem);
            else yield return figure;
        }
    }

    Problem? Row(ReadOnlySpan<char> line, out ImportedFigure figure)
    {
        figure = default;
        Span<Range> columns = stackalloc Range[6];
        if (line.Split(columns, ',') != 5) return new("indicators.not-five-columns");
        if (!places.TryElement(Cell(line[columns[0]]), out var element)) return new("indicators.no-such-element", null, Cell(line[columns[0]]).ToString());
        if (element.Source is { } source) return new("indicators.counted-by-module", null, element.Id, source);
        if (!places.TryPeriod(Cell(line[columns[1]]), out var period)) return new("indicators.wrong-period");
        if (!places.TryRegion(Cell(line[columns[2]]), out var region)) return new("indicators.unknown-region", null, Cell(line[columns[2]]).ToString());
        if (!region.Exists(period.Period)) return new("indicators.region-not-then", null, region.Code, period.Text);
        if (!element.Splits.TryGetValue(Cell(line[columns[3]]), out var split)) return new("indicators.no-such-split");
        if (Number(Cell(line[columns[4]]), element.Kind, out var state, out var number) is { } problem) return problem;
        if (!places.Take(element, period, split.Index, region)) return new("indicators.figure-there-already");
        figure = new(element.Id, period.Text, region.Code, split.Text, state, number);
        return null;
    }

    // Plain digits are read where they stand; anything else goes the way of a typed cell, with all that people write.
    static Problem? Number(ReadOnlySpan<char> cell, ElementKind kind, out CellState state, out decimal? number)
    {
        (state, number) = (CellState.Known, null);
        if (kind != ElementKind.YesNo && cell.Length is > 0 and < 16 && decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain)
            && plain.Scale <= 4 && plain <= 10_000_000_000m && (kind != ElementKind.Count || plain == decimal.Truncate(plain)))
        {
            number = plain;
            return null;
        }
        var read = CellText.Read(cell.ToString(), kind, null);
        if (!read.Ok) return read.Problems[0];
        (state, number) = read.Value;
        return state == CellState.Missing ? new("indicators.not-a-figure") : null;
    }

    static ReadOnlySpan<char> Cell(ReadOnlySpan<char> column)
    {
        column = column.Trim();
        return column is ['"', .. var inner, '"'] ? inner : column;
    }
}

/// <summary>Lines in a buffer of fixed size, whatever the file holds.</summary>
sealed class RowReader(TextReader text, int longest)
{
    readonly char[] buffer = new char[1 << 16];
    int start, end, length;

    public bool TooLong { get; private set; }
    public ReadOnlySpan<char> Line => buffer.AsSpan(start - length, Math.Max(0, length - 1)).TrimEnd('\r');

    public bool Next()
    {
        TooLong = false;
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf('\n');
            if (at >= 0)
            {
                TooLong |= at > longest;
                length = at + 1;
                start += length;
                return true;
            }
            if (end - start > longest) (TooLong, start) = (true, end);
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = text.ReadBlock(buffer, end, buffer.Length - end - 1);
            if (read > 0)
            {
                end += read;
                continue;
            }
            if (end == 0 && !TooLong) return false;
            buffer[end++] = '\n'; // the last line need not have one
        }
    }
}
