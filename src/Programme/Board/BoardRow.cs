using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Board;

/// <summary>One task as the board shows it.</summary>
sealed record BoardRow(
    Guid Id, Guid PlanId, Guid? DomainId, string Label, string Title, TaskState State, Light Light, string? LightReason,
    DateOnly StartsOn, DateOnly? Due, int? Progress, int TimesReturned, DateTime? LastNewsAt, bool Dropped)
{
    public IReadOnlyList<BoardUnit> Units { get; set; } = [];

    /// <summary>The target that says most: the first that has a figure, else the first.</summary>
    public BoardTarget? Target { get; set; }
    public int TargetCount { get; set; }
    public NoteKind? LastKind { get; init; }

    /// <summary>The lead unit that heads the row when the board is grouped by unit.</summary>
    public string? Head => In(UnitRole.Lead).FirstOrDefault()?.Name;

    public IEnumerable<BoardUnit> In(UnitRole role) => Units.Where(u => u.Role == role);
}

/// <summary>A unit's part as shown: the register's short name where the unit is known, else as printed.</summary>
sealed record BoardUnit(UnitRole Role, string Name);

sealed record BoardTarget(Guid Id, string Text, string? Metric, string? Comparator, decimal? Value, string? MeasureUnit, DateOnly? Due, decimal? Current)
{
    public IReadOnlyList<(DateOnly On, decimal Value)> Readings { get; set; } = [];

    /// <summary>The first reading, and from there the straight way to the target on its day.</summary>
    public decimal? ExpectedOn(DateOnly day, DateOnly? taskDue)
    {
        if (Value is not { } value || (Due ?? taskDue) is not { } due || Readings.Count == 0) return null;
        var (from, start) = Readings[0];
        if (day >= due || due <= from) return value;
        return day <= from ? start : start + (value - start) * (day.DayNumber - from.DayNumber) / (due.DayNumber - from.DayNumber);
    }
}

/// <summary>How many tasks of a group stand at each light.</summary>
sealed record GroupCount(string Key, string? Name, IReadOnlyDictionary<Light, int> Lights)
{
    public int Total => Lights.Values.Sum();
}
