using System.Security.Cryptography;
using System.Text;

namespace OneMetre.Platform.Vault;

/// <summary>
/// The city's master key: 32 random bytes that never enter the database. It comes from the environment (ONEMETRE_MASTER_KEY, base64) or lies in a
/// file that only the server's account may read, made when the city is founded. Every other key is derived from it by purpose (HKDF, RFC 5869),
/// so that whoever copies the database alone can neither read nor forge anything.
/// </summary>
public sealed class MasterKey
{
    const string Variable = "ONEMETRE_MASTER_KEY";
    const int Length = 32;
    readonly string folder;
    readonly Lazy<byte[]> key;

    public MasterKey(string folder)
    {
        this.folder = folder;
        key = new(() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? Decoded(given) : KeptIn("master.key", () => RandomNumberGenerator.GetBytes(Length)));
    }

    /// <summary>Whether there is a key already; the first use makes one where there is none.</summary>
    public bool Exists => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || File.Exists(Path.Combine(folder, "master.key"));

    /// <summary>32 bytes for one purpose, always the same for the same city.</summary>
    public byte[] For(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Value, Length, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>The city's signature as text: base64, after the name of the suite and a colon where it is not the standard one.</summary>
    public string Sign(CryptoSuite suite, byte[] data) => (suite == CryptoSuite.Standard ? "" : suite.Name + ":") + Convert.ToBase64String(suite.Sign(SigningKey(suite), data));

    /// <summary>Whether the city has signed the data, with whichever suite. Text that is no signature is none.</summary>
    public bool Verify(string signature, byte[] data)
    {
        var suite = CryptoSuite.All.FirstOrDefault(s => signature.StartsWith(s.Name + ":", StringComparison.Ordinal));
        var text = suite is null ? signature : signature[(suite.Name.Length + 1)..];
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) && (suite ?? CryptoSuite.Standard).Verify(SigningKey(suite ?? CryptoSuite.Standard), data, bytes[..written]);
    }

    byte[] SigningKey(CryptoSuite suite) => KeptIn(suite == CryptoSuite.Standard ? "signing.key" : $"signing-{suite.Name}.key", suite.NewSigningKey);

    /// <summary>Appends a line to a file that is kept with the keys, away from the database.</summary>
    public void Append(string name, string line)
    {
        Directory.CreateDirectory(folder);
        File.AppendAllText(Path.Combine(folder, name), line + "\n");
    }

    public IEnumerable<string> Lines(string name) => File.Exists(Path.Combine(folder, name)) ? File.ReadLines(Path.Combine(folder, name)) : [];

    /// <summary>Moves the lines that do not stay to the end of another file; nothing is thrown away.</summary>
    public int SetAside(string name, Func<string, bool> stays, string aside)
    {
        var gone = Lines(name).Where(l => !stays(l)).ToList();
        if (gone.Count == 0) return 0;
        File.AppendAllLines(Path.Combine(folder, aside), gone);
        var kept = Path.Combine(folder, $"{name}.{Path.GetRandomFileName()}");
        File.WriteAllLines(kept, Lines(name).Where(stays));
        File.Move(kept, Path.Combine(folder, name), overwrite: true);
        return gone.Count;
    }

    static byte[] Decoded(string given)
    {
        var bytes = new byte[Length];
        return Convert.TryFromBase64String(given, bytes, out var written) && written == Length
            ? bytes
            : throw new InvalidOperationException($"{Variable} must be {Length} bytes in base64 (openssl rand -base64 {Length}).");
    }

    byte[] KeptIn(string name, Func<byte[]> make)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            // Written aside and moved into place as a whole: a second process must never read half a key.
            // The name is chance: in a container every process has the same number, and what a killed one left must not stand in the way.
            var aside = $"{path}.{Path.GetRandomFileName()}";
            if (!File.Exists(path))
            {
                using (var file = new FileStream(aside, options))
                {
                    file.Write(make());
                    file.Flush(flushToDisk: true);
                }
                try { File.Move(aside, path, overwrite: false); }
                catch (IOException) when (File.Exists(path)) { File.Delete(aside); }
            }
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new InvalidOperationException($"The key file {path} can neither be read nor made.", problem);
        }
        return File.ReadAllBytes(path);
    }
}
