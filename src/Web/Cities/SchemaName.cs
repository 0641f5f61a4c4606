using System.Text.RegularExpressions;
using Npgsql;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Cities;

/// <summary>The name of a city's schema on a PostgreSQL server that several cities share, and of the role under which it is served: a letter, then letters, digits and underscores, 40 at most.</summary>
static partial class SchemaName
{
    // What is there already, or belongs to the server.
    static readonly string[] Taken = ["public", "information_schema", "postgres"];

    public static bool IsValid(string name) => Form().IsMatch(name) && !Taken.Contains(name) && !name.StartsWith("pg_", StringComparison.Ordinal);

    /// <summary>The same server and database, looking into this schema only.</summary>
    public static CityPlace In(this CityPlace place, string schema) =>
        place with { ConnectionString = new NpgsqlConnectionStringBuilder(place.ConnectionString) { SearchPath = Quoted(schema) }.ConnectionString };

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$")]
    private static partial Regex Form();
}
