using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace OneMetre.Platform.Ui;

/// <summary>Links to the page that is open with some of its query changed, so that every view is an address.</summary>
public static class Here
{
    /// <summary>A null or empty value takes the parameter away.</summary>
    public static string With(this NavigationManager navigation, params (string Name, string? Value)[] changes)
    {
        var uri = new Uri(navigation.Uri);
        var kept = QueryHelpers.ParseQuery(uri.Query)
            .Where(p => changes.All(c => c.Name != p.Key))
            .SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value));
        var set = changes.Where(c => !string.IsNullOrEmpty(c.Value)).Select(c => KeyValuePair.Create(c.Name, c.Value));
        return QueryHelpers.AddQueryString(uri.AbsolutePath, kept.Concat(set));
    }

    public static string? Asked(this NavigationManager navigation, string name) =>
        QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>What an address asks, as a page to turn to. What is no number is not asked.</summary>
    public static int Page(string? asked, int last = 10_000) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, last) : 1;

    /// <summary>What an address asks, as an id; null when it is none, as if nothing had been asked.</summary>
    public static Guid? Id(string? asked) => Guid.TryParse(asked, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Whether a path to go back to stays on this site and can stand in a header: one slash first, and no sign that browsers drop or rewrite.</summary>
    public static bool IsLocal(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.All(c => char.IsAscii(c) && !char.IsControl(c));

    public static string PathAndQuery(this NavigationManager navigation) => new Uri(navigation.Uri).PathAndQuery;

    public static string Path(this NavigationManager navigation) => new Uri(navigation.Uri).AbsolutePath;
}
