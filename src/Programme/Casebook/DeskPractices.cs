using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Casebook;

/// <summary>Good practices on the desk: those that the user may review, correct or publish.</summary>
sealed class DeskPractices(ReadPractices read, Texts texts) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (found, total) = (await read.ForDesk(most, ct), await read.Waits(ct));
        return total.Number == 0 ? null : new("practices", texts["programme.practices-title"],
            [.. found.Select(p => new DueItem(p.Title, $"/casebook/{p.Id}", texts["programme.desk-see"], PracticeWords.LightOf(p.State), null, $"{texts[PracticeWords.State(p.State)]} · {ChinaTime.DayOf(p.ChangedAt):yyyy-MM-dd}"))],
            total.Number, "/casebook?mine=1", texts["programme.desk-all-practices"]);
    }
}
