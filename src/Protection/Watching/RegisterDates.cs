using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;

namespace OneMetre.Protection.Watching;

/// <summary>Tells the early warnings on which day somebody last made sure of a file of each county's register, and nothing else of it.</summary>
sealed class RegisterDates(ProtectionData data) : IRegisterDates
{
    public async Task<IReadOnlyList<RegisterKept>> OfTheCity(CancellationToken ct) =>
    [
        .. (await data.ChildrenOfTheCity.Where(c => c.ClosedOn == null).GroupBy(c => c.RegionCode.Substring(0, 6)).Select(g => new { g.Key, On = g.Max(c => c.VerifiedOn) }).ToListAsync(ct))
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new RegisterKept(g.Key + "000000", g.On)),
    ];
}
