using OneMetre.Platform.Files;
using OneMetre.Platform.Pictures;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>A photograph as it may be kept, and why it may be shown.</summary>
sealed record KeptPhoto(Attachment File, PhotoGround Ground, string? Consent);

/// <summary>Takes a photograph from a form: on which ground it may be shown, and without what was covered. Areas that were drawn are made coarse whatever the ground says.</summary>
sealed class ReadPhoto(Attachments files)
{
    /// <summary>Null where something is wrong; then it is among the problems. With problems beforehand nothing is stored.</summary>
    public async Task<KeptPhoto?> Run(PhotoForm form, List<Problem> problems, CancellationToken ct)
    {
        if (Attachments.Refused(form.Photo, nameof(form.Photo)) is { } refused) problems.Add(refused);
        var ground = Named.Of<PhotoGround>(form.Ground);
        if (ground is null) problems.Add(new("programme.photo-which-ground", nameof(form.Ground)));
        var areas = PictureArea.Read(form.Areas);
        if (areas is null) problems.Add(new("programme.photo-areas", nameof(form.Areas), PictureArea.Most));
        else if (ground == PhotoGround.Blurred && areas.Count == 0) problems.Add(new("programme.photo-no-area", nameof(form.Areas)));
        var consent = PlanInspection.Line(form.Consent, nameof(form.Consent), InspectionPhoto.LongestConsent, ground == PhotoGround.Consent, problems);
        if (problems.Count > 0) return null;
        var taken = await files.TakePicture(form.Photo, nameof(form.Photo), areas!, ct);
        if (taken.Value is { } file) return new(file, ground!.Value, ground == PhotoGround.Consent ? consent : null);
        problems.AddRange(taken.Problems);
        return null;
    }
}
