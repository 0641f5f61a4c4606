namespace OneMetre.Bench;

/// <summary>A PostgreSQL server of our own in a temporary folder, reached by a socket only, gone afterwards. ONEMETRE_TEST_POSTGRES names another instead.</summary>
sealed class ThrowawayPostgres : IAsyncDisposable
{
    readonly string? folder;

    ThrowawayPostgres(string connection, string? folder) => (Connection, this.folder) = (connection, folder);

    /// <summary>A connection string without a database.</summary>
    public string Connection { get; }

    /// <summary>With own, a server of our own in any case: the other may be set up for speed and not for keeping.</summary>
    public static async Task<ThrowawayPostgres?> Start(bool own = false)
    {
        if (!own && Environment.GetEnvironmentVariable("ONEMETRE_TEST_POSTGRES") is { Length: > 0 } given) return new(given, null);
        if (Unprivileged.PostgresPrograms is not { } programs) return null;
        var folder = Directory.CreateTempSubdirectory("onemetre-pg-").FullName;
        await Unprivileged.Own(folder);
        await Unprivileged.Run(Path.Combine(programs, "initdb"), "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await Unprivileged.Run(Path.Combine(programs, "pg_ctl"), "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o", $"-k {folder} -c listen_addresses= -c max_connections=200 -c shared_buffers=256MB", "start");
        return new($"Host={folder};Username=postgres", folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is null) return;
        await Unprivileged.Run(Path.Combine(Unprivileged.PostgresPrograms!, "pg_ctl"), "-D", $"{folder}/data", "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }
}
