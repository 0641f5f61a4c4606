using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Assessing;

/// <summary>The eight questions as typed, a line each.</summary>
sealed class ImpactRulesForm
{
    public string? Questions { get; set; }
}

/// <summary>The office words the questions of the screening for its city. Assessments that were screened keep the questions that they answered.</summary>
sealed class SetImpactRules(CitySettings settings, ImpactData impacts, CurrentUser user)
{
    public async Task<Result<Guid>> Run(ImpactRulesForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return MoveImpact.NotYours;
        var questions = OpenOrder.Said(form.Questions).Split('\n').Select(PlainText.OneLine).Where(q => q.Length > 0).ToList();
        if (questions.Count == 0) await settings.Clear(ImpactRules.Key, ct);
        else if (questions.Count != ImpactRules.Count || questions.Any(q => q.Length > ImpactRules.LongestQuestion)) return new Problem("programme.impact-questions-bad", nameof(form.Questions), ImpactRules.Count, ImpactRules.LongestQuestion);
        else await settings.Set(ImpactRules.Key, new ImpactRules(questions), ct);
        return await impacts.SaveUnlessTaken(ct) ? Guid.Empty : Assigning.TaskDesk.Changed;
    }
}
