namespace OneMetre.Platform.Results;

/// <summary>Numbers as Chinese documents write them: 十二, 两百零五, 三千, 一万二, 二〇二五, 九十点五.</summary>
public static class ChineseNumerals
{
    public const string Characters = "零〇○一二两三四五六七八九十百千万亿";

    public static int DigitOf(char c) => c switch
    {
        '零' or '〇' or '○' or 'O' or '０' => 0,
        '一' or '壹' => 1,
        '二' or '两' or '贰' => 2,
        '三' or '叁' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => -1,
    };

    /// <summary>The number, or null when the characters are none. Reads Arabic digits too, so that callers need not care.</summary>
    public static decimal? Read(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > 24) return null;
        if (char.IsAsciiDigit(text[0]))
            return decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint | System.Globalization.NumberStyles.AllowThousands,
                System.Globalization.CultureInfo.InvariantCulture, out var plain) ? plain : null;

        var point = text.IndexOf('点');
        if (point > 0)
        {
            if (Whole(text[..point]) is not { } before || point + 1 >= text.Length) return null;
            decimal fraction = 0, place = 1;
            foreach (var c in text[(point + 1)..])
            {
                if (DigitOf(c) is not (>= 0 and var digit)) return null;
                fraction += digit * (place /= 10);
            }
            return before + fraction;
        }
        return Whole(text);
    }

    public static int? ReadInt(ReadOnlySpan<char> text) => Read(text) is { } number and >= 0 and < 100_000_000 && number == Math.Truncate(number) ? (int)number : null;

    public static string Write(int number)
    {
        if (number is < 0 or > 99_999_999) throw new ArgumentOutOfRangeException(nameof(number));
        if (number == 0) return "零";
        if (number >= 10_000)
        {
            var rest = number % 10_000;
            return Below(number / 10_000) + "万" + (rest == 0 ? "" : (rest < 1000 ? "零" : "") + Below(rest, leading: false));
        }
        return Below(number);

        static string Below(int value, bool leading = true)
        {
            var written = "";
            var gap = false;
            foreach (var (unit, name) in ((int, string)[])[(1000, "千"), (100, "百"), (10, "十"), (1, "")])
            {
                var digit = value / unit % 10;
                if (digit == 0) { gap = written.Length > 0; continue; }
                if (gap) written += "零";
                gap = false;
                written += (unit == 10 && digit == 1 && written.Length == 0 && leading ? "" : "零一二三四五六七八九"[digit].ToString()) + name;
            }
            return written;
        }
    }

    static decimal? Whole(ReadOnlySpan<char> text)
    {
        // Digits side by side with no unit are a year or a code: 二〇二五.
        var positional = text.Length > 1;
        foreach (var c in text)
            if (DigitOf(c) < 0) { positional = false; break; }
        if (positional)
        {
            decimal year = 0;
            foreach (var c in text) year = year * 10 + DigitOf(c);
            return year;
        }

        decimal total = 0, section = 0, digit = 0, lastUnit = 1;
        var open = false; // a digit waits for its unit
        foreach (var c in text)
        {
            switch (c)
            {
                case '十' or '百' or '千':
                    var unit = c switch { '十' => 10, '百' => 100, _ => 1000 };
                    section += (open ? digit : 1) * unit;
                    (digit, open, lastUnit) = (0, false, unit);
                    break;
                case '万' or '亿':
                    var big = c == '万' ? 10_000m : 100_000_000m;
                    if (section + digit == 0) return null;
                    total = (total + section + digit) * big;
                    (section, digit, open, lastUnit) = (0, 0, false, big);
                    break;
                default:
                    if (DigitOf(c) is not (>= 0 and var value) || open && digit != 0) return null;
                    if (value == 0) lastUnit = 1;
                    (digit, open) = (value, value != 0);
                    break;
            }
        }
        // 一万二 means 12,000 and 三百五 means 350.
        if (open && lastUnit >= 100) digit *= lastUnit / 10;
        return total + section + digit;
    }
}
