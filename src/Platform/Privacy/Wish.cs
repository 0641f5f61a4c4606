using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;

namespace OneMetre.Platform.Privacy;

/// <summary>What one person asks for and another decides: a clear look, an export. RegionCode says whose children it is about.</summary>
public interface IWish
{
    Guid PersonId { get; }
    Guid UnitId { get; }
    string RegionCode { get; }
}

/// <summary>Who decides on a wish: the leader of the asker's unit, or the civil affairs of the county it is about; never the asker.</summary>
public static class Wishes
{
    public static IQueryable<T> DecidedBy<T>(this IQueryable<T> wishes, CurrentUser user) where T : class, IWish
    {
        var county = user.Role == RoleCode.CivilAffairs && RegionCode.LevelOfPrefix(user.RegionPrefix) == RegionLevel.County;
        return wishes.Where(w => w.PersonId != user.PersonId
            && ((user.Role == RoleCode.UnitLeader && w.UnitId == user.UnitId) || (county && w.RegionCode.StartsWith(user.RegionPrefix))));
    }
}
