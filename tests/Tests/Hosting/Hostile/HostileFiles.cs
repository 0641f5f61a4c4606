using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Files that want to be more than files.</summary>
static class HostileFiles
{
    const string Kind = "Hostile files";

    public static IReadOnlyList<Attack> All { get; } =
    [
        ServedBack("A web page as evidence (`a.html`)", "a.html", "<html><script>alert(document.cookie)</script>"),
        ServedBack("A drawing with a script as evidence (`a.svg`)", "a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ServedBack("A web page that calls itself a document (`a.pdf`)", "a.pdf", "<!DOCTYPE html><script>alert(1)</script>%PDF-1.4"),
        ServedBack("A script, a style sheet and a link file as evidence", "a.js", "alert(1)"),
        new(Kind, "A web page that calls itself a plan (`plan.docx`)", "It is not read, and comes back only as a download", async t =>
        {
            await using var own = await t.Another();
            using var office = own.As(own.Plan.Office);
            var import = await own.City.As(own.Plan.Office, async (OneMetre.Programme.Importing.UploadPlan upload) => (await upload.Run("plan.docx", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), null, default)).Value);
            using var answer = await office.GetAsync(Target.To($"/plans/import/{import}/file"));
            Download(answer);
            Assert.True((await DocumentReader.Read(Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), "plan.docx", default)).Refused);
        }),
        new(Kind, "A plan in a kind of file that is not taken (`.exe`, `.docm`, `.html`, `.zip`, two extensions)", "Refused beside the field", async t =>
        {
            foreach (var name in new[] { "a.exe", "a.docm", "a.html", "a.docx.exe", "a.zip", "a", ".docx", "a.docx\u202Eexe.txt/", "a.svg" })
            {
                var result = await t.City.As(t.Plan.Office, (OneMetre.Programme.Importing.UploadPlan upload) => upload.Run(name, Encoding.UTF8.GetBytes($"内容 {name}"), null, default));
                Assert.False(result.Ok, name);
            }
        }),
        new(Kind, "A document that unpacks to 300 MB (zip bomb)", "Refused while it is unpacked, as a finding", async _ =>
            Assert.Contains("platform.document-is-a-zip-bomb", (await DocumentReader.Read(Zip(("word/document.xml", new string(' ', 1024), 300 * 1024)), "a.docx", default)).Findings.Select(f => f.Code))),
        new(Kind, "A document whose XML grows by entities (billion laughs), or reads `/etc/passwd` by one", "Refused; no entity is looked at", async _ =>
        {
            foreach (var entity in new[] { "<!DOCTYPE x [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>", "<!DOCTYPE x [<!ENTITY c SYSTEM \"file:///etc/passwd\">]>", "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">" })
            {
                var read = await DocumentReader.Read(Zip(("word/document.xml", entity + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>", 1)), "a.docx", default);
                Assert.True(read.Refused);
                Assert.DoesNotContain("root:", string.Concat(read.Blocks.Select(b => b.Text)), StringComparison.Ordinal);
            }
        }),
        new(Kind, "A document with parts named `../../evil` and `/etc/cron.d/evil`", "Parts are read by name in memory and never written anywhere", async _ =>
        {
            var before = Directory.GetFileSystemEntries(Path.GetTempPath(), "evil*").Length;
            await DocumentReader.Read(Zip(("../../evil", "x", 1), ("/tmp/evil", "x", 1), ("..\\..\\evil", "x", 1), ("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body/></w:document>", 1)), "a.docx", default);
            Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetTempPath(), "evil*").Length);
        }),
        new(Kind, "A plain file for which a thousand ranges, ranges backwards and beyond its end are asked", "200, 206 or 416, once, and no more than the file", async t =>
        {
            using var visitor = t.Visitor();
            var whole = (await visitor.GetByteArrayAsync(Target.To("/lib/onemetre.css"))).Length;
            foreach (var range in new[] { "bytes=" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"{i}-")), "bytes=5-1", "bytes=999999999999-", "bytes=-99999999999999999999", "bytes=0-18446744073709551615", "lines=1-2", "bytes=0-0,-1,0-0" })
            {
                using var answer = await Target.Get(visitor, "/lib/onemetre.css", ("Range", range));
                Assert.True((int)answer.StatusCode is 200 or 206 or 416, $"{range[..Math.Min(40, range.Length)]}: {answer.StatusCode}");
                Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length <= whole);
            }
        }),
        new(Kind, "Parts of a file of evidence by `Range`", "It comes whole", async t =>
        {
            await using var own = await t.Another();
            var path = await Evidence(own, "a.txt", "0123456789");
            using var lead = own.As(own.Plan.Lead);
            using var answer = await Target.Get(lead, path, ("Range", "bytes=0-0,2-2"));
            Assert.Equal("0123456789", await answer.Content.ReadAsStringAsync());
        }),
    ];

    static Attack ServedBack(string tried, string name, string content) => new(Kind, tried, "It comes back only as a download of no type, in a sandbox, and the browser may not guess", async t =>
    {
        await using var own = await t.Another();
        var path = await Evidence(own, name, content);
        using var lead = own.As(own.Plan.Lead);
        Download(await lead.GetAsync(Target.To(path)));
    });

    static async Task<string> Evidence(Target t, string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var id = await t.City.As(t.Plan.Lead, async (AddEvidence add) =>
        {
            using var stream = new MemoryStream(bytes);
            return (await add.Run(t.Plan.Task, new() { File = new Microsoft.AspNetCore.Http.FormFile(stream, 0, bytes.Length, "File", name) }, default)).Value;
        });
        Assert.NotNull(await t.Db(db => db.Set<Evidence>().SingleOrDefaultAsync(e => e.Id == id)));
        return $"/tasks/{t.Plan.Task}/evidence/{id}";
    }

    /// <summary>An answer that no browser shows in a page of ours.</summary>
    static void Download(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    static byte[] Zip(params (string Name, string Content, int Times)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content, times) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                var bytes = Encoding.UTF8.GetBytes(content);
                for (var i = 0; i < times; i++) part.Write(bytes);
            }
        return stream.ToArray();
    }
}
