using System.CommandLine;
using OneMetre.Platform.Audit;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre audit: prove that the record is whole.</summary>
static class AuditCommand
{
    public static Command Make()
    {
        var verify = new Command("verify", "Walk the whole record and name every entry that was changed, dropped, moved or cut off. Exits 1 if there is one.").WithPlace();
        verify.SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            var check = scope.ServiceProvider.GetRequiredService<AuditCheck>();
            var faults = 0;
            await foreach (var fault in check.Run(ct))
            {
                faults++;
                Console.WriteLine(fault.Wrong switch
                {
                    "changed" => $"entry {fault.Seq} ({fault.Row}) was changed",
                    "missing" => fault.Through > fault.Seq ? $"entries {fault.Seq} to {fault.Through} are missing" : $"entry {fault.Seq} is missing",
                    "cut" => $"the record ends before entry {fault.Seq}, but a later one was sealed",
                    "seal-line" => $"line {fault.Seq} of the file of seals cannot be read",
                    _ => $"the seal of entry {fault.Seq} was not made with this city's key",
                });
            }
            Console.WriteLine($"{check.Walked} entries, {faults} faults");
            return faults == 0 ? 0 : 1;
        });
        return new("audit", "Look after the record of what was done.") { verify };
    }
}
