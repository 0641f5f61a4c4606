using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using OneMetre.Platform.Watching;
using OneMetre.Web.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OneMetre.Web.Watching;

/// <summary>
/// The figures of this server in the text format of Prometheus. OpenTelemetry adds them up; only the text is ours. What is not named in <see cref="Watched"/>
/// is not kept, so that nobody outside can make the list grow.
/// </summary>
sealed class Metrics : IDisposable
{
    /// <summary>Each instrument with the labels that are kept of it, and the bounds of a histogram in seconds.</summary>
    static readonly Dictionary<string, MetricStreamConfiguration> Watched = new(StringComparer.Ordinal)
    {
        ["http.server.request.duration"] = new ExplicitBucketHistogramConfiguration { TagKeys = ["http.route", "http.request.method", "http.response.status_code"], Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
        ["http.server.active_requests"] = new() { TagKeys = [] },
        ["kestrel.active_connections"] = new() { TagKeys = [] },
        ["kestrel.rejected_connections"] = new() { TagKeys = [] },
        ["dotnet.gc.collections"] = new(),
        ["dotnet.gc.pause.time"] = new(),
        ["dotnet.gc.last_collection.heap.size"] = new(),
        ["dotnet.process.memory.working_set"] = new(),
        ["dotnet.process.cpu.time"] = new(),
        ["dotnet.thread_pool.thread.count"] = new(),
        ["dotnet.thread_pool.queue.length"] = new(),
        ["dotnet.exceptions"] = new(),
        [CityMeter.OverloadRefused] = new(),
        [CityMeter.SignInFailures] = new(),
        [CityMeter.AuditEntries] = new(),
        [CityMeter.JobsEnded] = new(),
        [CityMeter.Jobs] = new(),
        [CityMeter.Build] = new(),
        [CityMeter.DatabaseDuration] = new ExplicitBucketHistogramConfiguration { Boundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] },
    };

    readonly PrometheusText text = new();
    readonly MeterProvider provider;
    readonly CityMeter meter;

    // Several sites may live in one process; each shows its own figures, and those of the process.
    public Metrics(IMeterFactory own, CityMeter meter)
    {
        this.meter = meter;
        provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(CityMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView(i => i.Meter.Scope is null || ReferenceEquals(i.Meter.Scope, own) ? Watched.GetValueOrDefault(i.Name) ?? MetricStreamConfiguration.Drop : MetricStreamConfiguration.Drop)
            .AddReader(new BaseExportingMetricReader(text))
            .Build();
        meter.FromNought();
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Show).AllowAnonymous().DisableHttpMetrics().ShortCircuit();

    static async Task<IResult> Show(HttpContext http, Metrics metrics, OperationsData data, SiteGate gate)
    {
        if (!MaySee(http, gate.MetricsToken)) return Results.NotFound();
        try
        {
            metrics.meter.JobsNow = await data.JobsNow(http.RequestAborted);
        }
        catch (Exception away) when (away is DbException or InvalidOperationException or TimeoutException)
        {
            metrics.meter.JobsNow = new Dictionary<Platform.Jobs.JobState, long>(); // the other figures are wanted most when the database is away
        }
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(metrics.text.Scrape(), "text/plain; version=0.0.4; charset=utf-8");
    }

    /// <summary>
    /// With a token, whoever brings it. Without one, only a program on this machine that calls the server itself: what a proxy passes on comes from this machine too,
    /// but carries the city's name or the mark of the proxy.
    /// </summary>
    static bool MaySee(HttpContext http, string? token)
    {
        if (token is not null)
        {
            var brought = http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
            return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(brought)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        }
        return http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && http.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
            && !http.Request.Headers.Keys.Any(k => k.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || k.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase) || k is "Forwarded" or "Via");
    }

    public void Dispose() => provider.Dispose();
}

/// <summary>Writes what OpenTelemetry has added up, as Prometheus reads it (text format 0.0.4).</summary>
[ExportModes(ExportModes.Pull)]
sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
{
    readonly Lock one = new();
    readonly StringBuilder text = new();

    public Func<int, bool>? Collect { get; set; }

    public string Scrape()
    {
        lock (one)
        {
            text.Clear();
            Collect?.Invoke(2000);
            return text.ToString();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            var (name, kind) = NameOf(metric);
            text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n')
                .Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
            foreach (ref readonly var point in metric.GetMetricPoints()) Write(metric, name, point);
        }
        return ExportResult.Success;
    }

    void Write(Metric metric, string name, in MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in point.Tags)
            labels.Append(labels.Length > 0 ? "," : "").Append(key.Replace('.', '_')).Append("=\"").Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        var these = labels.ToString();
        switch (metric.MetricType)
        {
            case MetricType.Histogram:
                var below = 0L;
                foreach (var bucket in point.GetHistogramBuckets())
                    Line($"{name}_bucket", Joined(these, $"le=\"{(double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound))}\""), Number(below += bucket.BucketCount));
                Line($"{name}_sum", these, Number(point.GetHistogramSum()));
                Line($"{name}_count", these, Number(point.GetHistogramCount()));
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic: Line(name, these, Number(point.GetSumLong())); break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic: Line(name, these, Number(point.GetSumDouble())); break;
            case MetricType.LongGauge: Line(name, these, Number(point.GetGaugeLastValueLong())); break;
            case MetricType.DoubleGauge: Line(name, these, Number(point.GetGaugeLastValueDouble())); break;
        }
    }

    void Line(string name, string labels, string value) => text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ').Append(value).Append('\n');

    static (string Name, string Kind) NameOf(Metric metric)
    {
        var name = metric.Name.Replace('.', '_') + metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return metric.MetricType switch
        {
            _ when metric.Name.StartsWith("dotnet.thread_pool.", StringComparison.Ordinal) => (name, "gauge"), // the runtime calls them counters, yet they go down
            MetricType.Histogram => (name, "histogram"),
            MetricType.LongSum or MetricType.DoubleSum => (name + "_total", "counter"),
            _ => (name, "gauge"),
        };
    }

    static string Joined(string labels, string more) => labels.Length > 0 ? $"{labels},{more}" : more;

    static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
