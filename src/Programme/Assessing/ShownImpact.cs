using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>The assessment that this request is about, read once and shared by the parts of its page, with what was typed and why it was refused.</summary>
sealed class ShownImpact(ReadImpacts read, ProgrammeData programme, IIndicatorCatalogue catalogue, IPublicFigures figures)
{
    const int MostTasks = 400, LongestName = 70;

    public ImpactView View { get; private set; } = null!;
    public bool Found => View is not null;
    public ImpactForm? Form { get; set; }
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Somebody else changed the assessment before the form came: the page then shows what they did, and what was typed.</summary>
    public bool Changed { get; private set; }

    public IReadOnlyList<CatalogueIndicator> Indicators { get; private set; } = [];
    public IReadOnlyList<PublicRegion> Regions { get; private set; } = [];
    public IReadOnlyList<(Guid Id, string Name)> Tasks { get; private set; } = [];

    IFormCollection? sent;

    public bool May(ImpactStepKind step) => View.May.Contains(step);

    public async Task Load(Guid id, CancellationToken ct) => View = (await read.One(id, ct))!;

    /// <summary>What can be cited as evidence; only for those who may.</summary>
    public async Task LoadChoices(CancellationToken ct)
    {
        Indicators = [.. (await catalogue.All(ct)).Where(i => i is { Open: true, Retired: false })];
        Regions = Indicators.Count > 0 && await figures.One(Indicators[0].Id, ct) is { } first ? first.Land : [];
        Tasks = [.. (await programme.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null).OrderBy(t => t.PlanId).ThenBy(t => t.SortOrder).Take(MostTasks).Select(t => new { t.Id, t.Label, t.Title }).ToListAsync(ct))
            .Select(t => (t.Id, PlainText.Cut($"{t.Label} {t.Title}", LongestName)))];
    }

    /// <summary>After a refused form: what others did meanwhile is read again, what was typed stays in the form.</summary>
    public async Task Refused(IReadOnlyList<Problem> problems, IFormCollection form, CancellationToken ct)
    {
        (Changed, sent) = (problems.Contains(Assigning.TaskDesk.Changed), form);
        Problems = Changed ? [] : problems;
        if (Changed) await Load(View.Impact.Id, ct);
    }

    /// <summary>True where one of these fields was refused, or holds what was typed before somebody else changed the assessment: its part of the page is then open. Null otherwise.</summary>
    public bool? Tried(params string[] fields) => Problems.Any(p => fields.Contains(p.Field)) || (Changed && fields.Any(f => sent?[$"Form.{f}"] is [{ Length: > 0 }, ..])) ? true : null;
}
