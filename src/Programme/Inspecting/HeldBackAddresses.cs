using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Audit;

namespace OneMetre.Programme.Inspecting;

/// <summary>Whoever knows of a hidden inspection and knocks at a wrong door of it tells nobody by that.</summary>
sealed class HeldBackAddresses(InspectionsData inspections) : IHeldBackAddress
{
    public async Task<DateTime?> Until(PathString address, CancellationToken ct) => address.StartsWithSegments("/inspections") ? await inspections.LastReveal(ct) : null;
}
