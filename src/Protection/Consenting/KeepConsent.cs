using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Consenting;

/// <summary>A consent to write down, or one to withdraw.</summary>
sealed class ConsentForm
{
    public string? Scope { get; set; }
    public string? Guardian { get; set; }
    public string? Withdraw { get; set; }
}

/// <summary>Writes down what a guardian agreed to, in the version of the text in force, and takes it back as easily.</summary>
sealed class KeepConsent(ProtectionData data, TimeProvider time)
{
    /// <summary>The version of the consent text that guardians are shown; a new text is a new version, and old consents keep theirs.</summary>
    public const string TextVersion = "2026-11";

    static readonly Problem NotYours = new("protection.not-yours");

    public async Task<Result<Guid>> Run(Guid child, ConsentForm form, CancellationToken ct)
    {
        if (!data.MayKeep) return NotYours;
        var today = ChinaTime.Today(time);
        if (Guid.TryParse(form.Withdraw, CultureInfo.InvariantCulture, out var withdrawn))
        {
            if (await data.Consents.SingleOrDefaultAsync(c => c.Id == withdrawn && c.ChildId == child && c.WithdrawnOn == null, ct) is not { } given) return NotYours;
            given.WithdrawnOn = today;
            await data.Save(ct);
            return given.Id;
        }
        if (!Enum.TryParse<ConsentScope>(form.Scope, out var scope) || !Enum.IsDefined(scope) || !Guid.TryParse(form.Guardian, CultureInfo.InvariantCulture, out var guardian)
            || !await data.Guardians.AnyAsync(g => g.Id == guardian && g.ChildId == child, ct)) return NotYours;
        if (await data.Consents.AnyAsync(c => c.ChildId == child && c.GuardianId == guardian && c.Scope == scope && c.WithdrawnOn == null, ct)) return new Problem("protection.consent-already");
        var consent = new Consent { Id = data.NewId(), ChildId = child, GuardianId = guardian, Scope = scope, TextVersion = TextVersion, GivenOn = today };
        data.Add(consent);
        await data.Save(ct);
        return consent.Id;
    }
}
