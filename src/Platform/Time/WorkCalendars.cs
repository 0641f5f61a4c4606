using System.Globalization;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Time;

/// <summary>The city's calendar of working days: the national one, and what the city has said about single days, such as an arrangement announced after this version.</summary>
public sealed class WorkCalendars(CitySettings settings)
{
    const string Prefix = "platform.workday.";

    public async Task<WorkCalendar> Get(CancellationToken ct) => WorkCalendar.With(await Own(ct));

    /// <summary>What the city itself has said.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, bool>> Own(CancellationToken ct) =>
        (await settings.Under<bool>(Prefix, ct)).ToDictionary(d => DateOnly.ParseExact(d.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture), d => d.Value);

    /// <summary>Says of a day whether it is worked, or takes the city's own word back (null); the caller saves.</summary>
    public Task Say(DateOnly day, bool? works, CancellationToken ct)
    {
        var key = Prefix + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return works is { } word ? settings.Set(key, word, ct) : settings.Clear(key, ct);
    }
}
