using System.Data.Common;

namespace OneMetre.Platform.Data;

/// <summary>Tells trouble with the database from faults of ours. Entity Framework hides what a server said in a failure of its own.</summary>
public static class DatabaseTrouble
{
    /// <summary>Whether the database, or the way to it, was what failed, however deep inside: work that nobody waits for is tried again then, and its process lives on.</summary>
    public static bool Is(Exception? problem) => problem is not null && (problem is DbException or TimeoutException || Is(problem.InnerException));
}
