using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Bringing;

/// <summary>
/// Says what the names of a waiting file mean here, all at once, and looks at the file again. The city keeps them (<see cref="KeepNames"/>), so the next file needs no telling. An element or a region is said by its code or by a
/// name that is only one's, a part by its code, or None where it means nothing here; what is left empty stays unsaid.
/// </summary>
sealed class NameStrangers(IndicatorsData data, KeepNames keep, LookAtFile look)
{
    /// <summary>A part without meaning here.</summary>
    public const string None = "none";

    public static string Field(int at) => string.Create(CultureInfo.InvariantCulture, $"mean-{at}");

    /// <param name="said">By the place of the name in the report of that version.</param>
    public async Task<Result<Guid>> Run(Guid id, int version, IReadOnlyDictionary<int, string> said, CancellationToken ct)
    {
        if (await data.BroughtFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } file) return LookAtFile.NoSuch;
        if (file.State != BroughtState.Looked || file.Version != version) return MoveSubmission.Changed;
        var names = BroughtReport.From(file.Report).Names;
        var elements = await data.Elements.AsNoTracking().Where(e => e.RetiredOn == null).Select(e => new { e.Id, e.Name, e.NameEn }).ToListAsync(ct);
        var regions = await data.Regions.AsNoTracking().Where(r => r.ValidTo == null).Select(r => new { r.Code, r.Name }).ToListAsync(ct);

        var (meant, problems) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<Problem>());
        foreach (var (at, typed) in said.Where(s => s.Key >= 0 && s.Key < names.Count && s.Value.Trim().Length > 0).OrderBy(s => s.Key))
        {
            var text = typed.Trim();
            var meaning = names[at].Field switch
            {
                "element" => Only(elements.Where(e => e.Id == text || e.Name == text || e.NameEn == text).Select(e => e.Id)),
                "region" => Only(regions.Where(r => r.Code == text || r.Name == text).Select(r => r.Code)),
                _ => text == None ? "" : ForeignNames.IsSplit(text) ? text : null,
            };
            if (meaning is null) problems.Add(new("indicators.bring-means-nothing", Field(at), ForeignText.Fit(text)));
            else meant[names[at].Name] = meaning;
        }
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        if (meant.Count == 0) return new Problem("indicators.bring-say-one", names.Count > 0 ? Field(0) : null);

        var kept = await data.Attempt(async () =>
        {
            // Two people who say names at once wait for each other: the list is one, and neither's are lost.
            await data.HoldOutbox(ct);
            var all = await keep.Read(ct);
            foreach (var (name, meaning) in meant) all[name] = meaning;
            return await keep.Run(all, ct);
        }, ct);
        return kept.Ok ? await look.Again(id, version, ct) : new Result<Guid>(default, kept.Problems);
    }

    static string? Only(IEnumerable<string> found) => found.Distinct().Take(2).ToList() is [var one] ? one : null;
}
