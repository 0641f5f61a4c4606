namespace OneMetre.Platform.Ui;

/// <summary>A page that other sites may show inside theirs: public, read-only, and the same for everybody.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayBeFramedAttribute : Attribute;
