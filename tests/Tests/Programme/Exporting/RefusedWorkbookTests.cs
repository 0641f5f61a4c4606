using System.Net;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Enacting;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Guiding;
using OneMetre.Programme.Resulting;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Hosting;
using OneMetre.Tests.Programme.Guiding;

namespace OneMetre.Tests.Programme.Exporting;

/// <summary>A workbook of which nothing was taken says so on the page that it was brought to, cell by cell.</summary>
public sealed class RefusedWorkbookTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_page_that_takes_no_row_names_the_cells(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        using var office = running.Entered(plan.Office);
        var guide = await GuideTests.Drafted(running.City, plan.Office);
        foreach (var (page, columns) in new[] { ("/projects/import", ImportProjects.Columns), ("/policies/import", ImportPolicies.Columns), ("/results/import", ImportResults.Columns), ($"/guides/{guide}", ImportClauses.Columns) })
        {
            var titles = await running.City.Use((Texts texts) => Task.FromResult(columns.Select(c => texts[$"programme.{c.Code}"]).ToArray()));
            // Something in the second column alone: every one of these registers needs its first.
            var said = await Bring(office, page, titles, [null, "说不清", .. titles.Skip(2).Select(_ => (object?)null)]);
            Assert.Contains("<td>A2</td>", said, StringComparison.Ordinal);
            Assert.Contains("role=\"alert\"", said, StringComparison.Ordinal);
            Assert.Contains("表里只有标题，没有内容。", await Bring(office, page, titles), StringComparison.Ordinal);
        }
    }

    /// <summary>Sends a workbook with these rows through the form of the page that takes a file.</summary>
    static async Task<string> Bring(HttpClient office, string page, params object?[][] rows)
    {
        using var book = new MemoryStream();
        await Sheet.Write(book, "表", [.. rows[0].Select(t => ((string)t!, 20.0))], Rest(), default);
        async IAsyncEnumerable<object?[]> Rest()
        {
            await Task.CompletedTask;
            foreach (var row in rows.Skip(1)) yield return row;
        }
        using var shown = await office.GetAsync(new Uri(page, UriKind.Relative));
        var (action, _, fields) = HostileRequestTests.Forms(await shown.Content.ReadAsStringAsync()).Single(f => f.Fields.ContainsKey("file"));
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Where(f => f.Key != "file")) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(book.ToArray()), "file", "表.xlsx");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(action, UriKind.Relative)) { Content = form };
        request.Headers.Add("Cookie", office.DefaultRequestHeaders.GetValues("Cookie").Concat(shown.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []));
        using var answer = await office.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
