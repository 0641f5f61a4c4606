using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OneMetre.Web.Hosting;

/// <summary>
/// While a database server is changed for its standby, or one writer keeps all others waiting, a request cannot be answered: 503 and when to come again, not a
/// failure. A write may have been under way, so the page does not promise that nothing, or everything, was kept.
/// </summary>
static partial class DatabaseAway
{
    const int Busy = 5, Locked = 6;

    public static async Task Tell(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception problem) when (Is(problem) && !context.Response.HasStarted)
        {
            Away(context.RequestServices.GetRequiredService<ILogger<SiteGate>>(), problem.GetBaseException().GetType().Name);
            context.Response.Clear(); // its headers too: those that every answer has are set again
            await new SecurityHeaders(http => Overload.Refuse(http, "web.error-away", http.RequestAborted)).Invoke(context);
        }
    }

    /// <summary>Whether the database could not be reached, was going down, was no longer the one that takes writes, or was kept busy by somebody else.</summary>
    public static bool Is(Exception? problem) => problem switch
    {
        null => false,
        SqliteException { SqliteErrorCode: Busy or Locked } => true,
        // 08: the connection broke, at the server or at the pool before it.
        DbException { SqlState: Npgsql.PostgresErrorCodes.ReadOnlySqlTransaction } or DbException { IsTransient: true } => true,
        DbException { SqlState: { } state } when state.StartsWith("08", StringComparison.Ordinal) => true,
        _ => Is(problem.InnerException),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer: {Kind}")]
    static partial void Away(ILogger log, string kind);
}
