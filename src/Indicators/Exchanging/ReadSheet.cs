using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Exchanging;

/// <summary>A cell of the file that was not taken: where it stands (F12), which figure it is, what stands in it, and why.</summary>
sealed record SheetFinding(string Place, string Element, string Split, string Typed, Problem Problem);

/// <summary>What became of a file. Kept: cells now different from before; Same: those that were so already or were left alone.</summary>
sealed record SheetRead(int Cells, int Kept, int Same, IReadOnlyList<SheetFinding> Findings);

/// <summary>
/// Reads a sheet that was filled in away from the network, or a table (element, split, value, reason) in CSV, into the unit's submission. Good cells are kept and the others named with row and column,
/// or nothing is kept unless all can be: whoever hands it in chooses. A figure that somebody changed since the sheet was taken is not overwritten.
/// </summary>
sealed class ReadSheet(IndicatorsData data, SaveCells save)
{
    public const int Largest = 5 * 1024 * 1024;
    const int MostRows = 20_000;

    /// <summary>A cell to be taken, and where it stands in the file.</summary>
    readonly record struct Placed(CellInput Input, string Place);

    sealed record Parsed(List<Placed> Cells, List<SheetFinding> Findings);

    public async Task<Result<SheetRead>> Run(Guid id, ReadOnlyMemory<byte> file, bool all, CancellationToken ct)
    {
        if (!await data.OwnSubmissions.AnyAsync(s => s.Id == id, ct)) return SaveCells.NoSuchSubmission;
        if (file.IsEmpty) return new Problem("indicators.file-empty", "file");
        if (file.Length > Largest) return new Problem("indicators.file-too-large", "file", Largest / 1024 / 1024);

        var parsed = file.Span.StartsWith("PK"u8) ? await Workbook(id, file, ct)
            : file.Span.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]) ? new Problem("indicators.file-old-excel", "file")
            : Table(file.Span);
        if (parsed.Value is not { } read) return new Result<SheetRead>(default, parsed.Problems);

        List<CellInput> inputs = [.. read.Cells.Select(c => c.Input)];
        var saved = await save.Run(id, inputs, ct, dry: all);
        var kept = !all || (saved.Value is { Whole: true } && read.Findings.Count == 0);
        if (all && kept) saved = await save.Run(id, inputs, ct, hold: true);
        if (saved.Value is not { } done) return new Result<SheetRead>(default, saved.Problems);

        var places = read.Cells.ToDictionary(c => (c.Input.Element!, c.Input.Split!), c => c.Place);
        List<SheetFinding> findings =
        [
            .. read.Findings,
            .. done.Unread.Select(u => new SheetFinding(places[(u.Element, u.Split)], u.Element, u.Split, Cut(u.Typed), u.Problem)),
            .. done.Conflicts.Select(c => new SheetFinding(places[(c.Element, c.Split)], c.Element, c.Split, Cut(c.Yours), new("indicators.changed-since-taken", null, c.Theirs.Length == 0 ? "—" : c.Theirs))),
        ];
        return new SheetRead(read.Cells.Count, kept ? done.Changed : 0, read.Cells.Count - done.Changed - done.Unread.Count - done.Conflicts.Count, findings);
    }

    async Task<Result<Parsed>> Workbook(Guid id, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        var book = WorkbookReader.Read(file);
        if (book.Value is not { } pages) return new Result<Parsed>(default, [.. book.Problems.Select(p => p with { Field = "file" })]);
        foreach (var page in pages)
        {
            var rows = page.Cells.GroupBy(c => c.Row).OrderBy(r => r.Key).Select(r => r.DistinctBy(c => c.Column).ToDictionary(c => c.Column)).ToList();
            var key = rows.Select(r => r.TryGetValue(1, out var first) ? SheetKeys.Read(first.Text) : null).FirstOrDefault(k => k is not null);
            if (key is not { } of) continue;
            if (of.Submission != id || !await IsOf(id, of.Period, of.Form, ct)) return new Problem("indicators.file-other-sheet", "file", of.Form, of.Period);
            return Rows(rows);
        }
        return new Problem("indicators.file-no-key", "file");
    }

    Task<bool> IsOf(Guid id, string period, string form, CancellationToken ct) =>
        Platform.Time.Period.TryParse(period, out var asked)
            ? (from submission in data.OwnSubmissions
               join round in data.Rounds on submission.RoundId equals round.Id
               join f in data.Forms on round.FormId equals f.Id
               where submission.Id == id && round.Period == asked && f.Number == form
               select f.Id).AnyAsync(ct)
            : Task.FromResult(false);

    static Result<Parsed> Rows(List<Dictionary<int, BookCell>> rows)
    {
        if (rows.Find(r => r.TryGetValue(1, out var first) && first.Text == SheetKeys.Columns) is not { } head) return new Problem("indicators.file-no-key", "file");
        var columns = head.Values.Where(c => c.Column > 1).DistinctBy(c => c.Text).ToDictionary(c => c.Text, c => c.Column);
        var values = columns.Where(c => SheetKeys.SplitOf(c.Key, SheetKeys.Value("")) is not null).Select(c => (Split: SheetKeys.SplitOf(c.Key, SheetKeys.Value(""))!, Column: c.Value)).ToList();

        var read = new Parsed([], []);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var first = row.TryGetValue(1, out var cell) ? cell.Text.Trim() : "";
            if (first == SheetKeys.Words || first == SheetKeys.Columns || SheetKeys.Read(first) is not null) continue;
            var typed = values.Where(v => row.ContainsKey(v.Column)).Select(v => row[v.Column]).ToList();
            if (first.Length == 0)
            {
                read.Findings.AddRange(typed.Select(t => new SheetFinding(t.Name, "", "", Cut(t.Text), new("indicators.row-without-key"))));
                continue;
            }
            if (first.Length > 60 || !seen.Add(first))
            {
                var place = row.Values.First();
                read.Findings.Add(new(BookCell.NameOf(place.Row, 1), Cut(first), "", Cut(first), new("indicators.row-twice")));
                continue;
            }

            string? Text(string column) => columns.TryGetValue(column, out var at) ? row.TryGetValue(at, out var c) ? c.Text : "" : null;
            var why = Text(SheetKeys.Reason) is { } reason && reason.Trim() != (Text(SheetKeys.WasReason) ?? "").Trim() ? Cut(reason) : null;
            foreach (var (split, column) in values)
            {
                var was = Text(SheetKeys.Was(split));
                var name = BookCell.NameOf(row.Values.First().Row, column);
                if (!row.TryGetValue(column, out var value))
                {
                    // An empty cell empties what stood there when the sheet was taken; where that cannot be known, it says nothing.
                    if (was is not null and not SheetKeys.NotAsked && (was.Length > 0 || why is not null)) read.Cells.Add(new(new() { Element = first, Split = split, Value = "", Was = was, Reason = why }, name));
                    continue;
                }
                if (value.Kind == CellKind.Unworked) read.Findings.Add(new(name, first, split, "", new("indicators.formula-unworked")));
                else read.Cells.Add(new(new() { Element = first, Split = split, Value = Cut(Words(value)), Was = was, Reason = why }, name));
            }
        }
        return read;
    }

    static string Words(BookCell cell) => cell.Kind == CellKind.YesNo ? cell.Text == "TRUE" ? "是" : "否" : cell.Text;

    static Result<Parsed> Table(ReadOnlySpan<byte> file)
    {
        if (CsvText.Decode(file) is not { } text) return new Problem("indicators.file-unknown", "file");
        var read = new Parsed([], []);
        var seen = new HashSet<(string, string)>();
        Dictionary<string, int>? columns = null;
        var row = 0;
        foreach (var record in CsvText.Records(text))
        {
            row++;
            if (record.All(string.IsNullOrWhiteSpace)) continue;
            if (columns is null)
            {
                columns = record.Select((name, i) => (Name: name.Trim().ToLowerInvariant(), i)).DistinctBy(c => c.Name).ToDictionary(c => c.Name, c => c.i);
                if (!columns.ContainsKey("element") || !columns.ContainsKey("value")) return new Problem("indicators.file-no-columns", "file");
                continue;
            }
            if (row > MostRows) return new Problem("indicators.too-many-rows", "file", MostRows);
            string? Text(string column) => columns.TryGetValue(column, out var at) && at < record.Count ? record[at].Trim() : null;
            var (element, split) = (Text("element") ?? "", Text("split") ?? "");
            var place = BookCell.NameOf(row, columns["value"] + 1);
            if (element.Length > 60 || split.Length > 20) read.Findings.Add(new(place, Cut(element), Cut(split), Cut(Text("value")), new("indicators.no-such-cell")));
            else if (!seen.Add((element, split))) read.Findings.Add(new(place, element, split, Cut(Text("value")), new("indicators.row-twice")));
            else read.Cells.Add(new(new() { Element = element, Split = split, Value = Cut(Text("value")), Was = Text("was"), Reason = Text("reason") is { Length: > 0 } reason ? Cut(reason) : null }, place));
        }
        return columns is null ? new Problem("indicators.file-no-columns", "file") : read;
    }

    static string Cut(string? text) => text is null ? "" : ForeignText.Fit(text);
}
