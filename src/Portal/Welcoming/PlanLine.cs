using OneMetre.Programme.Contract;

namespace OneMetre.Portal.Welcoming;

/// <summary>The document behind a plan in one line: its number, who issued it, for which years.</summary>
static class PlanLine
{
    public static string Of(PublicPlan plan)
    {
        var years = (plan.StartYear, plan.EndYear) switch
        {
            (null, null) => null,
            ({ } from, { } to) when from != to => $"{from}—{to}",
            ({ } from, _) => $"{from}",
            (_, { } to) => $"{to}",
        };
        return string.Join(" · ", new[] { plan.DocNumber, plan.Issuer, years }.Where(part => !string.IsNullOrEmpty(part)));
    }
}
