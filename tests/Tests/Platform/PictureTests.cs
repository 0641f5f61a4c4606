using System.Buffers.Binary;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Pictures;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Platform;

/// <summary>Photographs are drawn anew: what can be seen stays, and nothing else. The files here are made by the test, with libvips and by hand.</summary>
public class PictureTests
{
    const string Camera = "SECRETCAM-8831", Hidden = "<script>alert(document.cookie)</script>";

    static async Task<Picture> Drawn(byte[] content)
    {
        var result = await Picture.DrawnAnew(content, "File", default);
        Assert.Empty(result.Problems);
        return result.Value!;
    }

    static async Task<string> Refused(byte[] content) => Assert.Single((await Picture.DrawnAnew(content, "File", default)).Problems).Code;

    [Fact]
    public async Task Place_time_and_telephone_are_gone_and_the_picture_stands_upright()
    {
        var photograph = WithExif(await Converted(Png(640, 480), ".jpg"), orientation: 6);
        Assert.Contains(Camera, Encoding.Latin1.GetString(photograph), StringComparison.Ordinal);
        Assert.Equal("6", await Field(photograph, "orientation"));
        Assert.Contains("39", await Field(photograph, "exif-ifd3-GPSLatitude"), StringComparison.Ordinal);

        var drawn = await Drawn(photograph);
        Assert.Equal(".jpg", drawn.Extension);
        Assert.Equal(("480", "640"), (await Field(drawn.Content, "width"), await Field(drawn.Content, "height")));
        var text = Encoding.Latin1.GetString(drawn.Content);
        Assert.All(new[] { "Exif", "GPS", Camera, "xpacket", "Photoshop", "2026:11:20", "ICC_PROFILE" }, trace => Assert.DoesNotContain(trace, text, StringComparison.Ordinal));
    }

    [Theory, InlineData(".jpg", ".jpg"), InlineData(".png", ".png"), InlineData(".webp", ".webp"), InlineData(".tif", ".jpg"), InlineData(".gif", ".png")]
    public async Task Whatever_hides_behind_a_picture_is_cut_off(string kind, string becomes)
    {
        byte[] given = [.. await Converted(Png(200, 100), kind), .. Encoding.UTF8.GetBytes(Hidden), .. "PK\u0003\u0004"u8];
        var drawn = await Drawn(given);
        Assert.Equal(becomes, drawn.Extension);
        Assert.DoesNotContain(Hidden, Encoding.Latin1.GetString(drawn.Content), StringComparison.Ordinal);
        Assert.Equal(("200", "100"), (await Field(drawn.Content, "width"), await Field(drawn.Content, "height")));
    }

    [Fact]
    public async Task Words_in_a_drawing_s_metadata_are_gone()
    {
        var given = Png(60, 40, ("tEXt", Encoding.Latin1.GetBytes($"Comment\0{Camera}")), ("eXIf", Tiff(1)));
        Assert.Contains(Camera, Encoding.Latin1.GetString(given), StringComparison.Ordinal);
        var text = Encoding.Latin1.GetString((await Drawn(given)).Content);
        Assert.All(new[] { Camera, "tEXt", "eXIf", "iTXt" }, trace => Assert.DoesNotContain(trace, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_picture_is_made_smaller()
    {
        var drawn = await Drawn(await Converted(Png(6000, 1500), ".jpg"));
        Assert.Equal(("4096", "1024"), (await Field(drawn.Content, "width"), await Field(drawn.Content, "height")));
    }

    [Fact]
    public async Task A_decompression_bomb_is_refused_by_its_head()
    {
        var bomb = Png(40_000, 40_000, 1);
        Assert.True(bomb.Length < 100_000, $"{bomb.Length} bytes");
        Assert.Equal("platform.picture-too-many-pixels", await Refused(bomb));
    }

    [Fact]
    public async Task What_only_says_that_it_is_a_picture_is_refused()
    {
        foreach (var content in new[] { Encoding.UTF8.GetBytes(Hidden), Encoding.UTF8.GetBytes("GIF89a/*" + Hidden), [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.UTF8.GetBytes(Hidden)], "\u0089PNG\r\n\u001a\n"u8.ToArray(), [] })
            Assert.Equal("platform.picture-unreadable", await Refused(content));
        Assert.True(Picture.IsOne(Encoding.UTF8.GetBytes(Hidden), "a.JPG"));
        Assert.False(Picture.IsOne("%PDF-1.7"u8, "a.pdf"));
        Assert.False(Picture.IsOne("PK\u0003\u0004"u8, "a.docx"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Evidence_keeps_no_photograph_as_it_came_and_every_document_as_it_came(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var photograph = WithExif(await Converted(Png(64, 48), ".jpg"), orientation: 3);
        var document = Encoding.UTF8.GetBytes("%PDF-1.7 台账");
        foreach (var (name, content, kept) in new[] { ("开园.jpg", photograph, "开园.jpg"), ("其实是照片.pdf", photograph, "其实是照片.jpg"), ("台账.pdf", document, "台账.pdf") })
        {
            var id = await Add(city, plan, name, content);
            Assert.Empty(id.Problems);
            var evidence = await city.Use((OneMetre.Platform.Data.CityDb db) => db.Set<Evidence>().SingleAsync(e => e.Id == id.Value));
            Assert.Equal(kept, evidence.FileName);
            var bytes = await city.Use((OneMetre.Platform.Files.FileStore files) => files.Read(evidence.FileSha256, default));
            Assert.Equal(bytes.Length, evidence.Size);
            if (content == document) Assert.Equal(document, bytes);
            else Assert.DoesNotContain(Camera, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }
        Assert.Equal("platform.picture-unreadable", Assert.Single((await Add(city, plan, "假的.png", Encoding.UTF8.GetBytes(Hidden))).Problems).Code);
        foreach (var file in Directory.GetFiles(city.Place.Files, "*", SearchOption.AllDirectories)) Assert.DoesNotContain(Camera, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
    }

    static Task<OneMetre.Platform.Results.Result<Guid>> Add(City city, SmallPlan plan, string name, byte[] content) => city.As(plan.Lead, async (AddEvidence add) =>
    {
        using var stream = new MemoryStream(content);
        return await add.Run(plan.Task, new() { File = new Microsoft.AspNetCore.Http.FormFile(stream, 0, content.Length, "File", name) }, default);
    });

    static async Task<byte[]> Converted(byte[] png, string extension)
    {
        using var tool = new Tool();
        await File.WriteAllBytesAsync(tool.PathOf("a.png"), png);
        var run = await tool.Run(Programs.Find("vips")!, ["copy", tool.PathOf("a.png"), tool.PathOf("b" + extension)], TimeSpan.FromMinutes(1), 1000, default);
        Assert.True(run.Ok, run.Complaint);
        return await File.ReadAllBytesAsync(tool.PathOf("b" + extension));
    }

    static async Task<string> Field(byte[] picture, string field)
    {
        using var tool = new Tool();
        await File.WriteAllBytesAsync(tool.PathOf("a"), picture);
        return Encoding.UTF8.GetString((await tool.Run(Programs.Find("vipsheader")!, ["-f", field, tool.PathOf("a")], TimeSpan.FromMinutes(1), 1000, default)).Output).Trim();
    }

    /// <summary>A picture with a colour in each corner, as many rows of it as asked: a head may promise more than follows.</summary>
    static byte[] Png(int width, int height, params (string Kind, byte[] Content)[] more) => Png(width, height, height, more);

    static byte[] Png(int width, int height, int rows, params (string Kind, byte[] Content)[] more) => PngFile.Of(width, height, (x, y) => ((byte)(255 * x / width), (byte)(255 * y / height), 90), rows, more);

    /// <summary>What telephones write into a photograph: who made it, how it was held, when, and where (39° N, 116° E); with an XMP packet, a comment and Photoshop's block beside it.</summary>
    static byte[] WithExif(byte[] jpeg, ushort orientation) =>
    [
        .. jpeg[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation)]), .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes($"<?xpacket begin=''?><x>{Camera}</x><?xpacket end='w'?>")]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Encoding.UTF8.GetBytes(Camera)]), .. Segment(0xFE, Encoding.UTF8.GetBytes(Camera)), .. jpeg[2..],
    ];

    static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    static byte[] Tiff(ushort orientation)
    {
        var tiff = new byte[300];
        "II*\0"u8.CopyTo(tiff);
        U32(4, 8);
        U16(8, 4);
        Entry(10, 0x010F, 2, (uint)Camera.Length + 1, 150);
        Entry(22, 0x0112, 3, 1, orientation);
        Entry(34, 0x0132, 2, 20, 180);
        Entry(46, 0x8825, 4, 1, 70);
        U16(70, 4);
        Entry(72, 1, 2, 2, 'N');
        Entry(84, 2, 5, 3, 210);
        Entry(96, 3, 2, 2, 'E');
        Entry(108, 4, 5, 3, 240);
        Encoding.ASCII.GetBytes(Camera).CopyTo(tiff, 150);
        "2026:11:20 08:00:00"u8.CopyTo(tiff.AsSpan(180));
        foreach (var (at, degrees) in new[] { (210, 39u), (240, 116u) })
            for (var i = 0; i < 3; i++)
            {
                U32(at + 8 * i, i == 0 ? degrees : 30);
                U32(at + 8 * i + 4, 1);
            }
        return tiff;

        void U16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), value);
        void U32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at), value);
        void Entry(int at, ushort tag, ushort type, uint count, uint value)
        {
            U16(at, tag);
            U16(at + 2, type);
            U32(at + 4, count);
            U32(at + 8, value);
        }
    }
}
