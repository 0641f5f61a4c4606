using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;

namespace OneMetre.Programme.Training;

/// <summary>What an address asks of the directory. Empty: units without a contact; Untrained: those with somebody who was not trained since taking the post.</summary>
sealed record ContactFilter(string? Words = null, Guid? Unit = null, bool Empty = false, bool Untrained = false)
{
    const int LongestWords = 60;

    public static ContactFilter From(IQueryCollection query) => new(query["q"].ToString().Trim() is { Length: > 0 } words ? PlainText.Cut(words, LongestWords) : null, Here.Id(query["unit"]), query["gap"] == "none", query["gap"] == "untrained");
}

sealed record UnitContacts(Guid Id, string Name, IReadOnlyList<Contact> Contacts);

/// <summary>Empty and Untrained: how many units have nobody, how many contacts were not trained, among all that the user may know.</summary>
sealed record ContactsView(IReadOnlyList<UnitContacts> Lines, int Total, int Empty, int Untrained, IReadOnlyList<(Guid Id, string Name)> Units);

/// <summary>Reads whom one can call in each unit of the programme; units without anybody come first.</summary>
sealed class ReadContacts(TrainingData training)
{
    public const int PageSize = 30;
    const int AtOnce = 200;

    public async Task<ContactsView> Run(ContactFilter filter, int page, CancellationToken ct)
    {
        var (shown, all, contacts) = (Of(filter), training.Partners, training.Contacts);
        var units = await all.AsNoTracking().OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).Take(600).ToListAsync(ct);
        return new(await Lines(Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize), filter, ct), await shown.CountAsync(ct), await all.CountAsync(u => !contacts.Any(c => c.Unit == u.Id), ct),
            await contacts.CountAsync(c => c.Known && c.TrainedOn == null && all.Any(u => u.Id == c.Unit), ct), [.. units.Select(u => (u.Id, u.ShortName))]);
    }

    public async IAsyncEnumerable<UnitContacts> All(ContactFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Lines(Sorted(Of(filter)).Skip(page * AtOnce).Take(AtOnce), filter, ct);
            foreach (var line in some) yield return line;
            if (some.Count < AtOnce) yield break;
        }
    }

    IQueryable<Unit> Of(ContactFilter filter)
    {
        var (shown, contacts) = (training.Partners.AsNoTracking(), training.Contacts);
        if (filter.Unit is { } unit) shown = shown.Where(u => u.Id == unit);
        if (filter.Empty) shown = shown.Where(u => !contacts.Any(c => c.Unit == u.Id));
        if (filter.Untrained) shown = shown.Where(u => contacts.Any(c => c.Unit == u.Id && c.Known && c.TrainedOn == null));
        if (filter.Words is { } words) shown = shown.Where(u => u.Name.Contains(words) || u.ShortName.Contains(words) || training.Aliases.Any(a => a.UnitId == u.Id && a.Name.Contains(words)) || contacts.Any(c => c.Unit == u.Id && (c.Name.Contains(words) || c.Title.Contains(words))));
        return shown;
    }

    IQueryable<Unit> Sorted(IQueryable<Unit> some)
    {
        var contacts = training.Contacts;
        return some.OrderBy(u => contacts.Any(c => c.Unit == u.Id)).ThenBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).ThenBy(u => u.Id);
    }

    async Task<IReadOnlyList<UnitContacts>> Lines(IQueryable<Unit> some, ContactFilter filter, CancellationToken ct)
    {
        var units = await some.Select(u => new { u.Id, u.Name }).ToListAsync(ct);
        var ids = units.ConvertAll(u => u.Id);
        var contacts = (await training.Contacts.Where(c => ids.Contains(c.Unit) && (!filter.Untrained || (c.Known && c.TrainedOn == null))).ToListAsync(ct)).OrderBy(c => c.Role).ThenBy(c => c.From).ThenBy(c => c.Person).ToLookup(c => c.Unit);
        return [.. units.Select(u => new UnitContacts(u.Id, u.Name, [.. contacts[u.Id]]))];
    }
}
