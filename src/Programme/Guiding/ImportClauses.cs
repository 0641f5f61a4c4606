using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Guiding;

/// <summary>What a workbook came to. With findings nothing of it was taken.</summary>
sealed record ClausesRead(int Clauses, IReadOnlyList<RowFinding> Findings);

/// <summary>Reads the clauses of a draft from a workbook, all or nothing; titles of columns in either language.</summary>
sealed class ImportClauses(KeepGuide keep, Texts texts)
{
    const int MostFindings = 100;

    const string Number = "clause-number-title", Must = "clause-must-title", Check = "clause-check-title", Words = "clause-text-title";

    /// <summary>The columns, by the codes of their titles, with their widths; the first must be there.</summary>
    public static readonly IReadOnlyList<(string Code, double Width)> Columns = [(Number, 12), (Must, 8), (Check, 16), (Words, 80)];

    public async Task<Result<ClausesRead>> Run(Guid guide, int version, IFormFile? file, CancellationToken ct)
    {
        var uploaded = await UploadedRows.Of(file, [.. Columns.Select(c => c.Code)], Guide.MostClauses, texts, ct);
        if (uploaded.Value is not { } rows) return new Result<ClausesRead>(default, uploaded.Problems);
        var (clauses, findings) = (new List<GuideClause>(), new List<RowFinding>());
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
            findings.Add(RowFinding.Of(row, column, new(why)));
            if (findings.Count >= MostFindings) break;
        }
        if (findings.Count > 0) return new ClausesRead(0, findings);
        var taken = await keep.Take(guide, version, clauses, ct);
        return taken.Ok ? new ClausesRead(clauses.Count, []) : new Result<ClausesRead>(default, taken.Problems);
    }
}
