using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OneMetre.Platform.Watching;

/// <summary>Measures how long the database takes to answer, whoever asks.</summary>
public sealed class DatabaseTimes(CityMeter meter) : DbCommandInterceptor
{
    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        meter.Asked("query", eventData.Duration);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        meter.Asked("query", eventData.Duration);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        meter.Asked("write", eventData.Duration);
        return ValueTask.FromResult(result);
    }
}
