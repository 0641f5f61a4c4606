namespace OneMetre.Platform.Documents;

/// <summary>A reader gives up on a document. It never leaves <see cref="DocumentReader"/>, which turns it into a finding.</summary>
sealed class Refusal(string code, params string[] args) : Exception(code)
{
    public string Code { get; } = code;
    public string[] Args { get; } = args;
}
