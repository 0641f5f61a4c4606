namespace OneMetre.Platform.Documents;

/// <summary>Where the programs are that read or draw what this code does not: null for one that is not installed.</summary>
sealed record Programs(string? PdfToText, string? PdfToCairo, string? Office, string? Thumbnail = null, string? PictureHeader = null, string? Vips = null)
{
    public static Programs OfThisMachine { get; } = new(Find("pdftotext"), Find("pdftocairo"), Find("soffice"), Find("vipsthumbnail"), Find("vipsheader"), Find("vips"));

    public static string? Find(string name) => Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
