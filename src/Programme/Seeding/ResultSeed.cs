using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Linking;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes expected results as they stand, each with what proves it.</summary>
sealed class ResultSeed(RegistersData registers, ProductLinks links, CurrentUser user, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedResult> all, CancellationToken ct)
    {
        var today = time.Today();
        var units = await registers.Units.AsNoTracking().ToDictionaryAsync(u => u.Name, u => (u.Id, u.ShortName), ct);
        var choices = await links.Choices(Enum.GetValues<LinkKind>(), ct);
        foreach (var seed in all)
        {
            var (unit, state, due) = (units[seed.Unit], Named.Of<ResultState>(seed.State)!.Value, today.AddDays(seed.DueInDays));
            var result = new ExpectedResult { Id = registers.NewId(), Name = seed.Name, Content = seed.Content, Form = Named.Of<ResultForm>(seed.Form)!.Value, Quantity = seed.Quantity, CountUnit = seed.CountUnit, UnitId = unit.Id, DueOn = due, State = state, Reason = seed.Reason };
            if (state is ResultState.Said or ResultState.Reached)
            {
                var proof = choices.FirstOrDefault(c => c.Kind.ToString() == seed.ProofKind && c.Name.Contains(seed.ProofWords!, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"{seed.Name}: {seed.ProofWords}");
                (result.LinkKind, result.LinkId) = (proof.Kind, proof.Id);
                (result.Said, result.SaidName, result.SaidOn) = (seed.Said, $"{unit.ShortName} 联络员", due < today ? due : today.AddDays(-5));
                if (state == ResultState.Reached) (result.ConfirmedName, result.ConfirmedOn) = ($"{user.UnitName} 办公室", result.SaidOn!.Value.AddDays(3));
            }
            registers.Add(result);
        }
        if (!await registers.SaveUnlessTaken(ct)) throw new InvalidOperationException("An expected result stands there twice.");
    }
}
