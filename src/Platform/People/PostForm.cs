using System.Globalization;

namespace OneMetre.Platform.People;

/// <summary>Unit, role and days of a post to be given. Days as a browser sends them: 2026-12-31, or nothing.</summary>
public class PostForm
{
    public Guid? Unit { get; set; }
    public string? Role { get; set; }
    public string? Title { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }

    /// <summary>False when something was typed that is no day; nothing typed is no day, which is allowed.</summary>
    internal static bool Day(string? typed, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(typed?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        return day is not null || string.IsNullOrWhiteSpace(typed);
    }
}

public sealed class AddPersonForm : PostForm
{
    public string? Name { get; set; }
    public string? Account { get; set; }
}

/// <summary>What is to be done with one holding, or with the account.</summary>
public sealed class PersonForm
{
    public string? Do { get; set; }
    public Guid? Holding { get; set; }
    public string? Account { get; set; }
    public string? Until { get; set; }
}
