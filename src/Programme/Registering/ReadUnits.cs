using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;

namespace OneMetre.Programme.Registering;

sealed record UnitLine(Guid Id, string Name, string ShortName, string RegionCode, IReadOnlyList<string> Aliases, int Leads, int TakesPart);
sealed record GroupLine(Guid Id, string Name, IReadOnlyList<string> Members);
sealed record UnitsView(IReadOnlyList<UnitLine> Units, int Total, int Page, IReadOnlyList<GroupLine> Groups);

/// <summary>The register of units with the names under which plans print them, and what each has to do in the tasks that the user may see.</summary>
sealed class ReadUnits(UnitRegister register, ProgrammeData data)
{
    public const int PageSize = 50;

    public async Task<UnitsView> Run(string? words, int page, CancellationToken ct)
    {
        var units = register.Units.AsNoTracking().Where(u => u.ValidTo == null);
        if (!string.IsNullOrWhiteSpace(words))
        {
            var word = words.Trim();
            units = units.Where(u => u.Name.Contains(word) || u.ShortName.Contains(word) || register.Aliases.Any(a => a.UnitId == u.Id && a.Name.Contains(word)));
        }
        var total = await units.CountAsync(ct);
        page = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await units.OrderBy(u => u.SortOrder).ThenBy(u => u.ShortName).ThenBy(u => u.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(u => new { u.Id, u.Name, u.ShortName, u.RegionCode }).ToListAsync(ct);
        var ids = rows.Select(r => (Guid?)r.Id).ToList();
        var aliases = (await register.Aliases.Where(a => ids.Contains(a.UnitId)).OrderBy(a => a.Name).Select(a => new { a.UnitId, a.Name }).ToListAsync(ct)).ToLookup(a => a.UnitId, a => a.Name);
        var parts = await data.TaskUnits.Where(p => ids.Contains(p.UnitId) && data.VisibleTasks.Any(t => t.Id == p.TaskId && t.DroppedInVersion == null))
            .GroupBy(p => new { p.UnitId, Leads = p.Role == UnitRole.Lead }).Select(g => new { g.Key.UnitId, g.Key.Leads, Count = g.Count() }).ToListAsync(ct);

        var groups = await register.Groups.AsNoTracking().OrderBy(g => g.Name).Select(g => new { g.Id, g.Name }).Take(100).ToListAsync(ct);
        var members = (await register.Members.Join(register.Units, m => m.UnitId, u => u.Id, (m, u) => new { m.GroupId, u.ShortName, u.SortOrder })
            .OrderBy(m => m.SortOrder).ToListAsync(ct)).ToLookup(m => m.GroupId, m => m.ShortName);
        return new(
            [.. rows.Select(u => new UnitLine(u.Id, u.Name, u.ShortName, u.RegionCode, [.. aliases[u.Id]],
                parts.Where(p => p.UnitId == u.Id && p.Leads).Sum(p => p.Count), parts.Where(p => p.UnitId == u.Id && !p.Leads).Sum(p => p.Count)))],
            total, page, [.. groups.Select(g => new GroupLine(g.Id, g.Name, [.. members[g.Id]]))]);
    }
}

/// <summary>The office enters another name of a unit, so that the next plan that prints it is understood.</summary>
sealed class AddUnitAlias(UnitRegister register, ProgrammeData data, CurrentUser user)
{
    public sealed class Form
    {
        public Guid Unit { get; set; }
        public string? Alias { get; set; }
    }

    public async Task<Result<Guid>> Run(Form form, CancellationToken ct)
    {
        var alias = PlainText.OneLine(form.Alias);
        if (alias.Length == 0) return new Problem("programme.alias-missing", nameof(form.Alias));
        if (alias.Length > 120) return new Problem("programme.text-too-long", nameof(form.Alias), 120);
        if (PlainText.HasUnseen(alias)) return new Problem("programme.alias-unfit", nameof(form.Alias));
        var unit = user.IsOffice ? await register.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Id == form.Unit, ct) : null;
        if (unit is null) return new Problem("programme.units-found-none");
        var taken = await register.Aliases.AnyAsync(a => a.RegionCode == unit.RegionCode && a.Name == alias, ct)
            || await register.Units.AnyAsync(u => u.RegionCode == unit.RegionCode && (u.Name == alias || u.ShortName == alias), ct);
        if (taken) return new Problem("programme.alias-taken", nameof(form.Alias));

        register.AddAlias(alias, unit.RegionCode, unit.Id, null);
        await data.Save(ct);
        return unit.Id;
    }
}
