using System.Text;
using OneMetre.Platform.Documents.Docx;

namespace OneMetre.Platform.Documents;

/// <summary>
/// A Word 97 file. LibreOffice turns it into a .docx, which keeps its tables, numbers and headers; where there is only catdoc, or LibreOffice
/// gives up, the text alone is read.
/// </summary>
static class DocFile
{
    static readonly TimeSpan OfficeTime = TimeSpan.FromSeconds(90);
    static readonly TimeSpan CatDocTime = TimeSpan.FromSeconds(30);
    const int MostText = 64 * 1024 * 1024;

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

    public static async Task Read(ReadOnlyMemory<byte> content, Reading reading, Programs programs, CancellationToken ct)
    {
        if (Names(content.Span, "EncryptedPackage")) throw new Refusal("platform.document-encrypted");
        if (!Names(content.Span, "WordDocument")) throw new Refusal(Names(content.Span, "Workbook") || Names(content.Span, "PowerPoint Document") ? "platform.document-type-unknown" : "platform.document-damaged");
        if (Names(content.Span, "_VBA_PROJECT")) throw new Refusal("platform.document-has-macros");
        if (programs is { Office: null, CatDoc: null }) throw new Refusal("platform.tool-missing", "LibreOffice", "apt-get install libreoffice-writer-nogui");

        using var tool = new Tool();
        var file = tool.PathOf("in.doc");
        await File.WriteAllBytesAsync(file, content, ct);
        if (programs.Office is { } office && await AsDocx(tool, office, file, ct) is { } docx)
        {
            DocxReader.Read(docx, reading, ct);
            return;
        }
        if (programs.CatDoc is not { } catDoc) throw new Refusal("platform.document-damaged");
        var run = await tool.Run(catDoc, ["-w", "-d", "utf-8", file], CatDocTime, MostText, ct);
        if (run.TimedOut) throw new Refusal("platform.document-takes-too-long");
        if (!run.Ok || run.Output.Length == 0) throw new Refusal("platform.document-damaged");
        reading.Warn("platform.document-text-only");
        TextFile.Split(Encoding.UTF8.GetString(run.Output), reading, ct);
    }

    static async Task<byte[]?> AsDocx(Tool tool, string office, string file, CancellationToken ct)
    {
        var user = Directory.CreateDirectory(tool.PathOf("profile/user"));
        await File.WriteAllTextAsync(Path.Combine(user.FullName, "registrymodifications.xcu"), Profile, ct);
        var run = await tool.Run(office,
            [$"-env:UserInstallation={new Uri(tool.PathOf("profile"))}", "--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", tool.PathOf("out"), file],
            OfficeTime, MostText, ct);
        var converted = new FileInfo(tool.PathOf("out/in.docx"));
        return run.Ok && converted is { Exists: true, Length: > 0 and <= DocumentReader.LargestFile * 2L } ? await File.ReadAllBytesAsync(converted.FullName, ct) : null;
    }

    /// <summary>Whether the compound file has a stream of this name; its directory holds names as UTF-16.</summary>
    static bool Names(ReadOnlySpan<byte> content, string stream) => content.IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;
}
