using System.Globalization;
using System.Text;
using QRCoder;

namespace OneMetre.Web.Pages;

/// <summary>The picture that an authenticator on a telephone photographs (otpauth URI, RFC 6238 with its defaults), as one path of an SVG.</summary>
static class QrPicture
{
    /// <summary>Size in modules, the dark modules as a path, and the key in groups of four for typing by hand.</summary>
    public static (int Size, string Path, string Key) Of(string key, string account, string issuer)
    {
        var uri = $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={key}&issuer={Uri.EscapeDataString(issuer)}&digits=6";
        using var code = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return (code.ModuleMatrix.Count, path.ToString(), string.Join(' ', key.Chunk(4).Select(c => new string(c))));
    }
}
