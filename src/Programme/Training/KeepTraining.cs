using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Meeting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Training;

/// <summary>The office, or a county's office for its own county, writes a training, announces it, moves it, calls it off. Those who are put down are told when it is moved or called off.</summary>
sealed class KeepTraining(TrainingData training, TrainingDesk desk, Attachments files, CurrentUser user, TimeProvider time)
{
    public const int MostCapacity = TrainingSession.MostPeople;

    public async Task<Result<Guid>> Draft(TrainingForm form, CancellationToken ct)
    {
        if (!training.MayHold || user.UnitId is not { } holder) return TrainingDesk.NoSuchTraining;
        var session = new TrainingSession { Id = training.NewId(), HolderId = holder, Region = user.RegionPrefix };
        if (await Fill(session, form, ct) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        training.Add(session);
        return await desk.Save(session, ct);
    }

    /// <summary>Do: save, announce, off, or remove a draft.</summary>
    public async Task<Result<Guid>> Run(Guid id, TrainingForm form, CancellationToken ct)
    {
        TrainingState[] states = form.Do switch { "save" => [TrainingState.Draft, TrainingState.Planned], "off" => [TrainingState.Planned], _ => [TrainingState.Draft] };
        var taken = await desk.Take(id, form.Version, ct, states);
        if (taken.Value is not { } session) return new Result<Guid>(default, taken.Problems);
        switch (form.Do)
        {
            case "save" or "announce":
                var (before, planned) = ((session.Day, session.Clock, session.Place), session.State == TrainingState.Planned);
                if (await Fill(session, form, ct) is { Count: > 0 } problems)
                {
                    training.Forget();
                    return new Result<Guid>(default, problems);
                }
                if (form.Do == "announce")
                {
                    session.State = TrainingState.Planned;
                    desk.Step(session, TrainingStepKind.Announce);
                }
                else if (planned && before != (session.Day, session.Clock, session.Place))
                {
                    desk.Step(session, TrainingStepKind.Move, string.Create(CultureInfo.InvariantCulture, $"{before.Day:yyyy-MM-dd} {before.Clock} {before.Place} → {session.Day:yyyy-MM-dd} {session.Clock} {session.Place}"));
                    if (session.Day >= time.Today()) await desk.TellAll(session, "programme.notice-training-moved", ct);
                }
                break;
            case "off":
                var read = new Lines();
                if (read.Text(form.Reason, nameof(form.Reason), TrainingSession.LongestReason, needed: true) is not { } reason || read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
                (session.State, session.Reason) = (TrainingState.CalledOff, reason);
                desk.Step(session, TrainingStepKind.CallOff, reason);
                await desk.TellAll(session, "programme.notice-training-off", ct);
                break;
            case "remove":
                foreach (var file in await training.Files.Where(f => f.SessionId == id).ToListAsync(ct)) training.Remove(file);
                training.Remove(session);
                return await desk.Save(session, ct);
            default:
                return TrainingDesk.NotNow;
        }
        session.Version++;
        return await desk.Save(session, ct);
    }

    /// <summary>Takes a file away again, while the training is to come.</summary>
    public async Task<Result<Guid>> DropFile(Guid id, int version, Guid file, CancellationToken ct)
    {
        var taken = await desk.Take(id, version, ct, TrainingState.Draft, TrainingState.Planned);
        if (taken.Value is not { } session) return new Result<Guid>(default, taken.Problems);
        if (await training.Files.SingleOrDefaultAsync(f => f.Id == file && f.SessionId == id, ct) is not { } there) return TaskDesk.Changed;
        training.Remove(there);
        session.Version++;
        return await desk.Save(session, ct);
    }

    async Task<List<Problem>> Fill(TrainingSession session, TrainingForm form, CancellationToken ct)
    {
        var read = new Lines();
        session.Kind = read.Named<TrainingKind>(form.Kind, nameof(form.Kind)) ?? session.Kind;
        (session.Title, session.Place) = (read.Line(form.Title, nameof(form.Title), TrainingSession.LongestTitle, needed: true) ?? "", read.Line(form.Place, nameof(form.Place), TrainingSession.LongestPlace, needed: true) ?? "");
        session.About = read.Text(form.About, nameof(form.About), TrainingSession.LongestAbout) ?? "";
        var (day, by) = (read.Day(form.Day, nameof(form.Day), needed: true), read.Day(form.SignUpBy, nameof(form.SignUpBy), needed: true));
        if (day > time.Today().AddMonths(PlanMeeting.MostMonthsAhead)) read.Problems.Add(new("programme.inspection-far", nameof(form.Day), PlanMeeting.MostMonthsAhead));
        if (by > day) read.Problems.Add(new("programme.training-by-late", nameof(form.SignUpBy)));
        (session.Day, session.SignUpBy) = (day ?? session.Day, by ?? session.SignUpBy);
        if (string.IsNullOrWhiteSpace(form.Clock)) session.Clock = "";
        else if (TimeOnly.TryParseExact(form.Clock.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) session.Clock = clock.ToString("HH:mm", CultureInfo.InvariantCulture);
        else read.Problems.Add(new("programme.meeting-clock", nameof(form.Clock)));
        if (Typed.Figure(form.Hours, out var hours) && hours is > 0 and <= TrainingSession.MostHours && decimal.Truncate(hours.Value * 2) == hours * 2) session.Hours = hours.Value;
        else read.Problems.Add(new("programme.training-hours-wrong", nameof(form.Hours), TrainingSession.MostHours));
        var roles = form.For.Select(r => Named.Of<RoleCode>(r)).OfType<RoleCode>().Where(TrainingSession.Audience.Contains).ToList();
        if (roles.Count == 0) read.Problems.Add(new("programme.training-for-whom", nameof(form.For)));
        session.For = roles;
        session.Capacity = string.IsNullOrWhiteSpace(form.Capacity) ? null : read.Whole(form.Capacity, nameof(form.Capacity), 1, MostCapacity);
        if (session.Capacity < session.SignedUp) read.Problems.Add(new("programme.training-below", nameof(form.Capacity), session.SignedUp));
        if (read.Problems.Count == 0 && form.File is { Length: > 0 })
        {
            var there = await training.Files.Where(f => f.SessionId == session.Id).Select(f => f.Sha256).ToListAsync(ct);
            if (there.Count >= TrainingSession.MostFiles) read.Problems.Add(new("programme.training-files-most", nameof(form.File), TrainingSession.MostFiles));
            else if ((await files.Take(form.File, nameof(form.File), papers: true, ct)) is var taken && taken.Value is not { } file) read.Problems.AddRange(taken.Problems);
            else if (!there.Contains(file.Sha256)) training.Add(new TrainingFile { Id = training.NewId(), SessionId = session.Id, Sha256 = file.Sha256, Name = file.Name, Size = file.Size });
        }
        return read.Problems;
    }
}
