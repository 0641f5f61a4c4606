using System.CommandLine;
using OneMetre.Programme.Contract;

namespace OneMetre.Web.Commands;

/// <summary>onemetre plan read: what the product understands of a plan document, without a city.</summary>
static class PlanCommand
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "A plan as .docx, .doc, .pdf or .txt." };
        var json = new Option<bool>("--json") { Description = "Print everything that was understood as JSON; without it, a page to read." };
        var read = new Command("read", "Read a plan document and print what was understood.") { file, json };
        read.SetAction(async (result, ct) =>
        {
            await using var output = Console.OpenStandardOutput();
            return await PlanReading.Print(result.GetValue(file)!.FullName, result.GetValue(json), output, ct);
        });
        return new("plan", "Work with plan documents.") { read };
    }
}
