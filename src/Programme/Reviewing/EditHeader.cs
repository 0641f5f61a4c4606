using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>A reviewer corrects the head of the document: its name, number, issuer, day and the years for which it holds.</summary>
sealed class EditHeader(ProgrammeData data)
{
    public static readonly Problem Changed = new("programme.head-changed");

    public sealed record Form(string? Title, string? DocNumber, string? Issuer, string? IssuedOn, string? Region, string? StartYear, string? EndYear, int Version)
    {
        public static Form Of(DraftHeader header, int version) => new(header.Title, header.DocNumber, header.Issuer, header.IssuedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            header.Region, header.StartYear?.ToString(CultureInfo.InvariantCulture), header.EndYear?.ToString(CultureInfo.InvariantCulture), version);
    }

    public async Task<Result<Guid>> Run(Guid import, Form form, CancellationToken ct)
    {
        var head = await data.Imports.SingleOrDefaultAsync(i => i.Id == import && i.State == ImportState.Reviewing, ct);
        if (head is null) return ReviewDesk.Closed;

        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(form.Title)) problems.Add(new("programme.apply-no-title", nameof(form.Title)));
        if (form.Title?.Trim().Length > 200) problems.Add(new("programme.entry-too-long", nameof(form.Title), 200));
        if (form.DocNumber?.Trim().Length > 60) problems.Add(new("programme.entry-too-long", nameof(form.DocNumber), 60));
        if (form.Issuer?.Trim().Length > 120) problems.Add(new("programme.entry-too-long", nameof(form.Issuer), 120));
        if (form.Region?.Trim().Length > 80) problems.Add(new("programme.entry-too-long", nameof(form.Region), 80));
        DateOnly? issued = null;
        if (!string.IsNullOrWhiteSpace(form.IssuedOn))
        {
            if (DateOnly.TryParseExact(form.IssuedOn.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) issued = day;
            else problems.Add(new("programme.entry-not-a-day", nameof(form.IssuedOn)));
        }
        var (start, end) = (Year(form.StartYear, nameof(form.StartYear), problems), Year(form.EndYear, nameof(form.EndYear), problems));
        if (start > end) problems.Add(new("programme.apply-years", nameof(form.EndYear), form.StartYear!.Trim(), form.EndYear!.Trim()));
        if (head.Version != form.Version) problems.Add(Changed);
        if (problems.Count > 0) return new(default, problems);

        var was = DraftJson.Read<DraftHeader>(head.Header);
        var number = Trimmed(form.DocNumber);
        head.Title = form.Title!.Trim();
        head.Header = DraftJson.Write(was with
        {
            Title = head.Title,
            DocNumber = Normal(number),
            DocNumberRaw = number == was.DocNumber ? was.DocNumberRaw : number,
            Issuer = Trimmed(form.Issuer),
            IssuedOn = issued,
            Region = Trimmed(form.Region),
            StartYear = start,
            EndYear = end,
        });
        head.Version++;
        try
        {
            await data.Save(ct);
            return import;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Changed;
        }
    }

    /// <summary>Document numbers carry their year in 〔〕, whatever brackets were typed.</summary>
    static string? Normal(string? number) => number?.Replace('[', '〔').Replace(']', '〕').Replace('（', '〔').Replace('）', '〕').Replace('(', '〔').Replace(')', '〕');

    static int? Year(string? typed, string field, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1990 and <= 2100) return year;
        problems.Add(new("programme.entry-not-a-year", field));
        return null;
    }

    static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
