using Microsoft.AspNetCore.Http;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Researching;

/// <summary>A number for each criterion, as typed: what it weighs in a call, what a bid is given.</summary>
abstract class ByCriterion
{
    public string? Relevance { get; set; }
    public string? Method { get; set; }
    public string? Team { get; set; }
    public string? Cost { get; set; }

    public string? Of(BidCriterion criterion) => criterion switch { BidCriterion.Relevance => Relevance, BidCriterion.Method => Method, BidCriterion.Team => Team, _ => Cost };

    public IReadOnlyList<int> Read(int least, int most, Lines read) => [.. Enum.GetValues<BidCriterion>().Select(c => read.Whole(Of(c), c.ToString(), least, most) ?? 0)];
}

/// <summary>A call as typed. Do: save or open.</summary>
sealed class TopicForm : ByCriterion
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Year { get; set; }
    public string? Title { get; set; }
    public string? Question { get; set; }
    public string? Expected { get; set; }
    public string? Conditions { get; set; }
    public string? MostYuan { get; set; }
    public string? BidsUntil { get; set; }
    public string? DueOn { get; set; }

    public static TopicForm Of(ResearchTopic t)
    {
        var weights = t.WeightList;
        return new()
        {
            Version = t.Version,
            Year = $"{t.Year}",
            Title = t.Title,
            Question = t.Question,
            Expected = t.Expected,
            Conditions = t.Conditions,
            MostYuan = t.MostYuan == 0 ? null : $"{t.MostYuan}",
            BidsUntil = Exporting.ListFile.Day(t.BidsUntil),
            DueOn = Exporting.ListFile.Day(t.DueOn),
            Relevance = $"{weights[0]}",
            Method = $"{weights[1]}",
            Team = $"{weights[2]}",
            Cost = $"{weights[3]}",
        };
    }
}

/// <summary>A bid as typed: a new one, or the one that is named. Do: save or withdraw.</summary>
sealed class BidForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Bid { get; set; }
    public string? Institution { get; set; }
    public string? Leader { get; set; }
    public string? Plan { get; set; }
    public string? Yuan { get; set; }
    public IFormFile? BidFile { get; set; }

    public static BidForm Of(ResearchBid b) => new() { Version = b.Version, Bid = b.Id.ToString(), Institution = b.Institution, Leader = b.Leader, Plan = b.Plan, Yuan = $"{b.Yuan}" };
}

/// <summary>Who is to review: a post to add, or a reviewer to let go.</summary>
sealed class ReviewerForm
{
    public string? Post { get; set; }
    public string? Drop { get; set; }
}

/// <summary>The marks of a reviewer for one bid.</summary>
sealed class MarkForm : ByCriterion
{
    public string? Bid { get; set; }
    public string? Why { get; set; }
}

/// <summary>A step of a topic: its name in the course, words, the bid that is awarded, the new day, a paper.</summary>
sealed class TopicStepForm
{
    public int Version { get; set; }
    public string? Do { get; set; }
    public string? Said { get; set; }
    public string? Chosen { get; set; }
    public string? Day { get; set; }
    public IFormFile? Paper { get; set; }
}

/// <summary>Where what was found out is used; Drop takes a line away.</summary>
sealed class UseForm
{
    public string? Link { get; set; }
    public string? Words { get; set; }
    public string? Drop { get; set; }
}
