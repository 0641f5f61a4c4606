using System.Globalization;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Board;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>The words and addresses of returns.</summary>
static class ReturnWords
{
    public static string Link(Guid id) => $"/returns/{id}";
    public static string Field(Guid line, string what) => $"line-{line:N}-{what}";
    public static string[] Args(ReturnRound round) => [round.Name, round.Period.ToString(), round.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];

    public static string Of(ReturnState state) => $"programme.return-state-{Words.Code(state)}";
    public static string Of(ReturnAnswer answer) => $"programme.return-answer-{Words.Code(answer)}";
    public static string Of(ReturnPart part) => $"programme.return-part-{Words.Code(part)}";
    public static string Did(ReturnMove move) => $"programme.return-did-{Words.Code(move)}";
    public static string Do(ReturnMove move) => $"programme.return-do-{Words.Code(move)}";

    /// <summary>Time is the unit's only until the return has left it.</summary>
    public static Light LightOf(ReturnState state, DateOnly last, DateOnly today) => state switch
    {
        ReturnState.Accepted or ReturnState.Approved or ReturnState.Submitted => Light.Green,
        _ => (today.DayNumber - last.DayNumber) switch { > 15 => Light.Red, > 0 => Light.Orange, > -4 => Light.Yellow, _ => state == ReturnState.Returned ? Light.Yellow : Light.Grey },
    };

    public static Light LightOf(ReturnAnswer? answer) => answer switch { null => Light.Grey, ReturnAnswer.Behind => Light.Yellow, ReturnAnswer.Stuck => Light.Orange, _ => Light.Green };

    public static string Title(ReturnRound round) => $"{Day.Text(round.Period)} {round.Name}";

    /// <summary>How long is left until the due day; past it, how many days of grace are; past those, how late it is.</summary>
    public static string Left(Texts texts, DateOnly due, DateOnly last, DateOnly today) =>
        today <= due ? Day.Away(texts, due, today) : today <= last ? texts.Count("programme.return-grace-left", last.DayNumber - today.DayNumber + 1) : Day.Away(texts, last, today);

    /// <summary>A day counted from the end of a period, before it or after it.</summary>
    public static string FromEnd(Texts texts, int days) => days < 0 ? texts.Count("programme.cycle-day-before", -days) : texts.Count("programme.cycle-day-after", days);
}
