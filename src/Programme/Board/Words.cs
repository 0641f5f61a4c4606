using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Board;

/// <summary>The codes of the words for states, roles and kinds of news, and the short way of writing a goal.</summary>
static class Words
{
    public static string Code<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static string Of(TaskState state) => $"programme.state-{Code(state)}";
    public static string Of(UnitRole role) => $"programme.role-{Code(role)}";
    public static string Of(NoteKind kind) => $"programme.note-{Code(kind)}";

    /// <summary>The reason behind the light is the closer word: 临期 or 滞后 rather than 临期/滞后.</summary>
    public static string Of(Texts texts, Light light, string? reason) => reason is not null && texts.Has(reason) ? texts[reason] : texts[light];

    /// <summary>≥ 4.8 个; a bare goal needs no sign.</summary>
    public static string Goal(string? comparator, decimal value, string? unit) =>
        comparator switch { "<=" => "≤ ", "<" => "< ", ">" => "> ", _ => "" } + Figure.Text(value, unit);

    public static bool Reached(string? comparator, decimal goal, decimal now) =>
        comparator switch { "<=" => now <= goal, "<" => now < goal, ">" => now > goal, _ => now >= goal };

    public static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
