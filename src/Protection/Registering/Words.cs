using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

/// <summary>The field's own words for what the register holds.</summary>
static class Words
{
    public static string Of(Texts texts, Enum value) => texts[$"protection.{value.GetType().Name.ToLowerInvariant()}-{value.ToString().ToLowerInvariant()}"];

    /// <summary>How fresh a file is: refreshed at least once a quarter (S4), so yellow from the 75th day and red from the 92nd.</summary>
    public static Light Freshness(DateOnly verified, DateOnly today) => (today.DayNumber - verified.DayNumber) switch
    {
        >= Child.StaleAfterDays => Light.Red,
        >= Child.SoonStaleAfterDays => Light.Yellow,
        _ => Light.Green,
    };
}
