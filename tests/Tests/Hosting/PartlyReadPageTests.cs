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
        var failed = new List<string>();
        var drawn = 0;
        foreach (var (endpoint, _) in site.Endpoints("GET").Where(e => e.Page is not null).ToList())
        {
            var address = await site.Address(endpoint, office);
            slow.At(0);
            using var page = await office.GetAsync(To(address));
            if (page.StatusCode != HttpStatusCode.OK || page.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var html = await page.Content.ReadAsStringAsync();
            await InTurn(address, () => new(HttpMethod.Get, To(address)));

            var cookies = office.DefaultRequestHeaders.GetValues("Cookie").Concat(page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []).ToList();
            foreach (var (action, _, fields) in HostileRequestTests.Forms(html).Where(f => !f.Action.Contains("signout", StringComparison.Ordinal)))
                await InTurn($"POST {address} {fields.GetValueOrDefault("_handler")}", () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Post, To(action.Length > 0 ? action : address)) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Key, f.Key[0] == '_' ? f.Value : "x"))) };
                    request.Headers.Add("Cookie", cookies);
                    return request;
                });
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed.Distinct()));
        Assert.True(drawn > 1000, $"{drawn}");

        async Task InTurn(string what, Func<HttpRequestMessage> ask)
        {
            for (var (at, asked) = (1, 1); at <= asked; at++)
            {
                slow.At(at);
                using var request = ask();
                using var answer = await office.SendAsync(request);
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

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref asked) == at) await Task.Delay(1, cancellationToken);
            return result;
        }
    }
}
