using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Training;

/// <summary>Training on the desk: where the unit has still to name people, and for the holder what was held and is not yet written down.</summary>
sealed class DeskTraining(ReadTraining read, Texts texts, TimeProvider time) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (found, total, today) = (await read.ForDesk(most, ct), await read.Waits(ct), time.Today());
        return total == 0 ? null : new("training", texts["programme.training-title"],
            [.. found.Select(s => s.Day < today
                ? new DueItem(s.Title, $"/training/{s.Id}", texts["programme.desk-see"], Light.Orange, s.Day, texts["programme.desk-training-record"])
                : new DueItem(s.Title, $"/training/{s.Id}", texts["programme.desk-see"], Light.Yellow, s.SignUpBy, texts["programme.desk-training-name"]))],
            total, "/training", texts["programme.desk-all-training"]);
    }
}
