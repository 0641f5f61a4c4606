using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OneMetre.Platform.Data;

/// <summary>
/// Counts, for this process, the committed writes on each module's tables. Whatever is kept under the count of its module cannot outlive a change:
/// after the commit the count is another one. Writes of other processes are not seen; what is kept therefore also needs an end of its own.
/// </summary>
public sealed class ModuleWrites : SaveChangesInterceptor, IDbTransactionInterceptor, IDbCommandInterceptor
{
    readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);
    readonly ConditionalWeakTable<DbContext, HashSet<string>> pending = [];

    // Updates and deletions sent as one statement do not say whose table they touch: they count for every module.
    const string Any = "";

    /// <summary>Module is the first word of its tables: programme, indicators, platform.</summary>
    public long Of(string module) => counts.GetValueOrDefault(module) + counts.GetValueOrDefault(Any);

    /// <summary>The writes of all modules together.</summary>
    public long All => counts.Values.Sum();

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var written = pending.GetOrCreateValue(eventData.Context!);
        foreach (var entry in eventData.Context!.ChangeTracker.Entries())
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Metadata.GetTableName() is { } table)
                written.Add(table.Split('_', 2)[0]);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context!.Database.CurrentTransaction is null) Count(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (result > 0 && eventData is { CommandSource: CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete, Context: { } context })
        {
            pending.GetOrCreateValue(context).Add(Any);
            if (context.Database.CurrentTransaction is null) Count(context);
        }
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Committed(eventData.Context);
        return Task.CompletedTask;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed(eventData.Context);

    /// <summary>Rows that a module sent past the change tracker, in bulk, are known only by their transaction.</summary>
    void Committed(DbContext? context)
    {
        if (context is null) return;
        if (pending.GetOrCreateValue(context) is { Count: 0 } written) written.Add(Any);
        Count(context);
    }

    void Count(DbContext? context)
    {
        if (context is null || !pending.TryGetValue(context, out var written)) return;
        foreach (var module in written) counts.AddOrUpdate(module, 1, (_, n) => n + 1);
        written.Clear();
    }
}
