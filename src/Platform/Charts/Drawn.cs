using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace OneMetre.Platform.Charts;

/// <summary>A drawing on a page: the wide one, and the narrow one for telephones, of which the style sheet shows one.</summary>
public sealed class Drawn : ComponentBase
{
    [Parameter, EditorRequired] public XElement Wide { get; set; } = default!;
    [Parameter] public XElement? Narrow { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Put(builder, Wide, Narrow is null ? "" : " is-wide");
        if (Narrow is not null) Put(builder, Narrow, " is-narrow");
    }

    // Written once per request and never compared with an earlier rendering, so that the numbers of the places do not matter.
    static void Put(RenderTreeBuilder builder, XElement element, string look = "")
    {
        builder.OpenElement(0, element.Name.LocalName);
        foreach (var attribute in element.Attributes()) builder.AddAttribute(1, attribute.Name.LocalName, attribute.Name == "class" ? attribute.Value + look : attribute.Value);
        foreach (var node in element.Nodes())
        {
            if (node is XElement inner) Put(builder, inner);
            else if (node is XText text) builder.AddContent(2, text.Value);
        }
        builder.CloseElement();
    }
}
