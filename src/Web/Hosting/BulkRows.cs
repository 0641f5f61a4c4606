using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OneMetre.Platform.Data;

namespace OneMetre.Web.Hosting;

/// <summary>PostgreSQL's binary COPY, SQLite's prepared statement. Both are synchronous at heart, so they run on a thread of their own.</summary>
sealed class BulkRows : IBulkRows
{
    const int RowsBetweenLooks = 4096; // at the cancellation

    public Task<long> Write<T>(CityDb db, string table, IReadOnlyList<string> columns, IEnumerable<T> rows, Action<IBulkRow, T> columnsOf, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("Rows are brought in within a transaction.");
        return Task.Factory.StartNew(() => transaction.Connection switch
        {
            NpgsqlConnection postgres => Copy(postgres, table, columns, rows, columnsOf, ct),
            SqliteConnection sqlite => Insert(sqlite, (SqliteTransaction)transaction, table, columns, rows, columnsOf, ct),
            var other => throw new NotSupportedException($"No way to bring many rows into {other?.GetType().Name}."),
        }, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    static string Quoted(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));

    static long Copy<T>(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<T> rows, Action<IBulkRow, T> columnsOf, CancellationToken ct)
    {
        using var importer = connection.BeginBinaryImport($"COPY {table} ({Quoted(columns)}) FROM STDIN (FORMAT BINARY)");
        var (row, written) = (new CopiedRow(importer), 0L);
        foreach (var each in rows)
        {
            if (written++ % RowsBetweenLooks == 0) ct.ThrowIfCancellationRequested();
            importer.StartRow();
            columnsOf(row, each);
        }
        importer.Complete();
        return written;
    }

    static long Insert<T>(SqliteConnection connection, SqliteTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<T> rows, Action<IBulkRow, T> columnsOf, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table} ({Quoted(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"$c{i}"))})";
        for (var i = 0; i < columns.Count; i++) command.Parameters.Add(new SqliteParameter($"$c{i}", DBNull.Value));
        command.Prepare();
        var (row, written) = (new PreparedRow(command.Parameters), 0L);
        foreach (var each in rows)
        {
            if (written++ % RowsBetweenLooks == 0) ct.ThrowIfCancellationRequested();
            row.Begin();
            columnsOf(row, each);
            command.ExecuteNonQuery();
        }
        return written;
    }

    sealed class CopiedRow(NpgsqlBinaryImporter importer) : IBulkRow
    {
        public void Text(string? text) => Put(text, NpgsqlDbType.Varchar);
        public void Flag(bool flag) => importer.Write(flag, NpgsqlDbType.Boolean);
        public void Instant(DateTime instant) => importer.Write(instant, NpgsqlDbType.TimestampTz);

        public void Number(decimal? number)
        {
            if (number is { } known) importer.Write(known, NpgsqlDbType.Numeric);
            else importer.WriteNull();
        }

        public void Id(Guid? id)
        {
            if (id is { } known) importer.Write(known, NpgsqlDbType.Uuid);
            else importer.WriteNull();
        }

        void Put(string? text, NpgsqlDbType type)
        {
            if (text is null) importer.WriteNull();
            else importer.Write(text, type);
        }
    }

    sealed class PreparedRow(SqliteParameterCollection parameters) : IBulkRow
    {
        static readonly object Yes = 1L, No = 0L;
        readonly SqliteParameter[] columns = [.. parameters.Cast<SqliteParameter>()];
        int at;
        DateTime last;
        string? lastText;

        public void Begin() => at = 0;
        public void Text(string? text) => Put(text);
        public void Flag(bool flag) => Put(flag ? Yes : No);

        public void Instant(DateTime instant)
        {
            if (instant != last) (last, lastText) = (instant, instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)); // mostly one for all rows
            Put(lastText);
        }

        public void Number(decimal? number) => Put(number is { } known ? (long)decimal.Round(known * 10_000m) : null); // as CityDb keeps decimals on SQLite
        public void Id(Guid? id) => Put(id);

        void Put(object? value) => columns[at++].Value = value ?? DBNull.Value;
    }
}
