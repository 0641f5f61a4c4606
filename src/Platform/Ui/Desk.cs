using System.Security.Claims;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;

namespace OneMetre.Platform.Ui;

/// <summary>A region the user may look at; Code goes into the address as ?region=.</summary>
public sealed record RegionChoice(string Code, string Name, bool Chosen);

/// <summary>What the console's top bar says about the person at the desk. Regions is empty when there is nothing to choose; whoever has no part in the programme has nothing to search.</summary>
public sealed record Desk(string Name, string? Unit, int Unread, IReadOnlyList<RegionChoice> Regions, bool Searches = true);

/// <summary>Tells the console frame who sits at the desk. Replaceable, so that frames can be drawn without a database.</summary>
public interface IDesk
{
    ValueTask<Desk> DeskOf(ClaimsPrincipal user, CancellationToken ct);
}

/// <summary>What a module lays on the desk of whoever is signed in: the most pressing things, how many there are in all, and the page that lists them.</summary>
public sealed record DeskPart(string Id, string Title, IReadOnlyList<DueItem> Items, int Total, string Href, string List);

/// <summary>A module's part of the desk page, so that everything a person owes lies in one place. Null where nothing waits.</summary>
public interface IDeskPart
{
    /// <param name="most">No more items than this.</param>
    Task<DeskPart?> Lay(int most, CancellationToken ct);
}

/// <summary>The post in force and its unread notices.</summary>
sealed class PostDesk(CurrentUser user, NoticeBoard notices) : IDesk
{
    public async ValueTask<Desk> DeskOf(ClaimsPrincipal principal, CancellationToken ct) =>
        new(user.Name, user.UnitName, user.PostId is null ? 0 : await notices.Unread(ct), [], user.InProgramme);
}

/// <summary>The city that this installation serves, and how it names itself on every page; kept under "city" in the settings.</summary>
public sealed class CityFace
{
    /// <summary>12 digits; the highest region of this installation.</summary>
    public string RegionCode { get; set; } = "990100000000";

    /// <summary>An invented city: pages say so, and the sign-in page tells where its accounts are written.</summary>
    public bool Demo { get; set; }
    public string Name { get; set; } = "示范市";
    public string EnglishName { get; set; } = "Shifan City";
    public string Organiser { get; set; } = "示范市妇女儿童工作委员会办公室";
    public string EnglishOrganiser { get; set; } = "Shifan City Working Committee on Women and Children, Office";
    public string Hotline { get; set; } = "12345";
    public string YouthHotline { get; set; } = "12355";

    [System.Text.Json.Serialization.JsonIgnore]
    public string NameNow => InEnglish ? EnglishName : Name;
    [System.Text.Json.Serialization.JsonIgnore]
    public string OrganiserNow => InEnglish ? EnglishOrganiser : Organiser;

    static bool InEnglish => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
}
