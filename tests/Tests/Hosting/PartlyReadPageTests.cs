using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OneMetre.Platform.Data;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Hosting;

/// <summary>
/// A page is drawn for the first time as soon as one of its queries has to be waited for, with what it has read until then; which one that is, chance decides. So each of them is waited for in turn.
/// </summary>
public sealed class PartlyReadPageTests
{
    [Fact]
    public async Task Every_page_and_every_form_of_it_can_be_drawn_whichever_query_is_waited_for()
    {
        var slow = new WaitForOne();
        await using var site = await WholeSite.On("Sqlite", services => services.ConfigureDbContext<CityDb>(o => o.AddInterceptors(slow)));
        await site.Plan.Set(site.Running.City, OneMetre.Programme.Model.TaskState.InProgress, 40);
        using var office = site.Running.Entered(site.Plan.Office);
        using var lead = site.Running.Entered(site.Plan.Lead);
        var failed = new List<string>();
        var drawn = 0;
        foreach (var (endpoint, _) in site.Endpoints("GET").Where(e => e.Page is not null).ToList())
        {
            var address = await site.Address(endpoint, office);
            foreach (var browser in new[] { office, lead })
            {
                slow.At(0);
                using var page = await browser.GetAsync(To(address));
                if (page.StatusCode != HttpStatusCode.OK || page.Content.Headers.ContentType?.MediaType != "text/html") continue;
                var html = await page.Content.ReadAsStringAsync();
                // Each look has an address of its own: a page that is kept would be drawn once.
                await InTurn(browser, address, () => new(HttpMethod.Get, To($"{address}?look={drawn}")));

                var cookies = browser.DefaultRequestHeaders.GetValues("Cookie").Concat(page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []).ToList();
                foreach (var (action, _, fields) in HostileRequestTests.Forms(html).Where(f => !f.Action.Contains("signout", StringComparison.Ordinal)))
                    await InTurn(browser, $"POST {address} {fields.GetValueOrDefault("_handler")}", () =>
                    {
                        // Numbers stay as they are: a form whose version is no number never reaches its page.
                        var typed = fields.Select(f => KeyValuePair.Create(f.Key, f.Key[0] == '_' || int.TryParse(f.Value, out var _) ? f.Value : "x"));
                        var request = new HttpRequestMessage(HttpMethod.Post, To(action.Length > 0 ? action : address)) { Content = new FormUrlEncodedContent(typed) };
                        request.Headers.Add("Cookie", cookies);
                        return request;
                    });
            }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed.Distinct()));
        Assert.True(drawn > 1000, $"{drawn}");

        async Task InTurn(HttpClient browser, string what, Func<HttpRequestMessage> ask)
        {
            for (var (at, asked) = (1, 1); at <= asked; at++)
            {
                slow.At(at);
                using var request = ask();
                using var answer = await browser.SendAsync(request);
                asked = slow.Asked;
                drawn++;
                if ((int)answer.StatusCode >= 500) failed.Add(Regex.Replace($"{what} when query {at} of {asked} is waited for", "[0-9a-f-]{36}", "{id}"));
            }
        }
    }

    static Uri To(string address) => new(address, UriKind.RelativeOrAbsolute);

    /// <summary>SQLite answers at once; here one query does not.</summary>
    sealed class WaitForOne : DbCommandInterceptor
    {
        int at, asked;

        public int Asked => asked;

        public void At(int number) => (at, asked) = (number, 0);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => Wait(result, cancellationToken);

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => Wait(result, cancellationToken);

        async ValueTask<T> Wait<T>(T result, CancellationToken ct)
        {
            if (Interlocked.Increment(ref asked) == at) await Task.Delay(1, ct);
            return result;
        }
    }
}
