using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Importing;

/// <summary>Writes a draft as the JSON that plan readings are compared by: snake_case keys, Chinese unescaped.</summary>
static class PlanJson
{
    static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(PlanDraft draft, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        Header(json, draft.Header);
        json.WriteStartObject("counts");
        json.WriteNumber("domains", draft.Counts.Domains);
        json.WriteNumber("actions", draft.Counts.Actions);
        json.WriteNumber("tasks", draft.Counts.Tasks);
        json.WriteEndObject();
        Array(json, "document_targets", draft.DocumentTargets, Target);
        Array(json, "tasks", draft.Tasks, Task);
        Array(json, "indicator_table", draft.Indicators, Indicator);
        Array(json, "projects", draft.Projects, (j, p) =>
        {
            j.WriteNumber("no", p.No);
            j.WriteString("name", p.Name);
            j.WriteString("text", p.Text);
            Units(j, "units", p.Units);
            j.WriteString("units_text", p.UnitsText);
            Array(j, "targets", p.Targets, Target);
        });
        Array(json, "policies", draft.Policies, (j, p) =>
        {
            j.WriteNumber("no", p.No);
            j.WriteString("text", p.Text);
            Units(j, "units", p.Units);
            j.WriteString("units_text", p.UnitsText);
            Array(j, "targets", p.Targets, Target);
        });
        Array(json, "findings", draft.Findings, Found);
        json.WriteEndObject();
    }

    static void Header(Utf8JsonWriter json, DraftHeader header)
    {
        json.WriteStartObject("document");
        json.WriteString("title", header.Title);
        json.WriteString("notice_title", header.NoticeTitle);
        json.WriteString("doc_number", header.DocNumber);
        json.WriteString("doc_number_raw", header.DocNumberRaw);
        json.WriteString("issuer", header.Issuer);
        json.WriteString("issued_on", header.IssuedOn is { } day ? Deadlines.Iso(day) : null);
        json.WriteString("region", header.Region);
        json.WriteString("status", header.Status);
        if (header.StartYear is { } start)
        {
            json.WriteStartObject("period");
            json.WriteNumber("start", start);
            Number(json, "end", header.EndYear);
            json.WriteEndObject();
        }
        else json.WriteNull("period");
        if (header.Declared is { } declared)
        {
            json.WriteStartObject("declared");
            Number(json, "domains", declared.Domains);
            Number(json, "actions", declared.Actions);
            Number(json, "tasks", declared.Tasks);
            json.WriteString("text", declared.Text);
            json.WriteEndObject();
        }
        else json.WriteNull("declared");
        json.WriteStartArray("cited_numbers");
        foreach (var number in header.CitedNumbers) json.WriteStringValue(number);
        json.WriteEndArray();
        Array(json, "attachments", header.Attachments, (j, a) =>
        {
            j.WriteString("no", a.No);
            j.WriteString("title", a.Title);
            j.WriteBoolean("present", a.Present);
        });
        json.WriteEndObject();
    }

    static void Task(Utf8JsonWriter json, DraftTask task)
    {
        json.WriteString("id", task.Id);
        json.WriteString("label", task.Label);
        json.WriteString("domain_id", task.DomainLabel);
        json.WriteString("domain", task.Domain);
        json.WriteString("action_id", task.ActionLabel);
        json.WriteString("action", task.Action);
        json.WriteString("title", task.Title);
        json.WriteString("text", task.Text);
        Units(json, "lead", task.Units.Where(u => u.Role == UnitRole.Lead));
        Units(json, "partners", task.Units.Where(u => u.Role != UnitRole.Lead));
        Array(json, "targets", task.Targets, Target);
        Array(json, "items", task.Items, (j, item) =>
        {
            j.WriteString("no", item.Label);
            j.WriteString("text", item.Text);
        });
        if (task.AttachmentText is not null) json.WriteString("attachment_text", task.AttachmentText);
        json.WriteNumber("confidence", task.Confidence);
        json.WriteStartArray("places");
        foreach (var place in task.Where) Place(json, place);
        json.WriteEndArray();
    }

    static void Units(Utf8JsonWriter json, string name, IEnumerable<DraftUnit> units) => Array(json, name, units, (j, unit) =>
    {
        j.WriteString("name", unit.Name);
        j.WriteBoolean("collective", unit.Collective);
        j.WriteString("role", unit.RoleLabel);
    });

    static void Target(Utf8JsonWriter json, DraftTarget target)
    {
        var yearly = target.Deadline?.StartsWith("--", StringComparison.Ordinal) == true;
        json.WriteString("text", target.Text);
        json.WriteString("metric", target.Metric);
        json.WriteString("comparator", target.Comparator);
        Number(json, "value", target.Value);
        Number(json, "value_max", target.ValueMax);
        json.WriteString("unit", target.Unit);
        json.WriteString("deadline", yearly ? null : target.Deadline);
        json.WriteString("period", target.Period);
        json.WriteString("kind", Lower(target.Kind));
        if (yearly) json.WriteString("due", target.Deadline);
        if (target.Soft) json.WriteBoolean("aspirational", true);
        json.WriteNumber("confidence", target.Confidence);
    }

    static void Indicator(Utf8JsonWriter json, DraftIndicator row)
    {
        json.WriteNumber("no", row.No);
        json.WriteString("domain", row.Domain);
        json.WriteString("name", row.Name);
        json.WriteString("unit", row.Unit);
        json.WriteString("target_text", row.TargetText);
        json.WriteString("comparator", row.Comparator);
        Number(json, "value", row.Value);
        Number(json, "value_max", row.ValueMax);
        json.WriteString("period", row.Period);
        json.WriteString("deadline", row.Deadline);
        json.WriteString("direction", row.Direction);
        json.WriteString("effective_comparator", row.EffectiveComparator);
        Units(json, "lead", row.Units);
        if (row.ValueUnit is not null) json.WriteString("value_unit", row.ValueUnit);
        if (row.Soft) json.WriteBoolean("aspirational", true);
    }

    static void Found(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("code", finding.Code);
        json.WriteString("severity", Lower(finding.Severity));
        json.WriteStartArray("args");
        foreach (var arg in finding.Args) json.WriteStringValue(arg);
        json.WriteEndArray();
        if (finding.Where is not { } place) return;
        json.WritePropertyName("place");
        Place(json, place);
    }

    static void Place(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject();
        json.WriteNumber("block", place.Block);
        json.WriteNumber("start", place.Start);
        json.WriteNumber("length", place.Length);
        json.WriteEndObject();
    }

    static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number) json.WriteNumber(name, number); else json.WriteNull(name);
    }

    static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
