using OneMetre.Platform.Data;

namespace OneMetre.Platform.Time;

/// <summary>The city's calendar of working days: the national one, and what the city has said about single days, such as an arrangement announced after this version.</summary>
public sealed class WorkCalendars(CitySettings settings)
{
    const string Key = "platform.workdays";

    public async Task<WorkCalendar> Get(CancellationToken ct) => WorkCalendar.With(await Own(ct));

    /// <summary>What the city itself has said.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, bool>> Own(CancellationToken ct) => await settings.Get(Key, new Dictionary<DateOnly, bool>(), ct);

    /// <summary>Says of a day whether it is worked, or takes the city's own word back (null); the caller saves.</summary>
    public async Task Say(DateOnly day, bool? works, CancellationToken ct)
    {
        var own = new Dictionary<DateOnly, bool>(await Own(ct));
        if (works is { } word) own[day] = word;
        else own.Remove(day);
        await settings.Set(Key, own, ct);
    }
}
