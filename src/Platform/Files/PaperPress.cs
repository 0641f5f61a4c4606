using OneMetre.Platform.Documents;

namespace OneMetre.Platform.Files;

/// <summary>Makes a PDF of a .docx with the office program of this server, if it has one.</summary>
public sealed class PaperPress : IDisposable
{
    /// <summary>Who waits for the one turn beyond these is told to come again: a reader with forty tabs neither fills the server nor holds up uploads, which take turns with the same program.</summary>
    const int MostWaiting = 4;

    readonly string? office;
    readonly SemaphoreSlim turn = new(1);
    int waiting;

    /// <param name="office">The program; null for a server without one.</param>
    public PaperPress(string? office) => this.office = office;

    public static PaperPress OfThisMachine => new(Programs.OfThisMachine.Office);

    public void Dispose() => turn.Dispose();

    /// <summary>Only then is a PDF offered.</summary>
    public bool Works => office is not null;

    /// <summary>Null where there is no program, it made nothing of the paper in its time, or too many wait. One at a time.</summary>
    public async Task<byte[]?> Press(Stream docx, CancellationToken ct)
    {
        if (office is null) return null;
        try
        {
            if (Interlocked.Increment(ref waiting) > MostWaiting) return null;
            await turn.WaitAsync(ct);
            try
            {
                return await Office.Convert(office, docx, ".docx", ".pdf", "pdf:writer_pdf_Export", ct);
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
