namespace OneMetre.Platform.Ui;

/// <summary>The part of the console's rail an entry stands in; Portal entries stand in the portal's head.</summary>
public enum MenuGroup { Daily, Registers, Building, Children, Managing, Portal }

/// <summary>What waits behind a menu entry for this user; Late paints the count red.</summary>
public readonly record struct DueCount(int Number, bool Late = false);

/// <summary>
/// One entry of the menu, registered by the module whose page it opens. Code is the code of its text.
/// Shown only to users whom the policy allows; Due is asked for each console page, so it must be one cheap query.
/// </summary>
public sealed record MenuItem(
    string Code,
    string Href,
    string Icon,
    MenuGroup Group,
    string? Policy = null,
    Func<IServiceProvider, CancellationToken, ValueTask<DueCount>>? Due = null,
    int Order = 0);
