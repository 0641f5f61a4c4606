using OneMetre.Platform.Documents;

namespace OneMetre.Platform.Files;

/// <summary>Makes a PDF of a .docx with the office program of this server, if it has one.</summary>
public sealed class PaperPress
{
    readonly string? office;

    /// <param name="office">The program; null for a server without one.</param>
    public PaperPress(string? office) => this.office = office;

    public static PaperPress OfThisMachine => new(Programs.OfThisMachine.Office);

    /// <summary>Only then is a PDF offered.</summary>
    public bool Works => office is not null;

    /// <summary>Null where there is no program, or it made nothing of the paper in its time. Two at once; others wait.</summary>
    public Task<byte[]?> Press(Stream docx, CancellationToken ct) => office is null ? Task.FromResult<byte[]?>(null) : Office.Convert(office, docx, ".docx", ".pdf", "pdf:writer_pdf_Export", ct);
}
