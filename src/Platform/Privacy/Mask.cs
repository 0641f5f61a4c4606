using System.Text;

namespace OneMetre.Platform.Privacy;

/// <summary>In what form a value is shown to those who may not see it clear (domain reference §8.2).</summary>
public enum Mask { Hidden, PersonName, IdNumber, Phone, Day }

/// <summary>The masks. Pure, and the only ones in the product.</summary>
public static class Masks
{
    // Compound surnames that are met; any other name shows its first character.
    static readonly HashSet<string> Compound = ["欧阳", "司马", "诸葛", "上官", "夏侯", "尉迟", "皇甫", "公孙", "慕容", "令狐", "长孙", "宇文", "司徒", "东方", "南宫", "端木", "百里", "呼延", "独孤"];

    /// <summary>张*, 欧阳*, 4401**********123X, 138****0000, 2018-**-**; anything else •••. Never the whole value, however short it is.</summary>
    public static string Of(Mask mask, string clear)
    {
        var runes = clear.EnumerateRunes().ToArray();
        return mask switch
        {
            Mask.PersonName => runes.Length < 2 ? "*" : runes.Length > 2 && Compound.Contains(Text(runes[..2])) ? Text(runes[..2]) + "*" : Text(runes[..1]) + "*",
            Mask.IdNumber => Middle(runes, 4, 4),
            Mask.Phone => Middle(runes, 3, 4),
            Mask.Day when clear is [_, _, _, _, '-', _, _, '-', _, _] => clear[..4] + "-**-**",
            _ => "•••",
        };
    }

    // Shown at both ends only while at least as much again is hidden.
    static string Middle(Rune[] runes, int first, int last)
    {
        var hidden = runes.Length - first - last;
        return hidden >= 4 ? Text(runes[..first]) + new string('*', hidden) + Text(runes[^last..]) : new string('*', Math.Max(runes.Length, 3));
    }

    static string Text(IEnumerable<Rune> runes) => string.Concat(runes.Select(r => r.ToString()));
}
