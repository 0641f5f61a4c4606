using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>Inspections on the desk: those that the user goes to, and in the office those whose days are over and that nobody has finished. Who is inspected finds theirs in the calendar.</summary>
sealed class DeskInspections(ReadInspections read, Texts texts, TimeProvider time) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (lines, total, today) = (await read.ForDesk(most, ct), await read.Waits(ct), time.Today());
        return total.Number == 0 ? null : new("inspections", texts["programme.menu-inspections"],
            [.. lines.Select(i => new DueItem(i.Title, i.State == InspectionState.UnderWay ? $"/inspections/{i.Id}#findings" : $"/inspections/{i.Id}", texts["programme.desk-see"],
                i.ToDay < today ? Light.Orange : i.FromDay <= today ? Light.Yellow : Light.Green, i.FromDay > today ? i.FromDay : i.ToDay, $"{texts[InspectionWords.Kind(i.Kind)]} · {texts[InspectionWords.State(i.State)]}"))],
            total.Number, "/inspections", texts["programme.desk-all-inspections"]);
    }
}
