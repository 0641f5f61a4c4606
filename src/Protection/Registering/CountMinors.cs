using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Minors;

namespace OneMetre.Protection.Registering;

/// <summary>
/// The children of the register by age, for the yearly audit: closed files too, for they are held. By year of birth, which lies in clear: on 31 December that is the age of everybody
/// but those born on that very day.
/// </summary>
sealed class CountMinors(ProtectionData data) : IMinorCounts
{
    public async Task<MinorCounts> InYear(int year, CancellationToken ct)
    {
        var born = await data.ChildrenOfTheCity.Where(c => c.BirthYear > year - 18 && c.BirthYear <= year).GroupBy(c => c.BirthYear).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return new("困境儿童信息台账", born.Where(b => year - b.Key < 14).Sum(b => b.Count), born.Where(b => year - b.Key >= 14).Sum(b => b.Count));
    }
}
