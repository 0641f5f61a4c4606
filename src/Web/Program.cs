using OneMetre.Programme.Contract;

if (args is ["plan", "read", var file, .. var rest])
{
    await using var output = Console.OpenStandardOutput();
    return await PlanReading.Print(file, rest.Contains("--json"), output, CancellationToken.None);
}
return 0;
