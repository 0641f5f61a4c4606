using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Programme.Contract;

namespace OneMetre.Programme.Publishing;

/// <summary>Tells the public of the city's good practices, through the public door alone: what three people have passed and the office has published.</summary>
sealed class PublicPracticeQueries(PublicProgrammeData data) : IPublicPractices
{
    public async Task<PublicPractices> Find(PracticeField? field, int page, int size, CancellationToken ct)
    {
        var shown = data.Practices.Where(p => field == null || p.Field == field);
        var found = await shown.OrderByDescending(p => p.PublishedOn).ThenByDescending(p => p.Id).Skip((page - 1) * size).Take(size)
            .Select(p => new { p.Id, p.Title, p.Field, Unit = data.RegisteredUnits.Where(u => u.Id == p.UnitId).Select(u => u.Name).FirstOrDefault(), p.Summary, p.PublishedOn }).ToListAsync(ct);
        var ids = found.ConvertAll(f => f.Id);
        var covers = (await data.PracticePhotos.Where(p => ids.Contains(p.PracticeId)).Select(p => new { p.PracticeId, p.Id, p.Says, p.At }).ToListAsync(ct)).GroupBy(p => p.PracticeId).ToDictionary(g => g.Key, g => g.OrderBy(p => p.At).ThenBy(p => p.Id).Select(p => new PublicPhoto(p.Id, p.Says)).First());
        return new([.. found.Select(f => new PublicPractice(f.Id, f.Title, f.Field, f.Unit ?? "", f.Summary, f.PublishedOn!.Value, covers.GetValueOrDefault(f.Id)))], await shown.CountAsync(ct));
    }

    public async Task<PublicPracticeDetail?> Read(Guid id, CancellationToken ct)
    {
        if (await data.Practices.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } p) return null;
        var unit = await data.RegisteredUnits.Where(u => u.Id == p.UnitId).Select(u => u.Name).FirstOrDefaultAsync(ct);
        var photos = await data.PracticePhotos.Where(x => x.PracticeId == id).OrderBy(x => x.At).ThenBy(x => x.Id).Select(x => new PublicPhoto(x.Id, x.Says)).ToListAsync(ct);
        var promise = await data.Promises.Where(t => t.Id == p.TaskId).Select(t => new { t.Id, Title = t.PlainTitle ?? t.Title }).SingleOrDefaultAsync(ct);
        return new(
            new(p.Id, p.Title, p.Field, unit ?? "", p.Summary, p.PublishedOn!.Value, photos.FirstOrDefault()), p.ForChildren, p.Place, p.Background, p.Doing, p.ChildrenPart, p.Effect, p.Sources, p.Lesson,
            promise is null ? null : (promise.Id, promise.Title), photos);
    }

    public Task<Attachment?> Photo(Guid id, Guid photo, CancellationToken ct) =>
        data.PracticePhotos.Where(x => x.PracticeId == id && x.Id == photo).Select(x => new Attachment(x.FileSha256, x.FileName, x.FileSize)).SingleOrDefaultAsync(ct);
}
