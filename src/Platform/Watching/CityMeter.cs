using System.Diagnostics.Metrics;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Jobs;

namespace OneMetre.Platform.Watching;

/// <summary>
/// What the platform counts about its own work, each instrument named here and nowhere else; docs/operations/watch-a-city.md explains every one.
/// Labels are words of the program (kinds, states, routes), never anything of the city.
/// </summary>
public sealed class CityMeter
{
    public const string Name = "OneMetre";

    public const string OverloadRefused = "onemetre.overload.refused";
    public const string SignInFailures = "onemetre.sign_in.failures";
    public const string AuditEntries = "onemetre.audit.entries";
    public const string DatabaseDuration = "onemetre.database.duration";
    public const string JobsEnded = "onemetre.jobs.ended";
    public const string Jobs = "onemetre.jobs";
    public const string Build = "onemetre.build";

    readonly Counter<long> refused, signInFailures, auditEntries, jobsEnded;
    readonly Histogram<double> database;

    public CityMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        refused = meter.CreateCounter<long>(OverloadRefused, "{request}", "Requests answered with 503 because too many were under way.");
        signInFailures = meter.CreateCounter<long>(SignInFailures, "{attempt}", "Sign-ins refused, whatever the reason.");
        auditEntries = meter.CreateCounter<long>(AuditEntries, "{entry}", "Entries written to the audit record.");
        jobsEnded = meter.CreateCounter<long>(JobsEnded, "{job}", "Jobs that came to an end in this process.");
        database = meter.CreateHistogram<double>(DatabaseDuration, "s", "Time until the database answered a command.");
        meter.CreateObservableGauge(Jobs, () => JobsNow.Select(j => new Measurement<long>(j.Value, new KeyValuePair<string, object?>("state", Word(j.Key)))), "{job}", "Jobs that are not done, by state, as the database has them.");
        var version = typeof(CityMeter).Assembly.GetName().Version?.ToString(3);
        meter.CreateObservableGauge(Build, () => new Measurement<long>(1, new KeyValuePair<string, object?>("version", version)), null, "Always 1; its label tells the version.");
    }

    /// <summary>Read from the database before each look at the figures; empty while it does not answer.</summary>
    public IReadOnlyDictionary<JobState, long> JobsNow { get; set; } = new Dictionary<JobState, long>();

    /// <summary>Says nought before anything has happened: a figure that is not there cannot raise an alarm.</summary>
    public void FromNought()
    {
        refused.Add(0);
        signInFailures.Add(0);
    }

    public void Refused() => refused.Add(1);

    public void SignInFailed() => signInFailures.Add(1);

    public void Audited(AuditKind kind, int entries) => auditEntries.Add(entries, new KeyValuePair<string, object?>("kind", Word(kind)));

    public void JobEnded(string kind, JobState state) => jobsEnded.Add(1, new("kind", kind), new("state", Word(state)));

    /// <summary>Kind: query or write.</summary>
    public void Asked(string kind, TimeSpan duration) => database.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));

    static string Word<T>(T name) where T : struct, Enum => name.ToString().ToLowerInvariant();
}
