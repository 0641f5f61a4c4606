using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Funding;

/// <summary>What came of a plan's attachments: rows that are new in the registers, rows that the version in force no longer names.</summary>
sealed record TakenRows(int New, int Dropped);

/// <summary>
/// Makes rows of the registers out of the tables that a plan's attachments print: each printed row once, over all versions of the plan. What its unit has entered stays when a new version is applied; a row
/// that the version no longer names is marked, never removed.
/// </summary>
sealed class TakeFromPlan(ProgrammeData programme, RegistersData registers, UnitRegister units, CurrentUser user)
{
    static readonly char[] Between = ['、', '，', ',', '；', ';', '\n', ' '];

    /// <summary>For a plan that was applied before there were registers: the office presses a button.</summary>
    public async Task<Result<TakenRows>> Run(Guid plan, CancellationToken ct)
    {
        if (!user.IsOffice) return KeepProject.NotYours;
        if (!await programme.Plans.AnyAsync(p => p.Id == plan, ct)) return new Problem("programme.register-no-plan");
        var taken = await Take(plan, await programme.Measures.AsNoTracking().Where(m => m.PlanId == plan).ToListAsync(ct), ct);
        return await registers.SaveUnlessTaken(ct) ? taken : TaskDesk.Changed;
    }

    /// <summary>The caller saves.</summary>
    public async Task<TakenRows> Take(Guid plan, IReadOnlyList<PlanMeasure> printed, CancellationToken ct)
    {
        var projects = await registers.Projects.Where(p => p.PlanId == plan).ToListAsync(ct);
        var policies = await registers.Policies.Where(p => p.PlanId == plan).ToListAsync(ct);
        if (printed.Count == 0 && projects.Count == 0 && policies.Count == 0) return new(0, 0);
        var names = await units.Names(ct);
        var (fresh, dropped) = (0, 0);
        Match(projects, MeasureKind.KeyProject, (key, row) => new KeyProject { Id = registers.NewId(), PlanId = plan, PlanKey = key, Name = NameOf(row), Content = PlainText.Cut(row.Text, RegisterRow.LongestContent), UnitId = Lead(row.UnitsText, names) });
        Match(policies, MeasureKind.Policy, (key, row) => new PublicPolicy { Id = registers.NewId(), PlanId = plan, PlanKey = key, Name = NameOf(row), Content = PlainText.Cut(row.Text, RegisterRow.LongestContent), UnitId = Lead(row.UnitsText, names) });
        return new(fresh, dropped);

        void Match<T>(IReadOnlyList<T> known, MeasureKind kind, Func<string, PlanMeasure, T> make) where T : RegisterRow
        {
            var byKey = known.ToDictionary(r => r.PlanKey!, StringComparer.Ordinal);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (key, row) in Keyed(printed.Where(m => m.Kind == kind).OrderBy(m => m.Number)))
            {
                seen.Add(key);
                if (!byKey.TryGetValue(key, out var kept))
                {
                    registers.Add(kept = make(key, row));
                    fresh++;
                }
                var text = PlainText.Cut(row.UnitsText, RegisterRow.LongestUnits);
                if ((kept.PlanNumber, kept.Block, kept.Dropped, kept.UnitsText) == (row.Number, row.Block, false, text)) continue;
                (kept.PlanNumber, kept.Block, kept.Dropped, kept.UnitsText) = (row.Number, row.Block, false, text);
                kept.Version++;
            }
            foreach (var gone in known.Where(r => !r.Dropped && !seen.Contains(r.PlanKey!)))
            {
                (gone.Dropped, gone.Block) = (true, null);
                gone.Version++;
                dropped++;
            }
        }
    }

    /// <summary>The key of each printed row: its words without marks, and a number where the same words come again.</summary>
    public static IEnumerable<(string Key, PlanMeasure Row)> Keyed(IEnumerable<PlanMeasure> rows)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var words = PlainText.Cut(Folding.Squeeze(row.Name ?? row.Text), RegisterRow.LongestName);
            var times = met[words] = met.GetValueOrDefault(words) + 1;
            yield return (times == 1 ? words : $"{words}#{times}", row);
        }
    }

    /// <summary>A policy is printed without a name: what stands in title marks, else its first sentence.</summary>
    static string NameOf(PlanMeasure row)
    {
        var text = row.Name ?? row.Text;
        if (row.Name is null && text.IndexOf('《') is >= 0 and var open && text.IndexOf('》', open) is > 0 and var close && close - open > 3) text = text[open..(close + 1)];
        else if (row.Name is null && text.IndexOfAny(['。', '；', '\n']) is > 0 and var end) text = text[..end];
        return PlainText.Cut(PlainText.OneLine(text.ReplaceLineEndings("")), RegisterRow.LongestName);
    }

    /// <summary>The first printed unit that is surely one of the register; a class of units keeps no row.</summary>
    static Guid? Lead(string printed, Platform.Units.UnitNames names) =>
        printed.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(20)
            .Select(name => names.Candidates(name.TrimEnd('等'), 1) is [{ Confidence: 1, UnitId: { } unit }] ? unit : (Guid?)null).FirstOrDefault(unit => unit is not null);
}
