using System.Globalization;
using System.Text;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Registering;

/// <summary>What the form of a child's file sends, as typed.</summary>
sealed class ChildForm
{
    public string? Name { get; set; }
    public string? IdKind { get; set; }
    public string? IdNumber { get; set; }
    public string? BirthDay { get; set; }
    public string? Sex { get; set; }
    public string? Village { get; set; }
    public string? School { get; set; }
    public string? Address { get; set; }
    /// <summary>Null when the form was bent.</summary>
    public List<string>? Groups { get; set; } = [];
    public string? GuardianName { get; set; }
    public string? GuardianPhone { get; set; }
    public string? Kinship { get; set; }

    /// <summary>The version of the file that the form was filled from.</summary>
    public int Version { get; set; }

    /// <summary>"confirm" says that nothing has changed.</summary>
    public string? Do { get; set; }
}

/// <summary>A form that was understood.</summary>
sealed record ChildFacts(string Name, IdKind IdKind, string? IdNumber, DateOnly BirthDay, Sex Sex, string Village, Guid? School, string? Address, IReadOnlyList<ChildGroup> Groups, string? GuardianName, string? GuardianPhone, Kinship Kinship);

/// <summary>
/// Reads the form. Pure: the same form on the same day gives the same answer. A valid resident number states birth day and sex, so that neither need be typed, and neither may
/// contradict it.
/// </summary>
static class ChildRules
{
    public static Result<ChildFacts> Read(ChildForm form, string regionPrefix, DateOnly today, bool registering = true)
    {
        var problems = new List<Problem>();
        var name = Line(form.Name);
        if (name.Length is 0 or > Child.LongestName || name.Any(char.IsControl)) problems.Add(new("protection.no-name", nameof(form.Name), Child.LongestName));

        var kind = Enum.TryParse<IdKind>(form.IdKind, out var k) && Enum.IsDefined(k) ? k : IdKind.None;
        var number = Line(form.IdNumber).Normalize(NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var stated = kind == IdKind.ResidentId ? IdNumber.Read(number) : null;
        if (kind == IdKind.ResidentId && stated is null) problems.Add(new("protection.bad-number", nameof(form.IdNumber)));
        else if (kind is not IdKind.None and not IdKind.ResidentId && (number.Length is < 5 or > 30 || !number.All(char.IsAsciiLetterOrDigit))) problems.Add(new("protection.bad-paper", nameof(form.IdNumber)));
        else if (kind == IdKind.None && number.Length > 0) problems.Add(new("protection.no-paper-kind", nameof(form.IdKind)));

        DateOnly? typed = DateOnly.TryParseExact(form.BirthDay?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        var birth = typed ?? stated?.BirthDay;
        if (birth is null || (typed is null && !string.IsNullOrWhiteSpace(form.BirthDay))) problems.Add(new("protection.no-birthday", nameof(form.BirthDay)));
        else if (stated is { BirthDay: var printed } && printed != birth) problems.Add(new("protection.birthday-differs", nameof(form.BirthDay), printed));
        else if (birth > today || Age.On(today, birth.Value) >= 18) problems.Add(new("protection.not-a-child", nameof(form.BirthDay)));

        var sex = Enum.TryParse<Sex>(form.Sex, out var s) && Enum.IsDefined(s) ? s : stated?.Sex ?? Sex.Unknown;
        if (stated is { Sex: var own } && sex != own && sex != Sex.Unknown) problems.Add(new("protection.sex-differs", nameof(form.Sex)));

        var village = form.Village?.Trim() ?? "";
        if (!RegionCode.IsValid(village) || RegionCode.Level(village) != RegionLevel.Village || !village.StartsWith(regionPrefix, StringComparison.Ordinal)) problems.Add(new("protection.no-village", nameof(form.Village)));

        Guid? school = Guid.TryParse(form.School, CultureInfo.InvariantCulture, out var unit) ? unit : null;
        if (school is null && !string.IsNullOrWhiteSpace(form.School)) problems.Add(new("protection.no-school", nameof(form.School)));

        var address = Line(form.Address);
        if (address.Length > Child.LongestAddress) problems.Add(new("protection.address-long", nameof(form.Address), Child.LongestAddress));

        var groups = (form.Groups ?? []).Select(g => Enum.TryParse<ChildGroup>(g, out var group) && Enum.IsDefined(group) ? group : (ChildGroup?)null).OfType<ChildGroup>().Distinct().Order().ToList();
        if (groups.Count == 0 && registering) problems.Add(new("protection.no-group", nameof(form.Groups)));
        else if (birth is { } b && groups.Where(g => Age.On(today, b) >= GroupAges.EndsAt(g)).ToList() is { Count: > 0 } grown) problems.Add(new("protection.group-ended", nameof(form.Groups), GroupAges.EndsAt(grown[0])));
        if (groups.Contains(ChildGroup.Orphan) && groups.Contains(ChildGroup.DeFactoUnattended)) problems.Add(new("protection.orphan-or-unattended", nameof(form.Groups)));

        var guardian = Line(form.GuardianName);
        var phone = Line(form.GuardianPhone).Normalize(NormalizationForm.FormKC);
        if (guardian.Length > Child.LongestName) problems.Add(new("protection.no-name", nameof(form.GuardianName), Child.LongestName));
        if (phone.Length > 0 && (phone.Length > Guardian.LongestPhone || phone.Count(char.IsAsciiDigit) < 5 || phone.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or '-' or ' ' or '(' or ')')))) problems.Add(new("protection.bad-phone", nameof(form.GuardianPhone)));
        if (guardian.Length == 0 && phone.Length > 0) problems.Add(new("protection.phone-without-guardian", nameof(form.GuardianName)));
        var kinship = Enum.TryParse<Kinship>(form.Kinship, out var kin) && Enum.IsDefined(kin) ? kin : Kinship.Relative;

        return problems.Count > 0
            ? new Result<ChildFacts>(null, problems)
            : new ChildFacts(name, kind, number.Length > 0 ? number : null, birth!.Value, sex == Sex.Unknown ? stated?.Sex ?? sex : sex, village, school, address.Length > 0 ? address : null, groups,
                guardian.Length > 0 ? guardian : null, phone.Length > 0 ? phone : null, kinship);
    }

    // No length in characters is cut and no rare character refused: names are whatever the paper says.
    static string Line(string? text) => (text ?? "").Trim().Normalize();
}
