using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Linking;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Resulting;

/// <summary>The office says what is expected; the unit that keeps a row says how far it is, and proves what is reached; somebody else of the office confirms that.</summary>
sealed class KeepResult(RegistersData registers, ProgrammeData programme, ProductLinks links, Attachments files, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Open(ExpectedForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return KeepProject.NotYours;
        var result = new ExpectedResult { Id = registers.NewId() };
        if (await Fill(result, form, ct) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        registers.Add(result);
        return await registers.SaveUnlessTaken(ct) ? result.Id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Run(Guid id, ExpectedForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await registers.OwnResults.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } result) return KeepProject.NotYours;
        if (result.Version != form.Version) return TaskDesk.Changed;
        if (result.State is ResultState.Said or ResultState.Reached) return new Problem("programme.result-fixed");
        if (await Fill(result, form, ct) is { Count: > 0 } problems)
        {
            registers.Forget();
            return new Result<Guid>(default, problems);
        }
        result.Version++;
        return await registers.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    public IReadOnlyList<ResultStep> May(ExpectedResult result) => ResultCourse.May(result.State, registers.Keeps(result), user.IsOffice, result.SaidBy == user.PersonId);

    public async Task<Result<Guid>> Step(Guid id, ResultStepForm form, CancellationToken ct)
    {
        if (await registers.OwnResults.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } result) return KeepProject.NotYours;
        if (result.Version != form.Version) return TaskDesk.Changed;
        if (Named.Of<ResultStep>(form.Do) is not { } step || !May(result).Contains(step)) return new Problem("programme.result-not-now");
        var read = new Lines();
        var said = read.Text(form.Said, nameof(form.Said), ExpectedResult.LongestSaid, step is ResultStep.SendBack or ResultStep.GiveUp);
        if (step == ResultStep.Reach) await Prove(result, form, read, ct);
        if (read.Problems.Count > 0)
        {
            registers.Forget();
            return new Result<Guid>(default, read.Problems);
        }
        var me = $"{user.UnitName} {user.Name}";
        switch (step)
        {
            case ResultStep.Reach:
                (result.State, result.Said, result.SaidBy, result.SaidName, result.SaidOn, result.Reason) = (ResultState.Said, said, user.PersonId, me, time.Today(), null);
                break;
            case ResultStep.Confirm:
                (result.State, result.ConfirmedName, result.ConfirmedOn) = (ResultState.Reached, me, time.Today());
                break;
            case ResultStep.GiveUp:
                (result.State, result.Reason) = (ResultState.GivenUp, said);
                break;
            default:
                (result.State, result.Reason, result.ConfirmedName, result.ConfirmedOn) = (ResultState.UnderWay, step == ResultStep.SendBack ? said : null, null, null);
                break;
        }
        result.Version++;
        if (step == ResultStep.Reach) await notices.TellOffice("programme.notice-result-said", $"/results/{id}", [result.Name], ct);
        else if (user.IsOffice && step is ResultStep.Confirm or ResultStep.SendBack or ResultStep.GiveUp && result.UnitId is { } unit) await notices.TellUnits([unit], $"programme.notice-result-{step.ToString().ToLowerInvariant()}", $"/results/{id}", [result.Name], ct);
        return await registers.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>Nothing is reached without a proof: something of the product, or a file; one given before still counts.</summary>
    async Task Prove(ExpectedResult result, ResultStepForm form, Lines read, CancellationToken ct)
    {
        if (await links.Read(form.Link, nameof(form.Link), read, ct) is { } link) (result.LinkKind, result.LinkId) = (link.Kind, link.Id);
        if (read.Problems.Count == 0 && form.Proof is { Length: > 0 })
        {
            var taken = await files.Take(form.Proof, nameof(form.Proof), papers: true, ct);
            if (taken.Value is { } file) (result.FileSha256, result.FileName, result.FileSize) = (file.Sha256, file.Name, file.Size);
            else read.Problems.AddRange(taken.Problems);
        }
        if (read.Problems.Count == 0 && result.LinkId is null && result.FileSha256 is null) read.Problems.Add(new("programme.result-unproved", nameof(form.Link)));
    }

    async Task<List<Problem>> Fill(ExpectedResult result, ExpectedForm form, CancellationToken ct)
    {
        var read = new Lines();
        Facts(result, read, form);
        result.UnitId = await KeepProject.UnitOf(registers, form.Unit, nameof(form.Unit), time.Today(), read, ct);
        result.TaskId = await KeepProject.TaskOf(programme, result.TaskId, form.Task, nameof(form.Task), read, ct);
        if (read.Problems.Count == 0 && await registers.Results.AnyAsync(r => r.Name == result.Name && r.Id != result.Id, ct)) read.Problems.Add(new("programme.result-there", nameof(form.Name)));
        return read.Problems;
    }

    /// <summary>What stands in a form and in a row of a workbook alike.</summary>
    public static void Facts(ExpectedResult result, Lines read, ExpectedForm form)
    {
        (result.Name, result.Content) = (read.Line(form.Name, nameof(form.Name), RegisterRow.LongestName, needed: true) ?? "", read.Text(form.Content, nameof(form.Content), RegisterRow.LongestContent) ?? "");
        result.Form = read.Named<ResultForm>(form.Kind, nameof(form.Kind)) ?? result.Form;
        result.Quantity = read.Whole(form.Quantity, nameof(form.Quantity), 1, ExpectedResult.MostQuantity) ?? result.Quantity;
        result.CountUnit = read.Line(form.CountUnit, nameof(form.CountUnit), ExpectedResult.LongestCountUnit, needed: true) ?? "";
        result.DueOn = read.Day(form.Due, nameof(form.Due), needed: true);
    }
}
