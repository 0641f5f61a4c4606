using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Browsing;

/// <summary>Looks through the catalogue by word, direction and department.</summary>
sealed class ListIndicators(IndicatorsData data)
{
    public const int PageSize = 30;

    public sealed record View(IReadOnlyList<Indicator> Items, int Total, IReadOnlyList<string> Departments);

    public async Task<View> Run(string? words, string? direction, string? department, int page, CancellationToken ct, int size = PageSize)
    {
        // The catalogue is some dozens of definitions: one small query, narrowed here, where both languages and lists of departments are easy to read.
        var all = await data.Indicators.AsNoTracking().Where(i => i.RetiredOn == null).OrderBy(i => i.Number).ToListAsync(ct);
        var found = all.AsEnumerable();
        if (!string.IsNullOrEmpty(direction)) found = found.Where(i => i.Direction == direction);
        if (!string.IsNullOrEmpty(department)) found = found.Where(i => Split(i.Departments).Contains(department));
        foreach (var word in (words ?? "").Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Take(5))
            found = found.Where(i => new[] { i.Id, i.Name, i.NameEn, i.Definition, i.DefinitionEn }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

        var list = found.ToList();
        return new([.. list.Skip((page - 1) * size).Take(size)], list.Count, [.. all.SelectMany(i => Split(i.Departments)).Distinct().Order(StringComparer.Ordinal)]);
    }

    public Task<Indicator?> One(string id, CancellationToken ct) => data.Indicators.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct);

    public static string[] Split(string departments) => departments.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
