using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes what units have entered about projects and policies that a plan has brought into the registers.</summary>
sealed class RegisterSeed(RegistersData registers, TimeProvider time)
{
    public async Task Run(Guid plan, IReadOnlyList<SeedProject> projects, IReadOnlyList<SeedPolicy> policies, CancellationToken ct)
    {
        var today = time.Today();
        var names = await registers.Units.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var rows = await registers.Projects.Where(p => p.PlanId == plan).ToListAsync(ct);
        foreach (var seed in projects)
        {
            var project = rows.Single(p => p.Name == seed.Name);
            (project.Land, project.Permit, project.Address, project.Latitude, project.Longitude) = (seed.Land, seed.Permit, seed.Address, seed.Latitude, seed.Longitude);
            foreach (var step in seed.Stages)
            {
                var (stage, day) = (Enum.Parse<ProjectStage>(step.Stage), today.AddDays(-step.DaysAgo));
                if (!ProjectCourse.May(project.Stage, stage, step.Text is not null) || !ProjectCourse.DayFits(project.StageOn, day, today)) throw new InvalidOperationException($"{seed.Name}: {step.Stage}");
                (project.Stage, project.StageOn) = (stage, day);
                project.Version++;
                registers.Add(new ProjectStep { Id = registers.NewId(), ProjectId = project.Id, Number = project.Version, Stage = stage, Day = day, Text = step.Text, At = ChinaTime.StartOf(day).AddHours(10), UnitName = project.UnitId is { } unit ? names.GetValueOrDefault(unit, "") : "", PersonName = "联络员" });
            }
            foreach (var fund in seed.Funds)
                registers.Add(new ProjectFund { Id = registers.NewId(), ProjectId = project.Id, Year = today.Year + fund.YearsOn, Source = Enum.Parse<FundSource>(fund.Source), Planned = fund.PlannedWan * FundSums.YuanPerWan, Paid = fund.PaidWan * FundSums.YuanPerWan, Reason = fund.Reason });
            foreach (var mile in seed.Milestones)
                registers.Add(new ProjectMilestone { Id = registers.NewId(), ProjectId = project.Id, Title = mile.Title, Due = today.AddDays(mile.DueInDays), DoneOn = mile.Done ? today.AddDays(mile.DueInDays) : null });
            project.Version++;
        }
        var printed = await registers.Policies.Where(p => p.PlanId == plan).ToListAsync(ct);
        foreach (var seed in policies)
        {
            var policy = printed.Single(p => p.Content.Contains(seed.Words, StringComparison.Ordinal));
            (policy.State, policy.Number) = (PolicyState.InForce, seed.Number);
            (policy.From, policy.ExpiresOn) = (today.AddDays(-seed.FromDaysAgo), seed.ExpiresInDays is { } days ? today.AddDays(days) : null);
            policy.Version++;
        }
        if (!await registers.SaveUnlessTaken(ct)) throw new InvalidOperationException("The registers were changed meanwhile.");
    }
}
