using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OneMetre.Tests.Fixtures;

/// <summary>Pictures made by hand, pixel by pixel (PNG, eight bits a colour), so that a test knows every one of them.</summary>
static class PngFile
{
    /// <param name="rows">How many rows follow: a head may promise more. All of them without it.</param>
    /// <param name="more">Further chunks between head and picture.</param>
    public static byte[] Of(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel, int? rows = null, params (string Kind, byte[] Content)[] more)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        Chunk(file, "IHDR", head);
        foreach (var (kind, content) in more) Chunk(file, kind, content);
        using var pixels = new MemoryStream();
        using (var zip = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[1 + 3 * width];
            for (var y = 0; y < (rows ?? height); y++)
            {
                for (var x = 0; x < width; x++) (line[1 + 3 * x], line[2 + 3 * x], line[3 + 3 * x]) = pixel(x, y);
                zip.Write(line);
            }
        }
        Chunk(file, "IDAT", pixels.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    static void Chunk(Stream file, string kind, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
