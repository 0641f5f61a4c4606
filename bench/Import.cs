using System.Data;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using OneMetre.Indicators.Importing;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// Five million figures from a file, every row checked, against the same rows put into the same table by the engine's fastest way with no check at all: PostgreSQL's binary COPY, SQLite's prepared
/// statement. Both take turns. ONEMETRE_BENCH_IMPORT_ROWS lowers the number.
/// </summary>
#pragma warning disable RS0030 // The bench fills tables past the doors.
static class Import
{
    const int Runs = 3, Elements = 20;
    static readonly string[] Columns = ["ElementId", "Period", "RegionCode", "Split", "State", "Number", "Status", "Published", "Reason", "SubmissionId", "At"];

    public static async Task Run(Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-bench-").FullName;
        try
        {
            var rows = long.TryParse(Environment.GetEnvironmentVariable("ONEMETRE_BENCH_IMPORT_ROWS"), CultureInfo.InvariantCulture, out var given) ? given : 5_000_000;
            var set = new FigureSet(FigureSet.MostPeriods, sparse: false);
            var counties = Enumerable.Range(0, set.Shape.Regions.Count(RegionLevel.County)).Select(row => set.Shape.Regions.Code(RegionLevel.County, row)).ToList();
            var file = Path.Combine(folder, "figures.csv");
            await File.WriteAllLinesAsync(file, Rows(set, counties, rows).Select(row => $"{row.Element},{row.Period},{row.Region},,{row.Number!.Value.ToString(CultureInfo.InvariantCulture)}").Prepend(FigureFile.Heading));
            var spoilt = Path.Combine(folder, "spoilt.csv");
            await File.WriteAllLinesAsync(spoilt, File.ReadLines(file).Take(200_000).Select((row, i) => i == 123_455 ? row.Replace(",,", ",sex:f,", StringComparison.Ordinal) : row));
            figures.Tell($"{rows} rows, {new FileInfo(file).Length / 1e6:0} MB; engines write in the order of the file, the order of the key");

            await OnEngine("sqlite", CityPlace.Embedded(Path.Combine(folder, "sqlite")));
            await using var postgres = await ThrowawayPostgres.Start(own: true);
            if (postgres is null) figures.Tell("PostgreSQL is not installed: its figures are missing");
            else await OnEngine("postgres", CityPlace.Postgres(Path.Combine(folder, "postgres"), $"{postgres.Connection};Database=onemetre_import_{Environment.ProcessId}"));

            async Task OnEngine(string engine, CityPlace place)
            {
                Directory.CreateDirectory(place.Folder);
                var collection = new ServiceCollection();
                collection.AddLogging();
                Site.AddServices(collection, place, TimeProvider.System);
                await using var services = collection.BuildServiceProvider();
                await using (var scope = services.CreateAsyncScope())
                {
                    await Prepare.Run(scope.ServiceProvider, default);
                    var db = scope.ServiceProvider.GetRequiredService<CityDb>();
                    db.AddRange(Enumerable.Range(0, Elements).Select(i => new DataElement { Id = ElementId(i), Kind = ElementKind.Amount }));
                    db.AddRange(counties.Select(code => new Region { Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Code = code, Name = code, Level = RegionLevel.County, ValidFrom = new(1990, 1, 1) }));
                    await db.SaveChangesAsync();
                }

                var (raw, import, most) = (new List<double>(), new List<double>(), 0L);
                for (var run = 0; run < Runs; run++)
                {
                    raw.Add(await Emptied(db => Raw(db, Rows(set, counties, rows))));
                    var before = Process.GetCurrentProcess().WorkingSet64;
                    await using var watching = new Timer(_ => most = Math.Max(most, Process.GetCurrentProcess().WorkingSet64 - before), null, 0, 100);
                    import.Add(await Emptied(async _ =>
                    {
                        var outcome = await Bring(file, OnWrongRow.LeaveAll);
                        if ((outcome.Written, outcome.Wrong) != (rows, 0)) throw new InvalidOperationException($"{outcome.Written} of {rows} written, {outcome.Wrong} wrong.");
                    }));
                }
                figures.Tell($"{engine}: raw {rows / Figures.Median(raw):0} rows a second, import with every check {rows / Figures.Median(import):0}");
                figures.Add($"import-{engine}-rate", Figures.Median(raw) / Figures.Median(import), "of-raw", ">=", 0.7);
                figures.Add($"import-{engine}-memory", most / 1e6, "MB-more", "<=", 256);

                var (none, others) = (default(ImportOutcome)!, default(ImportOutcome)!);
                await Emptied(async _ => none = await Bring(spoilt, OnWrongRow.LeaveAll));
                var left = await Stored();
                await Emptied(async _ => others = await Bring(spoilt, OnWrongRow.LeaveRow));
                figures.Add($"import-{engine}-wrong-row-named", none.First.Single().Row == 123_456 && others.First.Single().Row == 123_456 ? 1 : 0, "yes", ">=", 1);
                figures.Add($"import-{engine}-all-or-nothing", left == 0 && await Stored() == others.Rows - 1 ? 1 : 0, "yes", ">=", 1);

                async Task<double> Emptied(Func<CityDb, Task> fill)
                {
                    await using var scope = services.CreateAsyncScope();
                    var db = scope.ServiceProvider.GetRequiredService<CityDb>();
                    foreach (var table in (string[])["indicators_value", "indicators_value_change"])
                        await db.Database.ExecuteSqlRawAsync(db.IsSqlite ? $"DELETE FROM {table}" : $"TRUNCATE {table}");
                    if (db.IsSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
                    else await db.Database.ExecuteSqlRawAsync("CHECKPOINT");
                    await db.Database.OpenConnectionAsync();
                    var watch = Stopwatch.StartNew();
                    await fill(db);
                    return watch.Elapsed.TotalSeconds;
                }

                async Task<ImportOutcome> Bring(string path, OnWrongRow onWrongRow)
                {
                    await using var scope = services.CreateAsyncScope();
                    using var text = new StreamReader(path);
                    return await scope.ServiceProvider.GetRequiredService<ImportInBulk>().Run(text, onWrongRow, default);
                }

                async Task<long> Stored()
                {
                    await using var scope = services.CreateAsyncScope();
                    return await scope.ServiceProvider.GetRequiredService<CityDb>().Set<DataValue>().LongCountAsync();
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static string ElementId(int element) => $"bench.element{element:00}";

    // As a bureau hands them out: element by element, period by period.
    static IEnumerable<ImportedFigure> Rows(FigureSet set, List<string> counties, long rows)
    {
        var elements = Enumerable.Range(0, Elements).Select(ElementId).ToList();
        var periods = set.Shape.Periods.Select(period => period.ToString()).Order(StringComparer.Ordinal).ToList();
        for (long i = 0; i < rows; i++)
        {
            var (series, county) = Math.DivRem(i, counties.Count);
            yield return new(elements[(int)(series / periods.Count)], periods[(int)(series % periods.Count)], counties[(int)county], "", CellState.Known, (i * 7919 % 10_000_000) / 100m);
        }
    }

    /// <summary>Puts figures into the table of accepted figures by the engine's fastest way, with no check.</summary>
    public static Task Raw(CityDb db, IEnumerable<ImportedFigure> rows) => Task.Run(() =>
    {
        if (db.Database.GetDbConnection() is NpgsqlConnection npgsql) Copy(npgsql, rows);
        else Insert((SqliteConnection)db.Database.GetDbConnection(), rows);
    });

    static void Copy(NpgsqlConnection connection, IEnumerable<ImportedFigure> rows)
    {
        using var importer = connection.BeginBinaryImport($"COPY indicators_value ({Quoted}) FROM STDIN (FORMAT BINARY)");
        var at = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var row in rows)
        {
            importer.StartRow();
            foreach (var text in (ReadOnlySpan<string>)[row.Element, row.Period, row.Region, row.Split, "Known"]) importer.Write(text, NpgsqlDbType.Varchar);
            importer.Write(row.Number!.Value, NpgsqlDbType.Numeric);
            importer.Write("Final", NpgsqlDbType.Varchar);
            importer.Write(false, NpgsqlDbType.Boolean);
            importer.WriteNull();
            importer.WriteNull();
            importer.Write(at, NpgsqlDbType.TimestampTz);
        }
        importer.Complete();
    }

    static void Insert(SqliteConnection connection, IEnumerable<ImportedFigure> rows)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO indicators_value ({Quoted}) VALUES ($0, $1, $2, $3, 'Known', $4, 'Final', 0, NULL, NULL, $5)";
        var parameters = Enumerable.Range(0, 6).Select(i => command.Parameters.AddWithValue($"${i}", "")).ToList();
        parameters[5].Value = TimeProvider.System.GetUtcNow().UtcDateTime;
        command.Prepare();
        foreach (var row in rows)
        {
            (parameters[0].Value, parameters[1].Value, parameters[2].Value, parameters[3].Value, parameters[4].Value) = (row.Element, row.Period, row.Region, row.Split, decimal.ToOACurrency(row.Number!.Value));
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    static string Quoted => string.Join(", ", Columns.Select(column => $"\"{column}\""));
}
