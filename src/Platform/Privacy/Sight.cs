using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;

namespace OneMetre.Platform.Privacy;

/// <summary>How much of one kind of record a post sees: nothing, only how many, the rows with masks, or everything.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Sight>))]
public enum Sight { None, Counts, Masked, Clear }

/// <summary>A role at a level of the region tree, and what it sees of one kind of record. Kind is module.record.</summary>
public sealed record SightRule(string Kind, RoleCode Role, RegionLevel Level, Sight Sight)
{
    /// <summary>By which a city's own choice names it.</summary>
    public string Name => $"{Kind} {Role} {Level}";
}

/// <summary>What a city has decided otherwise, by "kind role level" (such as "protection.child School Village": "None"); kept under "sights" in the settings, read at the start.</summary>
public sealed class SightChoices
{
    public Dictionary<string, Sight> Changed { get; set; } = [];
}

/// <summary>
/// Who may see what (domain reference §11.2): the modules' defaults, with the city's own choices. Whatever nobody named is not seen. The rows still come
/// from the post's own region only; that is the data doors' business.
/// </summary>
public sealed class Sights(IEnumerable<SightRule> rules, IOptions<SightChoices> choices)
{
    public IReadOnlyList<SightRule> Rules { get; } = [.. rules.Select(r => choices.Value.Changed.TryGetValue(r.Name, out var changed) ? r with { Sight = changed } : r)];

    /// <summary>Choices that name no rule. A right that was to be taken away by a misspelt name would still be there: the server does not start with one.</summary>
    public IReadOnlyList<string> Unknown { get; } = [.. choices.Value.Changed.Keys.Except(rules.Select(r => r.Name)).Order(StringComparer.Ordinal)];

    public Sight Of(string kind, CurrentUser user) => user.Role is { } role ? Of(kind, role, RegionCode.LevelOfPrefix(user.RegionPrefix)) : Sight.None;

    public Sight Of(string kind, RoleCode role, RegionLevel level) => Rules.FirstOrDefault(r => r.Kind == kind && r.Role == role && r.Level == level)?.Sight ?? Sight.None;
}

public static class SightRules
{
    public static IServiceCollection AddSights(this IServiceCollection services, params SightRule[] rules)
    {
        foreach (var rule in rules) services.AddSingleton(rule);
        return services;
    }
}
