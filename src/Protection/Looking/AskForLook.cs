using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Looking;

/// <summary>Somebody who sees a child masked asks to see it clear. Whoever sees no row cannot ask: that the child exists would be told by the answer.</summary>
sealed class AskForLook(ProtectionData data, Disclosures disclosures)
{
    /// <summary>Label is the child as the asker sees it now: masked.</summary>
    public async Task<Result<Disclosure>> Run(Guid child, string label, string region, DisclosureForm form, CancellationToken ct) =>
        data.Sight == Sight.Masked && await data.Children.AnyAsync(c => c.Id == child, ct)
            ? await disclosures.Ask(Child.Kind, child, region, label, form, ct)
            : KeepRules.NotYours;
}
