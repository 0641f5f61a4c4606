using OneMetre.Platform.Results;

namespace OneMetre.Platform.Ui;

/// <summary>A value to choose and what it is called.</summary>
public sealed record Choice(string Value, string Name);

/// <summary>One part of a whole. Painted in the colour of its light, or of Hue (teal, sky, sun, coral, pale) when it is no state.</summary>
public sealed record Share(string Word, decimal Amount, Light? Light = null, string Hue = "teal");

/// <summary>Something a person owes: Do is the word on the button. When replaces the words counted from Due, for clocks that count working days.</summary>
public sealed record DueItem(string Title, string Href, string Do, Light Light, DateOnly? Due, string? Note = null, string? When = null);

/// <summary>One thing that happened, newest first in a timeline. Who is empty for the system itself.</summary>
public sealed record TimelineEvent(string What, DateTimeOffset When, string? Who = null, string Icon = "history", Light? Light = null, string? Note = null);

/// <summary>A step towards a task's end. Light colours a step that is not done yet.</summary>
public sealed record MilestoneStep(string Name, DateOnly? Due, bool Done = false, Light Light = Light.Grey, string? Note = null);

/// <summary>A marked range of a clause. Kind: null (what this task rests on), "unit", "number" or "question".</summary>
public sealed record ClauseMark(int Start, int Length, string? Kind = null);

/// <summary>One period of a series. A period without an accepted value is a gap, never a joined line.</summary>
public sealed record SeriesPoint(string Period, decimal? Actual, decimal? Path = null);
