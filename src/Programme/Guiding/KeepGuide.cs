using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Guiding;

/// <summary>A guide as typed. Clauses: one a line, "number|must or nothing|how it is checked|requirement".</summary>
sealed class GuideForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Level { get; set; }
    public string? For { get; set; }
    public string? Title { get; set; }
    public string? Code { get; set; }
    public string? Issuer { get; set; }
    public string? About { get; set; }
    public string? Address { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }
    public string? Clauses { get; set; }
    public IFormFile? File { get; set; }
}

/// <summary>The office drafts versions of guides, puts them into force, replaces and repeals them. A version that was in force never changes: places were checked by it.</summary>
sealed class KeepGuide(GuidesData guides, Attachments files, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchGuide = new("programme.no-such-guide");

    public async Task<Result<Guid>> Draft(GuideForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchGuide;
        var guide = new Guide { Id = guides.NewId(), SeriesId = guides.NewId(), Number = 1 };
        if (await Fill(guide, form, false, ct) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        guides.Add(guide);
        return await guides.Save(ct) ? guide.Id : TaskDesk.Changed;
    }

    /// <summary>Do: save, force, next or repeal.</summary>
    public async Task<Result<Guid>> Run(Guid id, GuideForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await guides.Guides.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } guide) return NoSuchGuide;
        if (form.Do == "next") return await Next(guide, ct);
        if (guide.Version != form.Version) return TaskDesk.Changed;
        if (form.Do == "repeal")
        {
            var read = new Lines();
            var until = read.Day(form.Until, nameof(form.Until), needed: true);
            if (guide.State != GuideState.InForce) return new Problem("programme.guide-fixed");
            if (until > time.Today()) read.Problems.Add(new("programme.guide-not-yet", nameof(form.Until)));
            if (until < guide.From) read.Problems.Add(new("programme.policy-ends-before", nameof(form.Until)));
            if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
            (guide.State, guide.Until, guide.Version) = (GuideState.Repealed, until, guide.Version + 1);
            return await guides.Save(ct) ? id : TaskDesk.Changed;
        }
        if (guide.State != GuideState.Draft || form.Do is not ("save" or "force")) return new Problem("programme.guide-fixed");
        if (await Fill(guide, form, form.Do == "force", ct) is { Count: > 0 } problems)
        {
            guides.Forget();
            return new Result<Guid>(default, problems);
        }
        guide.Version++;
        if (form.Do == "save") return await guides.Save(ct) ? id : TaskDesk.Changed;
        // First out of force, then in: of a series one version is in force, and the index says so at every moment.
        foreach (var before in await guides.Guides.Where(g => g.SeriesId == guide.SeriesId && g.State == GuideState.InForce).ToListAsync(ct)) (before.State, before.Until, before.Version) = (GuideState.Replaced, guide.From, before.Version + 1);
        return await guides.SaveInTurn(() => (guide.State, guide.Version) = (GuideState.InForce, guide.Version + 1), ct) ? id : TaskDesk.Changed;
    }

    /// <summary>Takes clauses in place of those of a draft.</summary>
    public async Task<Result<Guid>> Take(Guid id, int version, IReadOnlyList<GuideClause> clauses, CancellationToken ct)
    {
        if (!user.IsOffice || await guides.Guides.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } guide) return NoSuchGuide;
        if (guide.State != GuideState.Draft) return new Problem("programme.guide-fixed");
        if (guide.Version != version) return TaskDesk.Changed;
        await Put(id, clauses, ct);
        guide.Version++;
        return await guides.Save(ct) ? id : TaskDesk.Changed;
    }

    async Task<Result<Guid>> Next(Guide guide, CancellationToken ct)
    {
        if (guide.State == GuideState.Draft) return new Problem("programme.guide-fixed");
        if (await guides.Guides.Where(g => g.SeriesId == guide.SeriesId && g.State == GuideState.Draft).Select(g => (Guid?)g.Id).FirstOrDefaultAsync(ct) is { } there) return there;
        var next = new Guide
        {
            Id = guides.NewId(),
            SeriesId = guide.SeriesId,
            Number = await guides.Guides.Where(g => g.SeriesId == guide.SeriesId).MaxAsync(g => g.Number, ct) + 1,
            Level = guide.Level,
            For = guide.For,
            Title = guide.Title,
            Code = guide.Code,
            Issuer = guide.Issuer,
            About = guide.About,
            Address = guide.Address,
        };
        guides.Add(next);
        await Put(next.Id, await guides.Clauses.AsNoTracking().Where(c => c.GuideId == guide.Id).OrderBy(c => c.SortOrder).ToListAsync(ct), ct);
        return await guides.Save(ct) ? next.Id : TaskDesk.Changed;
    }

    async Task<List<Problem>> Fill(Guide guide, GuideForm form, bool whole, CancellationToken ct)
    {
        var read = new Lines();
        (guide.Level, guide.For) = (read.Named<GuideLevel>(form.Level, nameof(form.Level)) ?? guide.Level, read.Named<ChecklistKind>(form.For, nameof(form.For)) ?? guide.For);
        (guide.Title, guide.Code) = (read.Line(form.Title, nameof(form.Title), Guide.LongestTitle, needed: true) ?? "", read.Line(form.Code, nameof(form.Code), Guide.LongestCode, needed: whole) ?? "");
        (guide.Issuer, guide.About) = (read.Line(form.Issuer, nameof(form.Issuer), Guide.LongestIssuer, needed: whole) ?? "", read.Text(form.About, nameof(form.About), Guide.LongestAbout) ?? "");
        guide.Address = read.Line(form.Address, nameof(form.Address), Guide.LongestAddress);
        if (guide.Address is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var web) && web.Scheme is "http" or "https")) read.Problems.Add(new("programme.guide-not-an-address", nameof(form.Address)));
        guide.From = read.Day(form.From, nameof(form.From), needed: whole);
        var clauses = ClauseLines.Read(form.Clauses, guide.Id, read.Problems);
        if (whole && clauses.Count == 0 && read.Problems.Count == 0) read.Problems.Add(new("programme.guide-empty", nameof(form.Clauses)));
        if (whole && guide.From > time.Today()) read.Problems.Add(new("programme.guide-not-yet", nameof(form.From)));
        if (whole && read.Problems.Count == 0 && await guides.Guides.AnyAsync(g => g.SeriesId == guide.SeriesId && g.State == GuideState.InForce && g.From > guide.From, ct)) read.Problems.Add(new("programme.guide-before-former", nameof(form.From)));
        if (read.Problems.Count == 0 && form.File is { Length: > 0 })
        {
            var taken = await files.Take(form.File, nameof(form.File), papers: true, ct);
            if (taken.Value is { } file) (guide.FileSha256, guide.FileName, guide.FileSize) = (file.Sha256, file.Name, file.Size);
            else read.Problems.AddRange(taken.Problems);
        }
        if (read.Problems.Count == 0) await Put(guide.Id, clauses, ct);
        return read.Problems;
    }

    async Task Put(Guid guide, IReadOnlyList<GuideClause> clauses, CancellationToken ct)
    {
        foreach (var old in await guides.Clauses.Where(c => c.GuideId == guide).ToListAsync(ct)) guides.Remove(old);
        foreach (var (c, n) in clauses.Select((c, n) => (c, n)))
            guides.Add(new GuideClause { Id = guides.NewId(), GuideId = guide, SortOrder = n, Number = c.Number, Text = c.Text, Must = c.Must, Check = c.Check, Limit = c.Limit, MeasureUnit = c.MeasureUnit });
    }
}
