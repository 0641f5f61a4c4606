using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using W = DocumentFormat.OpenXml.Wordprocessing;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Files;

/// <summary>One row of bars or one line; a value that is not known leaves a gap. Colour as RRGGBB; a dashed line is what was expected, not what was measured.</summary>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal?> Values, string Colour, bool Dashed = false);

/// <summary>
/// A chart that the word processor draws itself (DrawingML), so that whoever goes on writing changes its letters and colours, and it prints as sharp as the text. Bars lie and are stacked; lines run over the categories.
/// Unit stands at the axis of values.
/// </summary>
public sealed record PaperChart(string Title, string Says, IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series, bool Lines, string? Unit = null)
{
    const long WidthEmu = 156 * 36_000;
    const uint Across = 111, Up = 112;
    const string Ink = "333333";

    /// <summary>As high as its bars need, in millimetres.</summary>
    int Height => Lines ? 62 : Math.Clamp(26 + Categories.Count * 8, 50, 150);

    /// <param name="number">No two charts of a document have the same.</param>
    internal W.Run Run(MainDocumentPart main, uint number)
    {
        var part = main.AddNewPart<ChartPart>();
        part.ChartSpace = new(
            new C.Date1904 { Val = false }, new C.RoundedCorners { Val = false },
            new C.Chart(
                new C.Title(new C.ChartText(new C.RichText(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(Letters<A.DefaultRunProperties>(1200, true)), new A.Run(Letters<A.RunProperties>(1200, true), new A.Text(PlainText.ForXml(Title)))))), new C.Overlay { Val = false }),
                new C.AutoTitleDeleted { Val = false },
                new C.PlotArea(new C.Layout(), Lines ? LinesOf() : (OpenXmlElement)BarsOf(), Categorial(), Values()),
                new C.Legend(new C.LegendPosition { Val = C.LegendPositionValues.Bottom }, new C.Overlay { Val = false }, Small()),
                new C.PlotVisibleOnly { Val = true }, new C.DisplayBlanksAs { Val = C.DisplayBlanksAsValues.Gap }));
        return new(new W.Drawing(new Wp.Inline(
            new Wp.Extent { Cx = WidthEmu, Cy = Height * 36_000L }, new Wp.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new Wp.DocProperties { Id = number, Name = string.Create(CultureInfo.InvariantCulture, $"图{number}"), Description = PlainText.ForXml(Says) }, new Wp.NonVisualGraphicFrameDrawingProperties(),
            new A.Graphic(new A.GraphicData(new C.ChartReference { Id = main.GetIdOfPart(part) }) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/chart" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 }));
    }

    C.BarChart BarsOf() => new C.BarChart([
        new C.BarDirection { Val = C.BarDirectionValues.Bar }, new C.BarGrouping { Val = C.BarGroupingValues.Stacked }, new C.VaryColors { Val = false },
        .. Series.Select((s, n) => (OpenXmlElement)new C.BarChartSeries(new C.Index { Val = (uint)n }, new C.Order { Val = (uint)n }, Name(s), new C.ChartShapeProperties(Fill(s.Colour)), new C.InvertIfNegative { Val = false }, Labels(), Names(), Numbers(s))),
        new C.GapWidth { Val = 60 }, new C.Overlap { Val = 100 }, new C.AxisId { Val = Across }, new C.AxisId { Val = Up },
    ]);

    C.LineChart LinesOf() => new C.LineChart([
        new C.Grouping { Val = C.GroupingValues.Standard }, new C.VaryColors { Val = false },
        .. Series.Select((s, n) =>
        {
            var outline = new A.Outline(Fill(s.Colour)) { Width = s.Dashed ? 15_875 : 28_575 };
            if (s.Dashed) outline.Append(new A.PresetDash { Val = A.PresetLineDashValues.Dash });
            var line = new C.LineChartSeries(new C.Index { Val = (uint)n }, new C.Order { Val = (uint)n }, Name(s), new C.ChartShapeProperties(outline),
                s.Dashed ? new C.Marker(new C.Symbol { Val = C.MarkerStyleValues.None }) : new C.Marker(new C.Symbol { Val = C.MarkerStyleValues.Circle }, new C.Size { Val = 6 }, new C.ChartShapeProperties(Fill(s.Colour))));
            if (!s.Dashed) line.Append(Labels(C.DataLabelPositionValues.Top));
            line.Append(Names(), Numbers(s), new C.Smooth { Val = false });
            return (OpenXmlElement)line;
        }),
        new C.ShowMarker { Val = true }, new C.AxisId { Val = Across }, new C.AxisId { Val = Up },
    ]);

    C.CategoryAxis Categorial() => new(
        new C.AxisId { Val = Across }, new C.Scaling(new C.Orientation { Val = Lines ? C.OrientationValues.MinMax : C.OrientationValues.MaxMin }), new C.Delete { Val = false },
        new C.AxisPosition { Val = Lines ? C.AxisPositionValues.Bottom : C.AxisPositionValues.Left }, new C.MajorTickMark { Val = C.TickMarkValues.None }, new C.MinorTickMark { Val = C.TickMarkValues.None },
        new C.TickLabelPosition { Val = C.TickLabelPositionValues.Low }, Small(), new C.CrossingAxis { Val = Up }, new C.Crosses { Val = C.CrossesValues.AutoZero });

    C.ValueAxis Values()
    {
        var axis = new C.ValueAxis(
            new C.AxisId { Val = Up }, new C.Scaling(new C.Orientation { Val = C.OrientationValues.MinMax }), new C.Delete { Val = !Lines },
            new C.AxisPosition { Val = Lines ? C.AxisPositionValues.Left : C.AxisPositionValues.Bottom });
        if (Lines) axis.Append(new C.MajorGridlines(new C.ChartShapeProperties(new A.Outline(Fill("DDDDDD")) { Width = 6350 })));
        if (Lines && Unit is { Length: > 0 } unit)
            axis.Append(new C.Title(new C.ChartText(new C.RichText(new A.BodyProperties { Rotation = 0, Vertical = A.TextVerticalValues.Horizontal }, new A.ListStyle(), new A.Paragraph(new A.Run(Letters<A.RunProperties>(900, false), new A.Text(PlainText.ForXml(unit)))))), new C.Overlay { Val = false }));
        axis.Append(new C.NumberingFormat { FormatCode = "General", SourceLinked = false }, new C.MajorTickMark { Val = C.TickMarkValues.None }, new C.MinorTickMark { Val = C.TickMarkValues.None },
            new C.TickLabelPosition { Val = C.TickLabelPositionValues.NextTo }, Small(), new C.CrossingAxis { Val = Across }, new C.Crosses { Val = C.CrossesValues.AutoZero });
        return axis;
    }

    static C.SeriesText Name(ChartSeries series) => new(new C.NumericValue(PlainText.ForXml(series.Name)));

    C.CategoryAxisData Names() => new(new C.StringLiteral([
        new C.PointCount { Val = (uint)Categories.Count }, .. Categories.Select((c, i) => (OpenXmlElement)new C.StringPoint(new C.NumericValue(PlainText.ForXml(c))) { Index = (uint)i }),
    ]));

    // A bar of nothing has no label.
    C.Values Numbers(ChartSeries series) => new(new C.NumberLiteral([
        new C.FormatCode("General"), new C.PointCount { Val = (uint)Categories.Count },
        .. series.Values.Select((v, i) => (v, i)).Where(p => p.v is { } value && (Lines || value != 0)).Select(p => (OpenXmlElement)new C.NumericPoint(new C.NumericValue(p.v!.Value.ToString(CultureInfo.InvariantCulture))) { Index = (uint)p.i }),
    ]));

    static C.DataLabels Labels(C.DataLabelPositionValues? position = null)
    {
        var labels = new C.DataLabels(Small());
        if (position is { } at) labels.Append(new C.DataLabelPosition { Val = at });
        labels.Append(new C.ShowLegendKey { Val = false }, new C.ShowValue { Val = true }, new C.ShowCategoryName { Val = false }, new C.ShowSeriesName { Val = false }, new C.ShowPercent { Val = false }, new C.ShowBubbleSize { Val = false });
        return labels;
    }

    static C.TextProperties Small() => new(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(Letters<A.DefaultRunProperties>(900, false)), new A.EndParagraphRunProperties()));

    static A.SolidFill Fill(string colour) => new(new A.RgbColorModelHex { Val = colour });

    static T Letters<T>(int size, bool bold) where T : A.TextCharacterPropertiesType, new()
    {
        var letters = new T { FontSize = size, Bold = bold };
        letters.Append(Fill(Ink), new A.LatinFont { Typeface = "Times New Roman" }, new A.EastAsianFont { Typeface = "仿宋_GB2312" });
        return letters;
    }
}
