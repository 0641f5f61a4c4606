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

namespace OneMetre.Programme.Enacting;

/// <summary>What a workbook came to: rows added, and rows of the register that something was written into. With findings nothing of it was taken.</summary>
sealed record PoliciesRead(int Added, int Filled, IReadOnlyList<RowFinding> Findings);

/// <summary>
/// Reads policies from a workbook, all or nothing; the register as it was taken along can be brought back. A policy that stands in the register is known by its name: what is empty there is filled, what stands otherwise is refused and
/// changed on its page. Without a day from which it is in force it is being drafted.
/// </summary>
sealed class ImportPolicies(RegistersData registers, UnitRegister units, Texts texts, CurrentUser user)
{
    const int MostRows = 1000, MostFindings = 200;
    const string Name = "policy-name", Number = "policy-number", From = "policy-from", Expires = "policy-expires", Unit = "order-unit", Content = "policy-content";

    public static IReadOnlyList<(string Code, double Width)> Columns { get; } = [(Name, 44), (Number, 24), (From, 12), (Expires, 12), (Unit, 24), (Content, 60)];

    public async Task<Result<PoliciesRead>> Run(IFormFile? file, CancellationToken ct)
    {
        if (!user.IsOffice) return KeepProject.NotYours;
        var rows = await UploadedRows.Of(file, [.. Columns.Select(c => c.Code)], MostRows, texts, ct);
        return rows.Value is { } some ? await Take(some, ct) : new Result<PoliciesRead>(default, rows.Problems);
    }

    async Task<Result<PoliciesRead>> Take(IReadOnlyList<TitledRow> rows, CancellationToken ct)
    {
        var names = await units.Names(ct);
        var known = (await registers.Policies.ToListAsync(ct)).GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(p => p.Dropped).First(), StringComparer.Ordinal);
        var (findings, seen, added, filled) = (new List<RowFinding>(), new HashSet<string>(StringComparer.Ordinal), 0, 0);
        foreach (var row in rows)
        {
            var read = new Lines();
            var name = read.Line(row[Name], Name, RegisterRow.LongestName, needed: true) ?? "";
            if (name.Length > 0 && !seen.Add(name)) read.Problems.Add(new("programme.policy-row-twice", Name));
            var number = KeepPolicy.Numbered(read.Line(row[Number], Number, PublicPolicy.LongestNumber));
            var (from, expires, content) = (read.Day(row[From], From), read.Day(row[Expires], Expires), read.Text(row[Content], Content, RegisterRow.LongestContent));
            if (expires < from) read.Problems.Add(new("programme.policy-ends-before", Expires));
            Guid? unit = null;
            if (row[Unit] is { Length: > 0 } printed && (unit = names.Candidates(printed, 1) is [{ Confidence: 1, UnitId: { } found }] ? found : null) is null) read.Problems.Add(new("programme.row-no-unit", Unit));
            if (read.Problems.Count == 0 && known.TryGetValue(name, out var policy))
            {
                var before = (policy.Number, policy.From, policy.ExpiresOn, policy.UnitId, policy.Content, policy.State);
                policy.Number = Filled(policy.Number, number, Number, v => v);
                policy.From = Filled(policy.From, from, From, v => ListFile.Day(v)!);
                policy.ExpiresOn = Filled(policy.ExpiresOn, expires, Expires, v => ListFile.Day(v)!);
                policy.Content = Filled(policy.Content.Length > 0 ? policy.Content : null, content, Content, v => PlainText.Cut(v, 30)) ?? "";
                policy.UnitId ??= unit;
                if (policy is { State: PolicyState.Drafting, From: not null }) policy.State = PolicyState.InForce;
                if (before != (policy.Number, policy.From, policy.ExpiresOn, policy.UnitId, policy.Content, policy.State))
                {
                    policy.Version++;
                    filled++;
                }
            }
            else if (read.Problems.Count == 0)
            {
                registers.Add(new PublicPolicy { Id = registers.NewId(), Name = name, Content = content ?? "", UnitId = unit, Number = number, From = from, ExpiresOn = expires, State = from is null ? PolicyState.Drafting : PolicyState.InForce });
                added++;
            }
            findings.AddRange(read.Problems.Select(p => RowFinding.Of(row, p.Field!, p)));

            // What the register says stays; a cell that says otherwise is named.
            T? Filled<T>(T? there, T? typed, string column, Func<T, string> shown)
            {
                if (there is not null && typed is not null && !EqualityComparer<T>.Default.Equals(there, typed)) read.Problems.Add(new("programme.policy-differs", column, shown(there)));
                return there ?? typed;
            }
        }
        if (findings.Count > 0)
        {
            registers.Forget();
            return new PoliciesRead(0, 0, [.. findings.Take(MostFindings)]);
        }
        return await registers.SaveUnlessTaken(ct) ? new PoliciesRead(added, filled, []) : TaskDesk.Changed;
    }
}
