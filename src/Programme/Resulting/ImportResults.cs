using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Resulting;

/// <summary>What a workbook came to. With findings nothing of it was taken.</summary>
sealed record ResultsRead(int Results, IReadOnlyList<RowFinding> Findings);

/// <summary>Reads expected results from a workbook, all or nothing: a plan prints them in no table of its own. Titles and forms in either language; a name that stands in the register, or twice in the sheet, is refused.</summary>
sealed class ImportResults(RegistersData registers, UnitRegister units, Texts texts, CurrentUser user)
{
    const int MostRows = 1000, MostFindings = 200;

    /// <summary>The columns, by the codes of their titles, each with the field of the form that it fills; the first must be there.</summary>
    static readonly IReadOnlyList<(string Code, double Width, string Field)> Fields =
        [("result-name", 40, nameof(ExpectedForm.Name)), ("result-form", 12, nameof(ExpectedForm.Kind)), ("result-quantity", 10, nameof(ExpectedForm.Quantity)), ("result-count-unit", 10, nameof(ExpectedForm.CountUnit)), ("register-unit", 24, nameof(ExpectedForm.Unit)), ("result-due", 14, nameof(ExpectedForm.Due)), ("result-content", 60, nameof(ExpectedForm.Content))];

    public static IReadOnlyList<(string Code, double Width)> Columns { get; } = [.. Fields.Select(f => (f.Code, f.Width))];

    public async Task<Result<ResultsRead>> Run(IFormFile? file, CancellationToken ct)
    {
        if (!user.IsOffice) return KeepProject.NotYours;
        var rows = await UploadedRows.Of(file, [.. Fields.Select(f => f.Code)], MostRows, texts, ct);
        return rows.Value is { } some ? await Take(some, ct) : new Result<ResultsRead>(default, rows.Problems);
    }

    async Task<Result<ResultsRead>> Take(IReadOnlyList<TitledRow> rows, CancellationToken ct)
    {
        var names = await units.Names(ct);
        var forms = Enum.GetValues<ResultForm>().SelectMany(f => EitherLanguage.Of(texts, ReadResults.Word(f)).Select(t => (t, f))).DistinctBy(t => t.t).ToDictionary(t => t.t, t => t.f.ToString(), StringComparer.Ordinal);
        var known = (await registers.Results.AsNoTracking().Select(r => r.Name).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var (findings, taken) = (new List<RowFinding>(), 0);
        foreach (var row in rows)
        {
            var read = new Lines();
            var result = new ExpectedResult { Id = registers.NewId() };
            KeepResult.Facts(result, read, new() { Name = row["result-name"], Content = row["result-content"], Kind = forms.GetValueOrDefault(row["result-form"]), Quantity = row["result-quantity"], CountUnit = row["result-count-unit"], Due = row["result-due"] });
            read.Problems.RemoveAll(p => p.Field == nameof(ExpectedForm.Kind));
            if (!forms.ContainsKey(row["result-form"])) read.Problems.Add(new("programme.result-which-form", nameof(ExpectedForm.Kind), texts.List(Enum.GetValues<ResultForm>().Select(f => texts[ReadResults.Word(f)]))));
            if (row["register-unit"] is { Length: > 0 } printed && (result.UnitId = names.Candidates(printed, 1) is [{ Confidence: 1, UnitId: { } found }] ? found : null) is null) read.Problems.Add(new("programme.row-no-unit", nameof(ExpectedForm.Unit)));
            if (result.Name.Length > 0 && !known.Add(result.Name)) read.Problems.Add(new("programme.result-there", nameof(ExpectedForm.Name)));
            findings.AddRange(read.Problems.Select(p => RowFinding.Of(row, Fields.First(f => f.Field == p.Field).Code, p)));
            registers.Add(result);
            taken++;
        }
        if (findings.Count > 0)
        {
            registers.Forget();
            return new ResultsRead(0, [.. findings.Take(MostFindings)]);
        }
        return await registers.SaveUnlessTaken(ct) ? new ResultsRead(taken, []) : TaskDesk.Changed;
    }
}
