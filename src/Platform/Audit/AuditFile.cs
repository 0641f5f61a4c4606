using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Audit;

/// <summary>The record as filtered, as a file. Taking it out is itself put down.</summary>
static class AuditFile
{
    static readonly string[] Columns = ["seq", "at", "kind", "who", "table", "key", "what", "changes"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/audit.csv", Export).RequireAuthorization("platform.audit").NotedAsExport("platform_audit");

    static PushStreamHttpResult Export(HttpRequest request, ReadAudit read, Texts texts, TimeProvider time, CancellationToken ct)
    {
        var filter = AuditFilter.Of(request.Query) with { Before = null };
        return TypedResults.Stream(stream => CsvText.Write(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Columns.Select(c => texts[$"platform.audit.{c}"]), Rows(read, filter, ct), ct),
            "text/csv; charset=utf-8", $"{texts["platform.audit.title"]}-{ChinaTime.Today(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.csv");
    }

    static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(ReadAudit read, AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.Lines(filter, null, ct))
            yield return [line.Seq, line.At.ToString("O", CultureInfo.InvariantCulture), line.Kind.ToString(), line.Who, line.Entity, line.Key, line.Action,
                string.Join("; ", line.Changes.Select(c => $"{c.Field}: {c.Before} → {c.After}"))];
    }
}
