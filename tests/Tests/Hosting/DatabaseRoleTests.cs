using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneMetre.Indicators;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Hosting.Hostile;
using OneMetre.Tests.Programme;
using OneMetre.Tests.Programme.Reviewing;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Hosting;

/// <summary>On PostgreSQL the whole product runs under a role that cannot change the record, nor any table.</summary>
public class DatabaseRoleTests
{
    /// <summary>What an attacker who has the server's connection might run.</summary>
    static readonly string[] Forbidden =
    [
        """UPDATE platform_audit SET "Changes" = '{}'""", """UPDATE platform_audit SET "Hash" = NULL WHERE "Seq" = 1""", "DELETE FROM platform_audit", "TRUNCATE platform_audit", "TRUNCATE platform_audit CASCADE",
        """UPDATE platform_audit_seal SET "Head" = ''""", "DELETE FROM platform_audit_seal", "TRUNCATE platform_audit_seal",
        """MERGE INTO platform_audit a USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE""", """INSERT INTO platform_audit SELECT * FROM platform_audit ON CONFLICT ("Seq") DO UPDATE SET "Changes" = ''""",
        """SELECT * FROM platform_audit FOR UPDATE""", """ALTER TABLE platform_audit DROP COLUMN "Hash" """, "ALTER TABLE platform_audit RENAME TO gone", "ALTER TABLE platform_audit OWNER TO CURRENT_USER", "ALTER TABLE platform_audit DISABLE TRIGGER ALL",
        "DROP TABLE platform_audit", "DROP TABLE programme_task", "TRUNCATE programme_task", "CREATE TABLE mine (x int)", "CREATE INDEX ON platform_audit (\"At\")", "CREATE VIEW mine AS SELECT 1",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE RULE r AS ON INSERT TO platform_audit DO INSTEAD NOTHING", "CREATE TRIGGER t BEFORE INSERT ON platform_audit EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "SET ROLE postgres", "SET session_replication_role = replica", "CREATE ROLE another", "CREATE DATABASE another", "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('/etc/passwd')",
        "INSERT INTO migration (name) VALUES ('9999')", "DELETE FROM migration",
    ];

    [Theory(SkipTestWithoutData = true), MemberData(nameof(City.OnPostgres), MemberType = typeof(City))]
    public async Task The_product_works_whole_under_a_role_that_cannot_change_the_record(string engine)
    {
        await using var city = await City.On(engine);
        var role = "onemetre_app_" + Guid.CreateVersion7().ToString("N");
        await city.Use((CityDb db) => DatabaseRoles.Grant(db, role, default));
        await city.Use((CityDb db) => DatabaseRoles.Grant(db, role, default)); // again, as after every migration
        try
        {
            Assert.True(await city.Use((CityDb db) => DatabaseRoles.MayChangeRecord(db, default)));
            await using (var running = await RunningCity.Of(city.Under(role), RunningCity.OpenGate))
            {
                var own = running.City;
                Assert.False(await own.Use((CityDb db) => DatabaseRoles.MayChangeRecord(db, default)));
                Assert.Empty(await own.Use((CityDb db) => Migrator.Run(db, default)));
                await own.Use((IServiceProvider services) => services.SeedIndicators(default));
                await Journeys(running);

                foreach (var statement in Forbidden)
                {
                    var thrown = await Record.ExceptionAsync(() => own.Use(async (CityDb db) => { await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)); }));
                    Assert.True(thrown is PostgresException, $"{statement}: {thrown?.Message ?? "done"}");
                    var refused = (PostgresException)thrown!;
                    Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{statement}: {refused.SqlState} {refused.MessageText}");
                }
                // To give oneself a right that one may not pass on is a warning and gives nothing.
                await own.Use(async (CityDb db) => { await db.Database.ExecuteSqlRawAsync("GRANT UPDATE ON platform_audit TO CURRENT_USER"); });
                Assert.False(await own.Use((CityDb db) => DatabaseRoles.MayChangeRecord(db, default)));
                await own.Use(async (AuditCheck check) =>
                {
                    Assert.Empty(await check.Run(default).ToListAsync());
                    Assert.True(check.Walked > 10);
                });
            }
        }
        finally
        {
            await city.InDatabase($"DROP OWNED BY {role}");
            await City.OnServer($"DROP ROLE {role}");
        }
    }

    /// <summary>Signing in, reporting, importing and putting a plan into force, sealing.</summary>
    static async Task Journeys(RunningCity running)
    {
        var plan = await SmallPlan.In(running.City);
        await plan.Set(running.City, TaskState.InProgress, 40);
        using var lead = await running.SignedIn(plan.Lead);
        var page = $"/tasks/{plan.Task}";
        var html = await lead.GetStringAsync(Target.To(page));
        var report = await Target.Post(lead, page, new()
        {
            ["__RequestVerificationToken"] = Target.Token().Match(html).Groups[1].Value,
            ["Form.Version"] = $"{(await plan.Read(running.City)).Version}",
            ["Form.Progress"] = "55",
            ["Form.On"] = "2026-11-19",
            ["Form.Text"] = "已开工",
        }, handler: "report");
        Assert.Equal(HttpStatusCode.Found, report.StatusCode);
        Assert.Equal(55, (await plan.Read(running.City)).Progress);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync(Target.To("/board.csv"))).StatusCode);

        await Drafts.Applied(running.City, plan.Office, Drafts.First);
        await running.City.Use((AuditCheck check) => check.Seal(default));
        Assert.True(await running.City.Use((CityDb db) => db.Set<AuditSeal>().AnyAsync()));
        Assert.Equal(HttpStatusCode.Found, (await RunningCity.Post(lead, "/account", "/signout", [])).StatusCode);
    }
}
