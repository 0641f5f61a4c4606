using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;

namespace OneMetre.Web.Demo;

/// <summary>Hands the demo city's plan documents in, and tells how their tasks went until today.</summary>
sealed class SeedProgramme(IProgrammeSeed seed, TimeProvider time)
{
    public async Task Run(CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        await Plant(SamplePlan.Earlier, SamplePlanDocument.WriteEarlier, today, ct);
        var current = await Plant(SamplePlan.Current, SamplePlanDocument.WriteCurrent, today, ct);
        await seed.Order(current, DemoOrders.All, ct);
        await seed.Inspect(DemoInspections.All, ct);
        await seed.Report(DemoReturns.Name, DemoReturns.Rounds(today), ct);
        await seed.Assess(DemoImpacts.All, ct);
        await seed.Register(current, DemoRegisters.Projects, DemoRegisters.Policies, ct);
        await seed.Meet(DemoMeetings.All, ct);
        await seed.Guide(DemoGuides.All, ct);
        await seed.Show(DemoPractices.All, ct);
        await seed.Train(DemoTraining.All, ct);
        await seed.Research(DemoResearch.All, ct);
        await seed.Expect(DemoResults.All, ct);
    }

    /// <summary>After the figures too, which evaluations count.</summary>
    public Task Evaluate(CancellationToken ct) => seed.Evaluate(DemoEvaluations.All, ct);

    async Task<Guid> Plant(SamplePlan plan, Action<Stream> write, DateOnly today, CancellationToken ct)
    {
        using var document = new MemoryStream();
        write(document);
        var promises = plan.Promises;
        var histories = DemoProgress.Of(plan, today).Select(h => new SeedHistory(
            h.Label, plan.Tasks.Single(t => t.Label == h.Label).Measure?.Target, promises.GetValueOrDefault(h.Label)?.Zh, promises.GetValueOrDefault(h.Label)?.En, h.Completed,
            [.. h.Milestones.Select(m => new SeedMilestone(m.Title, m.Due, m.ReachedOn))], [.. h.Notes.Select(n => new SeedNote(n.On, n.Kind, n.Text, n.Progress, n.Value))]));
        return await seed.Plant($"{plan.Title}.docx", document.ToArray(), [.. histories], ct);
    }
}
