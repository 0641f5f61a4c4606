using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Guiding;

/// <summary>A cell of the workbook that cannot be taken: its place (C12), what stands there, and why.</summary>
sealed record ClauseFinding(string Place, string Typed, string Why);

/// <summary>What a workbook came to. With findings nothing of it was taken.</summary>
sealed record ClausesRead(int Clauses, IReadOnlyList<ClauseFinding> Findings);

/// <summary>Reads the clauses of a draft from a workbook, all or nothing; titles of columns in either language.</summary>
sealed class ImportClauses(KeepGuide keep)
{
    public const int Largest = 2 * 1024 * 1024;
    const int MostFindings = 100, LongestShown = 60;

    static readonly (string Zh, string En)[] Titles = [("条款号", "Clause"), ("必须", "Mandatory"), ("检查方式", "Check"), ("要求", "Requirement")];

    public async Task<Result<ClausesRead>> Run(Guid guide, int version, IFormFile? file, CancellationToken ct)
    {
        if (file is not { Length: > 0 }) return new Problem("programme.projects-no-file", "file");
        if (file.Length > Largest) return new Problem("programme.projects-file-too-large", "file", Largest / 1024 / 1024);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        var book = WorkbookReader.Read(content.ToArray());
        if (book.Value is not { } pages) return new Result<ClausesRead>(default, [.. book.Problems.Select(p => p with { Field = "file" })]);
        static int? Title(string text) => Array.FindIndex(Titles, t => t.Zh == text.Trim() || t.En.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is >= 0 and var n ? n : null;
        if (pages.FirstOrDefault(p => p.Cells.Any(c => Title(c.Text) == 0)) is not { } page) return new Problem("programme.projects-no-sheet", "file", Titles[0].Zh);
        var rows = page.Cells.GroupBy(c => c.Row).OrderBy(r => r.Key).SkipWhile(r => r.All(c => Title(c.Text) != 0)).ToList();
        if (rows.Count - 1 > Guide.MostClauses) return new Problem("programme.projects-too-many-rows", "file", Guide.MostClauses);
        var columns = rows[0].Where(c => Title(c.Text) is not null).DistinctBy(c => Title(c.Text)).ToDictionary(c => Title(c.Text)!.Value, c => c.Column);
        var (clauses, findings) = (new List<GuideClause>(), new List<ClauseFinding>());
        foreach (var row in rows.Skip(1))
        {
            var cells = row.DistinctBy(c => c.Column).ToDictionary(c => c.Column, c => c.Text.Trim());
            string Cell(int n) => columns.TryGetValue(n, out var at) ? cells.GetValueOrDefault(at, "") : "";
            if (Enumerable.Range(0, Titles.Length).All(n => Cell(n).Length == 0)) continue;
            if (ClauseLines.Of(Cell(0), Cell(1), Cell(2), Cell(3), guide, clauses) is { } clause)
            {
                clauses.Add(clause);
                continue;
            }
            // Which cell it is: the first that cannot stand.
            var (column, why) = Cell(0).Length is 0 or > GuideClause.LongestNumber ? (0, "programme.clause-number") : clauses.Exists(c => c.Number == Cell(0)) ? (0, "programme.clause-twice")
                : !ClauseLines.IsMust(Cell(1), out _) ? (1, "programme.clause-must") : GuideClause.ReadRule(Cell(2)) is null ? (2, "programme.clause-check") : (3, "programme.clause-text");
            findings.Add(new(columns.TryGetValue(column, out var place) ? BookCell.NameOf(row.Key, place) : $"{row.Key}", PlainText.Cut(Cell(column), LongestShown), why));
            if (findings.Count >= MostFindings) break;
        }
        if (findings.Count > 0) return new ClausesRead(0, findings);
        if (clauses.Count == 0) return new Problem("programme.projects-no-rows", "file");
        var taken = await keep.Take(guide, version, clauses, ct);
        return taken.Ok ? new ClausesRead(clauses.Count, []) : new Result<ClausesRead>(default, taken.Problems);
    }
}
