using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Platform.Watching;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// The office puts a checked draft into force: the plan, its tasks with their units and targets, and notices to all who now have a part.
/// It happens as a whole or not at all, and once: of two who press at the same moment one wins, and the other is told that it is done.
/// </summary>
sealed class ApplyPlan(ProgrammeData data, UnitRegister register, TakeFromPlan taking, NoticeBoard notices, CitySettings settings, CurrentUser user, TimeProvider time)
{
    /// <summary>The plan in force; Already: it had been put into force before.</summary>
    public sealed record Outcome(Guid Plan, bool Already);

    public async Task<Result<Outcome>> Run(Guid import, CancellationToken ct)
    {
        using var span = CityTrace.ApplyPlan();
        try
        {
            return await data.Attempt(() => Apply(import, ct), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            var done = await data.Imports.AsNoTracking().Where(i => i.Id == import && i.State == ImportState.Applied).Select(i => i.PlanId).SingleOrDefaultAsync(ct);
            return done is { } plan ? new Outcome(plan, true) : new Problem("programme.apply-again");
        }
    }

    async Task<Result<Outcome>> Apply(Guid import, CancellationToken ct)
    {
        var head = await data.Imports.SingleOrDefaultAsync(i => i.Id == import, ct);
        if (head is { State: ImportState.Applied, PlanId: { } done }) return new Outcome(done, true);
        if (head is not { State: ImportState.Reviewing }) return ReviewDesk.Closed;

        // First of all the import is marked: whoever comes second waits here, and then sees that it is done.
        var now = time.GetUtcNow().UtcDateTime;
        head.State = ImportState.Applied;
        head.AppliedAt = now;
        head.PlanId = head.RevisesPlanId ?? data.NewId();
        head.Version++;
        await data.Save(ct);

        var sheet = (await ReviewSheet.Load(data, import, ct))!;
        var errors = ApplyCheck.Of(sheet).Where(o => o.Severity == Severity.Error).Select(o => o.Problem).ToList();
        if (errors.Count > 0) return new(default, errors);

        var standing = head.RevisesPlanId is { } revised ? await data.Plans.SingleOrDefaultAsync(p => p.Id == revised, ct) : null;
        var endBefore = standing?.EndYear;
        var plan = standing ?? new Plan { Id = head.PlanId.Value };
        Describe(plan, sheet, import, now);
        if (standing is null) data.Add(plan);
        else (plan.VersionNumber, plan.Version) = (plan.VersionNumber + 1, plan.Version + 1);

        var domains = await Domains(plan, sheet, ct);
        await Registers(plan, sheet, ct);
        var writing = new TaskWriting(data, sheet, plan, domains, await settings.Get("programme.lights", new LightThresholds(), ct), await UnitNames(sheet, ct), user, ChinaTime.Today(time), now, endBefore);
        await writing.Write(standing is not null, ct);
        await Tell(plan, writing, standing is not null, ct);
        await data.Save(ct);
        return new Outcome(plan.Id, false);
    }

    static void Describe(Plan plan, ReviewSheet sheet, Guid import, DateTime now)
    {
        var header = sheet.Header;
        plan.Title = PlainText.Cut(header.Title!.Trim(), 200);
        plan.DocNumber = header.DocNumber;
        plan.DocNumberRaw = header.DocNumberRaw;
        plan.Issuer = header.Issuer;
        plan.IssuedOn = header.IssuedOn;
        plan.RegionName = header.Region;
        plan.StartYear = header.StartYear;
        plan.EndYear = header.EndYear;
        plan.ImportId = import;
        plan.AppliedAt = now;
    }

    /// <summary>Domains keep their row over versions as long as they keep their name.</summary>
    async Task<Dictionary<string, Guid>> Domains(Plan plan, ReviewSheet sheet, CancellationToken ct)
    {
        var known = await data.Domains.Where(d => d.PlanId == plan.Id).ToListAsync(ct);
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var (label, name) in sheet.Tasks.Where(e => !string.IsNullOrWhiteSpace(e.Task.Domain)).Select(e => (e.Task.DomainLabel, Name: e.Task.Domain!.Trim())).DistinctBy(d => d.Name))
        {
            var domain = known.FirstOrDefault(d => d.Name == name);
            if (domain is null) data.Add(domain = new() { Id = data.NewId(), PlanId = plan.Id, Name = PlainText.Cut(name, 200) });
            domain.Label = label is null ? null : PlainText.Cut(label, 20);
            domain.SortOrder = ids.Count + 1;
            ids[name] = domain.Id;
        }
        foreach (var gone in known.Where(d => !ids.ContainsValue(d.Id))) gone.SortOrder += ids.Count + 1;
        return ids;
    }

    /// <summary>The printed registers of the plan: indicators, projects, policies. A new version replaces them; links to the catalogue stay by name.</summary>
    async Task Registers(Plan plan, ReviewSheet sheet, CancellationToken ct)
    {
        var oldIndicators = await data.PlanIndicators.Where(i => i.PlanId == plan.Id).ToListAsync(ct);
        var links = oldIndicators.Where(i => i.IndicatorId is not null).GroupBy(i => i.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().IndicatorId, StringComparer.Ordinal);
        foreach (var old in oldIndicators) data.Remove(old);
        foreach (var old in await data.Measures.Where(m => m.PlanId == plan.Id).ToListAsync(ct)) data.Remove(old);

        var today = ChinaTime.Today(time);
        var printed = new List<PlanMeasure>();
        foreach (var row in sheet.Live.Select(e => e.Body))
        {
            if (row is DraftIndicator i)
                data.Add(new PlanIndicator
                {
                    Id = data.NewId(),
                    PlanId = plan.Id,
                    Number = i.No,
                    Domain = i.Domain is null ? null : PlainText.Cut(i.Domain, 200),
                    Name = PlainText.Cut(i.Name, 200),
                    MeasureUnit = i.ValueUnit ?? i.Unit,
                    TargetText = PlainText.Cut(i.TargetText, 200),
                    Comparator = i.EffectiveComparator ?? i.Comparator,
                    Value = i.Value,
                    ValueMax = i.ValueMax,
                    Due = DueDay.Last(i.Deadline, plan.EndYear, today),
                    UnitsText = Names(i.Units),
                    IndicatorId = Made.Linked(i.Indicator) ?? links.GetValueOrDefault(i.Name),
                    Block = i.Where?.Block,
                });
            else if (row is DraftProject p)
                printed.Add(new PlanMeasure { Id = data.NewId(), PlanId = plan.Id, Kind = MeasureKind.KeyProject, Number = p.No, Name = PlainText.Cut(p.Name, 200), Text = p.Text, UnitsText = p.UnitsText, Block = p.Where?.Block });
            else if (row is DraftPolicy y)
                printed.Add(new PlanMeasure { Id = data.NewId(), PlanId = plan.Id, Kind = MeasureKind.Policy, Number = y.No, Text = y.Text, UnitsText = y.UnitsText, Block = y.Where?.Block });
        }
        data.AddRange(printed);
        await taking.Take(plan.Id, printed, ct);
    }

    async Task<Dictionary<Guid, string>> UnitNames(ReviewSheet sheet, CancellationToken ct)
    {
        var ids = sheet.Matches.Values.Select(m => m.UnitId).OfType<Guid>().Distinct().ToList();
        return await register.Units.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
    }

    /// <summary>One notice per post and plan, with the number of tasks in which its unit has a part: forty notices would be read by nobody.</summary>
    async Task Tell(Plan plan, TaskWriting writing, bool revision, CancellationToken ct)
    {
        var groups = writing.Parts.Select(p => p.GroupId).OfType<Guid>().Distinct().ToList();
        var members = (await register.Members.Where(m => groups.Contains(m.GroupId)).Select(m => new { m.GroupId, m.UnitId }).ToListAsync(ct)).ToLookup(m => m.GroupId, m => m.UnitId);
        var counts = writing.Parts.SelectMany(p => p.UnitId is { } unit ? [(unit, p.TaskId)] : members[p.GroupId ?? default].Select(u => (u, p.TaskId)))
            .Distinct().GroupBy(p => p.Item1).ToLookup(g => g.Count(), g => g.Key);
        foreach (var same in counts)
            await notices.TellUnits([.. same], revision ? "programme.notice-plan-revised" : "programme.notice-plan-applied", $"/board?plan={plan.Id}",
                [plan.Title, same.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)], ct);
    }

    static string Names(IEnumerable<DraftUnit> units) => string.Join('、', units.Select(u => u.Name));
}
