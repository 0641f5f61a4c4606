using System.Text.Json.Serialization;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Importing;

/// <summary>What was understood of a plan document: a proposal that a person checks beside the source. Nothing here is in force.</summary>
sealed record PlanDraft(
    DraftHeader Header,
    IReadOnlyList<DraftTask> Tasks,
    IReadOnlyList<DraftTarget> DocumentTargets,
    IReadOnlyList<DraftIndicator> Indicators,
    IReadOnlyList<DraftProject> Projects,
    IReadOnlyList<DraftPolicy> Policies,
    DraftCounts Counts,
    IReadOnlyList<Finding> Findings);

/// <summary>The head of the document. DocNumber is normalised to 〔〕, DocNumberRaw as printed; Status is 'draft' for a 征求意见稿; Level is that of Region.</summary>
sealed record DraftHeader(
    string? Title, string? NoticeTitle, string? DocNumber, string? DocNumberRaw, string? Issuer, DateOnly? IssuedOn, string? Region,
    string? Status, int? StartYear, int? EndYear, DeclaredCounts? Declared, IReadOnlyList<string> CitedNumbers, IReadOnlyList<DraftAttachment> Attachments);

/// <summary>What the document says of itself: 实施42项行动, 13大行动45项任务.</summary>
sealed record DeclaredCounts(int? Domains, int? Actions, int? Tasks, string Text, Place? Where = null);
sealed record DraftAttachment(string? No, string Title, bool Present);
sealed record DraftCounts(int Domains, int Actions, int Tasks);

/// <summary>
/// The smallest numbered item that carries its own units. Label is as printed (行动17, （23）); Text is the body without label and without the unit clause.
/// Where covers the whole clause in the source. Confidence runs 0 to 1.
/// </summary>
sealed record DraftTask(
    string Label, string? DomainLabel, string? Domain, string? ActionLabel, string? Action, string? Title, string Text,
    IReadOnlyList<DraftUnit> Units, IReadOnlyList<DraftTarget> Targets, IReadOnlyList<DraftItem> Items,
    string? AttachmentText, IReadOnlyList<Place> Where, double Confidence)
{
    /// <summary>Label, with the labels above it put in front where numbers restart: unique in the plan.</summary>
    public string Id { get; init; } = Label;
}

/// <summary>A numbered point below a task, （1）（2）…, that has no units of its own.</summary>
sealed record DraftItem(string? Label, string Text, Place? Where = null);

enum UnitRole { Lead, Cooperating, Guiding, Territorial }

/// <summary>One unit as printed. RoleLabel keeps the source's role word (牵头单位, 责任部门 …); Collective: the phrase names a class (各级政府), not one body.</summary>
sealed record DraftUnit(string Name, UnitRole Role, string? RoleLabel, bool Collective, Place? Where = null, double Confidence = 1);

enum TargetKind { Quantified, Implied, Dated, Directional, Reporting }

/// <summary>
/// One checkable promise. Comparator is literal: &gt;=, &lt;=, &gt;, &lt;, =, exists, increase, decrease, report … (see the plan schema);
/// ValueMax closes a range; Period is per_year, per_half_year, per_quarter, per_month, per_week, per_day, per_term or null; Deadline is ISO yyyy-MM-dd, or --MM-dd for every year.
/// Soft: 力争, 争取, 鼓励.
/// </summary>
sealed record DraftTarget(
    string Text, string? Metric, string? Comparator, decimal? Value, decimal? ValueMax, string? Unit, string? Deadline, string? Period,
    TargetKind Kind, bool Soft = false, Place? Where = null, double Confidence = 1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IndicatorLink? Indicator = null);

/// <summary>The catalogue indicator that a target or a table row is measured by: proposed by likeness of names, Confidence 1 once a person chose it.</summary>
sealed record IndicatorLink(string Id, double Confidence);

/// <summary>One row of the plan's indicator table. EffectiveComparator is the sensible reading of a bare number, by Direction (up, down, none).</summary>
sealed record DraftIndicator(
    int No, string? Domain, string Name, string? Unit, string TargetText, string? Comparator, decimal? Value, decimal? ValueMax, string? ValueUnit,
    string? Period, string? Deadline, string Direction, string? EffectiveComparator, bool Soft, IReadOnlyList<DraftUnit> Units, Place? Where = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IndicatorLink? Indicator = null);

sealed record DraftProject(int No, string Name, string Text, IReadOnlyList<DraftUnit> Units, string UnitsText, IReadOnlyList<DraftTarget> Targets, Place? Where = null);
sealed record DraftPolicy(int No, string Text, IReadOnlyList<DraftUnit> Units, string UnitsText, IReadOnlyList<DraftTarget> Targets, Place? Where = null);
