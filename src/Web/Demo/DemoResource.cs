namespace OneMetre.Web.Demo;

/// <summary>The words of the demo city. They are kept as text beside the code, so that a writer can change them without a compiler.</summary>
static class DemoResource
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(DemoResource).Assembly.GetManifestResourceStream($"Demo/{name}")
            ?? throw new InvalidOperationException($"The resource Demo/{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>The rows of a simple table: no quotes, the first line names the columns and is left out.</summary>
    public static IEnumerable<string[]> Rows(string name) =>
        Lines(name).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));
}
