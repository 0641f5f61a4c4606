using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Board;

enum BoardGroup { Domain, Unit, None }

/// <summary>What an address asks of the board: which tasks, grouped how, in which order. The page, the exports and the calendar read the same.</summary>
sealed record BoardFilter(
    Guid? Plan = null, Guid? Domain = null, Guid? Unit = null, TaskState? State = null, Light? Light = null, string? Due = null,
    BoardGroup Group = BoardGroup.Domain, string? Words = null, string Sort = "", int Page = 1, bool Dropped = false)
{
    public const int PageSize = 50;

    /// <summary>What the filter for the deadline offers; a month is written 2026-12.</summary>
    public static readonly IReadOnlyList<string> Windows = ["late", "week", "month", "quarter", "year", "none"];

    /// <summary>Reads an address. What it does not understand it leaves out: an old link still opens.</summary>
    public static BoardFilter From(IQueryCollection query)
    {
        Guid? Id(string name) => Guid.TryParse(query[name], CultureInfo.InvariantCulture, out var id) ? id : null;
        T? Named<T>(string name) where T : struct, Enum =>
            Enum.TryParse<T>(query[name], ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsDigit(query[name].ToString()[0]) ? value : null;

        return new(Id("plan"), Id("domain"), Id("unit"), Named<TaskState>("state"), Named<Light>("light"),
            query["due"].ToString() is { Length: > 0 } due && (Windows.Contains(due) || MonthOf(due) is not null) ? due : null,
            Named<BoardGroup>("group") ?? BoardGroup.Domain,
            query["q"].ToString() is { Length: > 0 } words ? words[..Math.Min(words.Length, 200)] : null,
            query["sort"].ToString(),
            int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1,
            query["dropped"] == "1");
    }

    static DateOnly? MonthOf(string due) =>
        DateOnly.TryParseExact(due + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    /// <summary>The tasks asked for, of those the user may see. The light is left to the caller, whose chips count all of them.</summary>
    public IQueryable<ProgrammeTask> Of(ProgrammeData data, IQueryable<Guid> groupsOfUnit, DateOnly today)
    {
        var tasks = data.VisibleTasks.AsNoTracking();
        if (!Dropped) tasks = tasks.Where(t => t.DroppedInVersion == null);
        if (Plan is { } plan) tasks = tasks.Where(t => t.PlanId == plan);
        if (Domain is { } domain) tasks = tasks.Where(t => t.DomainId == domain);
        if (State is { } state) tasks = tasks.Where(t => t.State == state);
        if (Unit is { } unit) tasks = tasks.Where(t => data.TaskUnits.Any(u => u.TaskId == t.Id && (u.UnitId == unit || groupsOfUnit.Any(g => g == u.GroupId))));
        tasks = InWindow(tasks, today);
        foreach (var word in (Words ?? "").Split([' ', '　', ',', '，', '、', '\t'], StringSplitOptions.RemoveEmptyEntries).Take(8))
        {
            var pattern = $"%{Escaped(word.ToLowerInvariant())}%";
            tasks = tasks.Where(t => EF.Functions.Like(t.SearchText, pattern, "\\"));
        }
        return tasks;
    }

    static string Escaped(string word) =>
        word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    IQueryable<ProgrammeTask> InWindow(IQueryable<ProgrammeTask> tasks, DateOnly today)
    {
        if (Due is null) return tasks;
        if (Due == "none") return tasks.Where(t => t.Due == null);
        if (Due == "late") return tasks.Where(t => t.Due < today && t.State != TaskState.Completed && t.State != TaskState.Cancelled && t.State != TaskState.Suspended);
        if (MonthOf(Due) is { } first)
        {
            var next = first.AddMonths(1);
            return tasks.Where(t => t.Due >= first && t.Due < next);
        }
        var end = Due switch { "week" => today.AddDays(7), "month" => today.AddDays(30), "quarter" => today.AddDays(90), _ => new DateOnly(today.Year, 12, 31) };
        return tasks.Where(t => t.Due >= today && t.Due <= end);
    }

    /// <summary>Pressing matters first, unless the address asks for another order. Within equals, the order of the plan.</summary>
    public IOrderedQueryable<ProgrammeTask> Ordered(IQueryable<ProgrammeTask> tasks, ProgrammeData data)
    {
        var grouped = Group switch
        {
            BoardGroup.Domain => tasks.OrderByDescending(t => data.Plans.Where(p => p.Id == t.PlanId).Select(p => p.EndYear).FirstOrDefault() ?? 0).ThenBy(t => t.PlanId)
                .ThenBy(t => data.Domains.Where(d => d.Id == t.DomainId).Select(d => (int?)d.SortOrder).FirstOrDefault() ?? int.MaxValue),
            BoardGroup.Unit => tasks.OrderBy(t => data.TaskUnits.Where(u => u.TaskId == t.Id && u.Role == UnitRole.Lead)
                .OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder).Select(u => u.PrintedName).FirstOrDefault()),
            _ => tasks.OrderBy(t => 0),
        };
        var ordered = Sort switch
        {
            "due" => grouped.ThenBy(t => t.Due == null).ThenBy(t => t.Due),
            "-due" => grouped.ThenBy(t => t.Due == null).ThenByDescending(t => t.Due),
            "task" => grouped.ThenBy(t => t.SortOrder),
            "-task" => grouped.ThenByDescending(t => t.SortOrder),
            "news" => grouped.ThenBy(t => t.LastNewsAt == null).ThenByDescending(t => t.LastNewsAt),
            "-news" => grouped.ThenBy(t => t.LastNewsAt != null).ThenBy(t => t.LastNewsAt),
            "-light" => grouped.ThenByDescending(t => t.Light == Platform.Results.Light.Red ? 0 : t.Light == Platform.Results.Light.Orange ? 1 : t.Light == Platform.Results.Light.Yellow ? 2 : t.Light == Platform.Results.Light.Green ? 3 : 4),
            _ => grouped.ThenBy(t => t.Light == Platform.Results.Light.Red ? 0 : t.Light == Platform.Results.Light.Orange ? 1 : t.Light == Platform.Results.Light.Yellow ? 2 : t.Light == Platform.Results.Light.Green ? 3 : 4),
        };
        return ordered.ThenBy(t => t.SortOrder).ThenBy(t => t.Id);
    }
}
