namespace OneMetre.Platform.Templates;

/// <summary>A type of paper (文种) that the product writes: a letter, a brief, minutes. An office may give it a template of its own; the one that we bring is <see cref="Standard"/>.</summary>
public interface IPaperType
{
    /// <summary>As it stands in addresses and in the table: order-letter. At most 40 characters.</summary>
    string Key { get; }

    /// <summary>The code of its name.</summary>
    string Name { get; }

    /// <summary>All that a template of this type may say.</summary>
    IReadOnlyList<PaperField> Shape { get; }

    /// <summary>Names without which it would not be this paper, or would pass a draft off as what is signed.</summary>
    IReadOnlyList<string> Must => [];

    bool Lying => false;

    void Standard(OfficialPaper paper);

    /// <summary>What the newest such paper that the reader may see says, so that a template is tried on what is real; null where there is none.</summary>
    /// <param name="root">Where this installation is, for the links.</param>
    Task<PaperSaid?> Newest(Uri root, CancellationToken ct);
}

/// <summary>One paper before it is written: its title, which is also the name of its file, and what it says.</summary>
public sealed record PaperSaid(string Title, PaperFields Fields);
