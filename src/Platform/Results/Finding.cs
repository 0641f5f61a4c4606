using OneMetre.Platform.Documents;

namespace OneMetre.Platform.Results;

/// <summary>How much a finding weighs: an error stops what would follow, a warning asks a person to look, a note only tells.</summary>
public enum Severity { Note, Warning, Error }

/// <summary>
/// Something noticed in a document or file from outside. Readers collect all of them and never throw.
/// Code is a resource key (both languages have its text); Args fill that text; Where leads back into the source, null when the whole file is meant.
/// </summary>
public sealed record Finding(string Code, Severity Severity, Place? Where = null, params string[] Args);
