using System.Security.Cryptography;
using System.Text;

namespace OneMetre.Platform.Vault;

/// <summary>
/// Keeps the data keys shut away: whoever copies the database has them only wrapped. The default wraps under the master key in its file or environment variable; a city
/// with a cryptographic device (PKCS #11) or a key management service registers its own, and the master key never enters this process.
/// </summary>
public interface IKeyWrap
{
    /// <summary>Stored with each wrapped key, so that a move to another keeper can be told.</summary>
    string Name { get; }

    /// <summary>About binds the wrapped key to its number and use.</summary>
    byte[] Wrap(byte[] key, string about);

    /// <exception cref="CryptographicException">Wrapped under another master key, or for another use.</exception>
    byte[] Unwrap(byte[] wrapped, string about);
}

/// <summary>Wraps under a key derived from the master key, with the suite that the city has chosen: suite, nonce, cipher text, tag.</summary>
sealed class MasterKeyWrap(MasterKey master, CryptoChoice choice) : IKeyWrap
{
    public string Name => "master";

    public byte[] Wrap(byte[] key, string about)
    {
        var suite = choice.Suite;
        var nonce = RandomNumberGenerator.GetBytes(CryptoSuite.NonceLength);
        return [suite.Code, .. nonce, .. suite.Encrypt(Own(suite), nonce, key, Encoding.UTF8.GetBytes(about))];
    }

    public byte[] Unwrap(byte[] wrapped, string about)
    {
        if (wrapped.Length < 1 + CryptoSuite.NonceLength) throw new CryptographicException("The key is cut off.");
        var suite = CryptoSuite.Of(wrapped[0]);
        return suite.Decrypt(Own(suite), wrapped[1..(1 + CryptoSuite.NonceLength)], wrapped.AsSpan(1 + CryptoSuite.NonceLength), Encoding.UTF8.GetBytes(about));
    }

    byte[] Own(CryptoSuite suite) => master.For($"vault {suite.Name}")[..suite.KeyLength];
}
