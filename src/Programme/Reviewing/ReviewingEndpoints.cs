using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>The single steps of a review, each an ordinary form: confirm, take out, split, join, settle, match, put into force. Every answer leads back to the page.</summary>
static class ReviewingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var review = routes.MapGroup("/plans/import/{id:guid}").RequireAuthorization("programme.office");
        review.MapPost("/entries/{entry:guid}/drop", (Guid id, Guid entry, [FromForm] int version, MarkEntry mark, CancellationToken ct) => Marked(id, entry, version, EntryState.Dropped, mark, ct));
        review.MapPost("/entries/{entry:guid}/restore", (Guid id, Guid entry, [FromForm] int version, MarkEntry mark, CancellationToken ct) => Marked(id, entry, version, EntryState.Open, mark, ct));
        review.MapPost("/entries/{entry:guid}/reopen", (Guid id, Guid entry, [FromForm] int version, MarkEntry mark, CancellationToken ct) => Marked(id, entry, version, EntryState.Open, mark, ct));
        review.MapPost("/entries/{entry:guid}/split", Split);
        review.MapPost("/entries/{entry:guid}/merge", Merge);
        review.MapPost("/entries/{entry:guid}/add", Add);
        review.MapPost("/confirm-sure", Confirm);
        review.MapPost("/findings/{finding:guid}/settle", (Guid id, Guid finding, [FromForm] Guid? entry, SettleFinding settle, CancellationToken ct) => Settled(id, finding, entry, true, settle, ct));
        review.MapPost("/findings/{finding:guid}/reopen", (Guid id, Guid finding, [FromForm] Guid? entry, SettleFinding settle, CancellationToken ct) => Settled(id, finding, entry, false, settle, ct));
        review.MapPost("/units/{match:guid}", Match);
        review.MapPost("/units", MatchAll);
        review.MapPost("/apply", Apply);
    }

    static async Task<IResult> Marked(Guid id, Guid entry, int version, EntryState state, MarkEntry mark, CancellationToken ct) =>
        To(id, entry, await mark.Run(id, entry, version, state, ct), state == EntryState.Dropped ? "dropped" : "reopened");

    static async Task<IResult> Split(Guid id, Guid entry, [FromForm] int version, [FromForm] int? at, SplitEntry split, CancellationToken ct) =>
        To(id, entry, await split.Run(id, entry, version, at ?? 0, ct), "split");

    static async Task<IResult> Merge(Guid id, Guid entry, [FromForm] int version, MergeEntry merge, CancellationToken ct) =>
        To(id, entry, await merge.Run(id, entry, version, ct), "merged");

    static async Task<IResult> Add(Guid id, Guid entry, [FromForm] int version, AddTask add, CancellationToken ct)
    {
        var added = await add.Run(id, entry, ct);
        return To(id, added.Ok ? added.Value : entry, added, "added");
    }

    static async Task<IResult> Confirm(Guid id, [FromForm] string? kind, ConfirmSure confirm, CancellationToken ct) =>
        To(id, null, await confirm.Run(id, Enum.TryParse<EntryKind>(kind, out var of) ? of : null, ct), "batch");

    static async Task<IResult> Settled(Guid id, Guid finding, Guid? entry, bool settled, SettleFinding settle, CancellationToken ct) =>
        To(id, entry, await settle.Run(id, finding, settled, ct), settled ? "settled" : "unsettled", "findings");

    static async Task<IResult> Match(Guid id, Guid match, [FromForm] int version, [FromForm] string? choice, [FromForm] string? other, [FromForm] string? alias, [FromForm] Guid? entry, MatchUnit matching, CancellationToken ct) =>
        To(id, entry, await matching.Run(id, match, version, choice == "other" ? other : choice, alias is not null, ct), "matched");

    /// <summary>A line of the form for each name: version.ID, choice.ID, fresh.ID for the new one it may become, alias.ID, also.ID for a shorter name of the same body. do: chosen leaves out lines without a choice, rest makes them new.</summary>
    static async Task<IResult> MatchAll(Guid id, [FromForm] IFormCollection form, MatchUnit matching, CancellationToken ct)
    {
        var rest = form["do"] == "rest";
        var decisions = new List<NameDecision>();
        foreach (var (key, seen) in form.Where(f => f.Key.StartsWith("version.", StringComparison.Ordinal)))
        {
            if (!Guid.TryParse(key["version.".Length..], out var match) || !int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) continue;
            var choice = form[$"choice.{match}"].ToString();
            if (choice.Length == 0 && rest) choice = form[$"fresh.{match}"].ToString();
            if (choice.Length == 0) continue;
            decisions.Add(new(match, version, choice, form.ContainsKey($"alias.{match}")));
            foreach (var other in form[$"also.{match}"])
                if (other?.Split(':') is [var name, var at] && Guid.TryParse(name, out var also) && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var then)) decisions.Add(new(also, then, $"same:{match}", false));
        }
        var result = await matching.Run(id, decisions, ct);
        return To(id, null, result, result.Value switch { null or { Settled: 0 } => "matched-none", { Passed.Count: > 0 } => "matched-some", _ => "matched-all" });
    }

    /// <summary>Into force, or back to the page with everything that still stands in the way.</summary>
    static async Task<IResult> Apply(Guid id, [FromForm] string? back, ApplyPlan apply, CancellationToken ct)
    {
        var applied = await apply.Run(id, ct);
        return TypedResults.LocalRedirect(applied.Ok ? $"/plans/import/{id}{(applied.Value!.Already ? "?already=1" : "")}" : $"/plans/import/{id}/review?check=1#check");
    }

    /// <summary>Back to the entry; "said" names the sentence that tells how it went.</summary>
    static RedirectHttpResult To<T>(Guid id, Guid? entry, Result<T> result, string done, string place = "understood")
    {
        var said = result.Ok ? done : result.Problems[0].Code switch
        {
            "programme.entry-changed" or "programme.match-changed" => "changed",
            "programme.entry-gone" => "gone",
            "programme.entry-no-next" => "no-next",
            "programme.entry-split-place" => "split-place",
            "programme.match-no-choice" => "no-choice",
            "programme.import-closed" => "closed",
            _ => "refused",
        };
        var query = entry is { } at ? $"entry={at}&said={said}" : $"said={said}";
        return TypedResults.LocalRedirect($"/plans/import/{id}/review?{query}#{place}");
    }
}
