using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assigning;

/// <summary>
/// Sets the lights of the whole city to those of today: days pass without anybody writing. One query reads, then one write for each light and reason
/// that tasks have moved to. Versions stay as they are: a light is computed, so it never stands against what somebody is typing.
/// </summary>
sealed class RefreshLights(ProgrammeData data, CitySettings settings, TimeProvider time)
{
    const int AtOnce = 500;

    /// <summary>Returns how many tasks changed their light or its reason.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        var thresholds = await settings.Get(TaskDesk.ThresholdsKey, new LightThresholds(), ct);
        var tasks = await data.TasksOfTheCity.AsNoTracking().Where(t => t.DroppedInVersion == null)
            .Select(t => new { t.Id, t.State, t.StartsOn, t.Due, t.Progress, t.TimesReturned, t.Light, t.LightReason }).ToListAsync(ct);
        var moved = tasks.Select(t => (t.Id, Was: (t.Light, t.LightReason), Is: LightRule.Read(t.State, t.StartsOn, t.Due, t.Progress, t.TimesReturned, today, thresholds)))
            .Where(t => t.Was != (t.Is.Light, t.Is.Reason)).ToList();
        if (moved.Count == 0) return 0;

        return await data.InTransaction(async () =>
        {
            foreach (var reading in moved.GroupBy(t => t.Is))
                foreach (var some in reading.Select(t => t.Id).Chunk(AtOnce))
                    await data.TasksOfTheCity.Where(t => some.Contains(t.Id))
                        .ExecuteUpdateAsync(s => s.SetProperty(t => t.Light, reading.Key.Light).SetProperty(t => t.LightReason, reading.Key.Reason), ct);
            return moved.Count;
        }, ct);
    }
}
