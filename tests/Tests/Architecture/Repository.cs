namespace OneMetre.Tests.Architecture;

/// <summary>The source tree under test.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders.SelectMany(f => Directory.GetFiles(Path.Combine(Root, f), pattern, SearchOption.AllDirectories))
            .Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/wwwroot/lib/", StringComparison.Ordinal));

    public static string Short(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OneMetre.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("OneMetre.slnx is nowhere above the test binaries.");
    }
}
