using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Training;

/// <summary>The addresses of the files: the directory and the list as filtered, what each unit came to in a year, the people of one training, and what it teaches.</summary>
static class TrainingFiles
{
    static readonly ListFile Directory = new("contacts-title", [("unit", 36), ("contact-name", 14), ("contact-role", 16), ("contact-post", 20), ("contact-since", 12), ("contact-trained", 14), ("contact-gap", 18)]);
    static readonly ListFile List = new("training-title", [("training-name", 44), ("training-kind", 12), ("state", 10), ("training-day", 12), ("training-hours", 8), ("training-place", 24), ("training-holder", 22), ("training-for", 30), ("training-capacity", 8), ("training-by", 12), ("training-signed", 8), ("training-present", 8)]);
    static readonly ListFile ByUnit = new("training-units", [("unit", 36), ("training-year", 8), ("training-sessions", 10), ("training-persons", 10), ("training-person-hours", 12), ("training-contacts", 10), ("training-contacts-trained", 12)]);
    static readonly ListFile People = new("training-people", [("unit", 30), ("contact-name", 14), ("contact-post", 20), ("training-unannounced", 12), ("training-came", 10)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/contacts.xlsx", (HttpRequest request, ReadContacts read, Texts texts, TimeProvider time, CancellationToken ct) => Directory.Workbook(Rows(read, ContactFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("platform_post_holding");
        routes.MapGet("/contacts.csv", (HttpRequest request, ReadContacts read, Texts texts, TimeProvider time, CancellationToken ct) => Directory.Text(Rows(read, ContactFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("platform_post_holding");
        routes.MapGet("/training.xlsx", (HttpRequest request, ReadTraining read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, TrainingFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.training").NotedAsExport("programme_training");
        routes.MapGet("/training.csv", (HttpRequest request, ReadTraining read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, TrainingFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.training").NotedAsExport("programme_training");
        routes.MapGet("/training/units.xlsx", (string? year, ReadTraining read, Texts texts, TimeProvider time, CancellationToken ct) => ByUnit.Workbook(Rows(read, year, time, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_training_entry");
        routes.MapGet("/training/units.csv", (string? year, ReadTraining read, Texts texts, TimeProvider time, CancellationToken ct) => ByUnit.Text(Rows(read, year, time, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_training_entry");
        routes.MapGet("/training/{id:guid}/people.xlsx", PeopleOf).RequireAuthorization("programme.training").NotedAsExport("programme_training_entry");
        routes.MapGet("/training/{id:guid}/files/{file:guid}", async (Guid id, Guid file, TrainingData training, Attachments files, CancellationToken ct) =>
            files.HandOut(await training.Files.AsNoTracking().Where(f => f.SessionId == id && f.Id == file).Select(f => new Attachment(f.Sha256, f.Name, f.Size)).SingleOrDefaultAsync(ct))).RequireAuthorization("programme.training").NotedAsExport("programme_training_file");
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadContacts read, ContactFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var unit in read.All(filter, ct))
        {
            if (unit.Contacts.Count == 0) yield return [unit.Name, null, null, null, null, null, texts["programme.contact-none"]];
            foreach (var c in unit.Contacts) yield return [unit.Name, c.Name, texts[c.Role], c.Title, ListFile.Day(c.From), ListFile.Day(c.TrainedOn), c.Known && c.TrainedOn is null ? texts["programme.contact-untrained"] : null];
        }
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadTraining read, TrainingFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (s, holder, present, _) in read.All(filter, ct))
            yield return [s.Title, texts[TrainingWords.Kind(s.Kind)], texts[TrainingWords.State(s.State)], ListFile.Day(s.Day), s.Hours, s.Place, holder, texts.List(s.For.Select(r => texts[r])), s.Capacity, ListFile.Day(s.SignUpBy), s.SignedUp, present];
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadTraining read, string? asked, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        var year = TrainingFilter.YearOf(asked) ?? time.Today().Year;
        foreach (var (unit, count) in await read.Units(year, ct)) yield return [unit, year, count.Sessions, count.Persons, count.Hours, count.Contacts, count.Trained];
    }

    static async Task<IResult> PeopleOf(Guid id, ReadTraining read, Texts texts, TimeProvider time, CancellationToken ct)
    {
        return await read.One(id, ct) is { } view ? People.Workbook(Lines(view), texts, time, ct) : TypedResults.NotFound();

        async IAsyncEnumerable<object?[]> Lines(TrainingView view)
        {
            await Task.CompletedTask;
            foreach (var n in view.Entries) yield return [n.Unit, n.Name, n.Title, n.Entry.Unannounced ? texts["programme.training-unannounced"] : null, n.Entry.Came is { } came ? texts[TrainingWords.Came(came)] : null];
        }
    }
}
