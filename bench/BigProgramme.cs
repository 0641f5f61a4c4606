using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Bench;

/// <summary>Plans with many tasks, for measuring pages at the size of a whole province's programme or of many years. Deterministic.</summary>
#pragma warning disable RS0030 // The bench fills tables in bulk, past the doors.
static class BigProgramme
{
    static readonly string[] Subjects = ["托育服务", "课后服务", "视力健康", "心理健康", "儿童友好公园", "上学路径", "母婴设施", "阅读空间", "康复救助", "儿童议事会"];

    /// <summary>One plan, from the first of its years to the last. With history each task has news of every month until now, and a milestone for every half-year.</summary>
    public static async Task<Guid> Fill(CityDb db, int tasks, DateTime now, int from = 2025, int to = 2027, bool history = false)
    {
        var random = new Random(7);
        var (begins, ends) = (new DateOnly(from, 1, 1), new DateOnly(to, 12, 31));
        var units = await db.Set<Unit>().OrderBy(u => u.SortOrder).ToListAsync();
        if (units.Count == 0) db.AddRange(units = Enumerable.Range(0, 40).Select(i => new Unit { Id = Id(now), Name = $"示范市第{i + 1}局", ShortName = $"市第{i + 1}局", RegionCode = "990100000000", ValidFrom = new(2015, 1, 1), SortOrder = i }).ToList());
        var import = new PlanImport { Id = Id(now), FileSha256 = $"{from:D64}", FileName = "bench.docx", State = ImportState.Applied, CreatedAt = now };
        var plan = new Plan { Id = Id(now), Title = $"测试方案（{from}—{to}年）", DocNumber = $"示测发〔{from}〕1号", StartYear = from, EndYear = to, ImportId = import.Id, AppliedAt = now };
        var domains = Enumerable.Range(0, 6).Select(i => new PlanDomain { Id = Id(now), PlanId = plan.Id, SortOrder = i, Label = $"（{"一二三四五六"[i]}）", Name = $"第{"一二三四五六"[i]}领域" }).ToList();
        db.AddRange(domains);
        db.AddRange(import, plan);
        await db.SaveChangesAsync();

        db.ChangeTracker.AutoDetectChangesEnabled = false;
        for (var first = 0; first < tasks; first += 1000)
        {
            db.ChangeTracker.Clear();
            for (var i = first; i < Math.Min(first + 1000, tasks); i++)
            {
                var title = $"推进{Subjects[i % Subjects.Length]}提质扩面第{i + 1}项";
                var task = new ProgrammeTask
                {
                    Id = Id(now),
                    PlanId = plan.Id,
                    DomainId = domains[i * 6 / tasks].Id,
                    Label = $"{i + 1}",
                    SortOrder = i,
                    Title = title,
                    Text = title + $"。完善制度，健全机制，到{to}年底覆盖率达到90%以上，让孩子在家门口就能享受到服务。",
                    State = ends < DateOnly.FromDateTime(now) ? TaskState.Completed : TaskState.InProgress,
                    StartsOn = begins,
                    Due = ends.AddDays(-random.Next(400)),
                    Progress = random.Next(30, 90),
                    Light = (Light)random.Next(5),
                    LastNewsAt = now.AddDays(-random.Next(200)),
                    ImportId = import.Id,
                    SearchText = title,
                };
                db.Add(task);
                for (var u = 0; u < 4; u++)
                {
                    var unit = units[(i * 7 + u * 11) % units.Count];
                    db.Add(new TaskUnit { Id = Id(now), TaskId = task.Id, UnitId = unit.Id, Role = u == 0 ? UnitRole.Lead : UnitRole.Cooperating, RoleLabel = u == 0 ? "牵头单位" : "配合单位", PrintedName = unit.ShortName, SortOrder = u, Primary = u == 0 });
                }
                var target = new TaskTarget { Id = Id(now), TaskId = task.Id, Text = "覆盖率达到90%以上", Metric = "覆盖率", Comparator = ">=", Value = 90, MeasureUnit = "%", Due = ends, Deadline = $"{to}-12-31", CurrentValue = 62, CurrentOn = new(2026, 6, 30) };
                db.Add(target);
                if (history)
                {
                    for (var month = begins; month < ends && month < DateOnly.FromDateTime(now); month = month.AddMonths(1)) db.Add(new TaskNote { Id = Id(now), TaskId = task.Id, Kind = NoteKind.Progress, At = month.ToDateTime(new(9, 0), DateTimeKind.Utc), UnitName = "牵头单位", Text = "按计划推进，本月完成两处，下月再做三处。" });
                    for (var half = begins.AddMonths(5); half < ends; half = half.AddMonths(6)) db.Add(new Milestone { Id = Id(now), TaskId = task.Id, Title = "完成阶段任务", Due = half.AddDays(random.Next(28)), ReachedOn = half < DateOnly.FromDateTime(now).AddMonths(-2) ? half : null });
                }
                for (var r = 0; r < 3; r++) db.Add(new TargetReading { Id = Id(now), TargetId = target.Id, On = begins.AddMonths(6 * r + 5), Value = 40 + 11 * r });
            }
            await db.SaveChangesAsync();
        }
        db.ChangeTracker.Clear();
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        return plan.Id;
    }

    static Guid Id(DateTime now) => Guid.CreateVersion7(now);
}
