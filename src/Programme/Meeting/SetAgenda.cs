using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Meeting;

/// <summary>Something that could stand on an agenda: a task, an order, a warning.</summary>
sealed record AgendaOffer(AgendaSource Source, Guid Id, string Title, string Note);

/// <summary>The office puts the agenda together: from what is late, or freely. Called units read it once they are invited.</summary>
sealed class SetAgenda(MeetingData meetings, MeetingDesk desk, ProgrammeData programme, SupervisionData orders, IWarningBriefs warnings, TimeProvider time)
{
    const int MostOffers = 30;

    /// <summary>What is late and does not stand on the agenda yet: tasks with a red or orange light, orders past their day, warnings that were handed over.</summary>
    public async Task<IReadOnlyList<AgendaOffer>> Offers(Guid meeting, CancellationToken ct)
    {
        var there = await meetings.Items.Where(i => i.MeetingId == meeting && i.SourceId != null).Select(i => i.SourceId!.Value).ToListAsync(ct);
        return [.. (await Tasks(null, ct)).Concat(await Orders(null, ct)).Concat(await Warnings(ct)).Where(o => !there.Contains(o.Id))];
    }

    async Task<IReadOnlyList<AgendaOffer>> Tasks(List<Guid>? only, CancellationToken ct)
    {
        var late = programme.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.State != TaskState.Completed && t.State != TaskState.Cancelled);
        late = only is null ? late.Where(t => t.Light == Light.Red || t.Light == Light.Orange) : late.Where(t => only.Contains(t.Id));
        var found = await late.OrderBy(t => t.Light == Light.Red ? 0 : 1).ThenBy(t => t.Due == null).ThenBy(t => t.Due).ThenBy(t => t.SortOrder).Take(only?.Count ?? MostOffers)
            .Select(t => new { t.Id, t.Label, t.Title, t.Due, t.Progress, Lead = programme.TaskUnits.Where(u => u.TaskId == t.Id && u.Role == UnitRole.Lead).OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder).Select(u => u.PrintedName).FirstOrDefault() }).ToListAsync(ct);
        return [.. found.Select(t => new AgendaOffer(AgendaSource.Task, t.Id, Cut($"{t.Label}{t.Title}"), Note(t.Lead, t.Due, t.Progress is { } done ? $"进度{done.ToString(CultureInfo.InvariantCulture)}%" : null)))];
    }

    async Task<IReadOnlyList<AgendaOffer>> Orders(List<Guid>? only, CancellationToken ct)
    {
        var today = time.Today();
        var late = orders.Orders.AsNoTracking().Where(o => o.NotifiedOn != null && o.State != OrderState.Closed && o.State != OrderState.Withdrawn);
        late = only is null ? late.Where(o => o.DueOn < today && o.State != OrderState.Replied && o.State != OrderState.Verified) : late.Where(o => only.Contains(o.Id));
        var found = await late.OrderBy(o => o.DueOn).ThenBy(o => o.Id).Take(only?.Count ?? MostOffers).Select(o => new { o.Id, o.Title, o.Number, o.DueOn, Unit = orders.Units.Where(u => u.Id == o.UnitId).Select(u => u.ShortName).FirstOrDefault() }).ToListAsync(ct);
        return [.. found.Select(o => new AgendaOffer(AgendaSource.Order, o.Id, Cut(o.Title), Note(o.Unit, o.DueOn, o.Number)))];
    }

    async Task<IReadOnlyList<AgendaOffer>> Warnings(CancellationToken ct) =>
        [.. (await warnings.HandedOver(MostOffers, ct)).Select(w => new AgendaOffer(AgendaSource.Warning, w.Id, Cut($"{w.Region}{w.Indicator}"), PlainText.Cut($"{w.Period} {w.Says}", AgendaItem.LongestNote)))];

    public async Task<Result<Guid>> Run(Guid id, AgendaForm form, CancellationToken ct)
    {
        var taken = await desk.Take(id, form.Version, ct, MeetingState.Draft, MeetingState.Invited, MeetingState.Held);
        if (taken.Value is not { } meeting) return new Result<Guid>(default, taken.Problems);
        var items = await meetings.Items.Where(i => i.MeetingId == id).OrderBy(i => i.SortOrder).ToListAsync(ct);
        var next = items.Select(i => i.SortOrder).DefaultIfEmpty(0).Max();
        var problems = new List<Problem>();
        switch (form.Do)
        {
            case "add":
                var title = MeetingTyped.Short(form.Topic, nameof(form.Topic), AgendaItem.LongestTitle, true, problems);
                var note = MeetingTyped.Line(form.Note, nameof(form.Note), AgendaItem.LongestNote, false, problems);
                if (problems.Count == 0) Put(new(AgendaSource.Free, Guid.Empty, title, note));
                break;
            case "pick":
                var wanted = form.Picked.Select(MeetingTyped.Pair).OfType<(string Word, Guid Id)>().Distinct().Take(MostOffers * 3).ToList();
                List<Guid> Of(string word) => [.. wanted.Where(w => w.Word == word).Select(w => w.Id)];
                var (tasks, ordered, warned) = (Of("task"), Of("order"), Of("warning"));
                IEnumerable<AgendaOffer> offers = [.. await Tasks(tasks, ct), .. await Orders(ordered, ct), .. warned.Count == 0 ? [] : (await Warnings(ct)).Where(w => warned.Contains(w.Id))];
                var fresh = offers.Where(o => items.TrueForAll(i => i.SourceId != o.Id)).ToList();
                if (fresh.Count == 0) problems.Add(new("programme.agenda-pick", nameof(form.Picked)));
                foreach (var offer in fresh) Put(offer);
                break;
            default:
                if (MeetingTyped.Pair(form.Do) is not var (word, which) || items.Find(i => i.Id == which) is not { } item) return MeetingDesk.NotNow;
                if (word == "remove" && item is { Source: not AgendaSource.Decision, Outcome: "" }) meetings.Remove(item);
                else if (word == "up" && items.LastOrDefault(i => i.SortOrder < item.SortOrder && (i.Source == AgendaSource.Decision) == (item.Source == AgendaSource.Decision)) is { } before) (before.SortOrder, item.SortOrder) = (item.SortOrder, before.SortOrder);
                else return MeetingDesk.NotNow;
                break;
        }
        if (problems.Count > 0)
        {
            meetings.Forget(); // nothing of a refused choice may ride along with a later save
            return new Result<Guid>(default, problems);
        }
        meeting.Version++;
        return await desk.Save(meeting, ct);

        void Put(AgendaOffer offer)
        {
            if (items.Count >= JointMeeting.MostItems)
            {
                problems.Add(new("programme.meeting-too-many", form.Do == "add" ? nameof(form.Topic) : nameof(form.Picked), JointMeeting.MostItems));
                return;
            }
            var item = new AgendaItem { Id = meetings.NewId(), MeetingId = id, Source = offer.Source, SourceId = offer.Source == AgendaSource.Free ? null : offer.Id, Title = offer.Title, Note = offer.Note, SortOrder = ++next };
            items.Add(item);
            meetings.Add(item);
        }
    }

    static string Cut(string text) => PlainText.Cut(text.ReplaceLineEndings(" "), AgendaItem.LongestTitle);
    static string Note(string? unit, DateOnly? due, string? more) => PlainText.Cut(string.Join("，", new[] { unit, due is { } day ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}到期") : null, more }.Where(s => !string.IsNullOrEmpty(s))), AgendaItem.LongestNote);
}
