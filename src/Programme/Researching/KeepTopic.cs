using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Researching;

/// <summary>The office drafts calls and opens them. What was opened never changes: bids are made on it.</summary>
sealed class KeepTopic(ResearchData research, MoveTopic move, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchTopic = new("programme.no-such-research");

    public async Task<Result<Guid>> Draft(TopicForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchTopic;
        var topic = new ResearchTopic { Id = research.NewId() };
        if (Fill(topic, form, false) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        research.Add(topic);
        return await research.Save(ct) ? topic.Id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Run(Guid id, TopicForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await research.Topics.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return NoSuchTopic;
        if (topic.Version != form.Version) return TaskDesk.Changed;
        if (topic.State != ResearchState.Draft || form.Do is not ("save" or "open")) return new Problem("programme.research-not-now");
        if (Fill(topic, form, form.Do == "open") is { Count: > 0 } problems)
        {
            research.Forget();
            return new Result<Guid>(default, problems);
        }
        if (form.Do == "save") topic.Version++;
        else
        {
            (topic.State, topic.OpenedOn) = (ResearchState.Open, time.Today());
            move.Step(topic, ResearchStepKind.Open);
            await notices.TellRoles([RoleCode.DeptContact, RoleCode.CountyOffice], "programme.notice-research-open", $"/research/{id}", [topic.Title, Exporting.ListFile.Day(topic.BidsUntil)!], ct);
        }
        return await research.Save(ct) ? id : TaskDesk.Changed;
    }

    List<Problem> Fill(ResearchTopic topic, TopicForm form, bool whole)
    {
        var read = new Lines();
        topic.Year = read.Whole(form.Year, nameof(form.Year), FundSums.FirstYear, FundSums.LastYear) ?? topic.Year;
        topic.Title = read.Line(form.Title, nameof(form.Title), ResearchTopic.LongestTitle, needed: true) ?? "";
        topic.Question = read.Text(form.Question, nameof(form.Question), ResearchTopic.LongestText, needed: whole) ?? "";
        topic.Expected = read.Text(form.Expected, nameof(form.Expected), ResearchTopic.LongestText, needed: whole) ?? "";
        topic.Conditions = read.Text(form.Conditions, nameof(form.Conditions), ResearchTopic.LongestText) ?? "";
        topic.MostYuan = whole || !string.IsNullOrWhiteSpace(form.MostYuan) ? read.Whole(form.MostYuan, nameof(form.MostYuan), 1, ResearchTopic.MostYuanOfAll) ?? 0 : 0;
        (topic.BidsUntil, topic.DueOn) = (read.Day(form.BidsUntil, nameof(form.BidsUntil), needed: whole), read.Day(form.DueOn, nameof(form.DueOn), needed: whole));
        if (whole && topic.BidsUntil < time.Today()) read.Problems.Add(new("programme.research-past", nameof(form.BidsUntil)));
        if (topic.DueOn <= topic.BidsUntil) read.Problems.Add(new("programme.research-due-before", nameof(form.DueOn)));
        var weights = form.Read(0, 100, read);
        if (read.Problems.Count == 0 && weights.Sum() != 100) read.Problems.Add(new("programme.research-weights", nameof(form.Cost), weights.Sum()));
        if (read.Problems.Count == 0) topic.Weights = ResearchTopic.Text(weights);
        return read.Problems;
    }
}
