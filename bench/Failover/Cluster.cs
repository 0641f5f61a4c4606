using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization;

namespace OneMetre.Bench;

/// <summary>
/// Three PostgreSQL servers under Patroni, which asks etcd; haproxy before them, pgbouncer before that: what docs/operations/more-than-one-machine.md describes,
/// on the loopback of one machine. The configurations are the files beside this one.
/// </summary>
sealed class Cluster : IAsyncDisposable
{
    const int Members = 3;
    static readonly string[] Programs = ["etcd", "patroni", "haproxy", "pgbouncer"];
    static readonly string[] Places = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin"];

    readonly string folder = Directory.CreateTempSubdirectory("onemetre-failover-").FullName;
    readonly Dictionary<string, string> words = [];
    readonly Dictionary<string, Process> running = [];
    readonly int[] rest = new int[Members], ports = new int[Members];
    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>What this machine lacks, as packages of Debian; empty when all is there.</summary>
    public static IReadOnlyList<string> Missing =>
    [
        .. Unprivileged.PostgresPrograms is null ? ["postgresql"] : Array.Empty<string>(),
        .. Programs.Where(p => Find(p) is null).Select(p => p == "etcd" ? "etcd-server" : p),
    ];

    public string Folder => folder;
    public int Writers { get; private set; }
    public int Readers { get; private set; }
    public int Pool { get; private set; }

    static string? Find(string program) => Places.Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);

    public static async Task<Cluster> Start()
    {
        var cluster = new Cluster();
        try
        {
            await cluster.StartDatabases();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    async Task StartDatabases()
    {
        var free = FreePorts(6 + 2 * Members);
        (Writers, Readers, Pool) = (free[0], free[1], free[2]);
        var (etcd, peer) = ($"http://127.0.0.1:{free[3]}", $"http://127.0.0.1:{free[4]}");
        Say(("FOLDER", folder), ("PROGRAMS", Unprivileged.PostgresPrograms!), ("ETCD", $"{free[3]}"), ("WRITERS", $"{Writers}"), ("READERS", $"{Readers}"), ("POOL", $"{Pool}"), ("SITE", $"{free[5]}"));
        await Unprivileged.Own(folder);
        Begin("etcd", "--data-dir", $"{folder}/etcd", "--listen-client-urls", etcd, "--advertise-client-urls", etcd, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}");
        for (var i = 0; i < Members; i++)
        {
            (rest[i], ports[i]) = (free[6 + 2 * i], free[7 + 2 * i]);
            Say(("NAME", $"pg{i}"), ("REST", $"{rest[i]}"), ("PORT", $"{ports[i]}"));
            File.WriteAllText($"{folder}/pg{i}.yml", Written("patroni.yml"));
            StartMember(i);
        }
        Say(("PRIMARY_SERVERS", Servers(i => $"127.0.0.1:{ports[i]} check port {rest[i]}")), ("READING_SERVERS", Servers(i => $"127.0.0.1:{ports[i]} check port {rest[i]}") + $"\n  server primary 127.0.0.1:{Writers} backup"));
        File.WriteAllText($"{folder}/haproxy-database.cfg", Written("haproxy-database.cfg"));
        Begin("haproxy", "-db", "-f", $"{folder}/haproxy-database.cfg");
        await Until(async () => await Look() is { } seen && seen.Count(m => m.Role == "leader") == 1 && seen.Count(m => m.Role == "sync_standby") == Members - 1, TimeSpan.FromMinutes(2), "the database servers");
    }

    static string Servers(Func<int, string> at) => string.Join('\n', Enumerable.Range(0, Members).Select(i => $"  server pg{i} {at(i)}"));

    public void StartMember(int member) => BeginAs($"pg{member}", "patroni", $"{folder}/pg{member}.yml");

    /// <summary>Starts the pool for one role.</summary>
    public void StartPool(string role, string password)
    {
        File.WriteAllText($"{folder}/users.txt", $"\"{role}\" \"{password}\"\n");
        File.WriteAllText($"{folder}/pgbouncer.ini", Written("pgbouncer.ini"));
        Begin("pgbouncer", $"{folder}/pgbouncer.ini");
    }

    /// <summary>Puts the web processes behind one address.</summary>
    public async Task<Uri> StartSite(IReadOnlyList<Uri> web)
    {
        Say(("WEB_SERVERS", string.Join('\n', web.Select((w, i) => $"  server web{i} 127.0.0.1:{w.Port} check cookie web{i}"))));
        File.WriteAllText($"{folder}/haproxy-web.cfg", Written("haproxy-web.cfg"));
        BeginAs("site", "haproxy", "-db", "-f", $"{folder}/haproxy-web.cfg");
        var site = new Uri($"http://127.0.0.1:{words["SITE"]}");
        await Until(async () => (await http.GetAsync(new Uri(site, "/health/live"))).IsSuccessStatusCode, TimeSpan.FromSeconds(30), "the site");
        return site;
    }

    /// <summary>Kills the server that takes writes, and what watches over it, as a machine dies. Returns its number.</summary>
    public async Task<int> KillPrimary()
    {
        var leader = (await Look() ?? throw new InvalidOperationException("Nobody knows the primary.")).Single(m => m.Role == "leader").Name;
        var member = int.Parse(leader[2..], CultureInfo.InvariantCulture);
        Kill(running[leader]);
        KillServer(member);
        return member;
    }

    /// <summary>Waits until three servers are there again, two of them in step.</summary>
    public Task Healed() => Until(async () => await Look() is { } seen && seen.Count(m => m.Role == "sync_standby") == Members - 1, TimeSpan.FromMinutes(2), "the third server");

    /// <summary>Rows of the city's own tables that the standbys have read so far.</summary>
    public async Task<long> ReadByStandbys(string database)
    {
        long sum = 0;
        foreach (var standby in (await Look())!.Where(m => m.Role != "leader"))
        {
            await using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={standby.Port};Username=postgres;Database={database};Pooling=False");
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint FROM pg_stat_user_tables", connection);
            sum += (long)(await command.ExecuteScalarAsync())!;
        }
        return sum;
    }

    sealed record Member([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("role")] string Role, [property: JsonPropertyName("port")] int Port);
    sealed record Seen([property: JsonPropertyName("members")] IReadOnlyList<Member> Members);

    async Task<IReadOnlyList<Member>?> Look()
    {
        foreach (var port in rest)
        {
            try
            {
                return (await http.GetFromJsonAsync<Seen>($"http://127.0.0.1:{port}/cluster"))?.Members;
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException) { }
        }
        return null;
    }

    async Task Until(Func<Task<bool>> there, TimeSpan most, string what)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < most; await Task.Delay(200))
        {
            try
            {
                if (await there()) return;
            }
            catch (HttpRequestException) { }
        }
        throw new InvalidOperationException($"After {most.TotalSeconds:0} seconds {what} did not stand. What they said:\n{string.Join('\n', Directory.EnumerateFiles(folder, "*.log").Select(f => $"{f}:\n{string.Join('\n', File.ReadLines(f).TakeLast(8))}"))}");
    }

    void Begin(string program, params string[] arguments) => BeginAs(program, program, arguments);

    void BeginAs(string name, string program, params string[] arguments) => running[name] = Unprivileged.Begin(Find(program)!, $"{folder}/{name}.log", arguments);

    void Say(params (string Word, string Value)[] all)
    {
        foreach (var (word, value) in all) words[word] = value;
    }

    string Written(string template)
    {
        using var reader = new StreamReader(typeof(Cluster).Assembly.GetManifestResourceStream(template)!);
        return words.Aggregate(reader.ReadToEnd(), (text, word) => text.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal));
    }

    static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Stop());
        return ports;
    }

    void KillServer(int member)
    {
        var file = $"{folder}/pg{member}/postmaster.pid";
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)) return;
        try
        {
            using var server = Process.GetProcessById(id);
            Kill(server);
        }
        catch (ArgumentException) { } // gone already
    }

    static void Kill(Process process)
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running.Values) Kill(process); // Patroni first, which would start its server again
        for (var i = 0; i < Members; i++) KillServer(i);
        await Task.Delay(500); // the servers' own processes see that they are alone
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
