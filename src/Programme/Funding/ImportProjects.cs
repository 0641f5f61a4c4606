using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Funding;

/// <summary>What a workbook came to. With findings nothing of it was taken.</summary>
sealed record ProjectsRead(int Projects, int Funds, IReadOnlyList<RowFinding> Findings);

/// <summary>
/// Reads projects and their money from a workbook, all or nothing. One row is a project with the money of one year from one source; further rows of the same name add lines of money; titles and sources in either language. A project that stands in the register is known by
/// its name and keeps its facts.
/// </summary>
sealed class ImportProjects(RegistersData registers, UnitRegister units, Texts texts, CurrentUser user)
{
    const int MostRows = 2000, MostFindings = 200;

    /// <summary>The columns, by the codes of their titles; the first must be there.</summary>
    public static readonly IReadOnlyList<(string Code, double Width)> Columns =
        [("project-name", 40), ("project-content", 50), ("register-unit", 24), ("project-address", 30), ("fund-year", 8), ("fund-source", 20), ("fund-planned", 14), ("fund-paid", 14), ("fund-why", 40)];

    public async Task<Result<ProjectsRead>> Run(IFormFile? file, CancellationToken ct)
    {
        if (!user.IsOffice) return KeepProject.NotYours;
        var rows = await UploadedRows.Of(file, [.. Columns.Select(c => c.Code)], MostRows, texts, ct);
        return rows.Value is { } some ? await Take(some, ct) : new Result<ProjectsRead>(default, rows.Problems);
    }

    async Task<Result<ProjectsRead>> Take(IReadOnlyList<TitledRow> rows, CancellationToken ct)
    {
        var names = await units.Names(ct);
        var sources = Enum.GetValues<FundSource>().SelectMany(s => EitherLanguage.Of(texts, ProjectWords.Source(s)).Select(t => (t, s))).DistinctBy(t => t.t).ToDictionary(t => t.t, t => t.s, StringComparer.Ordinal);
        var known = (await registers.Projects.ToListAsync(ct)).GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(p => p.Dropped).First(), StringComparer.Ordinal);
        var funds = (await registers.Funds.ToListAsync(ct)).ToDictionary(f => (f.ProjectId, f.Year, f.Source));
        var (findings, seen, touched, lines) = (new List<RowFinding>(), new HashSet<(Guid, int, FundSource)>(), new HashSet<Guid>(), 0);
        foreach (var row in rows)
        {
            var read = new Lines();
            var name = read.Line(row["project-name"], "project-name", RegisterRow.LongestName, needed: true) ?? "";
            var (text, address) = (read.Text(row["project-content"], "project-content", RegisterRow.LongestContent), read.Line(row["project-address"], "project-address", KeyProject.LongestFact));
            Guid? unit = null;
            if (row["register-unit"] is { Length: > 0 } printed && (unit = names.Candidates(printed, 1) is [{ Confidence: 1, UnitId: { } found }] ? found : null) is null) read.Problems.Add(new("programme.row-no-unit", "register-unit"));
            if (!known.TryGetValue(name, out var project) && name.Length > 0)
            {
                project = known[name] = new() { Id = registers.NewId(), Name = name, Content = text ?? "", Address = address, UnitId = unit };
                registers.Add(project);
            }
            if (project is not null && touched.Add(project.Id)) project.Version++;
            if (Columns.Any(c => c.Code.StartsWith("fund-", StringComparison.Ordinal) && row[c.Code].Length > 0))
            {
                var year = read.Whole(row["fund-year"], "fund-year", FundSums.FirstYear, FundSums.LastYear);
                FundSource? source = sources.TryGetValue(row["fund-source"], out var named) ? named : null;
                if (source is null) read.Problems.Add(new("programme.projects-which-source", "fund-source", texts.List(Enum.GetValues<FundSource>().Select(s => texts[ProjectWords.Source(s)]))));
                var (planned, paid) = (read.Yuan(row["fund-planned"], "fund-planned"), read.Yuan(row["fund-paid"], "fund-paid"));
                var reason = read.Line(row["fund-why"], "fund-why", ProjectFund.LongestReason);
                if (read.Problems.Count == 0 && planned is null && paid is null) read.Problems.Add(new("programme.fund-not-an-amount", "fund-planned"));
                if (read.Problems.Count == 0 && reason is null && FundSums.NeedsReason(planned, paid)) read.Problems.Add(new("programme.fund-reason", "fund-why"));
                if (read.Problems.Count == 0 && project is not null)
                {
                    var key = (project.Id, year!.Value, source!.Value);
                    if (!seen.Add(key)) read.Problems.Add(new("programme.projects-row-twice", "fund-source"));
                    else
                    {
                        if (!funds.TryGetValue(key, out var fund)) registers.Add(fund = funds[key] = new() { Id = registers.NewId(), ProjectId = project.Id, Year = year.Value, Source = source.Value });
                        (fund.Planned, fund.Paid, fund.Reason) = (planned, paid, reason);
                        lines++;
                    }
                }
            }
            findings.AddRange(read.Problems.Select(p => RowFinding.Of(row, p.Field!, p)));
        }
        if (findings.Count > 0)
        {
            registers.Forget();
            return new ProjectsRead(0, 0, [.. findings.Take(MostFindings)]);
        }
        return await registers.SaveUnlessTaken(ct) ? new ProjectsRead(touched.Count, lines, []) : TaskDesk.Changed;
    }
}
