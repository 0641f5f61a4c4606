using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Funding;

/// <summary>What the forms of the registers let choose from.</summary>
sealed record ChoicesOfRegister(IReadOnlyList<(Guid Id, string Name)> Units, IReadOnlyList<(Guid Id, string Name)> Domains, IReadOnlyList<(Guid Id, string Name)> Tasks)
{
    /// <summary>The tasks, with the chosen one where it is none of them: it must not be lost because somebody else saves.</summary>
    public IEnumerable<(Guid Id, string Name)> With(string? chosen, (Guid Id, string Name)? kept) =>
        Guid.TryParse(chosen, out var id) && Tasks.All(t => t.Id != id) ? Tasks.Prepend(kept is { } known && known.Id == id ? known : (id, "…")) : Tasks;
}

/// <summary>Reads the units in force, the domains of the plans, and the tasks that the user sees.</summary>
sealed class RegisterChoices(RegistersData registers, ProgrammeData programme, TimeProvider time)
{
    const int MostTasks = 500;

    public async Task<ChoicesOfRegister> Run(CancellationToken ct)
    {
        var today = time.Today();
        var units = await registers.Units.AsNoTracking().Where(u => u.ValidTo == null || u.ValidTo > today).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.Name }).ToListAsync(ct);
        var domains = await programme.Domains.AsNoTracking().OrderByDescending(d => d.PlanId).ThenBy(d => d.SortOrder).Select(d => new { d.Id, d.Name }).ToListAsync(ct);
        var tasks = await programme.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null).OrderByDescending(t => t.PlanId).ThenBy(t => t.SortOrder).Take(MostTasks).Select(t => new { t.Id, t.Label, t.Title }).ToListAsync(ct);
        return new([.. units.Select(u => (u.Id, u.Name))], [.. domains.Select(d => (d.Id, d.Name))], [.. tasks.Select(t => (t.Id, $"{t.Label} {t.Title}"))]);
    }
}
