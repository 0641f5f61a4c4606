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
sealed class ImportClauses(KeepGuide keep, Texts texts)
{
    public const int Largest = 2 * 1024 * 1024;
    const int MostFindings = 100, LongestShown = 60;

    const string Number = "clause-number-title", Must = "clause-must-title", Check = "clause-check-title", Words = "clause-text-title";

    /// <summary>The columns, by the codes of their titles, with their widths; the first must be there.</summary>
    public static readonly IReadOnlyList<(string Code, double Width)> Columns = [(Number, 12), (Must, 8), (Check, 16), (Words, 80)];

    public async Task<Result<ClausesRead>> Run(Guid guide, int version, IFormFile? file, CancellationToken ct)
    {
        if (file is not { Length: > 0 }) return new Problem("programme.projects-no-file", "file");
        if (file.Length > Largest) return new Problem("programme.projects-file-too-large", "file", Largest / 1024 / 1024);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        var book = WorkbookReader.Read(content.ToArray());
        if (book.Value is not { } pages) return new Result<ClausesRead>(default, [.. book.Problems.Select(p => p with { Field = "file" })]);
        if (TitledRows.Of(pages, Columns.SelectMany(c => EitherLanguage.Of(texts, $"programme.{c.Code}").Select(t => (t, c.Code))), Number) is not { } rows) return new Problem("programme.projects-no-sheet", "file", texts[$"programme.{Number}"]);
        if (rows.Count > Guide.MostClauses) return new Problem("programme.projects-too-many-rows", "file", Guide.MostClauses);
        var (clauses, findings) = (new List<GuideClause>(), new List<ClauseFinding>());
        foreach (var row in rows)
        {
            if (ClauseLines.Of(row[Number], row[Must], row[Check], row[Words], guide, clauses) is { } clause)
            {
                clauses.Add(clause);
                continue;
            }
            // Which cell it is: the first that cannot stand.
            var (column, why) = row[Number].Length is 0 or > GuideClause.LongestNumber ? (Number, "programme.clause-number") : clauses.Exists(c => c.Number == row[Number]) ? (Number, "programme.clause-twice")
                : !ClauseLines.IsMust(row[Must], out _) ? (Must, "programme.clause-must") : GuideClause.ReadRule(row[Check]) is null ? (Check, "programme.clause-check") : (Words, "programme.clause-text");
            findings.Add(new(row.Place(column), PlainText.Cut(row[column], LongestShown), why));
            if (findings.Count >= MostFindings) break;
        }
        if (findings.Count > 0) return new ClausesRead(0, findings);
        if (clauses.Count == 0) return new Problem("programme.projects-no-rows", "file");
        var taken = await keep.Take(guide, version, clauses, ct);
        return taken.Ok ? new ClausesRead(clauses.Count, []) : new Result<ClausesRead>(default, taken.Problems);
    }
}
