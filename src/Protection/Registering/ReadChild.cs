using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Time;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

sealed record GuardianLine(Guid Id, string Name, string? Phone, Kinship Kinship);
sealed record ConsentLine(Guid Id, ConsentScope Scope, string Guardian, string TextVersion, DateOnly GivenOn, DateOnly? WithdrawnOn);
sealed record LabelLine(ChildGroup Group, DateOnly From, DateOnly? Until);

/// <summary>One child's file in the form that the reader may see. Form holds what a keeper may correct; null for anyone else.</summary>
sealed record ChildView(
    Guid Id, string Name, IdKind IdKind, string? IdNumber, Sex Sex, string BirthDay, int? Age, string RegionCode, string Village, string? School, string? Address, DateOnly VerifiedOn, DateTime RegisteredAt, DateOnly? ClosedOn, bool Clear,
    IReadOnlyList<LabelLine> Labels, IReadOnlyList<GuardianLine> Guardians, IReadOnlyList<ConsentLine> Consents, ChildForm? Form);

/// <summary>Reads one child's file; seen clear, that is put into the record.</summary>
sealed class ReadChild(ProtectionData data, Eyes eyes, TimeProvider time)
{
    public async Task<ChildView?> Run(Guid id, string action, CancellationToken ct)
    {
        var found = await data.Seen.AsNoTracking().Where(s => s.Child.Id == id)
            .Select(s => new { s.Child, s.Clear, Village = data.Regions.Where(r => r.Code == s.Child.RegionCode).Select(r => r.Name).FirstOrDefault(), School = data.Units.Where(u => u.Id == s.Child.SchoolId).Select(u => u.ShortName).FirstOrDefault() }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var (child, clear) = (found.Child, found.Clear);
        var labels = await data.Labels.AsNoTracking().Where(l => l.ChildId == id).OrderBy(l => l.From).ThenBy(l => l.Group).Select(l => new LabelLine(l.Group, l.From, l.Until)).ToListAsync(ct);
        var guardians = (await data.Guardians.AsNoTracking().Where(g => g.ChildId == id).OrderBy(g => g.Id).ToListAsync(ct))
            .Select(g => new GuardianLine(g.Id, eyes.Show(g.Id, g.Name, clear)!, eyes.Show(g.Id, g.Phone, clear), g.Kinship)).ToList();
        var consents = (await data.Consents.AsNoTracking().Where(c => c.ChildId == id).OrderBy(c => c.GivenOn).ThenBy(c => c.Id).ToListAsync(ct))
            .Select(c => new ConsentLine(c.Id, c.Scope, guardians.FirstOrDefault(g => g.Id == c.GuardianId)?.Name ?? "—", c.TextVersion, c.GivenOn, c.WithdrawnOn)).ToList();

        if (clear) await eyes.Note("protection_child", action, [id], ct: ct);
        var birth = eyes.Show(id, child.BirthDay, clear)!;
        var (name, number, address) = (eyes.Show(id, child.Name, clear)!, eyes.Show(id, child.IdNumber, clear), eyes.Show(id, child.Address, clear));
        var form = data.MayKeep
            ? new ChildForm
            {
                Name = name,
                IdKind = child.IdKind.ToString(),
                IdNumber = number,
                BirthDay = birth,
                Sex = child.Sex.ToString(),
                Village = child.RegionCode,
                School = child.SchoolId?.ToString(),
                Address = address,
                Version = child.Version,
                Groups = [.. labels.Where(l => l.Until is null).Select(l => l.Group.ToString())],
                GuardianName = guardians.FirstOrDefault()?.Name,
                GuardianPhone = guardians.FirstOrDefault()?.Phone,
                Kinship = guardians.FirstOrDefault()?.Kinship.ToString(),
            }
            : null;
        return new(id, name, child.IdKind, number, child.Sex, birth, clear && Days.Read(birth) is { } day ? Age.On(ChinaTime.Today(time), day) : null, child.RegionCode, found.Village ?? child.RegionCode, found.School, address,
            child.VerifiedOn, child.RegisteredAt, child.ClosedOn, clear, labels, guardians, consents, form);
    }
}
