using System.Runtime.CompilerServices;

namespace OneMetre.Platform;

/// <summary>No pattern searches longer than this, whatever text it is given. .NET asks for the value when it makes its first pattern, so it is set before anything else runs.</summary>
static class PatternTime
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

#pragma warning disable CA2255 // Of an application, not of a library for others: every project here refers to this one.
    [ModuleInitializer]
    internal static void Set() => AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", Longest);
#pragma warning restore CA2255
}
