namespace OneMetre.Tests.Fixtures;

/// <summary>Damages files in the ways that hostile or broken ones are damaged. The same seed damages in the same way.</summary>
public sealed class Mutator(int seed)
{
    static readonly byte[][] Pieces =
    [
        .. new[] { "<w:p>", "</w:p>", "<w:tbl>", "<w:tr><w:tc>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&a;", "<![CDATA[", "<!--", "\t", "\n\n", "[bookmark: ", "\u0013", "　", "﻿", "PK\u0003\u0004", "<w:numId w:val=\"-1\"/>", "<w:gridSpan w:val=\"2147483647\"/>", "<w:vMerge/>" }
            .Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0x00], [0x81], [0x84, 0x31, 0xA4, 0x37],
    ];

    readonly Random random = new(seed);

    /// <summary>One to four damages, each after the other.</summary>
    public byte[] Mutate(byte[] file)
    {
        var mutated = (byte[])file.Clone();
        for (var times = random.Next(1, 5); times > 0; times--) mutated = Once(mutated);
        return mutated;
    }

    byte[] Once(byte[] file)
    {
        if (file.Length == 0) return Pieces[random.Next(Pieces.Length)];
        var at = random.Next(file.Length);
        var length = random.Next(Math.Min(64, file.Length - at) + 1);
        switch (random.Next(7))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                file[at] = (byte)random.Next(256);
                return file;
            case 2: return file[..at];
            case 3: return [.. file[..at], .. file[(at + length)..]];
            case 4: return [.. file[..at], .. Pieces[random.Next(Pieces.Length)], .. file[at..]];
            case 5: return [.. file[..at], .. file[at..(at + length)], .. file[at..]];
            default:
                var from = random.Next(file.Length - length + 1);
                return [.. file[..at], .. file[from..(from + length)], .. file[Math.Min(file.Length, at + length)..]];
        }
    }
}
