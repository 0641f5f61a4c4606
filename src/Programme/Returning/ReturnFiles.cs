using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>A round as a text file: every unit as the chips filter them, all pages, written as it is read.</summary>
static class ReturnFiles
{
    static readonly string[] Columns = ["unit", "return-region", "return-state", "return-due", "return-handed-in-on", "return-lines", "return-answered", "return-behind", "return-stuck", "return-reminded-on"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/returns/rounds/{id:guid}.csv", Units).RequireAuthorization("programme.office").NotedAsExport("programme_return");

    static async Task<IResult> Units(Guid id, HttpRequest request, ProgrammeData data, ReadRounds rounds, UnitRegister register, Texts texts, CancellationToken ct)
    {
        if (await data.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } round) return TypedResults.NotFound();
        var rows = from sheet in rounds.Of(round, request.Query["state"]).AsNoTracking()
                   join unit in register.Units on sheet.UnitId equals unit.Id
                   orderby unit.SortOrder, unit.RegionCode, unit.Id
                   select new Row(unit.Name, sheet.RegionCode, sheet.State, sheet.DueOn, sheet.HandedOnAt,
                       data.ReturnLines.Count(l => l.ReturnId == sheet.Id), data.ReturnLines.Count(l => l.ReturnId == sheet.Id && l.Answer != null),
                       data.ReturnLines.Count(l => l.ReturnId == sheet.Id && l.Answer == ReturnAnswer.Behind), data.ReturnLines.Count(l => l.ReturnId == sheet.Id && l.Answer == ReturnAnswer.Stuck), sheet.RemindedOn);
        return TypedResults.Stream(stream => CsvText.Write(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Columns.Select(c => texts[$"programme.{c}"]), Cells(rows, texts, ct), ct),
            "text/csv; charset=utf-8", $"{ReturnWords.Title(round)}.csv");
    }

    sealed record Row(string Unit, string Region, ReturnState State, DateOnly DueOn, DateTime? HandedIn, int Lines, int Answered, int Behind, int Stuck, DateOnly? Reminded);

    static async IAsyncEnumerable<IReadOnlyList<object?>> Cells(IQueryable<Row> rows, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
            yield return [row.Unit, row.Region, texts[ReturnWords.Of(row.State)], Day(row.DueOn), row.HandedIn is { } at ? Day(ChinaTime.DayOf(at)) : null, row.Lines, row.Answered, row.Behind, row.Stuck, row.Reminded is { } day ? Day(day) : null];
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
