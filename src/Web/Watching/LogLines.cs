using System.Buffers;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OneMetre.Web.Watching;

/// <summary>How a server writes its log: lines of JSON for a city at work; plain text for a developer's terminal, where the data are invented.</summary>
enum LogStyle { Json, Text }

/// <summary>
/// One line of JSON for each thing that happened. It can hold no personal data whatever it is told: of a message only the template is written, which stands in
/// a source text; of its arguments only those named in <see cref="Fields"/>, and only for our own messages; of an exception its type, code and stack, never its
/// words, which may quote what somebody typed. Scopes, which hold addresses, are left out.
/// </summary>
sealed class LogLines(TimeProvider time) : ConsoleFormatter(Style)
{
    public const string Style = "city";
    const string Own = "OneMetre.";

    /// <summary>What our own messages may say: numbers, kinds, codes, ids of jobs, patterns of routes. A new name is added here when somebody has thought about it.</summary>
    public static IReadOnlySet<string> Fields { get; } = new HashSet<string>(StringComparer.Ordinal) { "Route", "Method", "Status", "Ms", "Kind", "Id", "Work", "Code", "Count", "Address", "Version" };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("level", logEntry.LogLevel.ToString().ToLowerInvariant());
            json.WriteString("source", logEntry.Category);
            var arguments = logEntry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            // A message without a template may be put together from anything.
            json.WriteString("says", arguments.FirstOrDefault(a => a.Key == "{OriginalFormat}").Value as string ?? logEntry.EventId.Name ?? "");
            if (Activity.Current is { } activity) json.WriteString("trace", activity.TraceId.ToString());
            if (logEntry.Category.StartsWith(Own, StringComparison.Ordinal))
                foreach (var (name, value) in arguments)
                    if (Fields.Contains(name)) Write(json, name.ToLowerInvariant(), value);
            if (logEntry.Exception is { } thrown) Write(json, thrown);
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case int number: json.WriteNumber(name, number); break;
            case double number: json.WriteNumber(name, number); break;
            default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    static void Write(Utf8JsonWriter json, Exception thrown)
    {
        json.WriteStartArray("error");
        for (var one = thrown; one is not null; one = one.InnerException!)
        {
            json.WriteStartObject();
            json.WriteString("type", one.GetType().FullName);
            if (CodeOf(one) is { } code) json.WriteString("code", code);
            if (one.StackTrace is { } stack) json.WriteString("stack", stack);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static string? CodeOf(Exception thrown) => thrown switch
    {
        DbException { SqlState: { Length: > 0 } state } => state,
        Microsoft.Data.Sqlite.SqliteException sqlite => sqlite.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture),
        SocketException socket => socket.SocketErrorCode.ToString(),
        BadHttpRequestException request => request.StatusCode.ToString(CultureInfo.InvariantCulture),
        IOException io => io.HResult.ToString("x8", CultureInfo.InvariantCulture),
        _ => null,
    };
}

static class Logs
{
    /// <summary>
    /// Everything goes to standard error: standard output belongs to the command. When whoever reads the log stops reading, lines are dropped and counted;
    /// the city does not stand still for its log.
    /// </summary>
    public static ILoggingBuilder AddCityLog(this ILoggingBuilder logging, LogStyle style)
    {
        logging.ClearProviders().AddFilter("OneMetre", LogLevel.Information);
        if (style == LogStyle.Text) logging.AddSimpleConsole(o => o.SingleLine = true);
        else logging.AddConsole(o => o.FormatterName = LogLines.Style).AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        logging.Services.Configure<ConsoleLoggerOptions>(o =>
        {
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        return logging;
    }
}
