using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Fixtures;

/// <summary>The bytes of a database as somebody who stole it has them: the files of SQLite with their journal, every row of every table of PostgreSQL as text.</summary>
static class RawDatabase
{
    public static async Task<byte[]> Read(City city)
    {
        using var all = new MemoryStream();
        if (city.Place.Engine == Engine.Sqlite)
        {
            foreach (var file in Directory.GetFiles(city.Place.Folder, "city.db*"))
            {
                await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                await open.CopyToAsync(all);
            }
            return all.ToArray();
        }
        await using var connection = new NpgsqlConnection(city.Place.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = current_schema()", connection))
        await using (var reader = await list.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"SELECT row_to_json(t)::text FROM {table} t", connection);
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync()) all.Write(Encoding.UTF8.GetBytes(reader.GetString(0) + "\n"));
        }
        return all.ToArray();
    }

    /// <summary>As UTF-8, UTF-16, base64 and hexadecimal: in whatever coat it might lie there.</summary>
    public static bool Holds(byte[] everything, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        return new[] { plain, Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(Convert.ToBase64String(plain)), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(plain)) }.Any(coat => everything.AsSpan().IndexOf(coat) >= 0);
    }

    public static T Also<T>(this T value, Action<T> act)
    {
        act(value);
        return value;
    }
}
