namespace OneMetre.Platform.Templates;

/// <summary>How words that people typed stand on a paper.</summary>
public static class PaperWords
{
    /// <summary>Without empty lines and spaces around each line.</summary>
    public static string Paragraphs(this string text) => string.Join('\n', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>All in one line.</summary>
    public static string OneLine(this string text) => string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
