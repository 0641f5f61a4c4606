using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Publishing;

/// <summary>Tells the public what was assessed for its effect on children, through the public door alone. Of what children said only what the unit wrote for the public comes out, never a record itself.</summary>
sealed class PublicImpactQueries(PublicProgrammeData data) : IPublicImpacts
{
    public async Task<PublicImpacts> Find(int page, int size, CancellationToken ct)
    {
        var found = await data.Impacts.OrderByDescending(a => a.PublishedOn).ThenByDescending(a => a.Id).Skip((page - 1) * size).Take(size)
            .Select(a => new { a.Id, a.Title, a.Kind, Unit = data.RegisteredUnits.Where(u => u.Id == a.UnitId).Select(u => u.Name).FirstOrDefault(), a.PublishedOn, a.Decision }).ToListAsync(ct);
        return new([.. found.Select(a => new PublicImpact(a.Id, a.Title, a.Kind, a.Unit ?? "", a.PublishedOn!.Value, a.Decision!.Value))], await data.Impacts.CountAsync(ct));
    }

    public async Task<PublicImpactDetail?> Read(Guid id, CancellationToken ct)
    {
        if (await data.Impacts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } a) return null;
        var unit = await data.RegisteredUnits.Where(u => u.Id == a.UnitId).Select(u => u.Name).FirstOrDefaultAsync(ct);
        var hearings = await data.Hearings.Where(h => h.ImpactId == id).OrderBy(h => h.On).ThenBy(h => h.Id).Select(h => h.Number < PublicHearing.Few ? new PublicHearing(h.Method, null, null, null) : new PublicHearing(h.Method, h.Number, h.AgeFrom, h.AgeTo)).ToListAsync(ct);
        var looks = await data.Looks.Where(s => s.ImpactId == id).OrderBy(s => s.Number).Select(s => new { s.At, s.Text }).ToListAsync(ct);
        var marks = ImpactCourse.Marks(a.Depth);
        return new(
            new(a.Id, a.Title, a.Kind, unit ?? "", a.PublishedOn!.Value, a.Decision!.Value), a.PublicSummary ?? "", a.ChildrenSaid, a.WhatChanged ?? "", a.DecisionReason ?? "", a.DecidedOn!.Value, a.ChildVersion ?? "",
            hearings.Count == 0 ? a.UnheardReason : null, hearings, [.. looks.Select((s, n) => new PublicMonitoring(n < marks.Count ? marks[n] : marks[^1], ChinaTime.DayOf(s.At), s.Text ?? ""))], a.NextDue);
    }
}
