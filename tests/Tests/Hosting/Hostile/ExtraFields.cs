using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Fields that no form has, named as the columns of every table.</summary>
static partial class ExtraFields
{
    const string Kind = "Mass assignment";
    const string Word = "zqxmark";
    static readonly Guid Id = new("0badc0de-0bad-7bad-8bad-0badc0de0bad");

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "Every form of the office, with every column of every table as a further field (UnitId, Role, PostId, State, Version, PasswordHash …)", "None of the values stands anywhere in the database", t => Send(t, a => a.Plan.Office)),
        new(Kind, "The same with every form of a department's contact", "None of the values stands anywhere in the database", t => Send(t, a => a.Plan.Lead)),
        new(Kind, "The same with every form of a child director", "None of the values stands anywhere in the database", t => Send(t, a => a.Site.Director)),
        new(Kind, "The same with every form of the security administrator", "None of the values stands anywhere in the database; nobody has another role", t => Send(t, null)),
        new(Kind, "A report with the unit, person and day of another", "The note carries who sent it and when it was sent", async t =>
        {
            await using var own = await t.Another();
            await own.Plan.Set(own.City, TaskState.InProgress, 40);
            using var lead = own.As(own.Plan.Lead);
            await Target.Send(lead, $"/tasks/{own.Plan.Task}", $"/tasks/{own.Plan.Task}", new()
            {
                ["Form.Say"] = "一句话", ["Form.UnitId"] = own.Plan.Office.Unit.ToString(), ["Form.UnitName"] = Word, ["Form.PersonName"] = Word, ["Form.At"] = "2001-01-01", ["Form.Kind"] = "Accepted", ["Form.TaskId"] = Id.ToString(),
            }, "comment");
            var note = await own.Db(db => db.Set<TaskNote>().SingleAsync(n => n.Text == "一句话"));
            Assert.Equal((NoteKind.Comment, own.Plan.Task, (Guid?)own.Plan.Lead.Unit, own.Plan.Lead.Name), (note.Kind, note.TaskId, note.UnitId, note.PersonName));
            Assert.Equal(City.Noon.UtcDateTime, note.At);
        }),
        new(Kind, "One field sent twice, the second time with another value", "The form is read as one value or refused: never 500, never two tasks", async t =>
        {
            await using var own = await t.Another();
            using var office = own.As(own.Plan.Office);
            var (token, cookies) = await Target.FormOf(office, $"/tasks/{own.Plan.Task}");
            var before = await own.Db(db => db.Set<ProgrammeTask>().CountAsync());
            using var request = new HttpRequestMessage(HttpMethod.Post, Target.To($"/tasks/{own.Plan.Task}"))
            {
                Content = new StringContent($"__RequestVerificationToken={Uri.EscapeDataString(token)}&_handler=decide&Form.Version=0&Form.Version=7&Form.Action=Assign&Form.Action=Cancel", Encoding.ASCII, "application/x-www-form-urlencoded"),
            };
            request.Headers.Add("Cookie", cookies);
            Assert.True((int)(await office.SendAsync(request)).StatusCode < 500);
            Assert.NotEqual(TaskState.Cancelled, (await own.Plan.Read(own.City)).State);
            Assert.Equal(before, await own.Db(db => db.Set<ProgrammeTask>().CountAsync()));
        }),
    ];

    static async Task Send(Target t, Func<Target, Actor>? who)
    {
        await using var own = await t.Another();
        await own.Plan.Set(own.City, TaskState.InProgress, 40);
        var actor = who?.Invoke(own) ?? await own.Somebody(RoleCode.SecurityAdmin, "安全员丙");
        var forms = await OtherPeoplesThings.FormsOfOthers(own);
        var roles = await Roles(own);
        using var browser = own.As(actor);
        var columns = await own.City.Use((CityDb db) => Task.FromResult(Columns(db)));
        var (sent, taken) = (0, 0);
        var (token, cookies) = await Target.FormOf(browser, "/account");
        foreach (var (address, fields) in forms)
        {
            var filled = fields.ToDictionary(f => f.Key, f => f.Value.Length > 0 ? f.Value : Typed(own, f.Key, sent));
            filled["__RequestVerificationToken"] = token;
            var known = fields.Keys.Select(k => k.Split('.', ']')[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var prefixes = fields.Keys.Where(k => k.Contains('.', StringComparison.Ordinal)).Select(k => k[..(k.LastIndexOf('.') + 1)]).Append("").Append("Form.").Distinct();
            foreach (var prefix in prefixes)
                foreach (var (name, value) in columns.Where(c => !known.Contains(c.Key)))
                    filled.TryAdd(prefix + name, value);
            // A server takes 1,024 fields: the columns go in as many times as they need.
            foreach (var some in filled.Where(f => !fields.ContainsKey(f.Key) && f.Key != "__RequestVerificationToken").Chunk(700))
            {
                using var answer = await Target.Post(browser, address, filled.Where(f => fields.ContainsKey(f.Key) || f.Key == "__RequestVerificationToken").Concat(some).ToDictionary(), cookies);
                Assert.True((int)answer.StatusCode < 500, $"{address}: {answer.StatusCode}");
                sent++;
                if ((int)answer.StatusCode is 200 or 302) taken++;
            }
        }
        Assert.True(taken > 5, $"{taken} of {sent} forms were taken");
        Assert.Empty(await Marked(own));
        Assert.Equal(roles.Administrators, (await Roles(own)).Administrators);
        Assert.Equal(roles.Flags, (await Roles(own)).Flags);
    }

    static string Typed(Target t, string field, int number) => field.Split('.')[^1] switch
    {
        "Name" => "新来的人",
        "Account" => $"new{number}",
        "Unit" => t.Plan.Lead.Unit.ToString(),
        "Role" => nameof(RoleCode.DeptContact),
        "Say" or "Text" or "Reason" or "Title" or "Alias" => "一句话",
        "Due" => "2027-01-01",
        "Progress" => "50",
        _ => "",
    };

    static Dictionary<string, string> Columns(CityDb db)
    {
        var columns = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in db.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            columns.TryAdd(property.Name,
                type == typeof(Guid) ? Id.ToString()
                : type == typeof(string) ? Word
                : type == typeof(bool) ? "true"
                : type == typeof(DateOnly) || type == typeof(DateTime) || type == typeof(DateTimeOffset) ? "2031-02-03"
                : type == typeof(RoleCode) ? nameof(RoleCode.SecurityAdmin)
                : type.IsEnum ? Enum.GetNames(type)[^1]
                : "987654");
        }
        return columns;
    }

    /// <summary>The values, each by itself: digits within a hash or an id stand there by chance.</summary>
    [GeneratedRegex("zqxmark|0badc0de-0bad-7bad-8bad-0badc0de0bad|(?<![0-9a-f])987654(?![0-9a-f])|2031-02-03", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();

    /// <summary>Every place in the database where one of the values stands.</summary>
    static Task<List<string>> Marked(Target t) => t.City.Use(async (CityDb db) =>
    {
        var found = new List<string>();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var text = reader.IsDBNull(i) ? "" : reader.GetValue(i) switch { DateTime at => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), var value => Convert.ToString(value, CultureInfo.InvariantCulture)! };
                    if (Marks().IsMatch(text)) found.Add($"{table}.{reader.GetName(i)}: {text}");
                }
        }
        return found;
    });

    static Task<(int Administrators, int Flags)> Roles(Target t) => t.City.Use(async (CityDb db) =>
        (await db.Set<Post>().CountAsync(p => p.Role == RoleCode.SecurityAdmin || p.Role == RoleCode.SystemAdmin || p.Role == RoleCode.AuditAdmin),
        await db.Set<Person>().CountAsync(p => p.EmailConfirmed || p.PhoneNumberConfirmed)));
}
