namespace OneMetre.Platform.Results;

/// <summary>How a task, target or indicator stands: on course, near its day or behind its path, late, very late, or without data.</summary>
public enum Light { Green, Yellow, Orange, Red, Grey }
