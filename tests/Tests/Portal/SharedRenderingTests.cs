using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Portal;

/// <summary>A page is rendered once for all who ask for it at the same moment.</summary>
public class SharedRenderingTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_closes_the_browser_takes_the_page_from_nobody_who_waits_for_the_same(string engine)
    {
        var held = new Held();
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, services: s => s.AddSingleton<IStartupFilter>(held).ConfigureDbContext<CityDb>(o => o.AddInterceptors(held)));
        await PromisedPlan.In(running.City);
        using var first = running.Visitor();
        using var second = running.Visitor();
        var page = new Uri("/promises", UriKind.Relative);
        using var closed = new CancellationTokenSource();

        held.Armed = true;
        var one = first.GetAsync(page, closed.Token);
        await held.Reached.Task;
        await closed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await held.Left.Task;
        var two = second.GetAsync(page);
        await held.SecondCame.Task;
        held.Go.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await two).StatusCode);
        Assert.Equal(2, held.Asked);
    }

    /// <summary>Holds the first query of the first reader until it is told to go on, and tells when readers come and leave.</summary>
    sealed class Held : DbCommandInterceptor, IStartupFilter
    {
        int asked, holding;
        public bool Armed { get; set; }
        public int Asked => asked;
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource SecondCame { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, RequestDelegate then) =>
            {
                var number = Armed ? Interlocked.Increment(ref asked) : 0;
                if (number == 1) context.RequestAborted.Register(() => Left.TrySetResult());
                if (number == 2) SecondCame.TrySetResult();
                await then(context);
            });
            next(app);
        };

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!Armed || !command.CommandText.Contains("programme_plan", StringComparison.Ordinal) || Interlocked.Exchange(ref holding, 1) == 1) return result;
            Reached.SetResult();
            await Go.Task;
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }
}
