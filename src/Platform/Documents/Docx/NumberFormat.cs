using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>Writes a list number the way Word prints it. Names of formats: ISO/IEC 29500-1, 17.18.59 ST_NumberFormat.</summary>
static class NumberFormat
{
    const string Digits = "零一二三四五六七八九";
    const string LegalDigits = "零壹贰叁肆伍陆柒捌玖";

    public static string Write(string format, int n) => format switch
    {
        "none" => "",
        "bullet" => "•",
        "chineseCounting" or "chineseCountingThousand" or "japaneseCounting" or "taiwaneseCounting" or "taiwaneseCountingThousand" or "ideographDigital"
            or "japaneseDigitalTenThousand" or "taiwaneseDigital" or "koreanDigital2" => Counting(n, Digits, "十百千万", dropLeadingOne: true),
        "chineseLegalSimplified" or "ideographLegalTraditional" or "japaneseLegal" => Counting(n, LegalDigits, "拾佰仟万", dropLeadingOne: false),
        "ideographTraditional" => Cyclic(n, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => Cyclic(n, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" or "decimalEnclosedCircleChinese" => Circled(n),
        "decimalEnclosedFullstop" when n is >= 1 and <= 20 => Char(0x2488 + n - 1),
        "decimalEnclosedParen" when n is >= 1 and <= 20 => Char(0x2474 + n - 1),
        "ideographEnclosedCircle" when n is >= 1 and <= 10 => Char(0x3280 + n - 1),
        "decimalFullWidth" or "decimalFullWidth2" => FullWidth(Decimal(n)),
        "decimalZero" => n.ToString("00", CultureInfo.InvariantCulture),
        "upperLetter" => Letters(n, 'A'),
        "lowerLetter" => Letters(n, 'a'),
        "upperRoman" => Roman(n),
        "lowerRoman" => Roman(n).ToLowerInvariant(),
        _ => Decimal(n),
    };

    static string Decimal(int n) => n.ToString(CultureInfo.InvariantCulture);
    static string Char(int code) => ((char)code).ToString();
    static string Cyclic(int n, string of) => n < 1 ? Decimal(n) : of[(n - 1) % of.Length].ToString();
    static string FullWidth(string digits) => string.Concat(digits.Select(c => c is >= '0' and <= '9' ? (char)(c - '0' + '０') : c));

    static string Circled(int n) => n switch
    {
        0 => "⓪",
        >= 1 and <= 20 => Char(0x2460 + n - 1),
        >= 21 and <= 35 => Char(0x3251 + n - 21),
        >= 36 and <= 50 => Char(0x32B1 + n - 36),
        _ => Decimal(n),
    };

    /// <summary>A … Z, then AA, BB …: Word repeats the letter.</summary>
    static string Letters(int n, char first) => n is < 1 or > 780 ? Decimal(n) : new((char)(first + ((n - 1) % 26)), ((n - 1) / 26) + 1);

    static string Roman(int n)
    {
        if (n is < 1 or > 3999) return Decimal(n);
        var written = new StringBuilder();
        foreach (var (value, sign) in ((int, string)[])[(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")])
            for (; n >= value; n -= value) written.Append(sign);
        return written.ToString();
    }

    static string Counting(int n, string digits, string units, bool dropLeadingOne)
    {
        if (n is < 0 or > 99_999) return Decimal(n);
        if (n == 0) return digits[..1];
        var written = new StringBuilder();
        var zero = false;
        foreach (var (value, unit) in ((int, int)[])[(10_000, 3), (1000, 2), (100, 1), (10, 0), (1, -1)])
        {
            var digit = n / value;
            n %= value;
            if (digit == 0)
            {
                zero = written.Length > 0;
                continue;
            }
            if (zero) written.Append(digits[0]);
            zero = false;
            if (!(dropLeadingOne && digit == 1 && unit == 0 && written.Length == 0)) written.Append(digits[digit]);
            if (unit >= 0) written.Append(units[unit]);
        }
        return written.ToString();
    }
}
