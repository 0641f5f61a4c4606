using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Guiding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Drafts guides and puts them into force by the use cases, version after version; of the last a checklist is made.</summary>
sealed class GuideSeed(GuidesData guides, KeepGuide keep, ListOfGuide lists, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedGuide> all, CancellationToken ct)
    {
        foreach (var seed in all)
        {
            Guid? id = null;
            foreach (var (version, n) in seed.Versions.Select((v, n) => (v, n)))
            {
                var form = new GuideForm { Level = seed.Level, For = seed.For, Title = seed.Title, Code = version.Code, Issuer = seed.Issuer, About = seed.About, Clauses = version.Clauses, From = time.Today().AddDays(-version.FromDaysAgo).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };
                id = Done(id is null ? await keep.Draft(form, ct) : await keep.Run(id.Value, new() { Do = "next" }, ct), seed.Title);
                (form.Do, form.Version) = ("force", await guides.Guides.Where(g => g.Id == id).Select(g => g.Version).SingleAsync(ct));
                Done(await keep.Run(id.Value, form, ct), seed.Title);
                guides.Forget();
            }
            if (seed.MakesList) Done(await lists.Run(id!.Value, [], ct), seed.Title);
        }
    }

    static Guid Done(OneMetre.Platform.Results.Result<Guid> step, string title) => step.Ok ? step.Value : throw new InvalidOperationException($"{title}: {string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}"))}");
}
