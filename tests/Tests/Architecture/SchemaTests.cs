using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OneMetre.Platform.Data;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Architecture;

public class SchemaTests
{
    [Fact]
    public void Both_engines_have_the_same_migrations()
    {
        var sqlite = Migrator.Scripts(Engine.Sqlite).Select(s => s.Name).ToList();
        Assert.NotEmpty(sqlite);
        Assert.Equal(sqlite, Migrator.Scripts(Engine.Postgres).Select(s => s.Name));
    }

    [Fact]
    public void Nothing_stands_in_the_way_of_schemas_spread_over_nodes()
    {
        // What schema-based sharding forbids (decision 0017), in the migrations and in what the code says.
        string[] forbidden = ["CREATE TRIGGER", "MERGE INTO"];
        var scripts = Migrator.Scripts(Engine.Postgres).Select(s => (s.Name, s.Sql)).ToList();
        var code = Repository.Files("*.cs", "src").Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(f => (Name: Repository.Short(f), Sql: File.ReadAllText(f))).ToList();
        Assert.True(scripts.Count > 5 && code.Count > 100);
        Assert.Empty(from text in scripts.Concat(code) from word in forbidden where text.Sql.Contains(word, StringComparison.OrdinalIgnoreCase) select $"{text.Name}: {word}");
        Assert.Empty(scripts.Where(s => s.Sql.Contains("public.", StringComparison.OrdinalIgnoreCase)).Select(s => s.Name)); // a city has whatever schema it was given
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Migrated_tables_have_the_columns_of_the_model(string engine)
    {
        await using var city = await City.On(engine);
        await city.Use(async (CityDb db) =>
        {
            var model = db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()} {(p.IsColumnNullable() ? "null" : "not null")}"));
            var actual = await db.Database.SqlQueryRaw<string>(engine == "Sqlite"
                ? """SELECT m.name || '.' || c.name || CASE WHEN c."notnull" = 1 THEN ' not null' ELSE ' null' END AS "Value" FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type='table' AND m.name NOT IN ('migration', 'sqlite_sequence')"""
                : """SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END AS "Value" FROM information_schema.columns WHERE table_schema='public' AND table_name <> 'migration'""").ToListAsync();
            Assert.Equal(model.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        });
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Migrated_tables_have_the_indexes_of_the_model(string engine)
    {
        await using var city = await City.On(engine);
        await city.Use(async (CityDb db) =>
        {
            var model = db.Model.GetEntityTypes().SelectMany(e => e.GetIndexes()).Select(i => i.GetDatabaseName()!);
            var actual = await db.Database.SqlQueryRaw<string>(engine == "Sqlite"
                ? """SELECT name AS "Value" FROM sqlite_master WHERE type='index' AND name LIKE 'IX_%'"""
                : """SELECT indexname AS "Value" FROM pg_indexes WHERE schemaname='public' AND indexname LIKE 'IX_%'""").ToListAsync();
            Assert.Equal(model.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        });
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Tables_carry_the_prefix_of_their_module(string engine)
    {
        await using var city = await City.On(engine);
        await city.Use((CityDb db) =>
        {
            foreach (var entity in db.Model.GetEntityTypes())
            {
                var module = entity.ClrType.Assembly.GetName().Name!.StartsWith("OneMetre.", StringComparison.Ordinal) ? entity.ClrType.Assembly.GetName().Name!["OneMetre.".Length..] : "Platform";
                Assert.StartsWith(module.ToLowerInvariant() + "_", entity.GetTableName(), StringComparison.Ordinal);
            }
            return Task.CompletedTask;
        });
    }
}
