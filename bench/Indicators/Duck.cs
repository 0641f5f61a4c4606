using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace OneMetre.Bench;

/// <summary>DuckDB in memory, through its C interface; the library comes out of npm's package and is for this bench only.</summary>
sealed class Duck : IDisposable
{
    const string Version = "1.5.6-r.1", Library = "libduckdb.so";
    const int UTinyInt = 6, USmallInt = 7;
    nint database, connection;

    Duck()
    {
        Must(duckdb_open(null, out database), "duckdb_open");
        Must(duckdb_connect(database, out connection), "duckdb_connect");
    }

    public static string Name => $"DuckDB {Marshal.PtrToStringUTF8(duckdb_library_version())}";

    /// <summary>Null, and one line on standard error, when the library cannot be had.</summary>
    public static async Task<Duck?> Start()
    {
        try
        {
            var library = await Fetched();
            NativeLibrary.SetDllImportResolver(typeof(Duck).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(library) : 0);
            return new();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or DllNotFoundException or System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            await Console.Error.WriteLineAsync($"DuckDB cannot be had: {failure.Message}");
            return null;
        }
    }

    static async Task<string> Fetched()
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("this bench knows its package for Linux only.");
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = Directory.CreateDirectory(Path.Combine(Figures.Repository() is { } root ? Path.Combine(root, "artifacts") : Path.GetTempPath(), $"duckdb-{Version}-{architecture}")).FullName;
        var library = Path.Combine(folder, Library);
        if (File.Exists(library)) return library;

        using var npm = Process.Start(new ProcessStartInfo("npm", ["pack", "--silent", $"@duckdb/node-bindings-linux-{architecture}@{Version}"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("npm did not start.");
        var (said, _) = (await npm.StandardOutput.ReadToEndAsync(), await npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm pack ended with {npm.ExitCode}.");
        var package = Path.Combine(folder, said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1]);
        await using (var file = File.OpenRead(package))
        await using (var unpacked = new GZipStream(file, CompressionMode.Decompress))
        await using (var tar = new TarReader(unpacked))
            while (await tar.GetNextEntryAsync() is { } entry)
                if (Path.GetFileName(entry.Name) == Library) await entry.ExtractToFileAsync(library + ".new", overwrite: true);
        File.Delete(package);
        File.Move(library + ".new", library);
        return library;
    }

    public void Run(string sql)
    {
        var state = duckdb_query(connection, sql, out var result);
        try
        {
            Must(state, Marshal.PtrToStringUTF8(duckdb_result_error(ref result)));
        }
        finally
        {
            duckdb_destroy_result(ref result);
        }
    }

    public unsafe void Load(string table, FigureSet set)
    {
        Run($"CREATE TABLE {table} (measure UTINYINT, period UTINYINT, split UTINYINT, province UTINYINT, region USMALLINT, value DECIMAL(18,4))");
        Must(duckdb_appender_create(connection, null, table, out var appender), "duckdb_appender_create");
        var types = (nint[])[.. new[] { UTinyInt, UTinyInt, UTinyInt, UTinyInt, USmallInt }.Select(duckdb_create_logical_type), duckdb_create_decimal_type(18, 4)];
        var chunk = duckdb_create_data_chunk(types, (ulong)types.Length);
        var (size, at) = ((int)duckdb_vector_size(), 0);
        using (var rows = set.Rows().GetEnumerator())
        {
            for (var more = true; more; at = 0)
            {
                byte* measure = (byte*)Column(chunk, 0), period = (byte*)Column(chunk, 1), split = (byte*)Column(chunk, 2), province = (byte*)Column(chunk, 3);
                var region = (ushort*)Column(chunk, 4);
                var value = (long*)Column(chunk, 5);
                for (; at < size && (more = rows.MoveNext()); at++)
                {
                    var row = rows.Current;
                    (measure[at], period[at], split[at], province[at], region[at], value[at]) = ((byte)row.Measure, (byte)row.Period, (byte)row.Split, (byte)row.Province, (ushort)row.Region, row.Units);
                }
                duckdb_data_chunk_set_size(chunk, (ulong)at);
                Must(duckdb_append_data_chunk(appender, chunk), "duckdb_append_data_chunk");
                duckdb_data_chunk_reset(chunk);
            }
        }
        duckdb_destroy_data_chunk(ref chunk);
        foreach (var type in types)
        {
            var each = type;
            duckdb_destroy_logical_type(ref each);
        }
        Must(duckdb_appender_destroy(ref appender), "duckdb_appender_destroy");
    }

    /// <summary>Sums are 128-bit numbers of DuckDB, figures 64-bit ones.</summary>
    public unsafe List<Line> Ask(Question question, string table, FigureSet set)
    {
        var lines = new List<Line>();
        var state = duckdb_query(connection, question.Sql(table, set), out var result);
        try
        {
            Must(state, Marshal.PtrToStringUTF8(duckdb_result_error(ref result)));
            var sums = question.Name is not (Question.OfRegion or Question.League);
            while (duckdb_fetch_chunk(result) is var chunk and not 0)
            {
                var key = (int*)Column(chunk, 0);
                var units = (ulong*)Column(chunk, 1);
                var count = (long*)Column(chunk, 2);
                for (var row = 0; row < (int)duckdb_data_chunk_get_size(chunk); row++)
                    lines.Add(new(key[row], sums ? new Int128(units[row * 2 + 1], units[row * 2]) : (long)units[row], count[row]));
                duckdb_destroy_data_chunk(ref chunk);
            }
        }
        finally
        {
            duckdb_destroy_result(ref result);
        }
        return lines;
    }

    public void Dispose()
    {
        duckdb_disconnect(ref connection);
        duckdb_close(ref database);
    }

    static unsafe void* Column(nint chunk, ulong number) => duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, number));

    static void Must(int state, string? what)
    {
        if (state != 0) throw new InvalidOperationException($"DuckDB refused: {what}");
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Result
    {
        public ulong Columns, Rows, Changed;
        public nint Data, Error, Own;
    }

#pragma warning disable CA2101, SYSLIB1054 // Strings are UTF-8; a generator brings nothing to eighteen plain functions.
    [DllImport(Library)] static extern nint duckdb_library_version();
    [DllImport(Library)] static extern int duckdb_open([MarshalAs(UnmanagedType.LPUTF8Str)] string? path, out nint database);
    [DllImport(Library)] static extern void duckdb_close(ref nint database);
    [DllImport(Library)] static extern int duckdb_connect(nint database, out nint connection);
    [DllImport(Library)] static extern void duckdb_disconnect(ref nint connection);
    [DllImport(Library)] static extern int duckdb_query(nint connection, [MarshalAs(UnmanagedType.LPUTF8Str)] string sql, out Result result);
    [DllImport(Library)] static extern void duckdb_destroy_result(ref Result result);
    [DllImport(Library)] static extern nint duckdb_result_error(ref Result result);
    [DllImport(Library)] static extern nint duckdb_fetch_chunk(Result result);
    [DllImport(Library)] static extern ulong duckdb_vector_size();
    [DllImport(Library)] static extern nint duckdb_create_logical_type(int type);
    [DllImport(Library)] static extern nint duckdb_create_decimal_type(byte width, byte scale);
    [DllImport(Library)] static extern void duckdb_destroy_logical_type(ref nint type);
    [DllImport(Library)] static extern nint duckdb_create_data_chunk(nint[] types, ulong count);
    [DllImport(Library)] static extern void duckdb_destroy_data_chunk(ref nint chunk);
    [DllImport(Library)] static extern void duckdb_data_chunk_reset(nint chunk);
    [DllImport(Library)] static extern void duckdb_data_chunk_set_size(nint chunk, ulong size);
    [DllImport(Library)] static extern ulong duckdb_data_chunk_get_size(nint chunk);
    [DllImport(Library)] static extern nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
    [DllImport(Library)] static extern unsafe void* duckdb_vector_get_data(nint vector);
    [DllImport(Library)] static extern int duckdb_appender_create(nint connection, [MarshalAs(UnmanagedType.LPUTF8Str)] string? schema, [MarshalAs(UnmanagedType.LPUTF8Str)] string table, out nint appender);
    [DllImport(Library)] static extern int duckdb_append_data_chunk(nint appender, nint chunk);
    [DllImport(Library)] static extern int duckdb_appender_destroy(ref nint appender);
#pragma warning restore CA2101, SYSLIB1054
}
