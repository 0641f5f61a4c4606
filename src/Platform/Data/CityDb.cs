using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Data;

/// <summary>The assemblies whose entity maps make up the model. Every module adds its own.</summary>
public sealed record ModuleAssemblies(IReadOnlyList<Assembly> All);

/// <summary>
/// The one database. It knows no entity: each module maps its own, internal, entities.
/// Every write leaves its audit entries in the same transaction; who wrote is <see cref="CurrentUser"/>.
/// </summary>
public sealed class CityDb(DbContextOptions<CityDb> options, ModuleAssemblies modules, AuditChain chain, Vault.Vault vault, CurrentUser user, TimeProvider time) : DbContext(options)
{
    public bool IsSqlite => Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal);

    readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, object> heldBack = [];

    /// <summary>What the record tells of this row is shown to no reader before that moment (UTC). Said again before each save that changes the row.</summary>
    public void HoldBack(object entity, DateTime until) => heldBack.AddOrUpdate(entity, until);

    internal DateTime? HeldBackUntil(object entity) => heldBack.TryGetValue(entity, out var until) ? (DateTime)until : null;

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await vault.SealFresh(this, cancellationToken);
        var entries = AuditTrail.Of(this, user, time);
        if (Database.CurrentTransaction is not null || entries.Count == 0) return await Save(entries, acceptAllChangesOnSuccess, cancellationToken);

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var written = await Save(entries, acceptAllChangesOnSuccess, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return written;
    }

    async Task<int> Save(List<AuditEntry> entries, bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        chain.Add(this, entries);
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch
        {
            chain.Forget(this, entries); // what was refused did not happen, even if the transaction goes on
            throw;
        }
    }

    /// <summary>False when somebody else changed a row in the meantime; then nothing was written, and what was read is forgotten.</summary>
    public async Task<bool> SaveUnlessChanged(CancellationToken ct)
    {
        try
        {
            await SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>False too when somebody else has just made a row of the same code or number.</summary>
    public async Task<bool> SaveUnlessTaken(CancellationToken ct)
    {
        try
        {
            return await SaveUnlessChanged(ct);
        }
        catch (DbUpdateException clash) when (clash.InnerException?.Message is { } said && (said.Contains("UNIQUE constraint", StringComparison.Ordinal) || said.Contains("23505", StringComparison.Ordinal)))
        {
            ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>Saves, does more, and saves again: both or neither. For what an index lets stand only once at every moment.</summary>
    /// <param name="save">One of the saves above; false of either leaves nothing written.</param>
    public async Task<bool> SaveInTurn(Func<CancellationToken, Task<bool>> save, Action then, CancellationToken ct)
    {
        await using var transaction = await Database.BeginTransactionAsync(ct);
        if (!await save(ct)) return false;
        then();
        if (!await save(ct)) return false;
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Not supported: every write is asynchronous, so that the audit trail has one place to be written.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var module in modules.All)
            modelBuilder.ApplyConfigurationsFromAssembly(module);
        Secrets.Declare(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Period>().HaveConversion<PeriodText>().HaveMaxLength(7);
        configurationBuilder.Properties<Secret>().HaveConversion<Secret.Conversion, Secret.Comparison>();
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcInstant>();
        // SQLite has no decimal: whole ten-thousandths sort, compare and sum as numbers; text would not.
        if (IsSqlite) configurationBuilder.Properties<decimal>().HaveConversion<TenThousandths>();
        else configurationBuilder.Properties<decimal>().HavePrecision(18, 4);
    }

    sealed class TenThousandths() : ValueConverter<decimal, long>(d => (long)decimal.Round(d * 10_000m), n => n / 10_000m);

    // SQLite hands instants back without their kind; PostgreSQL takes only UTC.
    sealed class UtcInstant() : ValueConverter<DateTime, DateTime>(t => t, t => DateTime.SpecifyKind(t, DateTimeKind.Utc));

    sealed class PeriodText() : ValueConverter<Period, string>(p => p.ToString(), s => Parse(s))
    {
        static Period Parse(string s) => Period.TryParse(s, out var p) ? p : throw new FormatException($"Not a period: {s}");
    }
}
