using OneMetre.Tests.Fixtures;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Portal;

/// <summary>A plan with promises that the public may see and some that it may not, written straight into the tables.</summary>
sealed class PromisedPlan
{
    public const string Person = "王小明同志", Remark = "内部意见请勿外传", Unaccepted = "尚未验收的说法", AcceptedText = "新增托位六百个", Reason = "材料不足请补正";

    public Guid Plan { get; } = Guid.CreateVersion7();
    public Guid Import { get; } = Guid.CreateVersion7();
    public Guid Domain { get; } = Guid.CreateVersion7();
    public Guid Seats { get; } = Guid.CreateVersion7();
    public Guid Late { get; } = Guid.CreateVersion7();
    public Guid Hidden { get; } = Guid.CreateVersion7();
    public Guid Dropped { get; } = Guid.CreateVersion7();
    public Guid Unit { get; } = Guid.CreateVersion7();

    public static async Task<PromisedPlan> In(City city, bool open = true, int startYear = 2025, int endYear = 2027, string title = "示范市儿童友好城市建设方案")
    {
        var made = new PromisedPlan();
        await city.Use(async (CityDb db) =>
        {
            var at = City.Noon.UtcDateTime;
            db.Add(new Unit { Id = made.Unit, Name = $"市卫生健康委员会{startYear}", ShortName = $"市卫健委{startYear}", RegionCode = "990100000000", ValidFrom = new(2020, 1, 1) });
            db.Add(new PlanImport { Id = made.Import, FileSha256 = (made.Import.ToString("N") + made.Plan.ToString("N"))[..64], FileName = "方案.docx", State = ImportState.Applied, CreatedAt = at });
            db.Add(new SourceBlock { ImportId = made.Import, Number = 3, Kind = "Paragraph", Text = "（一）每千人口托位数达到4.8个。" });
            db.Add(new Plan { Id = made.Plan, Title = title, DocNumber = "示政发〔2025〕6号", Issuer = "示范市人民政府", StartYear = startYear, EndYear = endYear, ImportId = made.Import, AppliedAt = at, Public = open });
            db.Add(new PlanDomain { Id = made.Domain, PlanId = made.Plan, Name = "公共服务友好", SortOrder = 1 });
            db.Add(made.Task(made.Seats, 1, "增加托位供给", Light.Green, "小宝宝有安心的地方去", "[{\"Block\":3,\"Start\":0,\"Length\":17}]"));
            db.Add(made.Task(made.Late, 2, "改造上学路", Light.Orange));
            var hidden = made.Task(made.Hidden, 3, "不公开的事项", Light.Red);
            hidden.Public = false;
            db.Add(hidden);
            var dropped = made.Task(made.Dropped, 4, "已被新版删去的事项", Light.Red);
            dropped.DroppedInVersion = 2;
            db.Add(dropped);

            db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = made.Seats, UnitId = made.Unit, Role = UnitRole.Lead, PrintedName = "市卫健委", Primary = true, ConfirmedBy = Person });
            db.Add(new TaskTarget { Id = Guid.CreateVersion7(), TaskId = made.Seats, Text = "每千人口托位数达到4.8个", Metric = "每千人口托位数", Comparator = ">=", Value = 4.8m, MeasureUnit = "个", Kind = TargetKind.Quantified, CurrentValue = 3.6m, CurrentOn = new(2026, 10, 1) });
            db.Add(made.Note(NoteKind.Progress, AcceptedText, at.AddDays(-30)));
            db.Add(made.Note(NoteKind.Accepted, "同意", at.AddDays(-20)));
            db.Add(made.Note(NoteKind.Comment, Remark, at.AddDays(-15)));
            db.Add(made.Note(NoteKind.SentBack, Reason, at.AddDays(-12)));
            db.Add(made.Note(NoteKind.Progress, Unaccepted, at.AddDays(-10)));
            db.Add(made.File("开园仪式.jpg", showsChildren: true, consent: " ", at.AddDays(-25)));
            db.Add(made.File("验收报告.pdf", showsChildren: false, consent: null, at.AddDays(-25)));
            db.Add(made.File("验收之后才传的.pdf", showsChildren: false, consent: null, at.AddDays(-5)));
            await db.SaveChangesAsync();
        });
        return made;
    }

    ProgrammeTask Task(Guid id, int order, string title, Light light, string? plain = null, string where = "[]") => new()
    {
        Id = id,
        PlanId = Plan,
        DomainId = Domain,
        Label = $"（{order}）",
        SortOrder = order,
        Title = title,
        Text = title + "的正文",
        PlainTitle = plain,
        State = TaskState.InProgress,
        StartsOn = new(2025, 1, 1),
        Due = new(2026, 12, 31),
        Light = light,
        LightReason = light == Light.Orange ? "programme.light-late" : null,
        Progress = 40,
        ImportId = Import,
        Where = where,
        SearchText = title,
    };

    TaskNote Note(NoteKind kind, string text, DateTime at) =>
        new() { Id = Guid.CreateVersion7(), TaskId = Seats, Kind = kind, At = at, UnitId = Unit, UnitName = "市卫健委", PersonName = Person, Text = text };

    Evidence File(string name, bool showsChildren, string? consent, DateTime addedAt) => new()
    {
        Id = Guid.CreateVersion7(),
        TaskId = Seats,
        FileSha256 = new('b', 64),
        FileName = name,
        Size = 1,
        ShowsChildren = showsChildren,
        ConsentReference = consent,
        UnitName = "市卫健委",
        PersonName = Person,
        AddedAt = addedAt,
    };
}
