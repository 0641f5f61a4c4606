using System.IO.Compression;
using OneMetre.Platform.Pictures;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Files;

/// <summary>Whether a file is a paper as offices keep them: PDF, Word or Excel without macros, or a picture; by its content, and under a name that says the same.</summary>
static class PaperKind
{
    const int MostEntries = 5_000;

    public static Problem? Refused(ReadOnlyMemory<byte> content, string name, string field)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        if (!(extension is ".pdf" or ".docx" or ".xlsx" || Picture.HasItsName(name))) return new("platform.file-not-a-paper", field);
        return extension == Extension(content) || (Picture.HasItsName(name) && Picture.IsOne(content.Span, "")) ? null : new("platform.file-lies", field, extension);
    }

    /// <summary>.pdf, .docx or .xlsx; null for anything else.</summary>
    static string? Extension(ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith("%PDF-"u8)) return ".pdf";
        if (!content.Span.StartsWith("PK\u0003\u0004"u8)) return null;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false));
            if (zip.Entries.Count > MostEntries) return null;
            var parts = zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return !parts.Contains("[Content_Types].xml") || parts.Any(p => p.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) ? null
                : parts.Contains("word/document.xml") ? ".docx" : parts.Contains("xl/workbook.xml") ? ".xlsx" : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
