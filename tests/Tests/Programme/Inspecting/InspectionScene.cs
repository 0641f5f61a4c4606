using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>An inspection of the lead unit of the small plan, and the steps that its tests take.</summary>
static class InspectionScene
{
    public static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field} {string.Join('/', p.Args)}")));
    public static Task<Inspection> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<Inspection>().AsNoTracking().SingleAsync(i => i.Id == id));

    public static InspectionForm Plan(InspectionKind kind, string title = "秋季托育服务检查", Guid? list = null) => new()
    {
        Kind = kind.ToString(),
        Title = title,
        Place = "书院路",
        FromDay = "2026-11-23",
        ToDay = "2026-11-24",
        Checklist = list?.ToString(),
        RevealDay = kind == InspectionKind.Unannounced ? "2026-11-23" : null,
        RevealTime = "09:00",
    };

    public static async Task<Result<Guid>> Team(City city, Actor by, Guid id, TeamForm form)
    {
        form.Version = (await Of(city, id)).Version;
        return await city.As(by, (ChangeTeam change) => change.Run(id, form, default));
    }

    public static async Task<Result<Guid>> Step(City city, Actor by, Guid id, InspectionStepKind step, string? text = null, int? version = null) =>
        await city.As(by, async (MoveInspection move) => await move.Run(id, new() { Do = step.ToString(), Version = version ?? (await Of(city, id)).Version, Word = text }, default));

    public static async Task<Guid> List(City city, Actor office)
    {
        Done(await city.As(office, (EditChecklist edit) => edit.Begin(default)));
        return await city.Use((CityDb db) => db.Set<Checklist>().Where(c => c.Kind == ChecklistKind.ChildrensHome).Select(c => c.Id).SingleAsync());
    }

    /// <summary>The lead unit is inspected by somebody of the unit that has no part, and by the office.</summary>
    public static async Task<(SmallPlan Plan, Guid Id, Guid List)> Planned(City city, InspectionKind kind, string title = "秋季托育服务检查")
    {
        var plan = await SmallPlan.In(city);
        var (id, list) = await Planned(city, plan, kind, title);
        return (plan, id, list);
    }

    public static async Task<(Guid Id, Guid List)> Planned(City city, SmallPlan plan, InspectionKind kind, string title = "秋季托育服务检查")
    {
        var list = await List(city, plan.Office);
        var made = await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, Plan(kind, title, list), default));
        Done(made);
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-unit", Unit = plan.Lead.Unit.ToString() }));
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-task", Task = plan.Task.ToString() }));
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-post", Member = plan.Outsider.Post.ToString() }));
        Done(await Team(city, plan.Office, made.Value, new() { Do = "add-post", Member = plan.Office.Post.ToString() }));
        Done(await Step(city, plan.Office, made.Value, InspectionStepKind.Plan));
        return (made.Value, list);
    }

    public static FindingForm Finding(Actor unit, FindingSeverity severity = FindingSeverity.Ordinary) => new() { Unit = unit.Unit.ToString(), Severity = severity.ToString(), Text = "护栏松动", Demand = "更换护栏", Due = severity == FindingSeverity.Advice ? null : "2026-12-11" };

    public static async Task<List<Actor>> Seers(City city, SmallPlan plan, Guid id)
    {
        var seers = new List<Actor>();
        foreach (var actor in plan.Everyone)
            if (await city.As(actor, (ReadInspections read) => read.One(id, default)) is not null) seers.Add(actor);
        return seers;
    }

    public static async Task Shown(City city, SmallPlan plan, Guid id, Guid finding, string name, string ground = "NobodySeen", string? areas = null, string? consent = null) =>
        Done(await Show(city, plan, id, finding, name, ground, areas, consent));

    public static Task<Result<Guid>> Show(City city, SmallPlan plan, Guid id, Guid finding, string name, string? ground, string? areas = null, string? consent = null)
    {
        var content = Chequered();
        return city.As(plan.Outsider, (NoteFinding note) => note.Show(id, new() { Finding = finding.ToString(), Ground = ground, Areas = areas, Consent = consent, Photo = new FormFile(new MemoryStream(content), 0, content.Length, "Photo", name) }, default));
    }

    /// <summary>A picture of 64 by 64 squares of one pixel, black and white: every detail is as small as can be.</summary>
    static byte[] Chequered() => PngFile.Of(64, 64, (x, y) => (byte)((x + y) % 2 * 255) is var grey ? (grey, grey, grey) : default);
}
