using System.Globalization;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Contract;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Seeding;

/// <summary>Writes invented children into the register, as if they had long been there.</summary>
sealed class SeedChildren(ProtectionData data, TimeProvider time) : ISeedChildren
{
    public async Task Run(IReadOnlyList<SeededChild> children, CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        foreach (var seeded in children)
        {
            var verified = today.AddDays(-seeded.DaysSinceVerified);
            var child = new Child
            {
                Id = data.NewId(),
                RegionCode = seeded.Village,
                Name = Secret.Of(seeded.Name)!,
                BirthDay = Secret.Of(seeded.BirthDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))!,
                BirthYear = seeded.BirthDay.Year,
                Sex = seeded.Girl ? Sex.Girl : Sex.Boy,
                Address = Secret.Of(seeded.Address),
                RegisteredAt = ChinaTime.StartOf(verified),
                VerifiedOn = verified,
                Version = 1,
            };
            data.Add(child);
            foreach (var group in seeded.Groups) data.Add(new ChildLabel { Id = data.NewId(), ChildId = child.Id, Group = Enum.Parse<ChildGroup>(group), From = verified });
            data.Add(new Guardian { Id = data.NewId(), ChildId = child.Id, Name = Secret.Of(seeded.Guardian)!, Phone = Secret.Of(seeded.Phone), Kinship = seeded.Grandparent ? Kinship.Grandparent : Kinship.Relative });
        }
        await data.Save(ct);
    }
}
