using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Hosting;

/// <summary>While the database is changed for another, people are told to come again, and the process lives on.</summary>
public class DatabaseAwayTests
{
    /// <summary>A database that breaks off every command while it is away, and hides it as Entity Framework does.</summary>
    sealed class Away : DbCommandInterceptor
    {
        public volatile bool Now;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            Now ? throw new InvalidOperationException("likely due to a transient failure", new DbUpdateException("", new NpgsqlException("broken", new IOException("reset by peer")))) : ValueTask.FromResult(result);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_request_is_told_to_come_again_and_the_jobs_go_on_afterwards(string engine)
    {
        var away = new Away();
        await using var city = await RunningCity.On(engine, RunningCity.OpenGate, services: s => s.ConfigureDbContext<CityDb>(o => o.AddInterceptors(away)));
        var officer = await city.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await city.SignedIn(officer);

        away.Now = true;
        foreach (var (page, language, title) in new[] { ("/board", "zh-CN", "系统正在切换"), ("/signin", "en", "The site is changing over"), ("/promises", "zh-CN", "系统正在切换") })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(page, UriKind.Relative)) { Headers = { { "Accept-Language", language } } };
            using var answer = await browser.SendAsync(asked);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
            Assert.Contains("default-src", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains(title, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
        using (var live = await browser.GetAsync(new Uri("/health/live", UriKind.Relative))) Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken); // the job host has looked for work in between
        away.Now = false;

        using (var again = await browser.GetAsync(new Uri("/board", UriKind.Relative))) Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.False(city.Site.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.All(city.Site.Services.GetServices<IHostedService>().OfType<BackgroundService>(), work => Assert.False(work.ExecuteTask!.IsCompleted, work.GetType().Name));
    }

    [Fact]
    public void What_is_no_trouble_of_the_database_is_no_503()
    {
        Assert.True(DatabaseAway.Is(new DbUpdateException("", new SqliteException("database is locked", 5))));
        Assert.True(DatabaseAway.Is(new PostgresException("cannot execute INSERT in a read-only transaction", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction)));
        Assert.True(DatabaseAway.Is(new PostgresException("server conn crashed?", "FATAL", "FATAL", "08P01")));
        Assert.False(DatabaseAway.Is(new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation)));
        Assert.False(DatabaseAway.Is(new InvalidOperationException("ours")));
        Assert.True(DatabaseTrouble.Is(new InvalidOperationException("", new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation))));
        Assert.False(DatabaseTrouble.Is(new InvalidOperationException("ours")));
    }
}
