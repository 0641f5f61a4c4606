using Microsoft.AspNetCore.Identity;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.People;

/// <summary>A password to hand over: shown once, kept nowhere.</summary>
public sealed record Handed(string Account, string Password);

/// <summary>Adds a person with an account and a first post; the first password is handed over and changed at the first sign-in.</summary>
sealed class AddPerson(PeopleData data, GivePost give, SecondPerson second, UserManager<Person> people, TimeProvider time)
{
    const int LongestName = 80;

    public async Task<Result<Handed>> Run(AddPersonForm form, CancellationToken ct) => data.MayAct ? await data.InTurn(async () =>
    {
        var problems = new List<Problem>();
        var (name, account) = (PlainText.OneLine(form.Name), form.Account?.Trim() ?? "");
        if (name.Length is 0 or > LongestName) problems.Add(new("platform.people.name-missing", nameof(form.Name)));
        else if (PlainText.HasUnseen(name)) problems.Add(new("platform.people.name-unfit", nameof(form.Name)));
        if (!IsAccount(account)) problems.Add(new("platform.people.account-form", nameof(form.Account)));
        else if (await people.FindByNameAsync(account) is not null) problems.Add(new("platform.people.account-taken", nameof(form.Account)));
        var asked = await give.Asked(form, problems, ct);
        if (problems.Count > 0 || asked is not { } post) return new Result<Handed>(default, problems);

        var person = new Person { Id = Guid.CreateVersion7(time.GetUtcNow()), UserName = account, DisplayName = name, MustChangePassword = true };
        var password = FirstPassword.New();
        var made = await people.CreateAsync(person, password);
        if (!made.Succeeded) return new Problem("platform.people.account-form", nameof(form.Account));
        var handed = new Handed(account, password);
        if (second.Needed(post.Post.Role)) return await give.Ask(handed, form, post.Post.Role, person.Id, ct);
        await give.Write(person.Id, post.Post, post.From, post.Until, ct);
        return handed;
    }, ct) : GivePost.NotYours;

    /// <summary>Letters, digits, dot, hyphen and underscore of ASCII: an account name is typed on every keyboard.</summary>
    static bool IsAccount(string account) => account.Length is >= 2 and <= 40 && account.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
