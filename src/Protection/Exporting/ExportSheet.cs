using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Exporting;

/// <summary>One row of the sheet, and the child it is about. Cells are those of the wanted columns, in their order.</summary>
sealed record ExportRow(Guid Child, IReadOnlyList<object?> Cells);

/// <summary>Reads the rows that the user may see, in the form the user may see them, and writes them with a mark that says whose copy it is.</summary>
sealed class ExportSheet(ProtectionData data, CurrentUser user, Eyes eyes, Texts texts, TimeProvider time)
{
    static readonly IReadOnlyList<(ExportColumns Column, string Text, double Width)> Columns =
    [
        (ExportColumns.Name, "protection.name", 12), (ExportColumns.Sex, "protection.sex", 8), (ExportColumns.BirthDay, "protection.born", 14), (ExportColumns.IdNumber, "protection.id-number", 24),
        (ExportColumns.Village, "protection.village", 20), (ExportColumns.Address, "protection.address", 30), (ExportColumns.School, "protection.school", 20), (ExportColumns.Groups, "protection.group", 20),
        (ExportColumns.Guardian, "protection.guardian", 24), (ExportColumns.Phone, "protection.phone", 18), (ExportColumns.Verified, "protection.verified", 14),
    ];

    /// <summary>The title of a column, as everywhere in the register.</summary>
    public static string Title(Texts texts, ExportColumns column) => texts[Columns.Single(c => c.Column == column).Text];

    /// <summary>The columns as words, for whoever decides.</summary>
    public static string Titles(Texts texts, ExportColumns columns) => texts.List(Columns.Where(c => columns.HasFlag(c.Column)).Select(c => texts[c.Text]));

    /// <summary>Four queries, whatever the number of rows. Clear where it was asked for and the user sees the row clear; masked otherwise.</summary>
    public async Task<IReadOnlyList<ExportRow>> Rows(Export export, int limit, CancellationToken ct)
    {
        Speak(export);
        var filter = new ChildFilter(export.Group, export.Stale, eyes.Show(export.Id, export.Words, true));
        var found = await filter.Choose(data, ChinaTime.Today(time)).OrderBy(s => s.Child.RegionCode).ThenBy(s => s.Child.Id).Take(limit)
            .Select(s => new { s.Child, s.Clear, Village = data.Regions.Where(r => r.Code == s.Child.RegionCode).Select(r => r.Name).FirstOrDefault(), School = data.Units.Where(u => u.Id == s.Child.SchoolId).Select(u => u.ShortName).FirstOrDefault() }).ToListAsync(ct);
        var ids = found.Select(f => f.Child.Id).ToList();
        var labels = (await data.Labels.AsNoTracking().Where(l => ids.Contains(l.ChildId) && l.Until == null).ToListAsync(ct)).ToLookup(l => l.ChildId, l => l.Group);
        var guardians = (await data.Guardians.AsNoTracking().Where(g => ids.Contains(g.ChildId)).OrderBy(g => g.Id).ToListAsync(ct)).ToLookup(g => g.ChildId);
        return [.. found.Select(f => new ExportRow(f.Child.Id, [.. Columns.Where(c => export.Columns.HasFlag(c.Column)).Select(c => Cell(c.Column, f.Child, export.Clear && f.Clear, f.Village, f.School))]))];

        object? Cell(ExportColumns column, Child child, bool clear, string? village, string? school) => column switch
        {
            ExportColumns.Name => eyes.Show(child.Id, child.Name, clear),
            ExportColumns.Sex => Words.Of(texts, child.Sex),
            ExportColumns.BirthDay => eyes.Show(child.Id, child.BirthDay, clear),
            ExportColumns.IdNumber => eyes.Show(child.Id, child.IdNumber, clear),
            ExportColumns.Village => village ?? child.RegionCode,
            ExportColumns.Address => eyes.Show(child.Id, child.Address, clear),
            ExportColumns.School => school,
            ExportColumns.Groups => texts.List(labels[child.Id].Order().Select(g => Words.Of(texts, g))),
            ExportColumns.Guardian => Joined(child.Id, g => $"{eyes.Show(g.Id, g.Name, clear)} ({Words.Of(texts, g.Kinship)})"),
            ExportColumns.Phone => Joined(child.Id, g => eyes.Show(g.Id, g.Phone, clear)),
            _ => child.VerifiedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };

        string Joined(Guid child, Func<Guardian, string?> say) => texts.List(guardians[child].Select(say).OfType<string>());
    }

    /// <summary>The workbook: the mark on top and on each printed page, the export's number in every row.</summary>
    public async Task<byte[]> Write(Export export, IReadOnlyList<ExportRow> rows, CancellationToken ct)
    {
        Speak(export);
        var mark = texts["protection.export-mark", user.UnitName, user.Name, time.GetUtcNow(), export.Number, texts[$"platform.purpose-{export.Purpose.ToString().ToLowerInvariant()}"]];
        IReadOnlyList<(string, double)> titles = [(texts["protection.export-number"], 20), .. Columns.Where(c => export.Columns.HasFlag(c.Column)).Select(c => (texts[c.Text], c.Width))];
        using var file = new MemoryStream();
        await Sheet.Write(file, [new(texts["protection.children-title"], titles, Cells(), mark)], ct);
        return file.ToArray();

        async IAsyncEnumerable<object?[]> Cells()
        {
            await Task.CompletedTask;
            foreach (var row in rows) yield return [export.Number, .. row.Cells];
        }
    }

    // The language of whoever asked, who is not there when the file is made; until the calling method returns.
    static void Speak(Export export) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(export.Language);
}
