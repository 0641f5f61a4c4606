namespace OneMetre.Platform.Documents;

/// <summary>LibreOffice as a converter: one file in, one out, in a folder and with a profile of its own; no macros, no links, no network that it could be talked into.</summary>
static class Office
{
    static readonly TimeSpan Time = TimeSpan.FromSeconds(90);
    const int MostOutput = 1024 * 1024;

    /// <summary>Nothing that the file names is fetched, and none of its macros run: a fresh profile that says so, and a proxy that answers nobody.</summary>
    const string Profile = """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
        </oor:items>
        """;

    /// <param name="filter">As LibreOffice names it: docx:MS Word 2007 XML.</param>
    /// <returns>Null when the program failed, took too long, or made nothing or too much.</returns>
    public static async Task<byte[]?> Convert(string office, Stream content, string from, string to, string filter, CancellationToken ct)
    {
        using var tool = new Tool();
        var path = tool.PathOf("in" + from);
        await using (var file = File.Create(path)) await content.CopyToAsync(file, ct);
        var user = Directory.CreateDirectory(tool.PathOf("profile/user"));
        await File.WriteAllTextAsync(Path.Combine(user.FullName, "registrymodifications.xcu"), Profile, ct);
        var run = await tool.Run(office,
            [$"-env:UserInstallation={new Uri(tool.PathOf("profile"))}", "--headless", "--norestore", "--nolockcheck", "--convert-to", filter, "--outdir", tool.PathOf("out"), path],
            Time, MostOutput, ct);
        var converted = new FileInfo(tool.PathOf("out/in" + to));
        return run.Ok && converted is { Exists: true, Length: > 0 and <= DocumentReader.LargestFile * 2L } ? await File.ReadAllBytesAsync(converted.FullName, ct) : null;
    }
}
