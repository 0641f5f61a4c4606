using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>The list of attachments that closes a text (附件：1.… 2.…), and whether each of them follows in the document.</summary>
static partial class AttachmentList
{
    /// <summary>Takes the list's lines out of the paragraphs. Marker lines (附件1) stay: they divide the document.</summary>
    public static List<DraftAttachment> Take(List<Passage> paragraphs)
    {
        var attachments = new List<DraftAttachment>();
        for (var i = 0; i < paragraphs.Count; i++)
        {
            if (Opening.Match(paragraphs[i].Folded) is not { Success: true } opening) continue;
            var first = i;
            Add(paragraphs[i].Slice(opening.Length));
            i++;
            while (i < paragraphs.Count && Item.IsMatch(paragraphs[i].Folded) && paragraphs[i].Length < 80 && !paragraphs[i].Folded.Contains('。')) Add(paragraphs[i++]);
            paragraphs.RemoveRange(first, i - first);
            i = first - 1;
        }
        if (attachments.Count == 0) return attachments;

        var lines = paragraphs.Where(p => p.Length < 100).Select(p => Folding.Squeeze(p.Text)).ToHashSet();
        var pairs = paragraphs.Zip(paragraphs.Skip(1)).Where(p => p.First.Length < 60 && p.Second.Length < 60).Select(p => Folding.Squeeze(p.First.Text + p.Second.Text)).ToHashSet();
        return [.. attachments.Select(a => a with { Present = lines.Contains(Folding.Squeeze(a.Title)) || pairs.Contains(Folding.Squeeze(a.Title)) })];

        void Add(Passage line)
        {
            line = line.Trim();
            if (line.IsEmpty || attachments.Count > 100) return;
            var item = Item.Match(line.Folded);
            attachments.Add(item.Success ? new(item.Groups["no"].Value, line.Slice(item.Length).Trim().Text.TrimEnd('。', '；'), false) : new(null, line.Text.TrimEnd('。'), false));
        }
    }

    /// <summary>A line that opens an attachment: 附件, 附件1, 附件1-2：</summary>
    public static bool IsMarker(string folded) => folded.Length < 12 && Marker.IsMatch(folded.Trim());

    [GeneratedRegex(@"^附 ?件 ?：")]
    static partial Regex Opening { get; }

    [GeneratedRegex(@"^ *(?:附件 ?)?(?<no>\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十])[.、：] ?")]
    static partial Regex Item { get; }

    [GeneratedRegex(@"^附 ?件 ?(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十])?：?$")]
    static partial Regex Marker { get; }
}
