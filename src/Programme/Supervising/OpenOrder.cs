using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>What an order would say before anybody has typed a word: drawn from the task or the warning it comes from.</summary>
sealed record OrderDraft(OrderForm Form, string? SourceTitle, string? SourceLink, Guid? Standing);

/// <summary>The office opens an order (立项): from a task, from a warning that was handed over, or on an instruction. One matter has one open order for one unit.</summary>
sealed class OpenOrder(SupervisionData orders, ProgrammeData programme, IWarningBriefs warnings, CitySettings settings, CurrentUser user, TimeProvider time)
{
    public const int MostDays = 250;
    public static readonly Problem NoSuchOrder = new("programme.no-such-order");

    /// <summary>The form for a source, or null where the source is not there for the user.</summary>
    public async Task<OrderDraft?> Draft(Guid? task, Guid? warning, CancellationToken ct)
    {
        var rules = await settings.Get(OrderRules.Key, new OrderRules(), ct);
        var form = new OrderForm { Days = rules.ReplyWithin.ToString(CultureInfo.InvariantCulture) };
        if (task is { } id)
        {
            if (await programme.VisibleTasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } found) return null;
            var plan = await programme.Plans.AsNoTracking().Where(p => p.Id == found.PlanId).Select(p => new { p.Title, p.DocNumber }).SingleOrDefaultAsync(ct);
            var lead = await programme.TaskUnits.Where(u => u.TaskId == id && u.UnitId != null && u.Role == UnitRole.Lead).OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder).Select(u => u.UnitId).FirstOrDefaultAsync(ct);
            (form.Task, form.Unit) = (id.ToString(), lead?.ToString());
            form.Title = PlainText.Cut($"{found.Label}{found.Title}", SupervisionOrder.LongestTitle);
            form.Basis = PlainText.Cut($"《{plan?.Title}》{plan?.DocNumber}{found.Label.TrimEnd('.', '．', '、')}", SupervisionOrder.LongestBasis);
            return new(form, $"{found.Label} {found.Title}", $"/tasks/{id}", await Standing(id, lead, ct));
        }
        if (warning is { } about)
        {
            if (await warnings.One(about, ct) is not { } brief) return null;
            (form.Warning, form.Unit) = (about.ToString(), brief.Unit?.ToString());
            form.Title = PlainText.Cut($"{brief.Region}{brief.Indicator}", SupervisionOrder.LongestTitle);
            form.Basis = PlainText.Cut($"{brief.Period}{brief.Region}{brief.Indicator}：{brief.Says}", SupervisionOrder.LongestBasis);
            return new(form, $"{brief.Region} {brief.Indicator}", $"/warnings/{about}", await Standing(about, brief.Unit, ct));
        }
        return new(form, null, null, null);
    }

    public async Task<Result<Guid>> Run(OrderForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchOrder;
        var (task, warning) = (Id(form.Task), Id(form.Warning));
        if (((form.Task ?? form.Warning) is { Length: > 0 } && task is null && warning is null) || await Draft(task, warning, ct) is null) return new Problem("programme.order-no-source");

        var problems = new List<Problem>();
        var title = Line(form.Title, nameof(form.Title), SupervisionOrder.LongestTitle, problems);
        var demand = Line(form.Demand, nameof(form.Demand), SupervisionOrder.LongestDemand, problems);
        var basis = Line(form.Basis, nameof(form.Basis), SupervisionOrder.LongestBasis, problems);
        var today = time.Today();
        var unit = Guid.TryParse(form.Unit, out var chosen) && await orders.Units.AnyAsync(u => u.Id == chosen && (u.ValidTo == null || u.ValidTo > today), ct) ? chosen : (Guid?)null;
        if (unit is null) problems.Add(new("programme.order-no-unit", nameof(form.Unit)));
        if (!Typed.Figure(form.Days, out var days) || days is null || days != decimal.Truncate(days.Value) || days is < 1 or > MostDays) problems.Add(new("programme.settings-not-a-number", nameof(form.Days), 1, MostDays));
        if (problems.Count == 0 && (task ?? warning) is { } from && await Standing(from, unit, ct) is not null) problems.Add(new("programme.order-standing"));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var order = new SupervisionOrder
        {
            Id = orders.NewId(),
            Source = task is not null ? OrderSource.Task : warning is not null ? OrderSource.Warning : OrderSource.Instruction,
            SourceId = task ?? warning,
            Title = title,
            Demand = demand,
            Basis = basis,
            UnitId = unit!.Value,
            State = OrderState.Opened,
            Days = (int)days!.Value,
            OpenedOn = today,
        };
        orders.Add(order);
        orders.Add(new OrderStep { Id = orders.NewId(), OrderId = order.Id, Kind = OrderStepKind.Open, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
        return await orders.SaveUnlessTaken(ct) ? order.Id : new Problem("programme.order-standing");
    }

    /// <summary>The open order that this matter has for this unit already.</summary>
    async Task<Guid?> Standing(Guid source, Guid? unit, CancellationToken ct) =>
        await orders.Orders.Where(o => o.SourceId == source && o.UnitId == unit && o.State != OrderState.Closed && o.State != OrderState.Withdrawn).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct);

    /// <summary>What was typed, without what no paper can hold.</summary>
    public static string Said(string? text) => PlainText.ForXml((text ?? "").Trim().ReplaceLineEndings("\n"));

    static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    static string Line(string? text, string field, int most, List<Problem> problems)
    {
        var line = Said(text);
        if (line.Length == 0) problems.Add(new("programme.order-say", field));
        else if (line.Length > most) problems.Add(new("programme.text-too-long", field, most));
        return line;
    }
}
