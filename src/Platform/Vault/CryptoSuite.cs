using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace OneMetre.Platform.Vault;

/// <summary>With which suite this city writes.</summary>
public sealed record CryptoChoice(CryptoSuite Suite)
{
    /// <summary>What the environment asks for (ONEMETRE_CRYPTO: standard or sm); the standard suite when it asks for nothing.</summary>
    /// <exception cref="InvalidOperationException">The name is not known.</exception>
    public static CryptoChoice OfEnvironment => new(Environment.GetEnvironmentVariable("ONEMETRE_CRYPTO") is { Length: > 0 } name
        ? CryptoSuite.All.FirstOrDefault(s => s.Name == name) ?? throw new InvalidOperationException($"ONEMETRE_CRYPTO must be one of: {string.Join(", ", CryptoSuite.All.Select(s => s.Name))}.")
        : CryptoSuite.Standard);
}

/// <summary>
/// One family of algorithms: authenticated encryption, keyed hash and signature. A city chooses with which it writes; it reads whatever was written with either, because every value and key names its suite.
/// </summary>
public abstract class CryptoSuite
{
    public const int NonceLength = 12, TagLength = 16;

    public static CryptoSuite Standard { get; } = new StandardSuite();
    public static CryptoSuite ShangMi { get; } = new ShangMiSuite();
    public static IReadOnlyList<CryptoSuite> All { get; } = [Standard, ShangMi];

    /// <exception cref="CryptographicException">No suite has the code.</exception>
    public static CryptoSuite Of(byte code) => All.FirstOrDefault(s => s.Code == code) ?? throw new CryptographicException("The algorithm of this value is not known.");

    /// <summary>Written into every sealed value; never used again for another algorithm.</summary>
    public abstract byte Code { get; }
    public abstract string Name { get; }

    /// <summary>Bytes.</summary>
    public abstract int KeyLength { get; }

    /// <summary>Cipher text, as long as the plain text, followed by a tag of 16 bytes. About is what the value is bound to, and is checked, not kept.</summary>
    public abstract byte[] Encrypt(byte[] key, byte[] nonce, ReadOnlySpan<byte> plain, byte[] about);

    /// <exception cref="CryptographicException">The value, its key or what it is bound to is another.</exception>
    public abstract byte[] Decrypt(byte[] key, byte[] nonce, ReadOnlySpan<byte> cipherAndTag, byte[] about);

    /// <summary>32 bytes.</summary>
    public abstract byte[] Mac(byte[] key, ReadOnlySpan<byte> data);

    /// <summary>A new signing key, as PKCS #8.</summary>
    public abstract byte[] NewSigningKey();
    public abstract byte[] Sign(byte[] signingKey, byte[] data);
    public abstract bool Verify(byte[] signingKey, byte[] data, byte[] signature);
}

/// <summary>AES-256-GCM, HMAC-SHA-256, ECDSA on NIST P-256: the framework's own.</summary>
sealed class StandardSuite : CryptoSuite
{
    public override byte Code => 1;
    public override string Name => "standard";
    public override int KeyLength => 32;

    public override byte[] Encrypt(byte[] key, byte[] nonce, ReadOnlySpan<byte> plain, byte[] about)
    {
        var sealedBytes = new byte[plain.Length + TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), about);
        return sealedBytes;
    }

    public override byte[] Decrypt(byte[] key, byte[] nonce, ReadOnlySpan<byte> cipherAndTag, byte[] about)
    {
        if (cipherAndTag.Length < TagLength) throw new CryptographicException("The value is cut off.");
        var plain = new byte[cipherAndTag.Length - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(nonce, cipherAndTag[..plain.Length], cipherAndTag[plain.Length..], plain, about);
        return plain;
    }

    public override byte[] Mac(byte[] key, ReadOnlySpan<byte> data) => HMACSHA256.HashData(key, data);

    public override byte[] NewSigningKey()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return fresh.ExportPkcs8PrivateKey();
    }

    public override byte[] Sign(byte[] signingKey, byte[] data)
    {
        using var signer = ECDsa.Create();
        signer.ImportPkcs8PrivateKey(signingKey, out _);
        return signer.SignData(data, HashAlgorithmName.SHA256);
    }

    public override bool Verify(byte[] signingKey, byte[] data, byte[] signature)
    {
        using var signer = ECDsa.Create();
        signer.ImportPkcs8PrivateKey(signingKey, out _);
        return signer.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }
}

/// <summary>The commercial algorithms that 密评 (GB/T 39786-2021) asks of a level-3 system: SM4-GCM, HMAC-SM3, SM2.</summary>
sealed class ShangMiSuite : CryptoSuite
{
    public override byte Code => 2;
    public override string Name => "sm";
    public override int KeyLength => 16;

    public override byte[] Encrypt(byte[] key, byte[] nonce, ReadOnlySpan<byte> plain, byte[] about) => Run(true, key, nonce, plain, about);

    public override byte[] Decrypt(byte[] key, byte[] nonce, ReadOnlySpan<byte> cipherAndTag, byte[] about) => Run(false, key, nonce, cipherAndTag, about);

    static byte[] Run(bool encrypt, byte[] key, byte[] nonce, ReadOnlySpan<byte> input, byte[] about)
    {
        if (!encrypt && input.Length < TagLength) throw new CryptographicException("The value is cut off.");
        var gcm = new GcmBlockCipher(new SM4Engine());
        try
        {
            gcm.Init(encrypt, new AeadParameters(new KeyParameter(key), TagLength * 8, nonce, about));
            var output = new byte[gcm.GetOutputSize(input.Length)];
            var written = gcm.ProcessBytes(input.ToArray(), 0, input.Length, output, 0);
            gcm.DoFinal(output, written);
            return output;
        }
        catch (Exception problem) when (problem is InvalidCipherTextException or ArgumentException)
        {
            throw new CryptographicException("The value, its key or what it is bound to is another.", problem);
        }
    }

    public override byte[] Mac(byte[] key, ReadOnlySpan<byte> data)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(data.ToArray(), 0, data.Length);
        var hash = new byte[mac.GetMacSize()];
        mac.DoFinal(hash, 0);
        return hash;
    }

    public override byte[] NewSigningKey()
    {
        var curve = GMNamedCurves.GetByName("sm2p256v1");
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(new ECDomainParameters(curve), new SecureRandom()));
        return PrivateKeyInfoFactory.CreatePrivateKeyInfo(generator.GenerateKeyPair().Private).GetEncoded();
    }

    public override byte[] Sign(byte[] signingKey, byte[] data)
    {
        var signer = new SM2Signer();
        signer.Init(true, new ParametersWithRandom(Private(signingKey), new SecureRandom()));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    public override bool Verify(byte[] signingKey, byte[] data, byte[] signature)
    {
        var own = Private(signingKey);
        var signer = new SM2Signer();
        signer.Init(false, new ECPublicKeyParameters(own.Parameters.G.Multiply(own.D).Normalize(), own.Parameters));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.VerifySignature(signature);
    }

    static ECPrivateKeyParameters Private(byte[] pkcs8) => (ECPrivateKeyParameters)PrivateKeyFactory.CreateKey(PrivateKeyInfo.GetInstance(pkcs8));
}
