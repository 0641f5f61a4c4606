using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Exporting;

/// <summary>How many rows may leave in one file; kept under "protection.exports" in the settings.</summary>
sealed class ExportLimits
{
    public int Rows { get; set; } = 500;
}

static class ExportSettings
{
    public static async Task<int> MostRows(this CitySettings settings, CancellationToken ct) => (await settings.Get("protection.exports", new ExportLimits(), ct)).Rows;
}

/// <summary>What the form of an export sends, as typed. The first three are the filter of the register, by the names that its own form gives them.</summary>
sealed class ExportForm
{
    public string? Words { get; set; }
    public string? Group { get; set; }
    public string? Stale { get; set; }
    public string? Purpose { get; set; }
    public string? Reason { get; set; }

    /// <summary>Null when the form was bent.</summary>
    public List<string>? Columns { get; set; } = [];
    public string? Clear { get; set; }

    /// <summary>"ask" asks; anything else only shows how many rows it would be.</summary>
    public string? Do { get; set; }

    public ChildFilter Filter => ChildFilter.Of(Group, Stale, Words);
}

/// <summary>A form that was understood.</summary>
sealed record ExportWish(LookPurpose Purpose, string Reason, ExportColumns Columns, bool Clear);

/// <summary>Reads the form. Pure: rows are those that the filter finds, most those that may leave in one file.</summary>
static class ExportRules
{
    public const ExportColumns Usual = ExportColumns.Name | ExportColumns.Sex | ExportColumns.BirthDay | ExportColumns.Village | ExportColumns.Groups | ExportColumns.Verified;

    public static Result<ExportWish> Read(ExportForm form, int rows, int most, bool seesClear)
    {
        var problems = new List<Problem>();
        if (TooMany(rows, most) is { } many) problems.Add(many);
        if (rows == 0) problems.Add(new("protection.export-no-rows", "Rows"));
        if (!Enum.TryParse<LookPurpose>(form.Purpose, out var purpose) || !Enum.IsDefined(purpose)) problems.Add(new("platform.disclosure-no-purpose", nameof(form.Purpose)));
        var reason = form.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > Export.LongestReason) problems.Add(new("platform.disclosure-no-reason", nameof(form.Reason), Export.LongestReason));
        var columns = Columns(form);
        if (columns == default) problems.Add(new("protection.export-no-columns", nameof(form.Columns)));
        // Clear is for those who see the rows clear by their own right. Whoever sees masks looks at one record at a time.
        if (form.Clear == "true" && !seesClear) problems.Add(new("protection.not-yours", nameof(form.Clear)));
        return problems.Count > 0 ? new Result<ExportWish>(null, problems) : new ExportWish(purpose, reason, columns, form.Clear == "true");
    }

    /// <summary>Those that were ticked; what is no column is not.</summary>
    public static ExportColumns Columns(ExportForm form) =>
        (form.Columns ?? []).Aggregate(default(ExportColumns), (all, c) => Enum.TryParse<ExportColumns>(c, out var one) && Enum.IsDefined(one) ? all | one : all);

    public static Problem? TooMany(int rows, int most) => rows > most ? new("protection.export-too-many", "Rows", rows, most) : null;
}

/// <summary>Somebody who sees the register of a county or the city asks for rows of it as a file. Nothing leaves by asking.</summary>
sealed class AskForExport(ProtectionData data, CurrentUser user, CitySettings settings, Disclosures disclosures, NoticeBoard notices, AuditLog log, TimeProvider time)
{
    /// <summary>How many rows the filter finds now, and how many may leave at most. Words too long for the register's own form find nothing.</summary>
    public async Task<(int Rows, int Most)> Count(ChildFilter filter, CancellationToken ct) =>
        (filter.Words?.Length > ChildFilter.LongestWords ? 0 : await filter.Choose(data, ChinaTime.Today(time)).CountAsync(ct), await settings.MostRows(ct));

    public async Task<Result<Guid>> Run(ExportForm form, CancellationToken ct)
    {
        if (!data.MayExport || user is not { PersonId: { } person, PostId: { } post, UnitId: { } unit }) return KeepRules.NotYours;
        var filter = form.Filter;
        var (rows, most) = await Count(filter, ct);
        var read = ExportRules.Read(form, rows, most, data.MayKeep);
        if (!read.Ok) return new Result<Guid>(default, read.Problems);
        var wish = read.Value!;
        var now = time.GetUtcNow().UtcDateTime;
        var export = new Export
        {
            Id = data.NewId(),
            PersonId = person,
            PostId = post,
            UnitId = unit,
            RegionCode = user.RegionPrefix.PadRight(12, '0'),
            Purpose = wish.Purpose,
            Reason = Secret.Of(wish.Reason),
            Group = filter.Group,
            Stale = filter.Stale,
            Words = Secret.Of(filter.Words),
            Columns = wish.Columns,
            Clear = wish.Clear,
            Language = CultureInfo.CurrentUICulture.Name,
            AskedAt = now,
        };
        export.Ask(rows, now);
        var deciders = (await disclosures.Deciders(export, ct)).Where(p => p != post).ToList();
        if (deciders.Count == 0) return new Problem("protection.export-nobody");
        await data.Attempt(async () =>
        {
            data.Add(export);
            foreach (var decider in deciders) notices.Tell(decider, "protection.notice-export-asked", "/children/exports", user.UnitName);
            await data.Save(ct);
            await log.Export(AuditKind.Permission, export, "asked", ct);
            return true;
        }, ct);
        return export.Id;
    }
}
