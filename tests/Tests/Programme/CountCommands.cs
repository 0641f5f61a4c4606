using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;

namespace OneMetre.Tests.Programme;

/// <summary>Counts the statements that the city's database is asked, so that a page can prove that its queries do not grow with its rows.</summary>
public sealed class CountCommands : DbCommandInterceptor
{
    int commands;
    public int Commands => commands;
    public void Start() => commands = 0;

    public void Listen(IServiceCollection services) => services.ConfigureDbContext<CityDb>(o => o.AddInterceptors(this));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref commands);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref commands);
        return ValueTask.FromResult(result);
    }
}
