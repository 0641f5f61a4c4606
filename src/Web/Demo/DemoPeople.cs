using OneMetre.Platform.Identity;

namespace OneMetre.Web.Demo;

/// <summary>
/// Who works where in the demo city: two officers in the committee's office, a contact person and a leader in each department, an office and a leader
/// in each county. Names are put together by chance; numbers are extensions inside the town hall, so that nobody real is ever called.
/// </summary>
static class DemoPeople
{
    /// <summary>The password of every demo account. Only "onemetre demo" makes accounts with it, and only in an empty city.</summary>
    public const string Password = "Yimi-2026-demo";

    static readonly DateOnly Start = new(2025, 1, 1);
    static readonly DateOnly Handover = new(2026, 3, 1);
    const string Surnames = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁沈任姚卢姜崔钟谭陆汪范石廖贾夏韦付方邹熊孟秦白江阎薛尹段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃";
    static readonly string[] GivenNames = ["晓梅", "建国", "丽华", "志强", "雨桐", "海燕", "文博", "思远", "秀英", "国栋", "静怡", "明哲", "春兰", "立新", "佳宁", "学军", "玉洁", "宏伟", "若兰", "振华", "敏", "磊", "洁", "涛", "颖", "鹏", "娜", "勇", "欣", "岚"];

    public static (IReadOnlyList<DemoPost> Posts, IReadOnlyList<DemoPerson> People, IReadOnlyList<DemoHolding> Holdings) Generate(int seed, IReadOnlyList<DemoUnit> units)
    {
        var posts = PostsOf(units).ToList();
        var names = new Queue<string>(new DemoDice(seed, "people").Shuffle(from surname in Surnames from given in GivenNames select surname + given));
        var people = new List<DemoPerson>();
        var holdings = new List<DemoHolding>();

        foreach (var post in posts)
        {
            var name = post.Key == "tyj.contact" ? "阿依努尔·艾山" : names.Dequeue();
            var moved = post.Key == "jtj.contact"; // the only handover: open items stay with the post
            if (moved)
            {
                people.Add(new("jtj.former", names.Dequeue(), null, "8000"));
                holdings.Add(new(post.Key, "jtj.former", Start, Handover));
            }
            people.Add(new(post.Key, name, post.Key, $"{8001 + people.Count}"));
            holdings.Add(new(post.Key, post.Key, moved ? Handover : Start));
        }
        return (posts, people, holdings);
    }

    static IEnumerable<DemoPost> PostsOf(IReadOnlyList<DemoUnit> units)
    {
        yield return new("office", "fey", RoleCode.Office, "办公室专职副主任");
        yield return new("office2", "fey", RoleCode.Office, "办公室干事");
        yield return new("system", "fey", RoleCode.SystemAdmin, "系统管理员");
        yield return new("security", "fey", RoleCode.SecurityAdmin, "安全管理员");
        yield return new("audit", "fey", RoleCode.AuditAdmin, "审计管理员");

        foreach (var unit in units.Where(unit => unit.Key != "szf"))
        {
            yield return unit.Region == DemoCity.Code
                ? new($"{unit.Key}.contact", unit.Key, RoleCode.DeptContact, "联络员")
                : new($"{unit.Key}.office", unit.Key, RoleCode.CountyOffice, "妇儿工委办负责人");
            yield return new($"{unit.Key}.lead", unit.Key, RoleCode.UnitLeader, "分管负责人");
        }

        yield return new("tjj.stats", "tjj", RoleCode.StatOfficer, "社会科统计员");

        // Who looks after children, from the city down to one village; the others come with the city's own register of staff.
        yield return new("mzj.children", "mzj", RoleCode.CivilAffairs, "儿童福利科科长");
        yield return new("lanhe.children", "lanhe", RoleCode.CivilAffairs, "区民政局儿童福利岗");
        yield return new("lanhe.supervisor", "lanhe", RoleCode.ChildSupervisor, "街道儿童督导员", DemoChildren.Township);
        yield return new("lanhe.director", "lanhe", RoleCode.ChildDirector, "社区儿童主任", DemoChildren.Village);
    }
}
