using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Enacting;

/// <summary>A policy as typed. Name, content and unit are the office's to say, the first two only where no plan has printed them.</summary>
sealed class PolicyForm
{
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Content { get; set; }
    public string? Unit { get; set; }
    public string? Task { get; set; }
    public string? State { get; set; }
    public string? Number { get; set; }
    public string? From { get; set; }
    public string? Expires { get; set; }
    public string? ReplacedBy { get; set; }
    public IFormFile? File { get; set; }
}

/// <summary>Keeps a policy's row: the document that came of it, since when and until when it holds, what has become of it. The office keeps all, a unit its own.</summary>
sealed class KeepPolicy(RegistersData registers, ProgrammeData programme, Attachments files, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Open(PolicyForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return KeepProject.NotYours;
        var policy = new PublicPolicy { Id = registers.NewId() };
        if (await Fill(policy, form, ct) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        registers.Add(policy);
        return await registers.SaveUnlessTaken(ct) ? policy.Id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Run(Guid id, PolicyForm form, CancellationToken ct)
    {
        if (await registers.OwnPolicies.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } policy) return KeepProject.NotYours;
        if (policy.Version != form.Version) return TaskDesk.Changed;
        if (await Fill(policy, form, ct) is { Count: > 0 } problems)
        {
            registers.Forget();
            return new Result<Guid>(default, problems);
        }
        policy.Version++;
        return await registers.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    async Task<List<Problem>> Fill(PublicPolicy policy, PolicyForm form, CancellationToken ct)
    {
        var read = new Lines();
        if (user.IsOffice)
        {
            if (policy.PlanId is null) (policy.Name, policy.Content) = (read.Line(form.Name, nameof(form.Name), RegisterRow.LongestName, needed: true) ?? "", read.Text(form.Content, nameof(form.Content), RegisterRow.LongestContent) ?? "");
            policy.UnitId = await KeepProject.UnitOf(registers, form.Unit, nameof(form.Unit), time.Today(), read, ct);
        }
        policy.TaskId = await KeepProject.TaskOf(programme, policy.TaskId, form.Task, nameof(form.Task), read, ct);
        var state = read.Named<PolicyState>(form.State, nameof(form.State));
        policy.Number = Numbered(read.Line(form.Number, nameof(form.Number), PublicPolicy.LongestNumber));
        (policy.From, policy.ExpiresOn) = (read.Day(form.From, nameof(form.From), needed: state is PolicyState.InForce), read.Day(form.Expires, nameof(form.Expires)));
        if (policy.ExpiresOn < policy.From) read.Problems.Add(new("programme.policy-ends-before", nameof(form.Expires)));
        policy.ReplacedBy = null;
        if (state == PolicyState.Replaced)
        {
            policy.ReplacedBy = Here.Id(form.ReplacedBy) is { } by && by != policy.Id && await registers.Policies.AnyAsync(p => p.Id == by, ct) ? by : null;
            if (policy.ReplacedBy is null) read.Problems.Add(new("programme.policy-by-which", nameof(form.ReplacedBy)));
        }
        if (state is { } known) policy.State = known;
        if (read.Problems.Count == 0 && form.File is { Length: > 0 })
        {
            var taken = await files.Take(form.File, nameof(form.File), papers: true, ct);
            if (taken.Value is { } paper) (policy.FileSha256, policy.FileName, policy.FileSize) = (paper.Sha256, paper.Name, paper.Size);
            else read.Problems.AddRange(taken.Problems);
        }
        return read.Problems;
    }

    /// <summary>A number that looks like one is kept in the standard's form; any other is kept as typed, for old papers carry all sorts.</summary>
    public static string? Numbered(string? typed) => typed is null ? null : DocumentNumbers.Alone(typed) is { Normal: { Length: <= PublicPolicy.LongestNumber } normal } ? normal : typed;

    /// <summary>Whether a number has the form that the standard allows, 某政办字〔2024〕8号; the page says so softly.</summary>
    public static bool LooksLikeNumber(string number) => DocumentNumbers.Alone(number) is not null;
}
