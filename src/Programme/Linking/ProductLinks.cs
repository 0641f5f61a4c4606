using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Linking;

/// <summary>Something of the product that something else points to: what it is called and where it is.</summary>
sealed record ProductLink(LinkKind Kind, Guid Id, string Name)
{
    public string Value => $"{Kind}:{Id}";
    public string Href => $"/{Kind switch { LinkKind.Task => "tasks", LinkKind.Project => "projects", LinkKind.Policy => "policies", LinkKind.Guide => "guides", _ => "research" }}/{Id}";

    public static string Word(LinkKind kind) => $"programme.link-{kind.ToString().ToLowerInvariant()}";
}

/// <summary>What may be pointed to, and what it is called: through the doors, so that nobody points to what they may not see, nor reads its name.</summary>
sealed class ProductLinks(ProgrammeData programme, RegistersData registers, GuidesData guides, ResearchData research)
{
    const int MostOfKind = 300;

    public async Task<IReadOnlyList<ProductLink>> Choices(IEnumerable<LinkKind> kinds, CancellationToken ct)
    {
        var all = new List<ProductLink>();
        foreach (var kind in kinds) all.AddRange((await Of(kind, now: true).Take(MostOfKind).ToListAsync(ct)).Select(r => new ProductLink(kind, r.Id, r.Name)));
        return all;
    }

    /// <summary>The names of those that the user may see.</summary>
    public async Task<IReadOnlyDictionary<(LinkKind, Guid), ProductLink>> Named(IEnumerable<(LinkKind Kind, Guid Id)> wanted, CancellationToken ct)
    {
        var found = new Dictionary<(LinkKind, Guid), ProductLink>();
        foreach (var kind in wanted.Distinct().GroupBy(w => w.Kind, w => w.Id))
        {
            var ids = kind.ToList();
            foreach (var row in await Of(kind.Key, now: false).Where(r => ids.Contains(r.Id)).ToListAsync(ct)) found[(kind.Key, row.Id)] = new(kind.Key, row.Id, row.Name);
        }
        return found;
    }

    /// <summary>What was chosen in a form, "Task:id"; a problem where it is nothing that the user may point to.</summary>
    public async Task<(LinkKind Kind, Guid Id)?> Read(string? typed, string field, Lines read, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(typed)) return null;
        if (typed.Split(':') is [var word, var number] && Platform.Results.Named.Of<LinkKind>(word) is { } kind && Here.Id(number) is { } id && await Of(kind, now: false).AnyAsync(r => r.Id == id, ct)) return (kind, id);
        read.Problems.Add(new("programme.register-choose", field));
        return null;
    }

    /// <param name="now">Only what may be chosen anew: nothing that a plan has dropped or that is only a draft.</param>
    IQueryable<Row> Of(LinkKind kind, bool now) => kind switch
    {
        LinkKind.Task => programme.VisibleTasks.AsNoTracking().Where(t => !now || t.DroppedInVersion == null).OrderByDescending(t => t.PlanId).ThenBy(t => t.SortOrder).Select(t => new Row { Id = t.Id, Name = t.Label + " " + t.Title }),
        LinkKind.Project => registers.Projects.AsNoTracking().Where(p => !now || !p.Dropped).OrderBy(p => p.PlanNumber).ThenBy(p => p.Name).Select(p => new Row { Id = p.Id, Name = p.Name }),
        LinkKind.Policy => registers.Policies.AsNoTracking().Where(p => !now || !p.Dropped).OrderBy(p => p.PlanNumber).ThenBy(p => p.Name).Select(p => new Row { Id = p.Id, Name = p.Name }),
        LinkKind.Guide => guides.Guides.AsNoTracking().Where(g => !now || g.State == GuideState.InForce).OrderBy(g => g.Title).ThenBy(g => g.Number).Select(g => new Row { Id = g.Id, Name = g.Title }),
        _ => research.Topics.AsNoTracking().Where(t => !now || t.State == ResearchState.Accepted).OrderByDescending(t => t.Year).ThenBy(t => t.Title).Select(t => new Row { Id = t.Id, Name = t.Title }),
    };

    sealed class Row
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
    }
}
