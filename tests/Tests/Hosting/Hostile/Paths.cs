using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Ways out of the folder that may be read.</summary>
static class Paths
{
    const string Kind = "Path traversal";

    public static IReadOnlyList<Attack> All { get; } =
    [
        Way("plain", "/lib/../../keys/master.key", "/../../../../etc/passwd", "/lib/../../../city.db"),
        Way("encoded", "/lib/%2e%2e/%2e%2e/keys/master.key", "/lib/..%2f..%2fkeys%2fmaster.key", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
        Way("encoded twice", "/lib/%252e%252e%252f%252e%252e%252fkeys%252fmaster.key", "/%252e%252e/etc/passwd"),
        Way("with backslashes", "/lib/..\\..\\keys\\master.key", "/lib/..%5c..%5ckeys%5cmaster.key", "/lib/%2e%2e%5ccity.db"),
        Way("with more bytes than a dot needs", "/lib/%c0%ae%c0%ae/%c0%ae%c0%ae/keys/master.key", "/%e0%80%ae%e0%80%ae/etc/passwd"),
        Way("with a NUL", "/lib/onemetre.css%00/../../keys/master.key", "/%00/etc/passwd", "/keys/master.key%00.css"),
        Way("absolute", "//etc/passwd", "/file:///etc/passwd", "/C:/Windows/win.ini", "/lib//etc/passwd"),
        new(Kind, "Files that lie beside a web application: `.git`, settings, the database, the keys", "404 for each", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var path in new[] { "/.git/config", "/.env", "/appsettings.json", "/city.db", "/city.db-wal", "/keys/master.key", "/files/", "/OneMetre.Web.dll", "/web.config", "/lib/", "/package.json", "/.well-known/x", "/server-status", "/actuator/env" })
                Assert.True(HttpStatusCode.NotFound == (await Target.Get(visitor, path)).StatusCode, path);
        }),
        new(Kind, "A file whose name climbs (`../../keys/master.key`, `..\\\\..\\\\x`, `/etc/passwd`) as evidence", "Kept under the hash of its content; the name is its last part alone", async t =>
        {
            await using var own = await t.Another();
            foreach (var (given, kept) in new[] { ("../../keys/master.key", "master.key"), ("..\\..\\windows\\win.ini", "win.ini"), ("/etc/passwd", "passwd"), ("a\0b.txt", "ab.txt"), ("....//x.txt", "x.txt") })
            {
                var id = await own.City.As(own.Plan.Lead, async (AddEvidence add) =>
                {
                    var bytes = Encoding.UTF8.GetBytes($"内容 {given}");
                    using var stream = new MemoryStream(bytes);
                    return (await add.Run(own.Plan.Task, new() { File = new Microsoft.AspNetCore.Http.FormFile(stream, 0, bytes.Length, "File", given) }, default)).Value;
                });
                Assert.Equal(kept, await own.Db(db => db.Set<Evidence>().Where(e => e.Id == id).Select(e => e.FileName).SingleAsync()));
            }
            var stored = Directory.GetFiles(own.City.Place.Files, "*", SearchOption.AllDirectories);
            Assert.All(stored, f => Assert.Matches("^[0-9a-f]{2}/[0-9a-f]{64}$", Path.GetRelativePath(own.City.Place.Files, f).Replace('\\', '/')));
        }),
        new(Kind, "A line break and a quotation mark in the name of a file, to write headers at its download", "One header in one line, all ASCII", async t =>
        {
            await using var own = await t.Another();
            var id = await own.City.As(own.Plan.Lead, async (AddEvidence add) =>
            {
                using var stream = new MemoryStream([1, 2, 3]);
                return (await add.Run(own.Plan.Task, new() { File = new Microsoft.AspNetCore.Http.FormFile(stream, 0, 3, "File", "a\r\nX-Own: 1\";filename=\"b.html") }, default)).Value;
            });
            using var lead = own.As(own.Plan.Lead);
            using var answer = await lead.GetAsync(Target.To($"/tasks/{own.Plan.Task}/evidence/{id}"));
            Assert.False(answer.Headers.Contains("X-Own"));
            Assert.StartsWith("attachment;", Assert.Single(answer.Content.Headers.GetValues("Content-Disposition")), StringComparison.Ordinal);
        }),
        new(Kind, "The hash of a file in place of its id", "404: knowing a hash gives nothing", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            var hash = await t.Db(db => db.Set<PlanImport>().Select(i => i.FileSha256).FirstAsync());
            foreach (var path in new[] { $"/tasks/{t.Plan.Task}/evidence/{hash}", $"/files/{hash[..2]}/{hash}", $"/tasks/{t.Plan.Task}/evidence/..%2f{hash}" })
                Assert.Equal(HttpStatusCode.NotFound, (await Target.Get(lead, path)).StatusCode);
        }),
    ];

    static Attack Way(string how, params string[] paths) => new(Kind, $"Climbing out of the static files, {how}: `{paths[0]}`", "400 or 404, and no content of ours", async t =>
    {
        foreach (var path in paths)
        {
            var raw = await t.Raw($"GET {path} HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\n\r\n");
            Assert.True(Assert.Single(Target.Statuses(raw)) is 400 or 404, path + ": " + raw[..Math.Min(raw.Length, 80)]);
            Assert.DoesNotContain("root:x:0", raw, StringComparison.Ordinal);
            Assert.DoesNotContain("SQLite format 3", raw, StringComparison.Ordinal);
        }
    });
}
