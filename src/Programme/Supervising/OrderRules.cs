namespace OneMetre.Programme.Supervising;

/// <summary>
/// What the city has chosen for its orders: the letters before the year in their number, and how many working days there are for the signature and the reply, before the reminder and before the next level.
/// The days are a proposal of ours (domain reference §0.1 names the steps and no days).
/// </summary>
sealed record OrderRules(string Prefix = "妇儿工委督", int AcknowledgeWithin = 2, int ReplyWithin = 15, int RemindBefore = 3, int EscalateAfter = 5, int MostExtensions = 1)
{
    public const string Key = "programme.orders";

    /// <summary>妇儿工委督〔2026〕7号, as GB/T 9704 writes a document's number.</summary>
    public string Number(int year, int serial) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}〔{year}〕{serial}号");
}
