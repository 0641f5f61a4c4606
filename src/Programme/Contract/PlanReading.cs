using OneMetre.Programme.Importing;

namespace OneMetre.Programme.Contract;

/// <summary>The reader of plan documents, for the command line.</summary>
public static class PlanReading
{
    /// <summary>Writes the reading of a file: JSON, or one line a finding. Returns 0, 1 when no task was found, 2 when the file cannot be read.</summary>
    public static Task<int> Print(string file, bool json, Stream output, CancellationToken ct) => ReadPlanCommand.Run(file, json, output, ct);
}
