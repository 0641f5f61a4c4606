using System.Globalization;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Minors;

/// <summary>
/// The evidence pack of a year as a workbook: numbers from the record, who may see what, and a checklist of what the law asks, each with the control in the system and its
/// evidence. Counts only, no name. Whether a duty is met is for the auditor to write: the system does not pass judgement on itself. In Chinese, for it is handed in.
/// </summary>
sealed class MinorAuditPack(MinorsData data, IEnumerable<IMinorCounts> registers, IEnumerable<NamedPolicy> policies, CitySettings settings, SignInRules rules, Texts texts, TimeProvider time)
{
    public async Task<ReadOnlyMemory<byte>> Make(MinorAudit audit, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Languages.Chinese); // until this method returns
        var now = time.GetUtcNow().UtcDateTime;
        var (from, until) = (ChinaTime.StartOf(new(audit.Year, 1, 1)), ChinaTime.StartOf(new(audit.Year + 1, 1, 1)));
        var last = until < now ? new DateOnly(audit.Year, 12, 31) : ChinaTime.DayOf(now);
        var accounts = await data.Accounts(last, ct);
        var happened = await data.Happened(from, until, ct);
        var (entries, sealedAt) = await data.Chain(ct);
        var city = await settings.Profile(ct);
        var looks = await data.Looks(from, until, ct);
        var minors = new List<MinorCounts>();
        foreach (var register in registers) minors.Add(await register.InYear(audit.Year, ct));
        int Of(AuditKind kind) => happened.Where(h => h.Kind == kind).Sum(h => h.Count);

        object?[][] overview =
        [
            ["城市", city.Name], ["组织单位", city.Organiser], ["审计年度", audit.Year], ["统计期间", $"{audit.Year}-01-01 至 {Day(last)}"], ["报送期限", Day(audit.DueOn)], ["本表生成时间（北京时间）", Instant(now)],
            ["有岗位的人员", accounts.Sum(a => a.People)], ["登录", Of(AuditKind.SignIn)], ["被拒绝的访问", Of(AuditKind.Refused)], ["导出", Of(AuditKind.Export)], ["查看明文", Of(AuditKind.Read)], ["权限变更", Of(AuditKind.Permission)], ["数据写入", Of(AuditKind.Write)],
            ["审计链条目（自建库起）", entries], ["最近一次签封（北京时间）", sealedAt is { } at ? Instant(at) : "尚未签封"],
        ];
        var pages = new List<SheetPage>
        {
            Page("概况", [("项目", 30), ("内容", 50)], overview),
            Page("未成年人数", [("台账", 34), ("未满14周岁", 14), ("14至17周岁", 14), ("口径", 50)], [.. minors.Select(m => new object?[] { m.Register, m.Under14, m.From14To17, "系统现存档案（含已关闭），按审计年度12月31日的周岁，以出生年份计" })]),
            Page("账号", [("角色", 24), ("岗位数", 10), ("人数", 10), ("已启用两步验证", 18)], [.. accounts.Select(a => new object?[] { texts[a.Role], a.Posts, a.People, a.TwoFactor })]),
            Page("访问记录", [("种类", 24), ("角色", 24), ("次数", 12)], [.. happened.Select(h => new object?[] { Said(h.Kind), h.Role is { } role ? texts[role] : "系统或未登录", h.Count })]),
            Page("查看申请", [("用途", 30), ("结果", 16), ("次数", 12)], [.. looks.Select(l => new object?[] { texts[$"platform.purpose-{l.Purpose.ToString().ToLowerInvariant()}"], l.State switch { DisclosureState.Granted => "已同意", DisclosureState.Refused => "未同意", _ => "未决定" }, l.Count })]),
            Page("谁能看什么", [("权限", 26), ("可用角色", 90)], [.. policies.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new object?[] { p.Name, string.Join("、", (p.Roles.Count > 0 ? p.Roles : Enum.GetValues<RoleCode>()).Select(r => texts[r])) })]),
            Page("保存期限", [("资料", 30), ("期限", 50)],
            [
                ["登录会话", $"闲置 {rules.Idle.TotalMinutes:0} 分钟或满 {rules.Longest.TotalHours:0} 小时即失效"], ["审计记录", "只增不改不删；在线不少于 6 个月，离线 3 年（由运维按备份办法执行）"], ["困境儿童档案", "关闭后按城市设定的年限（默认 3 年）自动清除，恢复备份后再次清除"], ["年度审计报告与回执", "随审计记录保存"],
            ]),
            Page("安全事件", [("发生日期", 14), ("经过", 50), ("涉及未满14周岁人数", 20), ("涉及14至17周岁人数", 20), ("处置与通知", 40)], [["（由审计人填写；无则写“无”）", null, null, null, null]]),
            Page("对照清单", [("依据", 34), ("要求", 46), ("系统中的控制", 60), ("证据", 40), ("结论（审计人填写）", 20)], Checklist(Of, accounts, looks.Sum(l => l.Count), minors, entries)),
        };
        using var file = new MemoryStream();
        await Sheet.Write(file, pages, ct);
        return file.ToArray();
    }

    /// <summary>What the law asks, as far as the domain reference (§8.1, §8.2) gives it.</summary>
    static object?[][] Checklist(Func<AuditKind, int> of, IReadOnlyList<(RoleCode Role, int Posts, int People, int TwoFactor)> accounts, int looks, IReadOnlyList<MinorCounts> minors, long entries) =>
    [
        ["未成年人网络保护条例", "工作人员访问未成年人个人信息应最小授权", "权利属于岗位（单位×区域×角色），按日起止；数据范围写在查询条件里；三类管理员看不到业务数据", $"《账号》《谁能看什么》；被拒绝的访问 {of(AuditKind.Refused)} 次", null],
        ["未成年人网络保护条例", "访问应经负责人审批", "岗位由安全管理员授予、交接和终止，任何人不能给自己授权；看到掩码的岗位要看一份档案的明文，须写明用途，由他人批准，三十分钟失效；紧急查看事后评议", $"查看申请 {looks} 次；权限变更 {of(AuditKind.Permission)} 次", null],
        ["未成年人网络保护条例", "访问应记录", "每次写入、查看明文、登录、拒绝、导出和权限变更都进入一条带密钥的哈希链，逐时签封", $"查看明文 {of(AuditKind.Read)} 次；审计链 {entries} 条；onemetre audit verify 的结果附后", null],
        ["未成年人网络保护条例", "采取技术措施防止违法复制、下载", "导出须有权限并逐次留痕；儿童台账的导出须由他人批准，限定行数，带水印，加密，到期或下载三次后删除；证据文件只能下载，不在页面中运行；照片重绘并去除位置信息", $"导出 {of(AuditKind.Export)} 次", null],
        ["未成年人网络保护条例；网信部门通知（2025-12-29）", "每年合规审计，次年1月31日前向市级网信部门报送", "每年12月1日自动开启本任务，1月15日提醒，登记回执", "本表与回执", null],
        ["网信部门通知（2025-12-29）", "分别统计未满14周岁与14至17周岁人数", "由登记儿童资料的台账自行统计", $"未满14周岁 {minors.Sum(m => m.Under14)} 人，14至17周岁 {minors.Sum(m => m.From14To17)} 人", null],
        ["个人信息保护法 第28条", "不满14周岁未成年人的个人信息是敏感个人信息", "按分级保护：能识别儿童的字段逐项加密，列表、详情、导出同一套掩码；公开页面不含任何儿童个人信息", "《谁能看什么》", null],
        ["个人信息保护法 第31条；儿童个人信息网络保护规定", "取得监护人同意，制定专门规则，可以拒绝", "监护人同意按事项登记、可撤回；涉及儿童形象的佐证材料须遮挡或写明同意书编号，否则不得公开", "同意记录与佐证材料抽查", null],
        ["儿童个人信息网络保护规定", "指定专人负责；加密存储；最小授权", "妇儿工委办与安全管理员办理本任务；姓名、证件号、生日、住址、电话逐字段加密（AES-256-GCM 或 SM4），密钥不在数据库中", $"管理员 {accounts.Where(a => Policies.Administrators.Contains(a.Role)).Sum(a => a.People)} 人，已启用两步验证 {accounts.Where(a => Policies.Administrators.Contains(a.Role)).Sum(a => a.TwoFactor)} 人", null],
        ["个人信息保护法 第55条", "个人信息保护影响评估，报告保存3年", "由城市另行编制并附于本表之后", "由审计人附报告", null],
        ["个人信息保护法 第57条", "发生泄露应通知", "见《安全事件》", "由审计人填写", null],
        ["个人信息保护合规审计管理办法", "按要求开展合规审计", "本表逐项对照", "本表", null],
        ["网络安全法、数据安全法", "分类分级；日志保存不少于6个月", "数据分L1—L4四级；审计记录只增不删", $"审计链 {entries} 条", null],
        ["网络安全等级保护（GB/T 22239-2019 第三级）", "双因素、失败锁定、会话超时、三员分离、审计保护", "五次失败锁定15分钟；闲置15分钟退出；三类管理员分任；PostgreSQL 上应用账号不能改动审计表", "docs/security/asvs.md", null],
    ];

    string Said(AuditKind kind) => texts[$"platform.audit.kind-{kind.ToString().ToLowerInvariant()}"];
    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    static string Instant(DateTime utc) => ChinaTime.Local(utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    static SheetPage Page(string name, IReadOnlyList<(string, double)> columns, object?[][] rows) => new(name, columns, rows.ToAsyncEnumerable());
}
