using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Notices.Sending;

/// <summary>
/// What is said outside of the notices that wait. A notice of a module whose data are of children is counted and never worded, whatever it says: what leaves the house passes through others' machines. Pure, in the language of
/// <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>.
/// </summary>
static class Digest
{
    public const int MostLines = 10;
    const int LongestLine = 200;

    /// <summary>Modules whose notices name tasks, rounds and orders only.</summary>
    static readonly string[] Modules = ["programme.", "indicators."];

    /// <summary>And what is not decided, or not known to whom it concerns, is not worded either: who goes on an inspection, a criticism that is only proposed.</summary>
    static readonly string[] Unsaid = ["programme.notice-inspection-team", "programme.notice-inspection-team-moved", "programme.notice-inspection-off", "programme.notice-order-proposecriticism"];

    static bool Worded(Notice notice) => Array.Exists(Modules, m => notice.Code.StartsWith(m, StringComparison.Ordinal)) && !Unsaid.Contains(notice.Code);

    /// <param name="notices">The newest last. The same words told to several posts of a group are one line.</param>
    /// <param name="more">How many wait besides.</param>
    public static OutwardMessage Of(IReadOnlyList<Notice> notices, Texts texts, string? site, int more = 0)
    {
        var said = notices.Where(Worded).Select(n => NoticesPage.Said(texts, n)).Distinct().ToList();
        var unsaid = notices.Where(n => !Worded(n)).Select(n => (n.Code, n.Args, n.Link)).Distinct().Count();
        var lines = said.TakeLast(MostLines).Reverse().Select(OneLine).ToList();
        if (said.Count + more > MostLines) lines.Add(texts.Count("platform.sending-more", said.Count + more - Math.Min(said.Count, MostLines)));
        if (unsaid > 0) lines.Add(texts.Count("platform.sending-unsaid", unsaid));
        return new(texts.Count("platform.sending-subject", said.Count + unsaid + more), lines, site is null ? null : $"{site}/notices");
    }

    /// <summary>Titles are people's words: no line of theirs may look like one of ours.</summary>
    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) is var line && line.Length > LongestLine ? PlainText.Cut(line, LongestLine - 1) + "…" : line;
}
