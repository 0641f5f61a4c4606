using Npgsql;
using NpgsqlTypes;

namespace OneMetre.Bench;

/// <summary>The same figures in a PostgreSQL table whose covering index answers every question but the roll-up without the table; whole numbers, which it adds up faster than decimals.</summary>
sealed class CoveredTable : IAsyncDisposable
{
    readonly ThrowawayPostgres server;
    readonly NpgsqlConnection connection;

    CoveredTable(ThrowawayPostgres server, NpgsqlConnection connection) => (this.server, this.connection) = (server, connection);

    public string Name => $"PostgreSQL {connection.PostgreSqlVersion.Major}";

    /// <summary>Null when PostgreSQL is not installed.</summary>
    public static async Task<CoveredTable?> Start()
    {
        if (await ThrowawayPostgres.Start(own: true) is not { } server) return null;
        var connection = new NpgsqlConnection($"{server.Connection};Database=postgres;Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        return new(server, connection);
    }

    public async Task Load(FigureSet set)
    {
        await Run("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Frozen as they are written: an index-only scan then never visits the table.
            await Run("CREATE UNLOGGED TABLE figures (value bigint, region int2, measure int2, period int2, split int2, province int2)");
            await using (var copy = await connection.BeginBinaryImportAsync("COPY figures FROM STDIN (FORMAT BINARY, FREEZE)"))
            {
                foreach (var row in set.Rows())
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(row.Units, NpgsqlDbType.Bigint);
                    await copy.WriteAsync((short)row.Region, NpgsqlDbType.Smallint);
                    await copy.WriteAsync((short)row.Measure, NpgsqlDbType.Smallint);
                    await copy.WriteAsync((short)row.Period, NpgsqlDbType.Smallint);
                    await copy.WriteAsync((short)row.Split, NpgsqlDbType.Smallint);
                    await copy.WriteAsync((short)row.Province, NpgsqlDbType.Smallint);
                }
                await copy.CompleteAsync();
            }
            await transaction.CommitAsync();
        }
        await Run("CREATE UNIQUE INDEX figures_covering ON figures (measure, split, period, region) INCLUDE (province, value)");
        await Run("VACUUM ANALYZE figures");
    }

    public List<Line> Ask(Question question, FigureSet set)
    {
        using var command = new NpgsqlCommand(question.Sql("figures", set).Replace("sum(value)", "sum(value)::numeric(38,0)", StringComparison.Ordinal), connection);
        using var reader = command.ExecuteReader();
        var lines = new List<Line>();
        var sums = question.Name is not (Question.OfRegion or Question.League);
        while (reader.Read()) lines.Add(new(reader.GetInt32(0), sums ? (Int128)reader.GetDecimal(1) : reader.GetInt64(1), reader.GetInt64(2)));
        return lines;
    }

    async Task Run(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }
}
