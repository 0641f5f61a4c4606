using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>How strongly a printed role word says who leads. Neutral words (责任单位) lead only where nobody else does.</summary>
enum RoleStrength { Lead, Neutral, Cooperating, Guiding, Territorial }

/// <summary>The words by which plans give a unit its part in a task, as labels before names (牵头单位：) and as verbs after them (…牵头，…配合).</summary>
static partial class RoleWords
{
    const string Body = "(?:责任)?(?:单位|部门|机构|主体|科室|处室|方)";

    /// <summary>A label with its colon, anywhere in a clause.</summary>
    [GeneratedRegex(@"[【〖]?(?<label>(?:(?:市|区|县|省|旗|主要|第一|具体|共同|相关|各)?(?:牵头|责任|负责|主责|主办|主管|承办|实施|落实|执行|配合|参与|参加|协办|协同|协助|协作|支持|支撑|指导|督导|属地)(?:单位)?(?:及|和|、|与|/)?(?:牵头|责任|负责|配合|参与|协办|实施|落实)?" + Body + @"(?:（[^（）]{0,12}）)?|牵头|配合|参与|责任))(?: ?：|[】〗] ?：?)")]
    public static partial Regex Label { get; }

    /// <summary>A line of names under a label that lacks its colon: 牵头单位 市教育局.</summary>
    [GeneratedRegex(@"^(?<label>(?:牵头|责任|负责|主责|主办|承办|实施|落实|配合|参与|协办|协同|协助|支持|指导)(?:单位|部门|机构)) +(?=[\u4e00-\u9fff])")]
    public static partial Regex BareLabel { get; }

    /// <summary>Lines that name persons: they are no units and no part of the task's text.</summary>
    [GeneratedRegex(@"^(?:牵头|责任|分管|联系|包保|市级|区级|县级)?(?:市|区|县)?(?:责任人|领导|联系人|负责人|联络员)(?:及电话)?：")]
    public static partial Regex PersonLine { get; }

    /// <summary>完成时限：2025年6月底前, as a line or as a part of the unit clause.</summary>
    [GeneratedRegex(@"[【〖]?(?:完成|实施|办结|计划完成)?(?:时限|时间(?:节点|要求)?|期限|年限)(?:要求)?(?: ?：|[】〗] ?：?)(?<when>[^；。：]{2,40})")]
    public static partial Regex TimeLine { get; }

    [GeneratedRegex(@"(?<verb>(?:共同|联合|分别|具体|协同)?(?:牵头(?:负责|组织|落实|实施|推进)?|负责牵头|为主|主办|主责|(?:配合|参与|协助|协办|协同|支持)(?:落实|实施|推进|做好)?|(?:按|按照|根据|依|依据)(?:各自)?(?:职责|职能|任务|分工)(?:和?(?:分工|职责))?(?:分别|共同)?(?:负责|落实|做好(?:相关)?工作|配合|参与|推进)?|分工负责|负责(?:落实|实施|推进|组织实施|指导)?|组织实施|落实|实施|承办|指导))$")]
    public static partial Regex TrailingVerb { get; }

    public static RoleStrength StrengthOf(string word)
    {
        if (word.Contains("指导", StringComparison.Ordinal) && !word.Contains("牵头", StringComparison.Ordinal)) return RoleStrength.Guiding;
        if (word.Contains("属地", StringComparison.Ordinal)) return RoleStrength.Territorial;
        if (Leading.IsMatch(word)) return RoleStrength.Lead;
        return Helping.IsMatch(word) ? RoleStrength.Cooperating : RoleStrength.Neutral;
    }

    /// <summary>A sentence that says the first unit in each list leads: 列第一位的为牵头单位, 排在首位的单位为牵头单位.</summary>
    [GeneratedRegex(@"(?:第一(?:位|个|家|名)?|首位|首个|最前|排名靠前|在前)[^。；]{0,16}牵头|牵头[^。；]{0,10}(?:排在|列在?|排名|排列)(?:第一|首位|最前)")]
    public static partial Regex FirstLeads { get; }

    [GeneratedRegex("牵头|主办|主责|主管|第一责任|主要责任|为主")]
    static partial Regex Leading { get; }

    [GeneratedRegex("配合|参与|参加|协办|协同|协助|协作|支持|支撑")]
    static partial Regex Helping { get; }
}
