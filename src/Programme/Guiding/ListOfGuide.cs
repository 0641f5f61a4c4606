using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Guiding;

/// <summary>Makes a draft of a checklist out of a guide in force: an item for each chosen clause, which remembers where it comes from.</summary>
sealed class ListOfGuide(GuidesData guides, InspectionsData inspections, CurrentUser user)
{
    /// <param name="chosen">Clauses by id; more than a checklist holds are refused, none means all.</param>
    public async Task<Result<Guid>> Run(Guid id, IReadOnlyCollection<Guid> chosen, CancellationToken ct)
    {
        if (!user.IsOffice || await guides.Guides.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) is not { } guide) return KeepGuide.NoSuchGuide;
        if (guide.State != GuideState.InForce) return new Problem("programme.guide-not-in-force");
        var clauses = await guides.Clauses.AsNoTracking().Where(c => c.GuideId == id && (chosen.Count == 0 || chosen.Contains(c.Id))).OrderBy(c => c.SortOrder).ToListAsync(ct);
        if (clauses.Count == 0) return new Problem("programme.guide-empty");
        if (clauses.Count > Checklist.MostItems) return new Problem("programme.guide-too-many", null, Checklist.MostItems, clauses.Count);
        var list = new Checklist { Id = inspections.NewId(), SeriesId = inspections.NewId(), Number = 1, Kind = guide.For, Name = PlainText.Cut(guide.Title, Checklist.LongestName) };
        inspections.Add(list);
        foreach (var (clause, n) in clauses.Select((c, n) => (c, n)))
            inspections.Add(new ChecklistItem { Id = inspections.NewId(), ChecklistId = list.Id, SortOrder = n, Text = PlainText.Cut(clause.Asked, ChecklistItem.LongestWords), Weight = clause.Must ? 3 : 1, Must = clause.Must, Source = SourceOf(guide, clause), ClauseId = clause.Id });
        return await inspections.Save(ct) ? list.Id : TaskDesk.Changed;
    }

    /// <summary>示城儿〔2025〕1号 第4.2条: where an item comes from, as the sheet shows it.</summary>
    public static string SourceOf(Guide guide, GuideClause clause) =>
        PlainText.Cut($"{(guide.Code.Length > 0 ? guide.Code : $"《{guide.Title}》")} {(clause.Number.StartsWith('第') ? clause.Number : $"第{clause.Number}条")}".Replace('|', '/').Replace('｜', '/'), ChecklistItem.LongestSource);
}
