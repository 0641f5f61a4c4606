using System.Text;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>
/// Reads one story of a Word document (the text, a header, a footer) as it prints with all tracked changes accepted: numbers counted,
/// field codes and hidden text left out, text boxes once.
/// </summary>
sealed class Story(WordXml xml, Styles styles, Numbering numbering, Reading reading)
{
    const int WidestGrid = 500;

    /// <summary>Text of paragraphs whose mark was deleted: it goes before the next one.</summary>
    StringBuilder carried = new();
    int page = 1;
    bool justBroken;
    int contents;

    public bool PagesSeen { get; private set; }

    /// <summary>Relations of the headers and footers that the sections use.</summary>
    public HashSet<string> Furniture { get; } = [];

    /// <summary>Reads the children of the current element, which holds paragraphs and tables.</summary>
    public void Blocks(IFlow flow)
    {
        var depth = xml.Depth;
        while (!reading.Full && xml.Next(depth)) Block(flow);
    }

    void Block(IFlow flow)
    {
        switch (xml.Name)
        {
            case "p": Paragraph(flow); break;
            case "tbl": Table(flow); break;
            case "sectPr": Section(); break;
            case "sdt": Content(() => Blocks(flow)); break;
            case "AlternateContent": FirstChoice(() => Blocks(flow)); break;
            case "altChunk": reading.Warn("platform.document-embedded-part"); break;
            case "body" or "customXml" or "ins" or "moveTo" or "smartTag" or "footnote" or "endnote": Blocks(flow); break;
        }
    }

    /// <summary>Flushes a paragraph whose deleted mark joined it to nothing.</summary>
    public void End(IFlow flow)
    {
        if (carried.Length > 0) flow.Line(carried.ToString(), false, page);
        carried.Clear();
    }

    void Paragraph(IFlow flow)
    {
        var paragraph = new Paragraph();
        Inlines(paragraph);
        var inContents = contents > 0 || styles.Contents(paragraph.Style);
        if (paragraph.MarkDeleted)
        {
            carried.Append(paragraph.Text);
        }
        else
        {
            var label = numbering.Label(paragraph.Style, paragraph.List, paragraph.Level);
            var text = carried.Append(paragraph.Text).ToString();
            carried.Clear();
            foreach (var line in Labelled(label, text).Split('\n')) flow.Line(line, inContents, paragraph.Page ?? page);
        }
        foreach (var (line, at) in paragraph.Boxes.Lines) flow.Line(line, inContents, at);
    }

    /// <summary>The number and the text as one would write them by hand: 一、总则, （一）范围, 1.1 范围.</summary>
    static string Labelled(string label, string text)
    {
        if (label.Length == 0) return text;
        text = text.TrimStart();
        var close = !char.IsAsciiLetterOrDigit(label[^1]) && label[^1] != '•' && !(label[^1] == '.' && text.Length > 0 && char.IsAsciiDigit(text[0]));
        return close ? label + text : $"{label} {text}";
    }

    void Inlines(Paragraph paragraph)
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "pPr": Properties(paragraph); break;
                case "r" when xml.IsWord: Run(paragraph); break;
                case "sdt": Content(() => Inlines(paragraph)); break;
                case "AlternateContent": FirstChoice(() => Inlines(paragraph)); break;
                case "hyperlink" or "ins" or "moveTo" or "smartTag" or "customXml" or "fldSimple" or "dir" or "bdo": Inlines(paragraph); break;
                case "oMath" or "oMathPara": Formula(paragraph); break;
            }
        }
    }

    void Properties(Paragraph paragraph)
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "pStyle":
                    paragraph.Style = xml.Value;
                    paragraph.Hidden = styles.Hidden(paragraph.Style);
                    break;
                case "numPr":
                    var list = xml.Depth;
                    while (xml.Next(list))
                    {
                        if (xml.Name == "numId") paragraph.List = xml.Number();
                        else if (xml.Name == "ilvl") paragraph.Level = xml.Number();
                    }
                    break;
                case "rPr":
                    var mark = xml.Depth;
                    while (xml.Next(mark)) paragraph.MarkDeleted |= xml.Name is "del" or "moveFrom";
                    break;
                case "sectPr": Section(); break;
            }
        }
    }

    void Run(Paragraph paragraph)
    {
        var hidden = paragraph.Hidden;
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "rPr":
                    var properties = xml.Depth;
                    while (xml.Next(properties))
                    {
                        if (xml.Name == "vanish") hidden = xml.On;
                        else if (xml.Name == "rStyle" && styles.Hidden(xml.Value)) hidden = true;
                    }
                    break;
                case "t" when !hidden && paragraph.Prints:
                    var before = paragraph.Text.Length;
                    xml.Text(paragraph.Text);
                    if (paragraph.Text.Length > before) Printed(paragraph);
                    break;
                case "tab" or "ptab" when !hidden: paragraph.Put('\t'); break;
                case "cr" when !hidden: paragraph.Put('\n'); break;
                case "noBreakHyphen" when !hidden: paragraph.Put('-'); break;
                case "br" when xml.Attribute("type") == "page": Break(paragraph, computed: false); break;
                case "br" when !hidden: paragraph.Put('\n'); break;
                case "lastRenderedPageBreak": Break(paragraph, computed: true); break;
                case "sym" when !hidden && Symbol.Read(xml.Attribute("char"), xml.Attribute("font")) is { } symbol:
                    paragraph.Put(symbol);
                    Printed(paragraph);
                    break;
                case "fldChar": paragraph.Field(xml.Attribute("fldCharType")); break;
                case "ruby": Ruby(paragraph); break;
                case "AlternateContent": FirstChoice(() => Run(paragraph)); break;
                case "drawing" or "pict" or "object" when !hidden: Boxes(paragraph); break;
            }
        }
    }

    /// <summary>Word computes a break where a forced one stands just before: that is one break, not two.</summary>
    void Break(Paragraph paragraph, bool computed)
    {
        PagesSeen = true;
        if (!(computed && justBroken)) page++;
        justBroken = !computed;
        if (!computed) paragraph.Put('\n');
    }

    void Printed(Paragraph paragraph)
    {
        paragraph.Page ??= page;
        justBroken = false;
    }

    /// <summary>Of 汉字 with its reading above, the 汉字.</summary>
    void Ruby(Paragraph paragraph)
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
            if (xml.Name == "rubyBase") Inlines(paragraph);
    }

    void Formula(Paragraph paragraph)
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name == "t") xml.Text(paragraph.Text);
            else if (xml.Name is not ("ctrlPr" or "rPr")) Formula(paragraph);
        }
    }

    /// <summary>Text boxes anywhere inside a drawing; their lines follow the paragraph that they are anchored to.</summary>
    void Boxes(Paragraph paragraph)
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name == "txbxContent")
            {
                var outer = carried;
                carried = new();
                Blocks(paragraph.Boxes);
                End(paragraph.Boxes);
                carried = outer;
            }
            else if (xml.Name == "AlternateContent") FirstChoice(() => Boxes(paragraph));
            else Boxes(paragraph);
        }
    }

    void Section()
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
            if (xml.Name is "headerReference" or "footerReference" && xml.RelationId is { } id) Furniture.Add(id);
    }

    /// <summary>Word writes new things twice: as they are, and as old programs can show them. The first is read.</summary>
    void FirstChoice(Action read)
    {
        var taken = false;
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (taken || xml.Name is not ("Choice" or "Fallback")) continue;
            taken = true;
            read();
        }
    }

    /// <summary>A content control: what a person put in, not the prompt that waits for it.</summary>
    void Content(Action read)
    {
        var (prompt, isContents) = (false, false);
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name == "sdtPr")
            {
                var properties = xml.Depth;
                while (xml.Next(properties))
                {
                    if (xml.Name == "showingPlcHdr") prompt = xml.On;
                    if (xml.Name != "docPartObj") continue;
                    var part = xml.Depth;
                    while (xml.Next(part)) isContents |= xml.Name == "docPartGallery" && xml.Value == "Table of Contents";
                }
            }
            else if (xml.Name == "sdtContent" && !prompt)
            {
                if (isContents) contents++;
                read();
                if (isContents) contents--;
            }
        }
    }

    void Table(IFlow flow)
    {
        End(flow);
        var table = new DocxTable();
        var first = page;
        Rows(table);
        if (table.Rows.Count > 0) flow.Table(table, first);
    }

    void Rows(DocxTable table)
    {
        var depth = xml.Depth;
        while (!reading.Full && xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "tr": Row(table); break;
                case "sdt": Content(() => Rows(table)); break;
                case "customXml" or "ins" or "moveTo": Rows(table); break;
            }
        }
    }

    void Row(DocxTable table)
    {
        var row = new RowState();
        Cells(row);
        if (!row.Deleted && row.Cells.Count > 0) table.Rows.Add(row.Cells);
    }

    sealed class RowState
    {
        public readonly List<DocxCell> Cells = [];
        public int Column;
        public bool Deleted;
    }

    void Cells(RowState row)
    {
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "trPr":
                    var properties = xml.Depth;
                    while (xml.Next(properties))
                    {
                        if (xml.Name == "del") row.Deleted = true;
                        else if (xml.Name == "gridBefore") row.Column = Math.Clamp(xml.Number() ?? 0, 0, WidestGrid);
                    }
                    break;
                case "tc": Cell(row); break;
                case "sdt": Content(() => Cells(row)); break;
                case "customXml": Cells(row); break;
            }
        }
    }

    void Cell(RowState row)
    {
        var (span, mergedUp, mergedLeft) = (1, false, false);
        var lines = new LinesFlow();
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name != "tcPr")
            {
                Block(lines);
                continue;
            }
            var properties = xml.Depth;
            while (xml.Next(properties))
            {
                if (xml.Name == "gridSpan") span = Math.Clamp(xml.Number() ?? 1, 1, WidestGrid);
                else if (xml.Name == "vMerge") mergedUp = xml.Value is null or "continue";
                else if (xml.Name == "hMerge") mergedLeft = xml.Value is null or "continue";
            }
        }
        End(lines);
        if (mergedLeft && row.Cells.Count > 0) row.Cells[^1].Span += span;
        else if (row.Column < WidestGrid) row.Cells.Add(new(row.Column, span, mergedUp, lines.Lines));
        row.Column += span;
    }
}
