using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Collecting;

/// <summary>Who is to report: one unit for one region, or each county for itself; and the department in charge of them.</summary>
sealed class DutyInput
{
    public string? Unit { get; set; }
    public string? Region { get; set; }
    public string? Supervisor { get; set; }

    /// <summary>Every county reports for itself, by the first of its own units.</summary>
    public bool EachCounty { get; set; }
    public Guid? Remove { get; set; }
}

/// <summary>Adds and takes away duties to report a form. What has already been asked for in a round goes on; a change counts from the next round.</summary>
sealed class SetDuties(IndicatorsData data)
{
    public async Task<Result<int>> Run(Guid form, DutyInput input, CancellationToken ct)
    {
        if (!await data.OwnForms.AnyAsync(f => f.Id == form, ct)) return new Problem("indicators.no-such-form");
        var known = await data.Duties.Where(d => d.FormId == form).ToListAsync(ct);
        if (input.Remove is { } gone)
        {
            if (known.Find(d => d.Id == gone) is { } duty) data.Remove(duty);
            await data.Save(ct);
            return 1;
        }

        var supervisor = Guid.TryParse(input.Supervisor, out var s) && await data.Units.AnyAsync(u => u.Id == s && u.ValidTo == null, ct) ? s : (Guid?)null;
        if (!string.IsNullOrEmpty(input.Supervisor) && supervisor is null) return new Problem("indicators.no-such-unit", nameof(input.Supervisor));

        var wanted = new List<(Guid Unit, string Region)>();
        if (input.EachCounty)
        {
            var counties = await data.Regions.Where(r => r.Level == RegionLevel.County && r.ValidTo == null && r.Code.StartsWith(data.OwnPrefix)).Select(r => r.Code).ToListAsync(ct);
            var units = await data.Units.Where(u => counties.Contains(u.RegionCode) && u.ValidTo == null).OrderBy(u => u.SortOrder).Select(u => new { u.Id, u.RegionCode }).ToListAsync(ct);
            wanted.AddRange(units.DistinctBy(u => u.RegionCode).Select(u => (u.Id, u.RegionCode)));
        }
        else
        {
            if (!Guid.TryParse(input.Unit, out var unit) || !await data.Units.AnyAsync(u => u.Id == unit && u.ValidTo == null, ct)) return new Problem("indicators.no-such-unit", nameof(input.Unit));
            if (!await data.Regions.AnyAsync(r => r.Code == input.Region && r.ValidTo == null && r.Code.StartsWith(data.OwnPrefix), ct)) return new Problem("indicators.no-such-region", nameof(input.Region));
            wanted.Add((unit, input.Region!));
        }
        var added = wanted.Where(w => !known.Exists(d => d.UnitId == w.Unit && d.RegionCode == w.Region)).ToList();
        data.AddRange(added.Select(w => new FormDuty { Id = data.NewId(), FormId = form, UnitId = w.Unit, RegionCode = w.Region, SupervisorId = supervisor == w.Unit ? null : supervisor }));
        await data.Save(ct);
        return added.Count;
    }
}
