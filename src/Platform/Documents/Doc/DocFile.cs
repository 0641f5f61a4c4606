using OneMetre.Platform.Documents.Docx;

namespace OneMetre.Platform.Documents.Doc;

/// <summary>
/// A Word 97 file. LibreOffice turns it into a .docx, which keeps its tables, numbers and headers; where there is none, or it gives up,
/// the text alone is read here. (catdoc is no help: it drops the paragraphs that are longer than its buffer.)
/// </summary>
static class DocFile
{
    static readonly TimeSpan OfficeTime = TimeSpan.FromSeconds(90);
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

    public static async Task Read(ReadOnlyMemory<byte> content, Reading reading, Programs programs, CancellationToken ct)
    {
        var compound = new CompoundFile(content);
        if (compound.Has("EncryptedPackage")) throw new Refusal("platform.document-encrypted");
        if (compound.Stream("WordDocument") is not { } stream) throw new Refusal(compound.Has("Workbook") || compound.Has("PowerPoint Document") ? "platform.document-type-unknown" : "platform.document-damaged");
        if (WordBinary.IsEncrypted(stream)) throw new Refusal("platform.document-encrypted");
        if (compound.Has("_VBA_PROJECT") || compound.Has("Macros")) throw new Refusal("platform.document-has-macros");

        if (programs.Office is { } office && await AsDocx(office, content, ct) is { } docx)
        {
            DocxReader.Read(docx, reading, ct);
            return;
        }
        if (WordBinary.Text(stream, compound) is not { Length: > 0 } text) throw new Refusal("platform.document-damaged");
        reading.Warn("platform.document-text-only");
        WordBinary.Read(text, reading, ct);
    }

    static async Task<byte[]?> AsDocx(string office, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using var tool = new Tool();
        var file = tool.PathOf("in.doc");
        await File.WriteAllBytesAsync(file, content, ct);
        var user = Directory.CreateDirectory(tool.PathOf("profile/user"));
        await File.WriteAllTextAsync(Path.Combine(user.FullName, "registrymodifications.xcu"), Profile, ct);
        var run = await tool.Run(office,
            [$"-env:UserInstallation={new Uri(tool.PathOf("profile"))}", "--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", tool.PathOf("out"), file],
            OfficeTime, MostOutput, ct);
        var converted = new FileInfo(tool.PathOf("out/in.docx"));
        return run.Ok && converted is { Exists: true, Length: > 0 and <= DocumentReader.LargestFile * 2L } ? await File.ReadAllBytesAsync(converted.FullName, ct) : null;
    }
}
