using System.Diagnostics;

namespace OneMetre.Platform.Watching;

/// <summary>The spans of long or weighty work, for whoever traces a request through the server. Tags are words of the program and numbers, never data of the city.</summary>
public static class CityTrace
{
    public const string Name = "OneMetre";

    static readonly ActivitySource Source = new(Name);

    /// <summary>One document is read. Tags: format, bytes.</summary>
    public static Activity? ReadDocument(int bytes) => Source.StartActivity("document.read")?.SetTag("bytes", bytes);

    /// <summary>One job runs. Tags: kind, state at its end.</summary>
    public static Activity? RunJob(string kind) => Source.StartActivity("job.run")?.SetTag("kind", kind);

    /// <summary>A plan is put into force.</summary>
    public static Activity? ApplyPlan() => Source.StartActivity("plan.apply");

    /// <summary>The head of the audit record is signed.</summary>
    public static Activity? SealAudit() => Source.StartActivity("audit.seal");
}
