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

    public static string PathAndQuery(this NavigationManager navigation) => new Uri(navigation.Uri).PathAndQuery;

    public static string Path(this NavigationManager navigation) => new Uri(navigation.Uri).AbsolutePath;
}
