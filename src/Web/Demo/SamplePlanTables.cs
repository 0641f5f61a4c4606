namespace OneMetre.Web.Demo;

/// <summary>The tables behind the current plan: key projects, policy measures and indicators with their targets for 2027.</summary>
sealed record SamplePlanTables(IReadOnlyList<SampleProject> Projects, IReadOnlyList<SamplePolicy> Policies, IReadOnlyList<SampleIndicator> Indicators)
{
    public static SamplePlanTables Current { get; } = Read();

    static SamplePlanTables Read()
    {
        var tables = new Dictionary<string, List<string[]>>();
        List<string[]>? rows = null;
        foreach (var line in DemoResource.Lines("SamplePlanTables.zh-CN.md").Where(line => line.Length > 0))
        {
            if (line[0] == '#') tables[line[2..]] = rows = [];
            else rows!.Add(line.Split('|'));
        }
        return new(
            [.. tables["重点工程"].Select(row => new SampleProject(row[0], row[1], row[2]))],
            [.. tables["重点政策"].Select(row => new SamplePolicy(row[0], row[1]))],
            [.. tables["主要指标"].Select(row => new SampleIndicator(row[0], row[1], row[2], row[3], row[4]))]);
    }
}

sealed record SampleProject(string Name, string Text, string Units);
sealed record SamplePolicy(string Text, string Units);
sealed record SampleIndicator(string Domain, string Name, string Unit, string Target, string Units);
