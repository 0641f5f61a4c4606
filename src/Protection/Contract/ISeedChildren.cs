namespace OneMetre.Protection.Contract;

/// <summary>An invented child for a demo city. DaysSinceVerified counts back from today.</summary>
public sealed record SeededChild(string Name, DateOnly BirthDay, bool Girl, string Village, string Address, IReadOnlyList<string> Groups, string Guardian, string Phone, bool Grandparent, int DaysSinceVerified);

/// <summary>Fills the register of a demo city. Groups by their names in the glossary (LeftBehind …).</summary>
public interface ISeedChildren
{
    Task Run(IReadOnlyList<SeededChild> children, CancellationToken ct);
}
