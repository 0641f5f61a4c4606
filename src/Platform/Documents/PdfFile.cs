namespace OneMetre.Platform.Documents;
static class PdfFile { public static Task Read(ReadOnlyMemory<byte> content, Reading reading, Programs programs, CancellationToken ct) => throw new Refusal("platform.document-type-unknown"); }
