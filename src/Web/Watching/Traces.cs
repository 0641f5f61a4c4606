using System.Diagnostics;
using OneMetre.Platform.Watching;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OneMetre.Web.Watching;

/// <summary>Sends spans to a collector, when OTEL_EXPORTER_OTLP_ENDPOINT names one. Addresses, queries and browsers are taken out before anything leaves.</summary>
sealed class Traces : IDisposable
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    readonly TracerProvider? provider;

    public Traces()
    {
        if (Environment.GetEnvironmentVariable(Endpoint) is not { Length: > 0 }) return;
        provider = Sdk.CreateTracerProviderBuilder().AddSource(CityTrace.Name, "Microsoft.AspNetCore")
            .ConfigureResource(r => r.AddService("onemetre"))
            .AddProcessor(new OnlyPatterns()).AddOtlpExporter().Build();
    }

    public void Dispose() => provider?.Dispose();

    /// <summary>Of a request only its route, method and status are kept.</summary>
    internal sealed class OnlyPatterns : BaseProcessor<Activity>
    {
        static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "http.route", "http.request.method", "http.response.status_code", "error.type" };

        public override void OnEnd(Activity data)
        {
            if (data.Source.Name == CityTrace.Name) return;
            foreach (var (name, _) in data.TagObjects.Where(t => !Kept.Contains(t.Key)).ToList()) data.SetTag(name, null);
            data.DisplayName = $"{data.GetTagItem("http.request.method")} {data.GetTagItem("http.route")}".Trim() is { Length: > 0 } name2 ? name2 : "request";
        }
    }
}
