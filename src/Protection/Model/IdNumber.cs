namespace OneMetre.Protection.Model;

/// <summary>The resident identity number (GB 11643-1999): 6 digits area, 8 birth day, 3 serial, 1 check by ISO 7064 mod 11-2.</summary>
static class IdNumber
{
    static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const string Checks = "10X98765432";

    /// <summary>The birth day and sex that a valid number states; null when it is none. Letters and spaces must be folded before.</summary>
    public static (DateOnly BirthDay, Sex Sex)? Read(string number)
    {
        if (number.Length != 18 || !number[..17].All(char.IsAsciiDigit)) return null;
        if (Checks[Weights.Select((w, i) => w * (number[i] - '0')).Sum() % 11] != number[17]) return null;
        return DateOnly.TryParseExact(number[6..14], "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day)
            ? (day, (number[16] - '0') % 2 == 1 ? Sex.Boy : Sex.Girl)
            : null;
    }
}

/// <summary>Ages in years, by days of the calendar in China. The law counts a birthday as reached on the day after it for criminal rules only; services count the day itself.</summary>
static class Age
{
    /// <summary>Full years on a day. Born on 29 February, a child has its birthday on 1 March in other years.</summary>
    public static int On(DateOnly day, DateOnly birth) =>
        day.Year - birth.Year - (day.Month < birth.Month || (day.Month == birth.Month && day.Day < birth.Day) ? 1 : 0);
}
