using System.Text;
using System.Text.RegularExpressions;

namespace OneMetre.Platform.Results;

/// <summary>Signs in a text that it names somebody: an identity number or a mobile telephone, also with the country's code, with blanks or dashes between the digits, or in full-width digits. For texts that the public reads.</summary>
public static partial class PersonalMarks
{
    public static bool In(string text) => Marks().IsMatch(text.Normalize(NormalizationForm.FormKC));

    // Behind the code of the country (+86, 0086) a number begins as behind no digit at all.
    [GeneratedRegex(@"(?<![0-9])(?:[1-9][0-9]{5}[ \-]?(?:19|20)[0-9]{2}[ \-]?[0-9]{4}[ \-]?[0-9]{3}[0-9Xx]|(?:(?:00)?86[ \-]?)?1[3-9][0-9][ \-]?[0-9]{4}[ \-]?[0-9]{4})(?![0-9])", RegexOptions.None, 200)]
    private static partial Regex Marks();
}
