using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>Takes a good practice one step on. What is published is word for word what the third reviewer has read.</summary>
sealed class MovePractice(PracticesData practices, PracticeChain chain, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static string LinkOf(Guid practice) => $"/casebook/{practice}";

    public async Task<Result<Guid>> Run(Guid id, PracticeStepForm form, CancellationToken ct)
    {
        if (await practices.Own.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } practice) return WritePractice.NoSuchPractice;
        if (practice.Version != form.Version) return TaskDesk.Changed;
        if (!Named.Is(form.Do, out PracticeStepKind step) || step is PracticeStepKind.Open or PracticeStepKind.Write or PracticeStepKind.Correct || !chain.May(practice, await chain.Steps(id, ct)).Contains(step)) return new Problem("programme.practice-not-your-step");

        var read = new Lines();
        var says = read.Text(form.Says, nameof(form.Says), PracticeStep.LongestText, needed: step is PracticeStepKind.Return or PracticeStepKind.Withdraw or PracticeStepKind.TakePhoto);
        var open = await practices.Marks.CountAsync(m => m.PracticeId == id && m.State == ProofState.Open, ct);
        PracticePhoto? photo = null;
        switch (step)
        {
            case PracticeStepKind.Submit:
                foreach (var part in PracticeCourse.Lacks(practice)) read.Problems.Add(new(part == PracticePart.Sources ? "programme.practice-needs-sources" : "programme.order-say", part.ToString()));
                if (open > 0) read.Problems.Add(new("programme.practice-marks-open", "", open));
                break;
            case PracticeStepKind.Pass:
                if (open > 0) read.Problems.Add(new("programme.practice-marks-open", "", open));
                if (form.Read != "yes") read.Problems.Add(new("programme.practice-read-first", nameof(form.Read)));
                break;
            case PracticeStepKind.TakePhoto:
                if (!Guid.TryParse(form.Photo, out var which) || (photo = await practices.Photos.SingleOrDefaultAsync(p => p.Id == which && p.PracticeId == id, ct)) is null) return WritePractice.NoSuchPractice;
                break;
        }
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);

        var after = PracticeCourse.After(practice.State, step, practice.Stage)!.Value;
        if (step == PracticeStepKind.Reopen) (practice.Round, practice.Stage) = (practice.Round + 1, 1);
        chain.Add(practice, step, says);
        if (step == PracticeStepKind.Pass) practice.Stage++;
        if (photo is not null) practices.Remove(photo);
        practice.PublishedOn = step == PracticeStepKind.Publish ? time.Today() : after == PracticeState.Published ? practice.PublishedOn : null;
        (practice.State, practice.Version, practice.ChangedAt) = (after, practice.Version + 1, time.GetUtcNow().UtcDateTime);
        await Tell(practice, step, ct);
        return await practices.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>Who reviews marks a passage. It must stand in the text once, so that everybody finds it.</summary>
    public async Task<Result<Guid>> Mark(Guid id, ProofForm form, CancellationToken ct)
    {
        if (await practices.Own.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } practice) return WritePractice.NoSuchPractice;
        if (practice.Version != form.Version) return TaskDesk.Changed;
        if (!chain.May(practice, await chain.Steps(id, ct)).Contains(PracticeStepKind.Return)) return new Problem("programme.practice-not-your-step");
        var read = new Lines();
        var part = read.Named<PracticePart>(form.Part, nameof(form.Part));
        var kind = read.Named<ProofKind>(form.Kind, nameof(form.Kind));
        var passage = read.Text(form.Passage, nameof(form.Passage), ProofMark.LongestPassage, needed: true);
        var proposal = read.Text(form.Proposal, nameof(form.Proposal), ProofMark.LongestProposal);
        var note = read.Text(form.Note, nameof(form.Note), ProofMark.LongestNote);
        if (part is { } where && passage is not null && read.Problems.Count == 0)
        {
            var times = PracticeCourse.Times(practice[where], passage);
            if (times == 0) read.Problems.Add(new("programme.practice-passage-not-there", nameof(form.Passage)));
            if (times > 1) read.Problems.Add(new("programme.practice-passage-often", nameof(form.Passage), times));
        }
        if (form.Strike == "yes" && proposal is not null) read.Problems.Add(new("programme.practice-strike-or-propose", nameof(form.Proposal)));
        if (form.Strike != "yes" && proposal is null && note is null) read.Problems.Add(new("programme.practice-mark-says-nothing", nameof(form.Proposal)));
        if (proposal is not null && PersonalMarks.In(proposal)) read.Problems.Add(new("programme.impact-personal", nameof(form.Proposal)));
        if (read.Problems.Count == 0 && await practices.Marks.CountAsync(m => m.PracticeId == id, ct) >= GoodPractice.MostProofs) read.Problems.Add(new("programme.inspection-too-many", nameof(form.Passage), GoodPractice.MostProofs));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        practices.Add(new ProofMark
        {
            Id = practices.NewId(),
            PracticeId = id,
            Round = practice.Round,
            Stage = practice.Stage,
            Part = part!.Value,
            Kind = kind!.Value,
            Passage = passage!,
            Proposal = form.Strike == "yes" ? "" : proposal,
            Note = note,
            PersonName = user.Name,
            At = time.GetUtcNow().UtcDateTime,
        });
        practice.Version++;
        return await practices.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>The writers do what a mark asks, or say why not. Doing exactly that does not make a new text.</summary>
    public async Task<Result<Guid>> Settle(Guid id, SettleForm form, CancellationToken ct)
    {
        if (await practices.Own.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } practice || !Guid.TryParse(form.Mark, out var which)
            || await practices.Marks.SingleOrDefaultAsync(m => m.Id == which && m.PracticeId == id, ct) is not { } mark) return WritePractice.NoSuchPractice;
        if (practice.Version != form.Version) return TaskDesk.Changed;
        if (practice.State != PracticeState.Draft || mark.State != ProofState.Open || form.Do is not ("apply" or "decline")) return new Problem("programme.practice-not-your-step");
        var read = new Lines();
        var answer = read.Text(form.Answer, nameof(form.Answer), ProofMark.LongestNote, needed: form.Do == "decline");
        var text = practice[mark.Part];
        if (read.Problems.Count == 0 && form.Do == "apply" && PracticeCourse.Times(text, mark.Passage) is > 0 and var times)
        {
            // Where the passage is gone, somebody has rewritten it already, and there is nothing left to do.
            if (times > 1) read.Problems.Add(new("programme.practice-passage-often", nameof(form.Mark), times));
            else if (mark.Proposal is null) read.Problems.Add(new("programme.practice-find-words", nameof(form.Mark)));
            else
            {
                var corrected = text.Replace(mark.Passage, mark.Proposal, StringComparison.Ordinal).Trim();
                if (corrected.Length > GoodPractice.Longest(mark.Part)) read.Problems.Add(new("programme.text-too-long", nameof(form.Mark), GoodPractice.Longest(mark.Part)));
                else if (PersonalMarks.In(corrected)) read.Problems.Add(new("programme.impact-personal", nameof(form.Mark)));
                else practice[mark.Part] = corrected;
            }
        }
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        (mark.State, mark.Answer, mark.SettledBy) = (form.Do == "apply" ? ProofState.Applied : ProofState.Declined, answer, user.Name);
        if (!await chain.Wrote(id, ct)) chain.Add(practice, PracticeStepKind.Correct, null);
        (practice.Version, practice.ChangedAt) = (practice.Version + 1, time.GetUtcNow().UtcDateTime);
        return await practices.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>Whose turn it is next.</summary>
    async Task Tell(GoodPractice practice, PracticeStepKind step, CancellationToken ct)
    {
        var (link, stage) = (LinkOf(practice.Id), PracticeCourse.StageOf(practice.State));
        string[] args = [practice.Title];
        if (stage > 0 && step is PracticeStepKind.Submit or PracticeStepKind.Pass)
        {
            var code = $"programme.notice-practice-review-{stage}";
            if (stage == 1) await notices.TellUnits([practice.UnitId], code, link, args, ct);
            if (stage == 2) await notices.TellEach(new Dictionary<Guid, string> { [practice.UnitId] = link }, code, args, [RoleCode.UnitLeader], ct);
            if (stage > 1) await notices.TellOffice(code, link, args, ct);
        }
        else if (practice.State == PracticeState.Approved && step == PracticeStepKind.Pass) await notices.TellOffice("programme.notice-practice-approved", link, args, ct);
        else if (step is PracticeStepKind.Return or PracticeStepKind.Publish or PracticeStepKind.Withdraw) await notices.TellUnits([practice.UnitId], $"programme.notice-practice-{step.ToString().ToLowerInvariant()}", link, args, ct);
    }
}
