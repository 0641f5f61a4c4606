using ICSharpCode.SharpZipLib.Zip;

namespace OneMetre.Platform.Files;

/// <summary>One file in an archive that opens with its password alone: AES-256 as WinZip writes it (AE-2), which common programs read. Names inside lie open: they must say nothing.</summary>
public static class SealedZip
{
    public const string ContentType = "application/zip";

    /// <summary>At is the day and time that the archive gives for the file.</summary>
    public static byte[] Of(string name, byte[] content, string password, DateTime at)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipOutputStream(archive) { Password = password, IsStreamOwner = false })
        {
            zip.PutNextEntry(new ZipEntry(name) { AESKeySize = 256, DateTime = at, Size = content.Length });
            zip.Write(content, 0, content.Length);
            zip.CloseEntry();
        }
        return archive.ToArray();
    }
}
