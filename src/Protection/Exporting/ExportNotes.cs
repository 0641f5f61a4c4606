using OneMetre.Platform.Audit;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Exporting;

/// <summary>What the record tells of an export, at each of its steps: how much of what and for what, and no value of anybody.</summary>
static class ExportNotes
{
    /// <summary>Of the kind Export are downloads alone: what has left is what the yearly audit counts. Seen are the children in it, by id; only its making names them.</summary>
    public static Task Export(this AuditLog log, AuditKind kind, Export export, string action, CancellationToken ct, IReadOnlyList<Guid>? seen = null) =>
        log.Note(kind, "protection_export", export.Id.ToString(), action, new { export.Number, Purpose = export.Purpose.ToString(), Columns = export.Columns.ToString(), export.Clear, export.Rows, End = export.End?.ToString(), seen }, ct: ct);
}
