namespace OneMetre.Indicators.Reporting;

/// <summary>A reason as it is kept: trimmed, without the signs that nobody sees and that one of the databases refuses; null when nothing is left.</summary>
static class ReasonText
{
    public static string? Of(string? typed)
    {
        var text = Platform.Results.PlainText.ForXml(new([.. (typed ?? "").Where(c => c is '\n' || !char.IsControl(c))])).Trim();
        return text.Length == 0 ? null : text;
    }
}
