namespace OneMetre.Platform.Results;

/// <summary>The signal light of a piece of work: on plan, due soon or lagging, late, very late, or nothing known.</summary>
public enum Light { Green, Yellow, Orange, Red, Grey }
