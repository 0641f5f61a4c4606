using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Erasing;

/// <summary>Somebody who wrote to, looked at, took out, or asked to look at the file. Unit and role, not the name: a guardian is owed the office, the office knows the person.</summary>
sealed record HeldEvent(DateTime At, AuditKind Kind, string Action, string Unit, RoleCode? Role, string? Purpose, IReadOnlyList<string> Fields);

/// <summary>Everything that is held on one child: the file itself, and all that was done with it.</summary>
sealed record HeldView(ChildView File, IReadOnlyList<HeldEvent> Events, bool More);

/// <summary>Gives out everything that is held on a child, to hand to the guardian (个人信息保护法 art. 45).</summary>
sealed class ReadHeld(ReadChild read, ProtectionData data, AuditLog log)
{
    const int Most = 500;

    public async Task<HeldView?> Run(Guid id, CancellationToken ct)
    {
        if (!data.MayKeep || await read.Run(id, "held", ct) is not { } file) return null;
        var entries = await (
            from entry in log.About("protection_child", id.ToString()).Concat(log.About(Child.Kind, id.ToString()))
            from post in data.Posts.Where(p => p.Id == entry.PostId).DefaultIfEmpty()
            from unit in data.Units.Where(u => u.Id == post!.UnitId).DefaultIfEmpty()
            orderby entry.Seq descending
            select new { Entry = entry, Unit = unit!.ShortName, Role = (RoleCode?)post!.Role }).Take(Most + 1).ToListAsync(ct);
        var events = entries.Take(Most).Select(e => new HeldEvent(e.Entry.At, e.Entry.Kind, e.Entry.Action, e.Unit ?? "—", e.Role,
            e.Entry.Kind == AuditKind.Permission ? Disclosures.PurposeIn(e.Entry.Changes) : null, e.Entry.Kind == AuditKind.Write ? Fields(e.Entry.Changes) : [])).ToList();
        var exports = await (
            from exported in data.Exported.Where(x => x.ChildId == id)
            join export in data.ExportsOfTheCity on exported.ExportId equals export.Id
            from post in data.Posts.Where(p => p.Id == export.PostId).DefaultIfEmpty()
            from unit in data.Units.Where(u => u.Id == export.UnitId).DefaultIfEmpty()
            orderby export.MadeAt descending
            select new { At = export.MadeAt!.Value, Unit = unit!.ShortName, Role = (RoleCode?)post!.Role, export.Purpose }).Take(Most).ToListAsync(ct);
        events.AddRange(exports.Select(e => new HeldEvent(e.At, AuditKind.Export, "exported", e.Unit ?? "—", e.Role, e.Purpose.ToString(), [])));
        return new(file, [.. events.OrderByDescending(e => e.At)], entries.Count > Most);
    }

    static IReadOnlyList<string> Fields(string changes)
    {
        using var json = JsonDocument.Parse(changes);
        return [.. json.RootElement.EnumerateObject().Select(p => p.Name).Where(n => n is not ("Id" or "Version" or "why"))];
    }
}
