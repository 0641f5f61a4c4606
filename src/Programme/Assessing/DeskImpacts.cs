using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Assessing;

/// <summary>Assessments on the desk: those at which somebody has to look again soon, and in the office those that are decided and not yet published.</summary>
sealed class DeskImpacts(ReadImpacts read, Texts texts, TimeProvider time) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (found, total, today) = (await read.ForDesk(most, ct), await read.Waits(ct), time.Today());
        return total.Number == 0 ? null : new("impacts", texts["programme.impacts-title"],
            [.. found.Select(a => new DueItem(a.Title, $"/impact/{a.Id}", texts["programme.desk-see"], a.NextDue is null ? Light.Yellow : ImpactWords.LightOf(a, today), a.NextDue,
                a.NextDue is null ? texts[ImpactWords.State(a.State)] : texts["programme.desk-impact-look"]))],
            total.Number, "/impact?due=1", texts["programme.desk-all-impacts"]);
    }
}
