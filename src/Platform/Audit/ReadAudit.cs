using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Audit;

/// <summary>What the audit administrator asks: a span of days, a kind, a person, a table, one record. Read from the address, so that a finding can be sent as a link.</summary>
sealed record AuditFilter(DateOnly? From, DateOnly? Until, AuditKind? Kind, string? Who, string? Table, string? Key, long? Before)
{
    public static AuditFilter Of(IQueryCollection query)
    {
        DateOnly? Day(string name) => DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;
        string? Words(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 200 } words ? words : null;
        return new(Day("from"), Day("until"), Enum.GetNames<AuditKind>().Contains(query["kind"].ToString()) ? Enum.Parse<AuditKind>(query["kind"]!) : null,
            Words("who"), Words("table"), Words("key"), long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null);
    }
}

/// <summary>One entry with the name of whoever it tells of. Changes: field, before, after.</summary>
sealed record AuditLine(long Seq, DateTime At, AuditKind Kind, string? Who, string Entity, string Key, string Action, IReadOnlyList<(string Field, string? Before, string? After)> Changes);

sealed record AuditView(IReadOnlyList<AuditLine> Lines, bool More, IReadOnlyList<string> Tables, DateTime? SealedAt);

/// <summary>Reads the record, newest first, from one entry downwards: a page costs the same at the top and ten million entries below.</summary>
sealed class ReadAudit(AuditLog log)
{
    public const int PageSize = 100;

    public async Task<AuditView> Run(AuditFilter filter, CancellationToken ct)
    {
        var lines = new List<AuditLine>();
        await foreach (var line in Lines(filter, PageSize + 1, ct)) lines.Add(line);
        var tables = await log.Entries.Select(e => e.Entity).Distinct().OrderBy(e => e).ToListAsync(ct);
        var seal = await log.Seals.OrderByDescending(s => s.Seq).Select(s => (DateTime?)s.At).FirstOrDefaultAsync(ct);
        return new([.. lines.Take(PageSize)], lines.Count > PageSize, tables, seal);
    }

    public async IAsyncEnumerable<AuditLine> Lines(AuditFilter filter, int? most, [EnumeratorCancellation] CancellationToken ct)
    {
        var entries = log.Entries.Where(e => e.Seq != null);
        if (filter.Before is { } before) entries = entries.Where(e => e.Seq < before);
        if (filter.From is { } from && ChinaTime.StartOf(from) is var start) entries = entries.Where(e => e.At >= start);
        if (filter.Until is { } until && ChinaTime.StartOf(until.AddDays(1)) is var end) entries = entries.Where(e => e.At < end);
        if (filter.Kind is { } kind) entries = entries.Where(e => e.Kind == kind);
        if (filter.Table is { } table) entries = entries.Where(e => e.Entity == table);
        if (filter.Key is { } key) entries = entries.Where(e => e.Key == key);
        if (filter.Who is { } who)
        {
            var account = who.ToUpperInvariant();
            entries = entries.Where(e => log.People.Any(p => p.Id == e.PersonId && (p.DisplayName.Contains(who) || p.NormalizedUserName == account)));
        }
        var named =
            from entry in entries
            from person in log.People.Where(p => p.Id == entry.PersonId).DefaultIfEmpty()
            orderby entry.Seq descending
            select new { Entry = entry, Who = person!.DisplayName };
        await foreach (var line in (most is { } number ? named.Take(number) : named).AsAsyncEnumerable().WithCancellation(ct))
            yield return new(line.Entry.Seq!.Value, line.Entry.At, line.Entry.Kind, line.Who, line.Entry.Entity, line.Entry.Key, line.Entry.Action, Fields(line.Entry.Changes));
    }

    static IReadOnlyList<(string, string?, string?)> Fields(string changes)
    {
        using var json = JsonDocument.Parse(changes);
        return [.. json.RootElement.EnumerateObject().Select(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() == 2
            ? (p.Name, p.Value[0].GetString(), p.Value[1].GetString())
            : (p.Name, null, p.Value.ToString()))];
    }
}
